import fc from "fast-check";

import type { Json, JsonObject } from "../../../../compiler/core/json";
import {
  and,
  not,
  or,
  widen,
  type DatePart,
  type Expression,
  type Order,
  type Predicate,
} from "../../../../compiler/ir/expression";
import { parseStringPattern } from "../../../../compiler/ir/pattern";
import { AWS_CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import type { KqlQuery } from "../../../../compiler/targets/sentinel/ast";
import { rowMatcher } from "../../../../compiler/targets/sentinel/evaluate/evaluate";
import { lowerQuery } from "../../../../compiler/targets/sentinel/lower";
import { parseQuery } from "../../../../compiler/targets/sentinel/parse";
import { printQuery } from "../../../../compiler/targets/sentinel/print";
import {
  ORIGIN,
  cidr,
  date,
  fieldref,
  number,
  regex,
  string,
  there,
} from "../../../support/predicates";
import { cloudtrailRow } from "../../../support/cloudtrail";
import { diagnose } from "../../../support/kusto";
import { runs } from "../../../support/long";

const RUNS = runs(900, 4_000);

function queryOf(expression: Expression): KqlQuery | boolean {
  const { stages } = lowerQuery(expression, AWS_CLOUDTRAIL);
  return typeof stages === "boolean" ? stages : { table: "AWSCloudTrail", stages };
}

function printed(expression: Expression): string {
  const query = queryOf(expression);
  return typeof query === "boolean" ? String(query) : printQuery(query);
}

/** Whether the printed text, read back, keeps the event. */
function keeps(expression: Expression): (event: JsonObject) => boolean {
  const query = queryOf(expression);
  if (typeof query === "boolean") return () => query;
  const read = parseQuery(printQuery(query));
  if ("error" in read) throw new Error(read.error.message);
  const survives = rowMatcher(read.query);
  return (event) => survives(cloudtrailRow(event));
}

function reasonsOf(expression: Expression): readonly string[] {
  return lowerQuery(expression, AWS_CLOUDTRAIL).reasons.map(({ code }) => code);
}

const COUNT = "requestParameters.maxResults";
const NAME = "requestParameters.name";

describe("a number", () => {
  const over9 = number(COUNT, "gt", 9);
  const withCount = (maxResults: Json): JsonObject => ({ requestParameters: { maxResults } });

  test.each<[Json, boolean]>([
    [10, true],
    ["10", true],
    ["1e3", true],
    [9, false],
    ["0x10", false],
    [" 10", false],
    ["ten", false],
    [null, false],
    [[10], true],
    [[9, "10"], true],
    [[[]], false],
    [{ to: 10 }, false],
  ])("%j over 9: %p, and the opposite under not", (value, expected) => {
    expect(keeps(over9)(withCount(value))).toBe(expected);
    expect(keeps(not(over9))(withCount(value))).toBe(!expected);
  });

  test("missing is over nothing, so not over it", () => {
    expect(keeps(over9)({})).toBe(false);
    expect(keeps(not(over9))({})).toBe(true);
  });

  test("asks for the form of the text before it converts it", () => {
    const query = printed(over9);
    expect(query.indexOf("matches regex")).toBeLessThan(query.indexOf("toreal"));
  });
});

describe("an address in a network", () => {
  const inside = cidr("sourceIPAddress", "10.0.0.0/8");
  test.each([
    ["10.1.2.3", true],
    ["11.1.2.3", false],
    ["10.1.2.3/24", false],
    ["010.1.2.3", false],
    ["10.1.2.999", false],
    ["AWS Internal", false],
    ["cloudformation.amazonaws.com", false],
    ["::ffff:10.1.2.3", false],
  ])("%s in 10.0.0.0/8: %p, and the opposite under not", (sourceIPAddress, expected) => {
    expect(keeps(inside)({ sourceIPAddress })).toBe(expected);
    expect(keeps(not(inside))({ sourceIPAddress })).toBe(!expected);
  });

  test("IPv6 keeps apart from IPv4", () => {
    const network = cidr("sourceIPAddress", "::/0");
    expect(keeps(network)({ sourceIPAddress: "2001:db8::1" })).toBe(true);
    expect(keeps(network)({ sourceIPAddress: "10.1.2.3" })).toBe(false);
  });
});

describe("a part of a time", () => {
  const event = { eventTime: "2024-12-30T23:59:01Z" };
  test.each<[DatePart, number]>([
    ["minute", 59],
    ["hour", 23],
    ["day", 30],
    ["month", 12],
    ["year", 2024],
    // A Monday whose Thursday lies in 2025.
    ["week", 1],
  ])("%s of 2024-12-30T23:59:01Z is %d", (part, value) => {
    expect(keeps(date("eventTime", part, "eq", value))(event)).toBe(true);
    expect(keeps(date("eventTime", part, "gt", value))(event)).toBe(false);
  });

  test.each([
    ["before six", date("requestParameters.startTime", "hour", "lt", 6)],
    ["at three", date("requestParameters.startTime", "hour", "eq", 3)],
  ])("of text that is no time is nothing: %s", (_, night) => {
    const at = (startTime: Json): JsonObject => ({ requestParameters: { startTime } });
    expect(keeps(night)(at("2024-01-01T03:00:00Z"))).toBe(true);
    for (const text of ["tomorrow", "2024-02-30T03:00:00Z", "0000-01-01T03:00:00Z"]) {
      expect([text, keeps(night)(at(text))]).toEqual([text, false]);
      expect([text, keeps(not(night))(at(text))]).toEqual([text, true]);
    }
  });
});

describe("presence", () => {
  test("of a null inside JSON text is told from absence", () => {
    const named = there("exists", NAME);
    expect(keeps(named)({ requestParameters: { name: null } })).toBe(true);
    expect(keeps(named)({ requestParameters: {} })).toBe(false);
    expect(keeps(not(named))({ requestParameters: null })).toBe(true);
    expect(lowerQuery(named, AWS_CLOUDTRAIL).assumptions).not.toEqual([]);
  });

  test("of a column that may be null is not told", () => {
    expect(reasonsOf(there("exists", "requestParameters"))).toEqual(["DET608"]);
    expect(keeps(there("exists", "errorCode"))({ errorCode: "AccessDenied" })).toBe(true);
    expect(keeps(not(there("exists", "errorCode")))({})).toBe(true);
  });
});

describe("a regular expression", () => {
  test("that the empty text matches does not match a missing field", () => {
    const anything = regex("errorMessage", "(denied)?");
    expect(keeps(anything)({ errorMessage: "no" })).toBe(true);
    expect(keeps(anything)({})).toBe(false);
    expect(keeps(regex(NAME, "^$"))({ requestParameters: { name: "" } })).toBe(true);
    expect(keeps(regex(NAME, "^$"))({ requestParameters: {} })).toBe(false);
    expect(reasonsOf(regex("userAgent", "x*"))).toEqual(["DET603"]);
  });

  test("decides a boolean by its text", () => {
    expect(keeps(regex("readOnly", "^t"))({ readOnly: true })).toBe(true);
    expect(keeps(not(regex("readOnly", "^t")))({})).toBe(true);
  });

  test("that Kusto may read otherwise is dropped by name", () => {
    expect(reasonsOf(regex("userAgent", String.raw`\bcli\b`))).toEqual(["DET607"]);
  });
});

describe("keywords", () => {
  test("are dropped: a row does not hold all of an event", () => {
    const keyword: Predicate = {
      kind: "keyword",
      pattern: parseStringPattern("mimikatz"),
      cased: false,
      origin: ORIGIN,
    };
    expect(reasonsOf(and([string("eventName", "RunInstances"), keyword]))).toEqual(["DET606"]);
  });
});

describe("the form of a query", () => {
  test("asks for the event's name first, and for what excludes last", () => {
    const query = printed(
      and([
        not(string("userAgent", "*console*")),
        regex("userIdentity.arn", "x"),
        string("eventSource", "iam.amazonaws.com"),
        or([string("eventName", "CreateUser"), string("eventName", "DeleteUser")]),
      ]),
    );
    expect(query.split("\n").slice(1)).toEqual([
      '| where EventName in~ ("CreateUser", "DeleteUser")',
      '  and EventSource =~ "iam.amazonaws.com"',
      '  and UserIdentityArn matches regex "x"',
      '  and not(UserAgent contains "console")',
    ]);
  });

  test("says the same thing once, and only equalities as a list", () => {
    const console = string("userAgent", "*console*");
    expect(
      printed(or([console, console]))
        .split("\n")
        .at(-1),
    ).toBe('| where UserAgent contains "console"');
    const named = string("eventName", "CreateUser");
    expect(printed(or([named, console, named, string("eventName", "DeleteUser")]))).toContain(
      '| where EventName in~ ("CreateUser", "DeleteUser") or UserAgent contains "console"',
    );
  });

  test("reads a text that is compared more than once from a column with a name", () => {
    const query = printed(
      and([
        string("eventName", "CreateAccessKey"),
        not(fieldref("userIdentity.userName", "responseElements.accessKey.userName")),
      ]),
    );
    expect(query).toBe(
      [
        "AWSCloudTrail",
        '| where EventName =~ "CreateAccessKey"',
        "| extend ResponseElementsJson = parse_json(ResponseElements)",
        "| extend ResponseElementsAccessKeyUserName = tostring(ResponseElementsJson.accessKey.userName)",
        "| where not(isnotempty(ResponseElementsAccessKeyUserName) and UserIdentityUserName =~ ResponseElementsAccessKeyUserName)",
      ].join("\n"),
    );
  });

  test("binds in Kusto's language service, whatever the predicates", () => {
    const all = [
      there("exists", NAME),
      there("exists", "errorCode"),
      number(COUNT, "lte", -1.5),
      number("recipientAccountId", "gt", 1e21),
      cidr("sourceIPAddress", "2001:db8::/32"),
      date("eventTime", "week", "gte", 50),
      date(NAME, "hour", "lt", 6),
      regex("userIdentity.arn", String.raw`^arn:[\w-]+:"\\`, true),
      string("requestParameters.x-amz-acl", "*'\"\\${x}%{y}\n[z]*"),
      fieldref("requestParameters.a.b", "requestParameters.a-b"),
      fieldref("requestParameters.a-b", "requestParameters.a.b"),
      there("null", "readOnly"),
      string("requestParameters.roleArns", "arn:aws:iam::1:role/*"),
    ];
    const expressions: readonly Expression[] = [and(all), or(all), not(and(all.map(not)))];
    for (const expression of expressions) {
      expect(diagnose(printed(expression))).toEqual([]);
    }
  });
});

describe("elements of an array", () => {
  test("may hold slashes, which JSON may escape", () => {
    const admin = string("requestParameters.roleArns", "*role/admin");
    const withArns = (roleArns: Json): JsonObject => ({ requestParameters: { roleArns } });
    expect(keeps(admin)(withArns(["a", "arn:aws:iam::1:role/admin"]))).toBe(true);
    expect(keeps(admin)(withArns(["arn:aws:iam::1:role/admin2"]))).toBe(false);
  });
});

describe("the law", () => {
  const fields = ["eventName", "sourceIPAddress", "readOnly", "errorCode", COUNT, NAME];
  const field = fc.constantFrom(...fields, "requestParameters", "userAgent", "eventTime");
  const values: readonly Json[] = [
    ...["a", "A", "10", "10.0.0.1", "1.5e2", "", "true", "2024-02-29T10:20:30Z", "k\u212a", "::1"],
    ...[10, -3.5, true, false, null, {}, { a: "10" }, ["a"], []],
  ];
  const value = fc.constantFrom(...values);
  const predicate: fc.Arbitrary<Predicate> = field.chain((name) =>
    fc.oneof(
      fc.constantFrom("a", "*", "*1*", "1?", "A*", "*0", "true").map((p) => string(name, p)),
      fc.constantFrom("a", "A*").map((p) => string(name, p, true)),
      fc.constant(there("null", name)),
      fc.constant(there("exists", name)),
      fc.constantFrom("a", "^$", String.raw`\d+`, "1.?0", "[^a]").map((s) => regex(name, s)),
      fc.constantFrom("k", "a").map((s) => regex(name, s, true)),
      fc
        .tuple(fc.constantFrom<Order>("lt", "lte", "gt", "gte"), fc.constantFrom(-3.5, 0, 10))
        .map(([operator, bound]) => number(name, operator, bound)),
      fc.constantFrom("10.0.0.0/8", "::/64").map((network) => cidr(name, network)),
      fc.constantFrom<DatePart>("hour", "week").map((part) => date(name, part, "lt", 11)),
      fc.constantFrom(...fields).map((other) => fieldref(name, other)),
    ),
  );
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      predicate,
      tie("expression").map(not),
      fc.array(tie("expression"), { minLength: 2, maxLength: 3 }).map(and),
      fc.array(tie("expression"), { minLength: 2, maxLength: 3 }).map(or),
    ),
  }));
  /** Events that keep the claims of the field model: what may be at which path. */
  const scalarText = fc.constantFrom("a", "A", "10", "10.0.0.1", "k\u212a", "::1", "a10.0");
  const optional = { requiredKeys: [] };
  const event = fc.record(
    {
      eventName: scalarText,
      sourceIPAddress: scalarText,
      errorCode: scalarText,
      userAgent: fc.oneof(scalarText, fc.constant("")),
      readOnly: fc.boolean(),
      eventTime: fc.constantFrom("2024-02-29T10:20:30Z", "2024-12-30T23:00:00Z"),
      requestParameters: fc.oneof(
        fc.constant(null),
        fc.record({ maxResults: value, name: value }, optional),
      ),
    },
    optional,
  );

  test("holds for any rule and event: T is R with what was dropped taken as widening", () => {
    let matched = 0;
    fc.assert(
      fc.property(expression, event, (rule, found) => {
        const { dropped } = lowerQuery(rule, AWS_CLOUDTRAIL);
        const kept = keeps(rule)(found as JsonObject);
        const expected = expressionMatcher(widen(rule, dropped), CLOUDTRAIL)(found as JsonObject);
        if (kept) matched += 1;
        expect(kept).toBe(expected);
      }),
      { numRuns: RUNS },
    );
    expect(matched).toBeGreaterThan(RUNS * 0.3);
  });
});
