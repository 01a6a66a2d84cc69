import type { CompiledRule, CompileOptions } from "../compiler/compile";

/*
 * Where an app deploys a rule to. What only Terraform will know stands as its own reference,
 * `var.log_group_name`.
 */

interface OfApp {
  /** Id of the stack. */
  readonly stack: string;
  /** Path of the construct in the app. */
  readonly construct: string;
  /** Whether it is deployed so that it pages nobody. */
  readonly shadow: boolean;
  /** What the app says in place of the rule's file, or beside it. */
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  /** Values of the placeholders that the rule uses. */
  readonly placeholders: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface AwsDeployment extends OfApp {
  readonly cloud: "cloudwatch";
  /** What the provider says of its account: an id, a role or a profile; null where it says nothing. */
  readonly account: string | null;
  readonly region: string | null;
  readonly logGroups: readonly string[];
  readonly alarm: string;
  /** Names of the metric filters, on each log group the same. */
  readonly filters: readonly string[];
  /** With their namespace. */
  readonly metrics: readonly string[];
  /** Name of the saved query; null where none is saved. */
  readonly savedQuery: string | null;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
}

interface AzureDeployment extends OfApp {
  readonly cloud: "sentinel";
  readonly workspace: string;
  /** Name of the analytic rule's resource. */
  readonly rule: string;
}

export interface EventBusDeployment extends OfApp {
  readonly cloud: "eventbridge";
  /** As of `AwsDeployment`. */
  readonly account: string | null;
  readonly region: string | null;
  readonly bus: string;
  /** Names of the event rules. */
  readonly rules: readonly string[];
  readonly machine: string;
  /** Those on what fails, and the one on the matches, where they are counted. */
  readonly alarms: readonly string[];
  /** Of the matches, with its namespace; null where none are counted. */
  readonly metric: string | null;
  /** What each match is told to; none where they are counted alone. */
  readonly topics: readonly string[];
  /** What the alarms tell. */
  readonly alarmActions: readonly string[];
}

export type Deployment = AwsDeployment | AzureDeployment | EventBusDeployment;

/** A deployment with the rule as it is deployed there: its own level, placeholders, what it accepts. */
export interface DeployedRule extends CompiledRule, CompileOptions {
  readonly deployment: Deployment;
  /** The account that is billed, as a name that nobody is shown. */
  readonly payer: string;
}
