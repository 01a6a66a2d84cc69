import fc from "fast-check";

import type { JsonObject } from "../../../../../compiler/core/json";
import type { KqlExpression, KqlStage } from "../../../../../compiler/targets/sentinel/ast";
import { rowMatcher } from "../../../../../compiler/targets/sentinel/evaluate/evaluate";
import { printQuery } from "../../../../../compiler/targets/sentinel/print";
import { cloudtrailRow } from "../../../../support/cloudtrail";
import { typedPredicate, where } from "../expressions";
import { matchesRow, read, valueOf } from "./evaluating";

describe("a null", () => {
  const NULL = "tolong(EventName)";

  test.each([
    // Recorded: null-and-edge-0008#3, and `!in` in null-and-edge-0010#3.
    [`${NULL} == 1`, false],
    [`${NULL} != 1`, true],
    [`${NULL} in (1, 2)`, false],
    // Recorded: null-and-edge-0004#1.
    [`${NULL} == ${NULL}`, null],
    [`${NULL} != ${NULL}`, null],
    // Recorded: null-and-edge-0001#1, -0002#1, -0003#1.
    [`${NULL} > 0`, null],
    [`${NULL} <= 0`, null],
    [`isnull(${NULL})`, true],
    [`isempty(${NULL})`, true],
    // Recorded: aggregation-0004#3 (null or true, null and true).
    ["tobool(EventName) or true", true],
    ["tobool(EventName) or false", null],
    ["tobool(EventName) and true", null],
    ["tobool(EventName) and false", false],
    ["coalesce(tobool(EventName), false)", false],
    // Recorded: null-and-edge-0001#3 (the condition is null).
    [`iff(${NULL} > 0, "yes", "no") == "no"`, true],
  ])("%s is %p", (predicate, value) => {
    expect(valueOf(predicate)).toBe(value);
  });

  test("bool column equals nothing, and so is not lost under not", () => {
    expect(valueOf("SessionMfaAuthenticated == false")).toBe(false);
    expect(valueOf("SessionMfaAuthenticated")).toBe(null);
    const without = cloudtrailRow({
      userIdentity: { sessionContext: { attributes: { mfaAuthenticated: "false" } } },
    });
    expect(valueOf("SessionMfaAuthenticated == false", without)).toBe(true);
  });

  test("is never a string: what is missing is empty", () => {
    expect(valueOf("isnull(ErrorCode)")).toBe(false);
    expect(valueOf('ErrorCode == ""')).toBe(true);
    expect(valueOf('ErrorCode contains "x"')).toBe(false);
  });
});

describe("stages", () => {
  const selfService = [
    "AWSCloudTrail",
    '| where EventName == "CreateAccessKey"',
    "| extend Target = tostring(parse_json(ResponseElements).accessKey.userName)",
    "| where not(isnotempty(Target) and UserIdentityUserName =~ Target)",
  ].join("\n");
  const created = (actor: string, responseElements: JsonObject | null) =>
    cloudtrailRow({
      eventName: "CreateAccessKey",
      userIdentity: { userName: actor },
      responseElements,
    });

  test("find a key made for another user, and one that was denied", () => {
    const alerts = rowMatcher(read(selfService));
    const forAlice = { accessKey: { userName: "alice" } };
    expect(alerts(created("alice", forAlice))).toBe(false);
    expect(alerts(created("Alice", forAlice))).toBe(false);
    expect(alerts(created("mallory", forAlice))).toBe(true);
    expect(alerts(created("alice", null))).toBe(true);
    expect(alerts(cloudtrailRow({ eventName: "DeleteAccessKey" }))).toBe(false);
  });

  test("see the columns that earlier ones made, not those of the same extend", () => {
    const row = cloudtrailRow({ eventName: "x" });
    const twice = "AWSCloudTrail | extend A = EventName | extend A = strcat(A, A)";
    expect(matchesRow(read(`${twice} | where A == "xx"`), row)).toBe(true);
    // Rejected by the engine: dynamic-json-0035, dynamic-json-0038.
    expect(() => rowMatcher(read("AWSCloudTrail | extend A = EventName, B = A"))).toThrow(
      expect.objectContaining({ code: "unresolved" }),
    );
  });

  test("do not see a column that is projected away", () => {
    const query = read('AWSCloudTrail | project-away EventName | where EventName == ""');
    expect(() => rowMatcher(query)).toThrow(expect.objectContaining({ code: "unresolved" }));
  });

  test("stay cheap when each column uses the one before twice", () => {
    const double = (name: string, of: string): KqlStage => ({
      kind: "extend",
      columns: [
        {
          name,
          value: {
            kind: "call",
            function: "iff",
            arguments: [
              { kind: "bool", value: true },
              { kind: "column", name: of },
              { kind: "column", name: of },
            ],
          },
        },
      ],
    });
    const stages = Array.from({ length: 3_000 }, (_, index) =>
      double(`C${index + 1}`, index === 0 ? "EventName" : `C${index}`),
    );
    const last: KqlExpression = { kind: "column", name: "C3000" };
    const predicate: KqlExpression = {
      kind: "compare",
      operator: "==",
      left: last,
      right: { kind: "string", value: "x" },
    };
    const query = { table: "AWSCloudTrail", stages: [...stages, ...where(predicate).stages] };
    expect(matchesRow(query, cloudtrailRow({ eventName: "x" }))).toBe(true);
  });
});

describe("a query is refused before any row", () => {
  test.each([
    ["Elsewhere_CL | where true", "unresolved"],
    ['AWSCloudTrail | where eventName == "x"', "unresolved"],
    ["AWSCloudTrail | where EventName", "type"],
    ["AWSCloudTrail | where EventName == 1", "type"],
    ['AWSCloudTrail | where ReadOnly == "false"', "type"],
    ['AWSCloudTrail | where ReadOnly contains "f"', "type"],
    ["AWSCloudTrail | where EventName and true", "type"],
    ['AWSCloudTrail | where coalesce(ReadOnly, "x") == "x"', "type"],
    ["AWSCloudTrail | where strlen(EventName, 1) > 1", "type"],
    ['AWSCloudTrail | where EventName.x == "y"', "type"],
    // Rejected by the engine: aggregation-0025, aggregation-0041.
    ["AWSCloudTrail | where parse_json(Resources) == parse_json(Resources)", "type"],
    ["AWSCloudTrail | where EventName matches regex UserAgent", "unsupported"],
    ["AWSCloudTrail | where isempty(CidrIp)", "unsupported"],
    ['AWSCloudTrail | where array_length(split(EventName, "")) > 1', "unsupported"],
  ])("%s (%s)", (text, code) => {
    expect(() => rowMatcher(read(text))).toThrow(
      expect.objectContaining({ name: "KqlError", code }),
    );
  });
});

test("a printed query read back lets the same rows through", () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom("CreateUser", "true", "7", "10.1.1.1", "a/b"),
  );
  const events: fc.Arbitrary<JsonObject> = fc.record(
    {
      eventName: value,
      userAgent: value,
      readOnly: fc.boolean(),
      requestParameters: fc.dictionary(fc.string(), value),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(typedPredicate, events, (predicate, event) => {
      const row = cloudtrailRow(event);
      const query = where(predicate);
      expect(matchesRow(read(printQuery(query)), row)).toBe(matchesRow(query, row));
    }),
  );
});
