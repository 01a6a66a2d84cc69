import { ruleText, WIDER_DETECTION } from "../support/rules";
import { detections, folder, removeFolders, stopped } from "./command";

afterAll(removeFolders);

const MATCH = { name: "a trail is stopped", match: true, event: stopped("1") };
const NEAR = {
  name: "another call",
  match: false,
  event: { ...stopped("2"), eventName: "StartLogging" },
};
const yaml = (value: unknown) => JSON.stringify(value, undefined, 1);

test.each([
  ["a.yml", "a.tests.yml"],
  ["a.yaml", "a.tests.yml"],
  ["a.yml", "a.tests.yaml"],
])("the rule %s is meant by its tests %s", async (rule, tests) => {
  const root = folder({ [rule]: ruleText(), [tests]: "[]\n" });
  const { code, stdout } = await detections(root, "test", tests, "--no-gate");
  expect([code, stdout]).toEqual([0, expect.stringContaining(` ${rule}: `)]);
});

test("tests of no rule are wrong usage", async () => {
  const root = folder({ "a.tests.yml": "[]\n" });
  const { code, stdout, stderr } = await detections(root, "test", "a.tests.yml");
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toBe("cdktf-detections: no rule a.yml or a.yaml beside a.tests.yml\n");
});

test("a list of tests under a rule's name is told what tests are called", async () => {
  const root = folder({
    "a.yml": ruleText(),
    "a.test.yml": "- {name: x, match: true, event: {}}\n",
  });
  const { code, stderr } = await detections(root, "test", ".", "--no-gate");
  expect(code).toBe(1);
  expect(stderr).toMatch(/a\.test\.yml:1:1 DET114 .*\n.*\n.*\n {4}fix: .*`<rule>\.tests\.yml`/);
});

