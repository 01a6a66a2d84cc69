import { compile } from "../../../../compiler/compile";
import type { Json } from "../../../../compiler/core/json";
import type { ResolvedRule } from "../../../../compiler/ir/rule";
import { and, not, or, type Expression } from "../../../../compiler/ir/expression";
import { ANY, text } from "../../../../compiler/ir/pattern";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { compileQuery } from "../../../support/logs-insights/evaluate";
import { parseQuery } from "../../../support/logs-insights/parse";
import { ORIGIN } from "../../../support/predicates";
import { correlationOf, detectionOf } from "../cloudwatch/detections";

function queryOf(detection: ResolvedRule): string {
  const { output, reasons } = compile(detection, "logs-insights");
  if (output === null) throw new Error(JSON.stringify(reasons));
  return output.query;
}

function filterOf(expression: Expression): string {
  return /^\| filter (.*)$/m.exec(queryOf(detectionOf(expression)))?.[1] ?? "";
}

/** What the printed query, read back, shows of these events. */
function shown(detection: ResolvedRule, events: readonly Json[]): readonly boolean[] {
  const parsed = parseQuery(queryOf(detection));
  if (parsed.kind === "error") throw new Error(parsed.error.message);
  return events.map(compileQuery(parsed.query));
}

const CREATE: Expression = {
  kind: "string",
  field: "eventName",
  pattern: text("CreateUser"),
  cased: false,
  origin: ORIGIN,
};
const TIMES = [
  "2024-05-31T23:59:00Z",
  "2023-12-02T03:05:06Z",
  "2024-01-01T20:30:00Z",
  "2025-10-19T09:03:59Z",
].map((eventTime) => ({ eventTime }));
const SOURCES = ["10.1.2.3", "11.1.2.3", "2001:db8::7", "s3.amazonaws.com"].map(
  (sourceIPAddress) => ({ sourceIPAddress }),
);
const AGENTS = [{ userAgent: "aws-cli/2.1" }, { userAgent: "AWS-CLI" }, { userAgent: "" }, {}];

describe("every kind of test that has a form", () => {
  const date = (part: "year" | "month" | "day" | "hour" | "minute", value: number) =>
    ({ kind: "date", field: "eventTime", part, operator: "gte", value, origin: ORIGIN }) as const;
  const cidr = (family: 4 | 6, network: string) =>
    ({ kind: "cidr", field: "sourceIPAddress", family, network, origin: ORIGIN }) as const;
  const regex = (source: string, ignoreCase = false) =>
    ({
      kind: "regex",
      field: "userAgent",
      source,
      flags: { ignoreCase, multiLine: false, dotAll: false },
      origin: ORIGIN,
    }) as const;

  test.each([
    ["year", date("year", 2024), TIMES],
    ["month", date("month", 10), TIMES],
    ["day", date("day", 19), TIMES],
    ["hour", date("hour", 20), TIMES],
    ["minute", date("minute", 30), TIMES],
    ["IPv4", cidr(4, "10.0.0.0/8"), SOURCES],
    ["IPv6", cidr(6, "2001:db8::/32"), SOURCES],
    ["regex", regex("^aws-cli/\\d"), AGENTS],
    ["regex without case", regex("^aws-(cli|sdk)", true), AGENTS],
    ["exists", { kind: "exists", field: "userAgent", origin: ORIGIN }, AGENTS],
    ["null", { kind: "null", field: "userAgent", origin: ORIGIN }, AGENTS],
  ] as const)("%s", (_, expression, events) => {
    const reference = expressionMatcher(expression, CLOUDTRAIL);
    const wanted = events.map((event) => reference(event));
    // Some of the events match and some do not.
    expect(new Set(wanted).size).toBe(2);
    expect(shown(detectionOf(expression), events)).toEqual(wanted);
    expect(shown(detectionOf(not(expression)), events)).toEqual(wanted.map((each) => !each));
  });

  test("a number is compared as one", () => {
    const field = "requestParameters.durationSeconds";
    const test = { kind: "number", field, operator: "gt", value: 3600, origin: ORIGIN } as const;
    expect(filterOf(test)).toBe(
      `(ispresent(${field}) and isNumeric(${field}) and ${field} > 3600)`,
    );
  });

  test("a network is a function of its family", () => {
    expect(filterOf(cidr(4, "10.0.0.0/8"))).toBe(
      '(ispresent(sourceIPAddress) and isIpv4InSubnet(sourceIPAddress, "10.0.0.0/8"))',
    );
  });
});

