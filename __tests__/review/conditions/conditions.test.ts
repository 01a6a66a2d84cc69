import { apiCalls } from "../../../review/conditions/api-calls";
import { expressionsOf } from "../../../review/conditions/expressions";
import { exclusionsOf, indicatorsOf } from "../../../review/conditions/indicators";
import { conditionTree, stagesOf } from "../../../review/conditions/stages";
import { detectionOf, rulesOf } from "../reviewed";

function rule(detection: string) {
  const text = `title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n${detection}`;
  const found = detectionOf(text);
  if (found.matches.kind !== "expression") throw new Error("no expression");
  return { detection: found, expression: found.matches.expression };
}

describe("the API calls of a rule", () => {
  const callsOf = (detection: string) => apiCalls([rule(detection).expression]);

  test("every name of a list is paired with the source beside it", () => {
    const calls = callsOf(
      "  a: { eventSource: iam.amazonaws.com, eventName: [CreateUser, CreateAccessKey] }\n  condition: a",
    );
    expect(calls).toEqual([
      { source: "iam.amazonaws.com", name: "CreateAccessKey" },
      { source: "iam.amazonaws.com", name: "CreateUser" },
    ]);
  });

  test("alternatives keep their own pairs", () => {
    const calls = callsOf(
      [
        "  a: { eventSource: s3.amazonaws.com, eventName: PutObject }",
        "  b: { eventSource: ec2.amazonaws.com, eventName: RunInstances }",
        "  condition: 1 of them",
      ].join("\n"),
    );
    expect(calls).toEqual([
      { source: "ec2.amazonaws.com", name: "RunInstances" },
      { source: "s3.amazonaws.com", name: "PutObject" },
    ]);
  });

  test("what is excluded is no call the rule looks for", () => {
    const calls = callsOf(
      "  a: { eventName: DeleteTrail }\n  f: { eventName: StopLogging }\n  condition: a and not f",
    );
    expect(calls).toEqual([{ name: "DeleteTrail" }]);
  });

  test("one alternative without a call means that any call may match", () => {
    const calls = callsOf(
      "  a: { eventName: DeleteTrail }\n  b: { errorCode: AccessDenied }\n  condition: a or b",
    );
    expect(calls).toEqual([]);
  });
});

describe("exclusions and indicators", () => {
  const { expression, detection } = rule(
    [
      "  sel: { eventName: [GetObject, PutObject], userAgent|contains: curl }",
      "  own: { sourceIPAddress|endswith: .amazonaws.com }",
      "  condition: sel and not own",
    ].join("\n"),
  );

  test("a test under the top-level not is an exclusion and no indicator", () => {
    expect(exclusionsOf([expression])).toEqual([
      { field: "sourceIPAddress", kind: "endswith", values: [".amazonaws.com"] },
    ]);
    expect(indicatorsOf([expression])).toEqual([
      { field: "eventName", kind: "eq", values: ["GetObject", "PutObject"] },
      { field: "userAgent", kind: "contains", values: ["curl"] },
    ]);
  });

  test("the stages are the condition, then the selections with the sense they are used in", () => {
    expect(stagesOf(detection).map(({ name, line }) => [name, line])).toEqual([
      ["condition", 6],
      ["sel", 4],
      ["not own", 5],
    ]);
  });

  test("each leaf of the tree has the line it was written on", () => {
    const tree = conditionTree(detection, () => []);
    expect(tree).toMatchObject({
      kind: "all",
      of: [
        { kind: "all", name: "sel" },
        { kind: "not", of: { kind: "test", name: "own", line: 5 } },
      ],
    });
  });
});

describe("a rule that a filter applies to", () => {
  const [filtered] = rulesOf(
    [
      "title: Trail stopped",
      "name: stopped",
      "logsource: { product: aws, service: cloudtrail }",
      "detection:",
      "  sel: { eventName: StopLogging }",
      "  own: { awsRegion: us-east-1 }",
      "  condition: sel and not own",
    ].join("\n"),
    [
      "title: The pipeline",
      "logsource: { product: aws, service: cloudtrail }",
      "filter:",
      "  rules: [stopped]",
      "  role: { userIdentity.userName: pipeline }",
      "  condition: not role",
    ].join("\n"),
  );

  test("excludes what it says itself, and what the filter does", () => {
    expect(exclusionsOf(expressionsOf(filtered!.detection)).map(({ values }) => values)).toEqual([
      ["us-east-1"],
      ["pipeline"],
    ]);
  });

  test("names the filter for its test, whose line is in another file", () => {
    const tree = conditionTree(filtered!.detection, () => []);
    const tests = JSON.stringify(tree)
      .match(/\{"kind":"test"[^}]*\}/g)
      ?.map((each) => JSON.parse(each));
    expect(tests?.map(({ line, filter }) => [line, filter])).toEqual([
      [5, undefined],
      [6, undefined],
      [undefined, "The pipeline"],
    ]);
  });
});

describe("a query by hand", () => {
  const query = (kql: string) =>
    detectionOf(
      `name: Keys\nid: 2f1c7e52-0a75-4f4c-8a15-3d1d1c1a7a10\nseverity: Low\nquery: |\n  ${kql.replaceAll("\n", "\n  ")}\n`,
    );

  test("looks for the calls that its where clauses were proven to ask for", () => {
    const rule = query(
      'AWSCloudTrail\n| where EventSource == "iam.amazonaws.com"\n| where EventName == "CreateAccessKey"',
    );
    expect(apiCalls(expressionsOf(rule))).toEqual([
      { source: "iam.amazonaws.com", name: "CreateAccessKey" },
    ]);
    expect(conditionTree(rule, () => [])).toMatchObject({
      of: [
        { written: 'EventSource == "iam.amazonaws.com"', line: 6 },
        { written: 'EventName == "CreateAccessKey"', line: 7 },
      ],
    });
  });

  test("that nothing could be proven of has no conditions to list", () => {
    const rule = query("AWSCloudTrail\n| summarize count() by EventName\n| where count_ > 5");
    expect(expressionsOf(rule)).toEqual([]);
    expect(conditionTree(rule, () => [])).toBeUndefined();
  });
});
