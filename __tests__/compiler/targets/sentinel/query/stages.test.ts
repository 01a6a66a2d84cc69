import {
  and,
  not,
  or,
  type Expression,
  type Predicate,
} from "../../../../../compiler/ir/expression";
import { parseStringPattern } from "../../../../../compiler/ir/pattern";
import { AWS_CLOUDTRAIL } from "../../../../../compiler/log-sources/aws-cloudtrail";
import { AWS_CLOUDTRAIL_TABLE } from "../../../../../compiler/log-sources/aws-cloudtrail/sentinel-table";
import type { LogSource } from "../../../../../compiler/log-sources/log-source";
import {
  allOf,
  anyOf,
  type KqlExpression as Kql,
} from "../../../../../compiler/targets/sentinel/ast";
import { lowerQuery } from "../../../../../compiler/targets/sentinel/lower";
import { printQuery } from "../../../../../compiler/targets/sentinel/print";
import {
  call,
  column,
  compare,
  isIn,
  not as notKql,
  number,
  string,
} from "../../../../../compiler/targets/sentinel/query/build";
import { nameOfPath } from "../../../../../compiler/targets/sentinel/query/locate";
import { stagesOf } from "../../../../../compiler/targets/sentinel/query/stages";

const origin = { path: "detection.s", written: "a test", span: { start: 0, end: 0 } };
const text = (field: string, written: string, cased = false): Predicate => ({
  kind: "string",
  field,
  pattern: parseStringPattern(written),
  cased,
  origin,
});
const over5 = (field: string): Predicate => ({
  kind: "number",
  field,
  operator: "gt",
  value: 5,
  origin,
});

/** Without any test of an array's elements. */
const plain = (predicate: Kql) => ({ predicate, counts: new Map() });

/** CloudTrail, where every path that is not listed holds one value. */
const SINGLE: LogSource = {
  ...AWS_CLOUDTRAIL,
  fields: {
    lists: () => false,
    paths: [],
    bounding: [],
    field: (path) => ({ ...AWS_CLOUDTRAIL.fields.field(path), many: "one" }),
  },
};

/** The lines after the table's name. */
function lines(expression: Expression): readonly string[] | boolean {
  const { stages } = lowerQuery(expression, SINGLE);
  return typeof stages === "boolean"
    ? stages
    : printQuery({ table: "T", stages }).split("\n").slice(1);
}

describe("conditions are asked", () => {
  const inOrder: readonly Kql[] = [
    compare("=~", column("EventName"), "a"),
    isIn(column("EventSource"), ["a", "b"]),
    compare("==", column("UserAgent"), "a"),
    call("isnotempty", column("UserAgent")),
    compare("contains", column("UserAgent"), "a"),
    compare("matches regex", column("UserAgent"), "a"),
    compare(">", call("toreal", column("UserAgent")), number(5)),
    notKql(compare("=~", column("EventName"), "a")),
    notKql(compare("matches regex", column("UserAgent"), "a")),
  ];

  test("from the most selective and cheapest to what excludes, however they are written", () => {
    for (const written of [inOrder, [...inOrder].reverse()]) {
      expect(stagesOf(plain(allOf(written)), AWS_CLOUDTRAIL_TABLE)).toEqual([
        { kind: "where", predicate: allOf(inOrder) },
      ]);
    }
  });

  test("with a group where its dearest part stands", () => {
    const group = anyOf([
      compare("=~", column("EventName"), "a"),
      compare("matches regex", column("UserAgent"), "a"),
    ]);
    const contains = compare("contains", column("UserAgent"), "b");
    expect(stagesOf(plain(allOf([group, contains])), AWS_CLOUDTRAIL_TABLE)).toEqual([
      { kind: "where", predicate: allOf([contains, group]) },
    ]);
  });

  test("of what is computed from a text after its form", () => {
    const inRange = call("ipv4_is_in_range", column("SourceIpAddress"), string("10.0.0.0/8"));
    const form = compare("matches regex", column("SourceIpAddress"), "^10");
    expect(stagesOf(plain(allOf([inRange, form])), AWS_CLOUDTRAIL_TABLE)).toEqual([
      { kind: "where", predicate: allOf([form, inRange]) },
    ]);
  });

  test("of columns first, then of JSON text, which is parsed once and only where it is read", () => {
    expect(
      lines(
        and([
          text("responseElements.a", "x"),
          text("requestParameters.b", "y"),
          text("requestParameters.c", "z"),
          text("eventName", "CreateUser"),
        ]),
      ),
    ).toEqual([
      '| where EventName =~ "CreateUser"',
      "| extend RequestParametersJson = parse_json(RequestParameters), ResponseElementsJson = parse_json(ResponseElements)",
      '| where tostring(ResponseElementsJson.a) =~ "x"',
      '  and tostring(RequestParametersJson.b) =~ "y"',
      '  and tostring(RequestParametersJson.c) =~ "z"',
    ]);
  });
});

