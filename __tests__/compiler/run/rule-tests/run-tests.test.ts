import { compiledRule } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import type { ResolvedRule } from "../../../../compiler/ir/rule";
import type { RuleTests } from "../../../../compiler/run/rule-tests/load-tests";
import { parseTests } from "../../../../compiler/run/rule-tests/load-tests";
import {
  reportGate,
  reportTests,
  runTests,
  runTestsWaiting,
} from "../../../../compiler/run/rule-tests/run-tests";
import { ALERTING_MODULES } from "../../../../compiler/targets/registry";
import { ruleObject, WIDER_DETECTION } from "../../../support/rules";
import { detectionOf } from "../../detections";

const STOP = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };
const START = { ...STOP, eventName: "StartLogging" };
const OWN_KEY = {
  eventSource: "iam.amazonaws.com",
  eventName: "CreateAccessKey",
  userIdentity: { userName: "alice" },
  responseElements: { accessKey: { userName: "alice" } },
};

function testsOf(...tests: readonly (readonly [event: object, match: boolean])[]): RuleTests {
  const text = tests
    .map(([event, match], nth) => `- ${JSON.stringify({ name: `test ${nth}`, match, event })}\n`)
    .join("");
  const source = { path: "a.tests.yml", text: text === "" ? "[]" : text };
  const parsed = parseTests(source, new Diagnostics());
  if (parsed === undefined) throw new Error("the tests do not parse");
  return parsed;
}

/** `engine kind` of every outcome, test by test. */
const outcomes = (detection: ResolvedRule, tests: RuleTests) =>
  runTests(compiledRule(detection), tests).results.map((result) =>
    result.outcomes.map(({ engine, kind }) => `${engine} ${kind}`),
  );

function reported(detection: ResolvedRule, tests: RuleTests) {
  const diagnostics = new Diagnostics();
  reportTests(runTests(compiledRule(detection), tests), tests, diagnostics);
  return diagnostics.all.map(({ code, line, message }) => `${line} ${code} ${message}`);
}

const query = (kql: string) =>
  detectionOf({
    ...Object.fromEntries(Object.keys(ruleObject()).map((key) => [key, undefined])),
    name: "By hand",
    severity: "Low",
    query: kql,
  });

describe("a rule's tests", () => {
  test("pass where the rule does what they say and each text what its verdict promises", () => {
    const tests = testsOf([STOP, true], [START, false]);
    const passed = ["reference passed", "cloudwatch passed", "sentinel passed"];
    expect(outcomes(detectionOf(), tests)).toEqual([passed, passed]);
    expect(reported(detectionOf(), tests)).toEqual([]);
  });

  test("fail on the reference alone where the rule does otherwise: its texts keep their promise", () => {
    const tests = testsOf([START, true]);
    expect(outcomes(detectionOf(), tests)).toEqual([
      ["reference failed", "cloudwatch promised", "sentinel promised"],
    ]);
    expect(reported(detectionOf(), tests)).toEqual([
      '1 DET907 reference: `test 0`: expected a match, got none: `eventName: StopLogging` does not hold (eventName = "StartLogging")',
    ]);
  });

  test("wait for an engine that answers later, or say that it was not waited for", async () => {
    const { sentinel } = ALERTING_MODULES;
    const later = jest
      .spyOn(sentinel, "readBack")
      .mockReturnValue({ kind: "ready", matches: async () => true });
    const tests = testsOf([STOP, true]);
    const { results } = await runTestsWaiting(compiledRule(detectionOf()), tests);
    expect(results[0]?.outcomes[2]).toMatchObject({ engine: "sentinel", kind: "passed" });
    expect(outcomes(detectionOf(), tests)[0]?.[2]).toBe("sentinel not-run");
    later.mockRestore();
  });

  test("do not fail on a wider text for what it leaves out", () => {
    const wider = detectionOf({ detection: WIDER_DETECTION });
    const [[reference, cloudwatch]] = [
      runTests(compiledRule(wider), testsOf([OWN_KEY, false])).results[0]!.outcomes,
    ];
    expect(reference).toMatchObject({ kind: "passed", matches: false, expected: false });
    expect(cloudwatch).toMatchObject({
      ...{ kind: "promised", matches: true, expected: false, promised: true },
    });
  });

  test("explain every engine where one failed, and none where all passed", () => {
    const { results } = runTests(compiledRule(detectionOf()), testsOf([STOP, true], [START, true]));
    const explained = results.map((result) => result.outcomes.map((each) => "explanation" in each));
    expect(explained).toEqual([
      [false, false, false],
      [true, true, true],
    ]);
  });

  test("skip a cloud that refuses the rule, with its reasons", () => {
    const detection = detectionOf({ detection: { k: ["mimikatz"], condition: "k" } });
    const { results, engines } = runTests(
      compiledRule(detection),
      testsOf([{ a: "mimikatz" }, true]),
    );
    expect(results[0]?.outcomes).toMatchObject([
      { kind: "passed" },
      { kind: "skipped", why: expect.stringMatching(/^unsupported: /) },
      { kind: "skipped", why: expect.stringMatching(/^unsupported: /) },
    ]);
    expect(engines.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "reference ready",
      "cloudwatch refused",
      "sentinel refused",
    ]);
  });
});

