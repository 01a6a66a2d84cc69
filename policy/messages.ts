import type { CodeTable } from "../compiler/core/code";
import { didYouMean, error, note, quote, warning } from "../compiler/core/message";

const SHOW = "`terraform plan -out=plan && terraform show -json plan > plan.json`";

/** What is said about asking for policies: 96x, one function each; what a policy finds bears its own id. */
export const policyMessages = {
  notTerraform: (found: string) =>
    error(
      "DET960",
      `found ${found}; allowed: Terraform's JSON syntax (cdk.tf.json, *.tf.json), or what \`terraform show -json\` prints`,
      `Terraform turns HCL into JSON: ${SHOW}`,
    ),
  planFile: () =>
    error(
      "DET960",
      "this is a plan as Terraform keeps it, not its JSON",
      `write it as JSON: ${SHOW}`,
    ),
  stateFile: () =>
    error(
      "DET960",
      "this is a state as Terraform keeps it, whose form changes with its versions",
      "`terraform show -json > state.json`",
    ),
  policyUnknown: (found: string, known: readonly string[]) =>
    error(
      "DET961",
      `there is no policy ${quote(found)}; docs/policies.md lists them`,
      didYouMean(found, known),
    ),
  exceptionUnused: (policy: string, resource: string) =>
    warning(
      "DET962",
      `the exception of ${quote(resource, 120)} from ${quote(policy)} excuses nothing`,
      "correct the address, or take the exception out",
    ),
  nothingSeen: (level: "error" | "warning", policy: string, looksAt: string) =>
    (level === "error" ? error : warning)(
      "DET963",
      `${quote(policy)} was asked for and has looked at nothing: there is no ${looksAt}`,
      "check that these are the files that are meant, or ask for it no longer",
    ),
  nothingKnown: (policy: string, what: string) =>
    error(
      "DET964",
      `${quote(policy)} is required and cannot judge any of ${what} before Terraform runs`,
      `ask it of a plan: ${SHOW}`,
    ),
  hclUnread: (files: string) =>
    warning(
      "DET965",
      `${files} in HCL cannot be read here, so nothing is known of what they declare`,
      `ask the policies of a plan: ${SHOW}`,
    ),
  moduleUnread: (name: string) =>
    note(
      "DET966",
      `the module ${quote(name)} is called, and what it declares is not looked at`,
      `ask the policies of a plan, which has it: ${SHOW}`,
    ),
} as const;

/** What the codes around policies mean. */
export const policyCodes: CodeTable<typeof policyMessages> = {
  DET960: {
    meaning: "A file for policies that is not Terraform's JSON.",
    example: policyMessages.notTerraform("a list"),
  },
  DET961: {
    meaning: "A name that no policy has.",
    example: policyMessages.policyUnknown("alarm-without-actions", ["alarm-without-action"]),
  },
  DET962: {
    meaning: "An exception from a policy that excuses nothing.",
    example: policyMessages.exceptionUnused(
      "alarm-without-action",
      "aws_cloudwatch_metric_alarm.old",
    ),
  },
  DET963: {
    meaning: "A policy that was asked for, and found nothing to look at.",
    example: policyMessages.nothingSeen("error", "topic-not-encrypted", "`aws_sns_topic`"),
  },
  DET964: {
    meaning:
      "A policy that is required, where all that decides it is known only when Terraform runs.",
    example: policyMessages.nothingKnown("alarm-without-action", "2 alarms"),
  },
  DET965: {
    meaning: "Files in Terraform's own language beside those that policies look at.",
    example: policyMessages.hclUnread("2 files"),
  },
  DET966: {
    meaning: "A module whose resources stand in other files.",
    example: policyMessages.moduleUnread("network"),
  },
};