describe("a text that is read more than once gets a name", () => {
  const named = (...fields: readonly string[]) => {
    const found = lines(and(fields.map(over5)));
    if (typeof found === "boolean") throw new Error("it is a query");
    return found.flatMap((line) =>
      [...line.matchAll(/(\w+) = (?:tostring|iff)/g)].map(([, name]) => name),
    );
  };

  test("of its path", () => {
    expect(named("requestParameters.maxResults")).toEqual(["RequestParametersMaxResults"]);
    expect(named("requestParameters.a..b")).toEqual(["RequestParametersAB"]);
    expect(nameOfPath(["Request", "x-amz-acl", "a_b", "9"])).toBe(
      "RequestXAmzAcla_b9".replace("a_b", "A_b"),
    );
  });

  test("that no other has, with a number where it would", () => {
    expect(
      named("requestParameters.a.b", "requestParameters.a-b", "requestParameters.a:b"),
    ).toEqual(["RequestParametersAB", "RequestParametersAB2", "RequestParametersAB3"]);
  });

  test("that no column of the table or of its parsed texts has", () => {
    expect(named("responseElements.json")).toEqual(["ResponseElementsJson2"]);
  });

  test("and one that is read once has none", () => {
    expect(lines(text("requestParameters.a", "x"))).toEqual([
      "| extend RequestParametersJson = parse_json(RequestParameters)",
      '| where tostring(RequestParametersJson.a) =~ "x"',
    ]);
  });
});

describe("alternatives", () => {
  const names = (cased: boolean, ...of: readonly string[]) =>
    of.map((each) => text("userAgent", each, cased));

  test("of one field and one comparison are a list", () => {
    expect(lines(or(names(false, "a", "b", "c")))).toEqual([
      '| where UserAgent in~ ("a", "b", "c")',
    ]);
    expect(lines(or(names(true, "a", "b")))).toEqual(['| where UserAgent in ("a", "b")']);
    expect(lines(or(names(true, "a", "a")))).toEqual(['| where UserAgent == "a"']);
  });

  test("of different ones are not", () => {
    expect(lines(or([...names(true, "a"), ...names(false, "b")]))).toEqual([
      '| where UserAgent == "a" or UserAgent =~ "b"',
    ]);
    expect(lines(or([text("userAgent", "a"), text("errorCode", "b")]))).toEqual([
      '| where UserAgent =~ "a" or ErrorCode =~ "b"',
    ]);
    expect(lines(or([text("userAgent", "a*"), text("userAgent", "b*")]))).toEqual([
      '| where UserAgent startswith "a" or UserAgent startswith "b"',
    ]);
    const columns = lines(or([text("readOnly", "true"), text("readOnly", "false")]));
    expect(columns).toEqual(["| where ReadOnly == true or ReadOnly == false"]);
  });
});

describe("constants dissolve", () => {
  const CREATE = text("eventName", "CreateUser");
  const NEVER = text("readOnly", "perhaps");
  const asked = '| where EventName =~ "CreateUser"';
  test.each([
    ["never and a test", and([CREATE, NEVER]), false],
    ["never or a test", or([NEVER, CREATE]), [asked]],
    ["never or never", or([NEVER, NEVER]), false],
    ["not never", not(NEVER), true],
    ["not never and a test", and([not(NEVER), CREATE]), [asked]],
    ["not never, twice", and([not(NEVER), not(NEVER)]), true],
    ["a test or not never", or([CREATE, not(NEVER)]), true],
    ["not of a test and never", not(and([CREATE, NEVER])), true],
  ])("%s", (_, expression, expected) => {
    expect(lines(expression)).toEqual(expected);
  });

  test("what is dropped is true, under an odd number of nots false", () => {
    const lost = text("nowhere.at.all", "x");
    expect(lines(and([CREATE, lost]))).toEqual([asked]);
    expect(lines(and([CREATE, not(lost)]))).toEqual([asked]);
    expect(lines(or([CREATE, lost]))).toBe(true);
    expect(lines(not(or([not(CREATE), lost])))).toEqual([asked]);
  });

  test("each dropped test has its reason, and each assumption stands once, in order", () => {
    const { reasons, assumptions } = lowerQuery(
      and([
        text("requestParameters", "b"),
        text("responseElements", "c"),
        text("additionalEventData", "a"),
        { kind: "exists", field: "requestParameters", origin },
        text("nowhere", "x"),
      ]),
      AWS_CLOUDTRAIL,
    );
    expect(reasons.map(({ code }) => code)).toEqual(["DET608", "DET601"]);
    expect(assumptions).toHaveLength(3);
    expect(assumptions).toEqual([...assumptions].sort());
  });
});