describe("a query that somebody wrote", () => {
  test("must do what its tests say; there is no reference to fail", () => {
    const detection = query('AWSCloudTrail | where EventName == "StopLogging"');
    expect(outcomes(detection, testsOf([STOP, true], [STOP, false]))).toEqual([
      ["reference skipped", "cloudwatch passed", "sentinel passed"],
      ["reference skipped", "cloudwatch failed", "sentinel failed"],
    ]);
  });

  test("that CloudWatch takes in part may match more there, and never less", () => {
    const detection = query(
      'AWSCloudTrail | where EventName == "StopLogging" | where strlen(UserAgent) > 3',
    );
    const more = { ...STOP, userAgent: "ab" };
    expect(outcomes(detection, testsOf([more, false], [START, true]))).toEqual([
      ["reference skipped", "cloudwatch promised", "sentinel passed"],
      ["reference skipped", "cloudwatch failed", "sentinel failed"],
    ]);
  });

  test("is given rows of a table that no log source has", () => {
    const detection = query("SecurityEvent | where EventID == 4625 and TimeGenerated > ago(1h)");
    const row = { Type: "SecurityEvent", TimeGenerated: "2026-01-01T12:00:00Z", EventID: 4625 };
    const others = [
      { ...row, EventID: 4624 },
      { ...row, Type: "SigninLogs" },
    ] as const;
    const tests = testsOf([row, true], [others[0], false], [others[1], false]);
    expect(outcomes(detection, tests)).toEqual(
      tests.tests.map(() => ["reference skipped", "cloudwatch skipped", "sentinel passed"]),
    );
  });

  test("is given raw events, or rows, of a log source's own table", () => {
    const detection = query("SigninLogs | where ResultType == 50126 | where AppId has 'a'");
    const event = { category: "SignInLogs", resultType: "50126", properties: { appId: "a" } };
    const row = { Type: "SigninLogs", ResultType: "50126", AppId: "a" };
    const tests = testsOf([event, true], [row, true], [{ ...row, AppId: "b" }, false]);
    expect(outcomes(detection, tests).map((each) => each[2])).toEqual(
      tests.tests.map(() => "sentinel passed"),
    );
  });

  test("that cannot be run here is a warning", () => {
    const tests = testsOf([STOP, true]);
    expect(reported(query("AWSCloudTrail | sample 1"), tests)).toEqual([
      expect.stringMatching(/^1 DET908 sentinel: `test 0` was not run: /),
    ]);
  });
});

describe("coverage", () => {
  const detection = {
    selection: { eventName: "StopLogging" },
    filter_a: { errorCode: "*" },
    filter_b: { userAgent: "x" },
    condition: "selection and not 1 of filter_*",
  };

  test("says of each selection whether some event shows it, and some other does not", () => {
    const tests = testsOf([STOP, true], [{ ...STOP, errorCode: "AccessDenied" }, false]);
    expect(runTests(compiledRule(detectionOf({ detection })), tests).coverage).toEqual([
      { selection: "selection", holds: true, fails: false },
      { selection: "filter_a", holds: true, fails: true },
      { selection: "filter_b", holds: false, fails: true },
    ]);
  });
});

describe("the gate", () => {
  const gate = (tests: RuleTests | undefined) => {
    const diagnostics = new Diagnostics();
    reportGate(detectionOf(), tests, "a.tests.yml", diagnostics);
    return diagnostics.all.map(({ code }) => code);
  };

  test.each([
    ["no file", undefined, ["DET904"]],
    ["no test", testsOf(), ["DET905", "DET906"]],
    ["matches alone", testsOf([STOP, true]), ["DET906"]],
    ["near misses alone", testsOf([START, false]), ["DET905"]],
    ["one of each", testsOf([STOP, true], [START, false]), []],
  ])("asks for a match and a near miss: %s", (_what, tests, codes) => {
    expect(gate(tests)).toEqual(codes);
  });
});