describe("test", () => {
  test("runs every event on the rule and on what each target deploys", async () => {
    const root = folder({ "a.yml": ruleText(), "a.tests.yml": yaml([MATCH, NEAR]) });
    const { code, stdout } = await detections(root, "test", "a.yml");
    expect(stdout).toBe(
      "ok   a.yml: reference 2/2, cloudwatch 2/2, sentinel 2/2, eventbridge 2/2\n" +
        "1 rule, 2 tests, 8 as expected, 0 not, 0 skipped\n",
    );
    expect(code).toBe(0);
  });

  test("a failure is placed in the tests' file, and shows which condition and value decided", async () => {
    const wrong = { ...NEAR, match: true };
    const root = folder({ "a.yml": ruleText(), "a.tests.yml": yaml([MATCH, NEAR, wrong]) });
    const renamed = folder({
      "a.yml": ruleText(),
      "a.tests.yml": yaml([MATCH, NEAR, { ...wrong, name: "wrong" }]),
    });
    expect((await detections(root, "test", "a.yml")).stderr).toContain(
      "DET903 two tests are named",
    );
    const { code, stdout, stderr } = await detections(renamed, "test", "a.yml");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^a\.tests\.yml:\d+:\d+ DET907 reference: `wrong`: expected a match/m);
    // What the rule and each target's text saw, one below the other; what decided has its value.
    expect(stdout).toBe(`FAIL a.yml: reference 2/3, cloudwatch 2/3, sentinel 2/3, eventbridge 2/3
  wrong: expected a match (+ holds, - does not)
    reference: no match, FAILED
      - selection
        + eventSource: cloudtrail.amazonaws.com   [eventSource = "cloudtrail.amazonaws.com"]
        - eventName: StopLogging   [eventName = "StartLogging"]
    cloudwatch (exact): no match, as its verdict promises
      - all of
        + $.eventSource = "cloudtrail.amazonaws.com"
        - $.eventName = "StopLogging"   [$.eventName = "StartLogging"]
    sentinel (exact): no match, as its verdict promises
      - all of
        - EventName =~ "StopLogging"   [EventName = "StartLogging"]
        + EventSource =~ "cloudtrail.amazonaws.com"   [EventSource = "cloudtrail.amazonaws.com"]
    eventbridge (exact): no match, as its verdict promises
      - all of
        + detail-type: [{"suffix":" via CloudTrail"}]   [detail-type = "AWS API Call via CloudTrail"]
        + source: [{"prefix":"aws."}]   [source = "aws.cloudtrail"]
        + detail.eventSource: ["cloudtrail.amazonaws.com"]   [detail.eventSource = "cloudtrail.amazonaws.com"]
        - detail.eventName: ["StopLogging"]   [detail.eventName = "StartLogging"]
1 rule, 3 tests, 8 as expected, 4 not, 0 skipped
verdicts: 3 not as expected but as promised, 0 against the promise
`);
    expect(stderr).toContain(
      'got none: `eventName: StopLogging` does not hold (eventName = "StartLogging")',
    );
  });

  const MANY = {
    title: "Many stops",
    level: "high",
    correlation: {
      type: "event_count",
      rules: ["stopped"],
      "group-by": ["userIdentity.userName"],
      timespan: "10m",
      condition: { gte: 2 },
    },
  };
  const histories = (alert: boolean | number) => ({
    base: { ...stopped("1"), userIdentity: { userName: "bob" } },
    tests: [
      { name: "twice", alert, events: [{ at: "9m" }, { at: "11m" }] },
      { name: "once", alert: false, events: [{ at: "9m" }] },
      { name: "one", match: true },
    ],
  });
  const counting = (alert: boolean | number) =>
    folder({
      "a.yml": `${JSON.stringify(MANY)}\n---\n${ruleText({ name: "stopped", id: undefined })}`,
      "a.tests.yml": yaml(histories(alert)),
    });

  test("a test of time says what alerted when, for whom, of how many events that count", async () => {
    const good = await detections(counting(1), "test", "a.yml");
    expect(good.stdout).toContain("ok   a.yml: reference 3/3, cloudwatch 3/3, sentinel 3/3");
    expect(good.code).toBe(0);
    const bad = await detections(counting(3), "test", "a.yml");
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain(`  twice: expected 3 alerts
    reference: 1 alert, FAILED
      2 of 2 events count, at 2026-01-01T00:20:00Z, for "bob"
    cloudwatch (wider): 1 alert
      2 of 2 events count, at 2026-01-01T00:12:00Z
    sentinel (exact): 1 alert, as its verdict promises
      2 of 2 events count, at 2026-01-01T00:20:00Z, for "bob"
`);
    expect(bad.stderr).toContain("DET907 reference: `twice`: expected 3 alerts, got 1");
  });

  test("a test of time is JSON and JUnit too", async () => {
    const json = await detections(counting(3), "test", "a.yml", "--format", "json");
    const [rule] = JSON.parse(json.stdout);
    expect(rule.tests[0]).toMatchObject({
      name: "twice",
      alert: 3,
      outcomes: [
        {
          engine: "reference",
          kind: "failed",
          alerts: 1,
          alertTimes: ["2026-01-01T00:20:00Z"],
          groups: [{ "userIdentity.userName": "bob" }],
          matches: 2,
          expected: 3,
          promised: null,
        },
        { engine: "cloudwatch", kind: "passed" },
        { engine: "sentinel", kind: "promised", promised: 1 },
      ],
    });
    expect(rule.tests[2]).toMatchObject({ name: "one", match: true });
    const junit = await detections(counting(3), "test", "a.yml", "--format", "junit");
    expect(junit.stdout).toContain('message="expected 3 alerts, got 1 alert"');
    expect(junit.stdout).toContain(
      'message="expected 3 alerts, got 1 alert, as the verdict promises: exact"',
    );
  });

  const OWN_KEY = {
    eventSource: "iam.amazonaws.com",
    eventName: "CreateAccessKey",
    userIdentity: { userName: "alice" },
    responseElements: { accessKey: { userName: "alice" } },
  };

  test("a failure of a wider rule shows what each cloud saw, and what one of them leaves out", async () => {
    const wrong = { name: "own key", match: true, event: OWN_KEY };
    const root = folder({
      "a.yml": ruleText({ detection: WIDER_DETECTION }),
      "a.tests.yml": yaml([wrong, NEAR]),
    });
    const { code, stdout } = await detections(root, "test", "a.yml");
    expect(code).toBe(1);
    expect(stdout).toContain(`    reference: no match, FAILED
      - all of
        + selection
        - not
          + own
            + userIdentity.userName|fieldref: responseElements.accessKey.userName   [userIdentity.userName = "alice", responseElements.accessKey.userName = "alice"]
    cloudwatch (wider): a match
      + all of
        + $.eventSource = "iam.amazonaws.com"
        + $.eventName = "CreateAccessKey"
    sentinel (exact): no match, as its verdict promises
`);
    expect(stdout).toContain(
      '+ UserIdentityUserName =~ ResponseElementsAccessKeyUserName   [UserIdentityUserName = "alice", ResponseElements.accessKey.userName = "alice"]',
    );
    expect(stdout).toContain(`  cloudwatch also alerts on: own key
  cloudwatch leaves out \`userIdentity.userName|fieldref: responseElements.accessKey.userName\`: `);
  });

  test("a wider version may match more than the test says, by what it drops and nothing else", async () => {
    const other = { ...OWN_KEY, userIdentity: { userName: "bob" } };
    const tests = [
      { name: "own key", match: false, event: OWN_KEY },
      { name: "other's key", match: true, event: other },
    ];
    const root = folder({
      "a.yml": ruleText({ detection: WIDER_DETECTION }),
      "a.tests.yml": yaml(tests),
    });
    const { code, stdout } = await detections(root, "test", "a.yml", "--format", "json");
    expect(code).toBe(0);
    const [rule] = JSON.parse(stdout);
    expect(rule.tests[0].outcomes).toEqual([
      {
        ...{ engine: "reference", verdict: null, kind: "passed" },
        ...{ matches: false, expected: false, promised: null },
      },
      {
        ...{ engine: "cloudwatch", verdict: "wider", kind: "promised" },
        ...{ matches: true, expected: false, promised: true },
      },
      {
        ...{ engine: "sentinel", verdict: "exact", kind: "passed" },
        ...{ matches: false, expected: false, promised: false },
      },
      {
        ...{ engine: "eventbridge", verdict: "exact", kind: "passed" },
        ...{ matches: false, expected: false, promised: false },
      },
    ]);
    const text = await detections(root, "test", "a.yml");
    expect(text.stdout).toContain(
      "ok   a.yml: reference 2/2, cloudwatch 1/2 (1 more than the rule), sentinel 2/2, eventbridge 2/2\n",
    );
    expect(text.stdout).toMatch(
      /\n1 rule, 2 tests, 7 as expected, 1 not, 0 skipped\nverdicts: 1 not as expected but as promised, 0 against the promise\n$/,
    );
    const junit = await detections(root, "test", "a.yml", "--format", "junit");
    expect(junit.stdout).toMatch(/tests="8" failures="0" errors="0" skipped="1"/);
    expect(junit.stdout).toContain(
      '<skipped message="expected no match, got a match, as the verdict promises: wider"/>',
    );
  });

  test("a rule needs a match and a near miss, unless the gate is off", async () => {
    const root = folder({
      "none.yml": ruleText(),
      "half.yml": ruleText({ id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11" }),
      "half.tests.yml": yaml([MATCH]),
    });
    const { code, stderr } = await detections(root, "test", ".");
    expect(code).toBe(1);
    expect(stderr).toContain("none.yml:1:1 DET904 the rule has no tests");
    expect(stderr).toContain("half.yml:1:1 DET906 no test has a near miss");
    expect((await detections(root, "test", ".", "--no-gate")).code).toBe(0);
  });

  test("the gate is asked for also where a test fails, and a rule that passes it says so", async () => {
    const root = folder({
      "a.yml": ruleText(),
      "a.tests.yml": yaml([{ ...MATCH, match: false }]),
      "empty.yml": ruleText({ id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11" }),
      "empty.tests.yml": "[]\n",
    });
    const { stderr, stdout } = await detections(root, "test", ".");
    expect(stderr).toContain("a.yml:1:1 DET905 no test has an event that matches");
    expect(stderr).toContain("a.tests.yml:4:12 DET907 reference");
    expect(stderr).toContain("empty.yml:1:1 DET905");
    expect(stderr).toContain("empty.yml:1:1 DET906");
    const ungated = await detections(root, "test", "empty.yml", "--no-gate");
    expect(ungated.stdout).toMatch(/^ok {3}empty\.yml: no tests\n/);
    expect(stdout).toMatch(/^FAIL empty\.yml: no test has an event that matches, /m);
  });

  test("of a correlation: which events are counted; rules that it counts are tested too", async () => {
    const correlation = {
      title: "Many trails stopped",
      id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
      status: "test",
      level: "high",
      correlation: {
        type: "event_count",
        rules: ["stopped"],
        "group-by": ["awsRegion"],
        timespan: "15m",
        condition: { gte: 3 },
      },
    };
    const root = folder({
      "many.yml": yaml(correlation),
      "many.tests.yml": yaml([MATCH, NEAR]),
      "one.yml": ruleText({ name: "stopped" }),
      "one.tests.yml": yaml([MATCH]),
    });
    const { code, stdout, stderr } = await detections(root, "test", ".");
    expect(stdout).toContain("ok   many.yml: reference 2/2, cloudwatch 2/2, sentinel 2/2\n");
    expect(stderr).toContain("one.yml:1:1 DET906");
    expect(code).toBe(1);
  });

  test("a rule with a delay runs on Sentinel as if every event were in time", async () => {
    const root = folder({
      "a.yml": ruleText({ ingestionDelay: "10m" }),
      "a.tests.yml": yaml([MATCH, NEAR]),
    });
    const { code, stdout } = await detections(root, "test", "a.yml");
    expect([code, stdout.split("\n")[0]]).toEqual([
      0,
      "ok   a.yml: reference 2/2, cloudwatch 2/2, sentinel 2/2, eventbridge 2/2",
    ]);
  });

  test("selections that no test shows both ways are named", async () => {
    const detection = {
      selection: { eventName: "StopLogging" },
      filter: { sourceIPAddress: "192.0.2.1" },
      condition: "selection and not filter",
    };
    const root = folder({ "a.yml": ruleText({ detection }), "a.tests.yml": yaml([MATCH, NEAR]) });
    const { stdout } = await detections(root, "test", "a.yml");
    expect(stdout).toContain("not covered: `filter` never holds in the tests");
    expect(stdout).not.toContain("`selection`");
  });

  test.each([
    ["a mapping", "name: x\n", "DET901", 1],
    ["no event", "- name: x\n  match: true\n", "DET902", 1],
    ["an event that is text", "- name: x\n  match: true\n  event: y\n", "DET902", 3],
    ["a match that is text", "- name: x\n  match: 'yes'\n  event: {}\n", "DET902", 2],
    ["broken YAML", "- name: [\n", "DET101", 2],
  ])("tests with %s are refused at their place", async (_, text, code, line) => {
    const root = folder({ "a.yml": ruleText(), "a.tests.yml": text });
    const ran = await detections(root, "test", "a.yml");
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(new RegExp(`^a\\.tests\\.yml:${line}:\\d+ ${code} `, "m"));
  });

  test("a file of tests stands for its rule, so that a hook can pass what has changed", async () => {
    const root = folder({ "a.yml": ruleText(), "a.tests.yml": yaml([MATCH, NEAR]) });
    const { code, stdout } = await detections(root, "test", "a.tests.yml", "a.yml");
    expect([code, stdout.split("\n")[1]]).toEqual([
      0,
      "1 rule, 2 tests, 8 as expected, 0 not, 0 skipped",
    ]);
  });

  test("JUnit: a suite a rule, a case a test and engine, and nothing that XML cannot hold", async () => {
    const odd = { ...NEAR, name: 'a <"&> \u001b[31m name', match: true };
    const root = folder({
      "a.yml": ruleText({ title: "T & T" }),
      "a.tests.yml": JSON.stringify([MATCH, NEAR, odd]),
    });
    const { code, stdout } = await detections(root, "test", "a.yml", "--format", "junit");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /<testsuite name="a\.yml" tests="12" failures="1" errors="0" skipped="3"/,
    );
    expect(stdout).toContain('<property name="rule.title" value="T &amp; T"/>');
    expect(stdout).toContain('name="a &lt;&quot;&amp;&gt; \ufffd[31m name"');
    expect(stdout).toContain('<failure type="mismatch" message="expected a match, got no match">');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    expect(stdout.match(/<testcase /g)).toHaveLength(12);
  });
});
