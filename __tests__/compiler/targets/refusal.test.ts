import { compile } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { reportRefusal, reportUnwritten } from "../../../compiler/targets/refusal";
import type { Compiled } from "../../../compiler/targets/verdict";

const RULE = `title: Key made for another user
id: 5f0c2b7e-8d4c-4c0e-9a55-2d7b1a3e9c11
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
    eventSource: iam.amazonaws.com
    eventName: CreateAccessKey
  own:
    userIdentity.userName|fieldref: responseElements.accessKey.userName
  condition: selection and not own
level: high
`;

function load(text: string) {
  const detection = loadRule(text, new Diagnostics());
  if (detection === undefined) throw new Error("the rule does not load");
  return detection;
}

/** What is reported about a rule, and the text that each report points at. */
function refusals(text: string, compiled: (rule: ReturnType<typeof load>) => Compiled<unknown>) {
  const detection = load(text);
  const diagnostics = new Diagnostics();
  reportRefusal(detection, compiled(detection), diagnostics);
  return diagnostics.all.map((found) => ({
    ...found,
    at: text.split("\n")[found.line - 1]?.slice(found.column - 1),
  }));
}

const cloudwatch = (rule: ReturnType<typeof load>) => compile(rule, "cloudwatch");

test("a wider rule that nobody accepts: each dropped test, at its place, with the way out", () => {
  const [found, ...others] = refusals(RULE, cloudwatch);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    severity: "error",
    line: 11,
    at: "responseElements.accessKey.userName",
  });
  expect(found?.code).toMatch(/^DET5\d\d$/);
  expect(found?.message).toMatch(/^CloudWatch: wider, and not accepted: /);
  expect(found?.message).toContain("userIdentity.userName|fieldref");
  expect(found?.fix).toContain("accept: wider");
});

test("a field that no event has is told as that, with its fix, not as a column that the table lacks", () => {
  const found = refusals(RULE.replace("eventName:", "eventname:"), (rule) =>
    compile(rule, "sentinel"),
  );
  expect(found.map(({ code }) => code)).not.toContain("DET601");
  expect(found).toContainEqual(
    expect.objectContaining({
      code: "DET420",
      severity: "error",
      at: "CreateAccessKey",
      fix: "write `eventName`",
      message: expect.stringMatching(/^Sentinel: .*no event of this log source has the field/),
    }),
  );
});

test("nothing where it is accepted, by the rule or by its caller", () => {
  expect(refusals(`${RULE}accept: wider\n`, cloudwatch)).toEqual([]);
  expect(refusals(RULE, (rule) => compile(rule, "cloudwatch", { accept: "wider" }))).toEqual([]);
});

test("nothing where the rule is exact", () => {
  expect(refusals(RULE, (rule) => compile(rule, "sentinel"))).toEqual([]);
});

test("what no acceptance helps says so, and offers none", () => {
  const text = `${RULE}accept: wider\ntriggerOperator: lt\ntriggerThreshold: 3\nqueryPeriod: 1h\n`;
  const found = refusals(text, cloudwatch);
  expect(found.length).toBeGreaterThan(0);
  for (const { message, fix } of found) {
    expect(message).toMatch(/^CloudWatch: unsupported: /);
    expect(fix).toBeUndefined();
  }
  // A reason about a key stands at the key.
  expect(found.map(({ at }) => at)).toContain("triggerOperator: lt");
});

test("a reason about the whole detection stands at `detection`", () => {
  const text = RULE.replace("selection and not own", "own").replace(
    / {2}selection:\n(.*\n){2}/,
    "",
  );
  const found = refusals(text, (rule) => compile(rule, "cloudwatch", { accept: "wider" }));
  expect(found.map(({ at }) => at)).toContain("detection:");
});

describe("a reason's place", () => {
  const about = (path: string) =>
    refusals(RULE, () => ({
      target: "sentinel",
      verdict: "unsupported",
      reasons: [{ code: "DET699", message: "no", path }],
      assumptions: [],
      output: null,
    }))[0];

  test.each([
    ["level", "level: high"],
    ["logsource.service", "cloudtrail"],
    ["detection.selection.eventName", "CreateAccessKey"],
    // The deepest part that the rule has.
    ["logsource.category", "logsource:"],
    // A key that it does not have, of which there is nothing to show.
    ["queryFrequency", "detection:"],
  ])("%s", (path, at) => {
    expect(about(path)).toMatchObject({ at });
  });

  test("names the target as its users do", () => {
    expect(about("level")?.message).toBe("Sentinel: unsupported: no");
  });
});

test("a target that claims nothing, or does not apply, refuses nothing", () => {
  for (const verdict of [null, "not-applicable"] as const) {
    const reasons = [{ code: "DET699", message: "no", path: "level" }];
    const made = { target: "sentinel", verdict, reasons, assumptions: [], output: null } as const;
    expect(refusals(RULE, () => made)).toEqual([]);
  }
});

describe("a target that claims no verdict", () => {
  const unwritten = (text: string) => {
    const detection = load(text);
    const diagnostics = new Diagnostics();
    reportUnwritten(detection, compile(detection, "logs-insights"), diagnostics);
    reportUnwritten(detection, compile(detection, "cloudwatch"), diagnostics);
    return diagnostics.all;
  };

  test("has nothing to report of what it can save, though it leaves something out", () => {
    expect(unwritten(RULE.replace("selection and not own", "selection"))).toEqual([]);
    expect(
      unwritten(`${RULE.replace("condition: s", "k: [mimikatz]\n  condition: k and s")}`),
    ).toEqual([]);
  });

  test("says why there is nothing to save, at the place", () => {
    const text = RULE.replace(
      / {2}selection:[^]* condition: .*/,
      "  k: [mimikatz]\n  condition: k",
    );
    expect(unwritten(text).map(({ code, line, message }) => [code, line, message])).toEqual([
      ["DET711", 6, "Logs Insights: nothing to save: nothing remains to look for"],
      ["DET705", 7, expect.stringMatching(/^Logs Insights: nothing to save: `mimikatz`: /)],
    ]);
  });
});

describe("a refusal stands on what is wrong", () => {
  const QUERY = `id: 5f0c2b7e-8d4c-4c0e-9a55-2d7b1a3e9c11
name: Users are listed
description: Somebody lists the users.
severity: High
query: |
  AWSCloudTrail
  | where EventName == "ListUsers"
  | take 5
  | where EventSource == "iam.amazonaws.com"
`;
  const onTarget = (text: string, target: "cloudwatch" | "sentinel") =>
    refusals(text, (rule) => compile(rule, target)).map(({ code, at }) => `${code} ${at}`);

  test("inside a query, on the line that cannot be lifted", () => {
    expect(onTarget(QUERY, "cloudwatch")).toEqual([
      'DET515 where EventSource == "iam.amazonaws.com"',
    ]);
    expect(
      onTarget(QUERY.replace(/(query): [^]*/, "$1: AWSCloudTrail | getschema\n"), "cloudwatch"),
    ).toEqual(["DET515 getschema"]);
  });

  test("on the key where the key is wrong, and where its value begins below it", () => {
    const keys = `customDetails:
  1st: EventName
entityMappings:
  - entityType: FileHash
    fieldMappings:
      - identifier: Value
        columnName: EventName
`;
    expect(onTarget(QUERY + keys, "sentinel")).toEqual([
      "DET813 1st: EventName",
      "DET812 fieldMappings:",
    ]);
  });
});
