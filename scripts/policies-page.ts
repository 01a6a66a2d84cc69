import { POLICIES } from "../policy/policies/policies";
import type { Policy } from "../policy/policy";
import { looksAt } from "../policy/report";

/** `docs/policies.md`: how policies are asked, and every one of them. */
export function policiesPage(): string {
  const table = POLICIES.map(
    ({ id, level, meaning }) => `| [\`${id}\`](#${id}) | ${level} | ${meaning} |`,
  );
  return [
    INTRODUCTION,
    ["| policy | level | what is found |", "| --- | --- | --- |", ...table].join("\n"),
    ...POLICIES.map(section),
    "",
  ].join("\n\n");
}

function section(policy: Policy): string {
  const { id, meaning, why, fix, source } = policy;
  return [
    `### ${id}`,
    `${meaning} ${why}`,
    [`- looks at: ${looksAt(policy)}`, `- way out: ${fix}`, `- source: ${source}`].join("\n"),
  ].join("\n\n");
}

const INTRODUCTION = `# Policies

Policies hold what Terraform is about to make to what alerts need: somebody who is told, a key that lets the alarm in, a
period without gaps. They look at resources, whoever wrote them: detections of this package, and alarms, filters, topics
and analytic rules written by hand. Each says what it looked at; one that has looked at nothing says so.

## From the command line

\`\`\`sh
npx cdktf-detections policy cdktf.out                       # every stack that CDKTF has written
npx cdktf-detections policy infrastructure --fail-on warning # every *.tf.json under a folder
terraform plan -out=plan && terraform show -json plan > plan.json
npx cdktf-detections policy plan.json                       # HCL too: what Terraform itself has worked out
\`\`\`

A file is a configuration in Terraform's JSON syntax, or the JSON of a plan or a state. Several files are looked at
together; those of one folder are one configuration. An alarm reads metrics of its own account and Region alone, which \`region\`,
\`allowed_account_ids\`, \`profile\` and \`assume_role\` of providers tell apart. Terraform's own language, HCL, is not read: ask a plan. A plan also
knows what variables and modules come to. In a configuration a value that only Terraform will know, such as \`\${var.topic}\`,
is never guessed, also not from its default: the policy says of which resource it could not judge.

Findings go to standard error as \`path:line:column policy message\`, what every policy looked at to standard output.
\`--format json\`, \`sarif\` (code scanning), \`junit\` (a suite for each policy, a case for each resource) and \`github\`. The
exit is 1 with errors, and with warnings under \`--fail-on warning\`.

## Levels, required policies, exceptions

\`\`\`yaml
# policies.yml: cdktf-detections policy cdktf.out --policies policies.yml
levels:
  topic-not-encrypted: error
  log-group-without-retention: warning
required: [alarm-without-action]
exceptions:
  - policy: alarm-without-action
    resource: aws_cloudwatch_metric_alarm.trial_*
    reason: on trial until March; the dashboard shows them
\`\`\`

\`--level POLICY=LEVEL\` and \`--require POLICY\` say the same, over what the file says. A policy whose level somebody has set,
and that looks at nothing, is a finding of that level (DET963). One that is **required** fails where it looks at nothing,
and where it could judge nothing of what it looked at (DET964). A \`resource\` is an address, or the path of a construct;
\`*\` stands for any characters. An exception that excuses nothing is a warning (DET962).

## In a CDKTF app

\`\`\`ts
import { DetectionPolicies } from "cdktf-detections";

new DetectionPolicies(this, "Policies", {
  levels: { "alarm-without-action": "error" },
  exceptions: [
    { policy: "alarm-without-action", resource: "*/Trial/*", reason: "on trial until March" },
  ],
});
\`\`\`

In a stack it holds that stack to the policies when it is synthesised; under the app itself all stacks together, a trail in
one and a filter in another. Errors fail the synthesis, warnings are annotations of the construct that made the resource.

## The policies

A policy has a name and not a code, because people write it: in levels, in exceptions, in reviews. A name never changes
its meaning. \`npx cdktf-detections explain alarm-without-action\` tells of one. The level is the one that holds where nobody
says otherwise: \`error\` is what surely loses alerts.`;
