import { Diagnostics } from "../../compiler/core/diagnostic";
import { readPolicySettings } from "../../policy/settings-file";

function read(text: string) {
  const diagnostics = new Diagnostics();
  const settings = readPolicySettings({ path: "policies.yml", text }, diagnostics);
  const found = diagnostics.all.map(
    ({ line, column, code, message, fix }) =>
      `${line}:${column} ${code} ${message}${fix === undefined ? "" : ` (${fix})`}`,
  );
  return { settings, found };
}

test("a file says levels, what is required, and exceptions with their reasons", () => {
  const { settings, found } = read(`
levels:
  alarm-without-action: error
  topic-not-encrypted: off
required: [alarm-missing-data]
exceptions:
  - policy: alarm-without-action
    resource: aws_cloudwatch_metric_alarm.trial_*
    reason: on trial
`);
  expect(found).toEqual([]);
  expect(settings).toMatchObject({
    levels: { "alarm-without-action": "error", "topic-not-encrypted": "off" },
    required: ["alarm-missing-data"],
    exceptions: [
      {
        policy: "alarm-without-action",
        resource: "aws_cloudwatch_metric_alarm.trial_*",
        reason: "on trial",
      },
    ],
  });
});

test("JSON says the same", () => {
  expect(read('{"levels": {"alarm-statistic": "error"}}')).toMatchObject({
    settings: { levels: { "alarm-statistic": "error" } },
    found: [],
  });
});

test.each([
  [
    "level: {}",
    "1:1 DET241 unknown key `level`; allowed: `levels`, `required`, `exceptions` (write `levels`)",
  ],
  ["- a", "1:1 DET303 found a list; allowed: a mapping of `levels`, `required`, `exceptions`"],
  ["levels: [a]", "1:9 DET303 found a list; allowed: a mapping of policies to levels"],
  [
    "levels: {alarm-without-actions: error}",
    "1:10 DET961 there is no policy `alarm-without-actions`; docs/policies.md lists them (write `alarm-without-action`)",
  ],
  [
    "levels: {alarm-statistic: warn}",
    "1:27 DET304 found `warn`; allowed: `error`, `warning`, `off`",
  ],
  [
    "levels: {alarm-statistic: [off]}",
    "1:27 DET304 found `a list`; allowed: `error`, `warning`, `off`",
  ],
  ["required: alarm-statistic", "1:11 DET303 found text (`alarm-statistic`); allowed: a list"],
  [
    "required: [none-such]",
    "1:12 DET961 there is no policy `none-such`; docs/policies.md lists them",
  ],
  ["exceptions: [x]", "1:14 DET303 found text (`x`); allowed: `policy`, `resource` and `reason`"],
  [
    "exceptions: [{policy: alarm-statistic, resource: '*'}]",
    "1:14 DET301 the key `reason` is missing (add `reason: …`)",
  ],
  [
    "exceptions: [{policy: alarm-statistic, resource: '*', reason: ' '}]",
    "1:63 DET303 found text (` `); allowed: text",
  ],
  [
    "exceptions: [{policy: alarm-statistic, resource: '*', reason: x, until: y}]",
    "1:66 DET241 unknown key `until`; allowed: `policy`, `resource`, `reason`",
  ],
])("what is wrong is told where it stands: %s", (text, expected) => {
  expect(read(text).found).toEqual([expected]);
});

test("names that objects have of themselves are no policies", () => {
  expect(read("levels: {__proto__: error, constructor: error}").found).toHaveLength(2);
});
