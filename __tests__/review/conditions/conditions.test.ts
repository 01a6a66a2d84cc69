import { AWS_CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail";
import { apiCalls, overlap } from "../../../review/conditions/api-calls";
import { expressionsOf } from "../../../review/conditions/expressions";
import {
  exclusionsOf,
  indicatorCounts,
  indicatorsOf,
  withCounts,
} from "../../../review/conditions/indicators";
import { conditionTree, stagesOf } from "../../../review/conditions/stages";
import { rulesByAction } from "../../../review/related-rules";
import { detectionOf, rulesOf } from "../reviewed";

function rule(detection: string) {
  const text = `title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n${detection}`;
  const found = detectionOf(text);
  if (found.matches.kind !== "expression") throw new Error("no expression");
  return { detection: found, expression: found.matches.expression };
}

describe("the API calls of a rule", () => {
  const callsOf = (detection: string) =>
    apiCalls([rule(detection).expression], AWS_CLOUDTRAIL.calls);

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

describe("two calls", () => {
  const iam = "iam.amazonaws.com";

  test.each([
    ["DeleteUser", "deleteuser", true],
    ["DeleteUser", "DeleteUsers", false],
    ["Delete*", "DeleteUser", true],
    ["Delete*", "CreateUser", false],
    ["Delete*", "*User", true],
    ["Delete*Key", "*User*", true],
    ["a*", "*b", true],
    ["a*b", "b*a", false],
    ["Get?", "Get*", true],
    ["Get?", "Get", false],
    ["Get\\*", "GetUser", false],
  ])("%s and %s can be one event: %s", (a, b, expected) => {
    expect(overlap({ name: a }, { source: iam, name: b })).toBe(expected);
    expect(overlap({ source: iam, name: b }, { source: "*.amazonaws.com", name: a })).toBe(
      expected,
    );
    expect(overlap({ source: "s3.amazonaws.com", name: a }, { source: iam, name: b })).toBe(false);
  });

  test("of which one has a wildcard make their rules related, both ways", () => {
    const relative = (key: string, name: string) => ({
      link: { key, title: key, format: "Sigma" as const },
      apiCalls: [{ source: iam, name }],
    });
    const all = [
      relative("c", "CreateUser"),
      relative("b", "Delete*"),
      relative("a", "DeleteUser"),
      relative("d", "*User"),
    ];
    const find = rulesByAction(all);
    const related = all.map((each) => find(each).rules.map(({ key }) => key));
    expect(related).toEqual([["d"], ["a", "d"], ["b", "d"], ["a", "b", "c"]]);
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

  test("what a further not takes back is looked for, not excluded", () => {
    const { expression: nested } = rule(
      [
        "  sel: { eventName: GetObject }",
        "  own: { userAgent|contains: backup }",
        "  denied: { errorCode: AccessDenied }",
        "  condition: sel and not (own and not denied)",
      ].join("\n"),
    );
    expect(exclusionsOf([nested]).map(({ field }) => field)).toEqual(["userAgent"]);
    expect(indicatorsOf([nested]).map(({ field }) => field)).toEqual(["errorCode", "eventName"]);
  });

  test("the same value is counted whatever its case; a regex of another case is another", () => {
    const of = (test: string) =>
      indicatorsOf([rule(`  sel: { ${test} }\n  condition: sel`).expression]);
    const others = (a: string, b: string) =>
      withCounts(of(a), indicatorCounts([of(a), of(b)]))[0]?.values[0]?.otherRules;
    expect(others("userAgent: Curl", "userAgent: curl")).toBe(1);
    expect(others("userAgent|re: '^\\S+$'", "userAgent|re: '^\\s+$'")).toBe(0);
    expect(others("userAgent|re|i: '^\\S+$'", "userAgent|re|i: '^\\s+$'")).toBe(0);
    expect(others("userAgent|cased: Curl", "userAgent|cased: curl")).toBe(0);
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
    expect(apiCalls(expressionsOf(rule), AWS_CLOUDTRAIL.calls)).toEqual([
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