describe("what has no form shows more events, and is named", () => {
  test.each([
    ["DET705", { kind: "keyword", pattern: [ANY], cased: false, origin: ORIGIN }],
    [
      "DET706",
      { kind: "date", field: "eventTime", part: "week", operator: "eq", value: 1, origin: ORIGIN },
    ],
    ["DET707", { kind: "number", field: "userAgent", operator: "gt", value: 9, origin: ORIGIN }],
    [
      "DET704",
      {
        kind: "regex",
        field: "userAgent",
        source: "naïve",
        flags: { ignoreCase: false, multiLine: false, dotAll: false },
        origin: ORIGIN,
      },
    ],
  ] as const)("%s", (code, test) => {
    for (const each of [test, not(test)]) {
      const compiled = compile(detectionOf(and([CREATE, each])), "logs-insights");
      expect(compiled.reasons.map((reason) => reason.code)).toEqual([code]);
      expect(shown(detectionOf(and([CREATE, each])), [{ eventName: "CreateUser" }])).toEqual([
        true,
      ]);
    }
  });
});

describe("what a field may hold besides text", () => {
  const COUNT = "requestParameters.maxResults";
  const string = (field: string, value: string): Expression => ({
    kind: "string",
    field,
    pattern: text(value),
    cased: true,
    origin: ORIGIN,
  });
  const holding = (maxResults: Json) => ({ requestParameters: { maxResults } });
  const assumed = (expression: Expression) =>
    compile(detectionOf(expression), "logs-insights").assumptions;

  test.each([
    ["a field that may hold either", COUNT, holding("12"), holding(12)],
    [
      "a field of numbers",
      "additionalEventData.bytesTransferredIn",
      { additionalEventData: { bytesTransferredIn: 12 } },
    ],
  ])("digits are looked for in numbers as in text: %s", (_, field, ...events) => {
    const digits = string(field, "12");
    expect(shown(detectionOf(digits), events)).toEqual(events.map(() => true));
    expect(shown(detectionOf(not(digits)), events)).toEqual(events.map(() => false));
  });

  test.each<[string, Expression]>([
    ["of objects", string("requestParameters.filters.name", "a")],
    ["of scalars", string("requestParameters.names", "a")],
    [
      "of objects, on the other side",
      {
        kind: "fieldref",
        field: "userIdentity.arn",
        other: "requestParameters.filters.name",
        comparison: "equals",
        cased: false,
        origin: ORIGIN,
      },
    ],
  ])("a test of the elements of an array %s is left out, and named", (_, expression) => {
    const { reasons } = compile(detectionOf(and([CREATE, expression])), "logs-insights");
    expect(reasons.map(({ code }) => code)).toEqual(["DET702"]);
    const event = {
      eventName: "CreateUser",
      userIdentity: { arn: "a" },
      requestParameters: { names: ["a"], filters: [{ name: "a" }] },
    };
    expect(shown(detectionOf(and([CREATE, expression])), [event])).toEqual([true]);
  });

  const over9: Expression = {
    kind: "number",
    field: COUNT,
    operator: "gt",
    value: 9,
    origin: ORIGIN,
  };
  test("no number is looked for among booleans, which the service holds as numbers", () => {
    const readOnly: Expression = { ...over9, field: "readOnly", operator: "lt" };
    const compiled = compile(detectionOf(or([CREATE, readOnly])), "logs-insights");
    expect([compiled.reasons, compiled.assumptions]).toEqual([[], []]);
    const events = [{ eventName: "GetUser", readOnly: true }, { eventName: "CreateUser" }];
    expect(shown(detectionOf(or([CREATE, readOnly])), events)).toEqual([false, true]);
    expect(shown(detectionOf(and([CREATE, not(readOnly)])), events)).toEqual([false, true]);
  });

  test("no boolean is looked for among numbers, of which 1 would be one", () => {
    const field = "additionalEventData.bytesTransferredIn";
    const events = [{ eventName: "CreateUser", additionalEventData: { bytesTransferredIn: 1 } }];
    const noTrue = detectionOf(and([CREATE, not(string(field, "true"))]));
    expect(shown(noTrue, events)).toEqual([true]);
  });

  const exists: Expression = { kind: "exists", field: COUNT, origin: ORIGIN };
  const early = {
    kind: "date",
    field: "eventTime",
    part: "hour",
    operator: "lt",
    value: 6,
    origin: ORIGIN,
  } as const;
  const own: Expression = {
    kind: "fieldref",
    field: "userIdentity.userName",
    other: COUNT,
    comparison: "equals",
    cased: false,
    origin: ORIGIN,
  };

  const flags = { ignoreCase: false, multiLine: false, dotAll: false };
  const noList = `${COUNT}, of which nothing is known, is no list and no object, and no list is on the way`;
  const plain = `a number at ${COUNT} is written without an exponent`;
  test.each<[string, Expression, string]>([
    ["a number", over9, `numbers at ${COUNT} are not written as text`],
    ["not a number", not(over9), `${COUNT} holds no boolean`],
    ["exists", exists, `${COUNT} is not null where it is there`],
    ["fieldref", own, `${COUNT} holds text wherever it is compared`],
    ["not fieldref", not(own), `${COUNT} holds text wherever it is compared`],
    ["not a date", not({ ...early, field: COUNT }), `${COUNT} holds nothing but times`],
    ["not `true`", not(string(COUNT, "true")), `no number at ${COUNT} is 1 or 0`],
    ["not `1`", not(string(COUNT, "1")), `${COUNT} holds no boolean`],
    ["0.00001", string(COUNT, "0.00001"), plain],
    ["not 0.00001", not(string(COUNT, "0.00001")), plain],
    ["a regex", { kind: "regex", field: COUNT, source: "^0", flags, origin: ORIGIN }, plain],
  ])("what nobody has seen the service do with it is listed: %s", (_, expression, wanted) => {
    expect(assumed(and([CREATE, expression])).filter((each) => each !== noList)).toEqual([wanted]);
  });

  test.each<[string, Expression]>([
    ["not exists", not(exists)],
    ["a date", { ...early, field: COUNT }],
    ["not a date where there are only times", not(early)],
    ["`true`", string(COUNT, "true")],
    ["`true` where there are only booleans", not(string("readOnly", "true"))],
    ["`1` where there is only text", not(string("recipientAccountId", "1"))],
    [
      "a number where there are only numbers",
      {
        ...over9,
        field: "additionalEventData.bytesTransferredIn",
      },
    ],
    ["a text", not(string(COUNT, "many"))],
    ["a number that all write alike", string(COUNT, "12")],
    ["a number where there is only text", string("recipientAccountId", "0.00001")],
  ])("where it makes no event go missing, nothing is: %s", (_, expression) => {
    expect(assumed(and([CREATE, expression])).filter((each) => each !== noList)).toEqual([]);
  });

  test.each<[string, Expression]>([
    ["a text", string(COUNT, "12")],
    ["exists", exists],
    ["not exists", not(exists)],
    ["not null", not({ ...exists, kind: "null" })],
    ["fieldref", own],
  ])("that what nothing is known of is no list is listed: %s", (_, expression) => {
    expect(assumed(and([CREATE, expression]))).toContain(noList);
  });

  test("under `not` a list is shown with the rest", () => {
    const expression = and([CREATE, not(string(COUNT, "12"))]);
    expect(assumed(expression)).toEqual([]);
    const event = { eventName: "CreateUser", ...holding(["13"]) };
    expect(shown(detectionOf(expression), [event])).toEqual([true]);
  });

  test.each([
    [
      "a text or a list of them",
      string("requestParameters.imageId", "ami-1"),
      { imageId: ["ami-1"] },
    ],
    ["an object or a text", { ...exists, field: "requestParameters.tags" }, { tags: { a: "b" } }],
  ] as const)("what the model says may be %s is left out", (_, expression, requestParameters) => {
    const detection = detectionOf(and([CREATE, expression]));
    const { reasons } = compile(detection, "logs-insights");
    expect(reasons.map(({ code }) => code)).toEqual(["DET702"]);
    expect(shown(detection, [{ eventName: "CreateUser", requestParameters }])).toEqual([true]);
  });
});

test("a correlation's query shows the events of all its rules", () => {
  const other = { ...CREATE, pattern: text("DeleteUser") };
  const correlation = correlationOf([CREATE, other], {
    type: "value_count",
    groupBy: ["awsRegion"],
    timespan: 600,
    condition: [{ operator: "gt", count: 3 }],
    field: "userIdentity.arn",
  });
  const events = ["CreateUser", "DeleteUser", "GetUser"].map((eventName) => ({ eventName }));
  expect(shown(correlation, events)).toEqual([true, true, false]);
});
