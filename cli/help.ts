/** What follows the options in a command's `--help`: examples, and what the exit says. */
export const HELP = {
  check: after(
    [
      ["check rules", "every rule under a folder"],
      ["check rules --fail-on warning --min-verdict exact", "as strict as can be"],
      ["check rules --target sentinel", "rules that are for one cloud alone"],
      ["check --fix rules/new.yml", "apply what is known how, then check"],
      ["check rules --format sarif > check.sarif", "for code scanning, from the repository's root"],
    ],
    "1 with errors, or with findings of --fail-on or below --min-verdict",
  ),
  compile: after(
    [
      ["compile rules/new.yml --target cloudwatch", "filters, metric and alarm"],
      ["compile rules --target sentinel-yaml --out made", "one file a rule"],
      ["compile rules --target eventbridge", "event patterns, and conditions in JSONata"],
      ["compile rules --target sentinel --format json", "for other programs"],
    ],
    "1 where a rule has errors, is refused, or is wider and not accepted",
  ),
  test: after(
    [
      ["test rules", "every rule with <rule>.tests.yml beside it"],
      ["test rules --format junit > tests.xml", "for a build server"],
      ["test rules --no-gate", "rules without tests are fine"],
    ],
    "1 where a test failed or the gate is not met",
  ),
  example: after(
    [
      ["example rules/new.yml > rules/new.tests.yml", "then cdktf-detections test rules/new.yml"],
      ["example rules --write", "for every rule without tests"],
    ],
    "1 with errors in rules, or for a rule that no events can be made from",
  ),
  backtest: after(
    [
      ["backtest rules --events AWSLogs", "a folder as CloudTrail lays it out"],
      ["backtest rules --events day.json.gz --engine cloudwatch", "what alarms would have done"],
    ],
    "1 where a rule or a file of events could not be run, matches are no error",
  ),
  review: after(
    [
      ["review rules --out pages", "then open pages/index.html"],
      ["review rules --out pages --techniques wanted.txt --fail-on-gaps", "a gate on coverage"],
    ],
    "1 with errors in rules, or with gaps under --fail-on-gaps, the pages are written all the same",
  ),
  policy: after(
    [
      ["policy cdktf.out", "every stack that CDKTF has written"],
      ["policy plan.json --fail-on warning", "of: terraform show -json plan > plan.json"],
      ["policy . --require alarm-without-action", "and fail where no alarm is found"],
      ["policy cdktf.out --policies policies.yml", "levels and exceptions with their reasons"],
    ],
    "1 with errors, or with findings of --fail-on, or where a policy that is required could not judge",
  ),
  explain: after([
    ["explain DET530", "what a code of a finding means"],
    ["explain alarm-without-action", "what a policy looks at, and why"],
  ]),
} as const;

function after(examples: readonly (readonly [string, string])[], findings?: string): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return [
    "",
    "Examples:",
    ...examples.map(([command, what]) => `  cdktf-detections ${command.padEnd(width)}  # ${what}`),
    "",
    "The result goes to standard output, findings to standard error.",
    `Exit: 0 fine; ${findings === undefined ? "" : `${findings}; `}2 wrong usage or what the system refuses.`,
  ].join("\n");
}
