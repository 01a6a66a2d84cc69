import { compile } from "../../../../compiler/compile";
import { compileExpression } from "../../../../compiler/evaluate/evaluate";
import { CLOUDTRAIL } from "../../../../compiler/fields/cloudtrail";
import type { Detection } from "../../../../compiler/ir/detection";
import { and, not, type Expression } from "../../../../compiler/ir/expression";
import { ANY, text } from "../../../../compiler/ir/pattern";
import type { Json } from "../../../../compiler/json";
import { compileQuery } from "../../../../compiler/targets/logs-insights/evaluate";
import { parseQuery } from "../../../../compiler/targets/logs-insights/parse";
import { correlationOf, detectionOf, ORIGIN } from "../cloudwatch/detections";

function queryOf(detection: Detection): string {
  const { output, reasons } = compile(detection, "logs-insights");
  if (output === null) throw new Error(JSON.stringify(reasons));
  return output.query;
}

function filterOf(expression: Expression): string {
  return /^\| filter (.*)$/m.exec(queryOf(detectionOf(expression)))?.[1] ?? "";
}

/** What the printed query, read back, shows of these events. */
function shown(detection: Detection, events: readonly Json[]): readonly boolean[] {
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
    const reference = compileExpression(expression, CLOUDTRAIL);
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
