import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

import { Diagnostics, formatDiagnostic } from "./compiler/core/diagnostic";
import { packsUnder } from "./compiler/load/rule-packs";
import { loadPlaceholders, PLACEHOLDERS_FILE } from "./compiler/rule-set/load-placeholders";
import { ALARM_NOTIFIES } from "./compiler/targets/alert-words";
import { ACTION_ARN, ACTIONS_IN_WORDS, REGION } from "./compiler/targets/cloudwatch/alarm-action";
import { ALARM_LIMITS, NAME_RULES } from "./compiler/targets/cloudwatch/limits";
import { WORKSPACE_ID } from "./compiler/targets/sentinel/limits";
import { DetectionPack, DetectionReview, type DetectionPackProps } from "./constructs";
import { diagnosticsOf } from "./constructs/app/app-diagnostics";
import { formatMessage, messages } from "./constructs/app/messages";
import { TOPIC } from "./constructs/props/message-topics";

const AWS_STACK = "aws-detections";
const AZURE_STACK = "azure-detections";

/** The environment variable that names the packs to deploy, and what is deployed where nothing does. */
const PACKS_VARIABLE = "DETECTION_PACKS";
const DEFAULT_PACKS = ["starter"];

const ACTIONS_MAX = ALARM_LIMITS.actionsPerState.value;

/** What both stacks are made of. */
interface Deployed {
  readonly rules: string;
  /** Packs of the folder that are not deployed. */
  readonly excludePaths: string[];
  readonly ingestionDelay: string | undefined;
  readonly placeholders: Record<string, string[]>;
  readonly logGroupNames: Record<string, string> | undefined;
  readonly review: boolean;
  /** Whose check the rules' controls are to pass: `auditor` in the context of `cdktf.json`. */
  readonly auditor: "security-hub" | "prowler" | "steampipe" | undefined;
  readonly awsTarget: DetectionPackProps["awsTarget"] | undefined;
}

/**
 * Every rule as metric filter, alarm and saved query on the log group of its log source, or as event rule
 * and state machine on the account's event bus.
 */
class AwsDetections extends TerraformStack {
  public readonly pack: DetectionPack;

  constructor(scope: Construct, id: string, deployed: Deployed) {
    const { rules, excludePaths, placeholders, logGroupNames, review, auditor } = deployed;
    super(scope, id);
    // Before the detections of both stacks, whose annotations point to the pages.
    if (review) new DetectionReview(this, "review");
    const logGroupName = variable(this, "log_group_name", {
      description: "CloudWatch Logs group that receives the CloudTrail events",
      condition: `length(var.log_group_name) <= ${NAME_RULES.logGroup.value} && ${fits(NAME_RULES.logGroup.allowed, "var.log_group_name")}`,
      error: `The name of a log group has 1 to ${NAME_RULES.logGroup.value} letters, digits or . _ / # - characters.`,
    });
    const region = variable(this, "aws_region", {
      description: "AWS Region of the log group",
      default: "us-east-1",
      condition: fits(REGION, "var.aws_region"),
      error: "An AWS Region looks like us-east-1.",
    });
    const alarmActionArns = variable(this, "alarm_action_arns", {
      type: "list(string)",
      description: "ARNs of what is told of an alarm: topics, functions and others, at most 5",
      default: [],
      condition: `length(var.alarm_action_arns) <= ${ACTIONS_MAX} && alltrue([for arn in var.alarm_action_arns : ${fits(ACTION_ARN, "arn")}])`,
      error: `At most ${ACTIONS_MAX} ARNs, each of ${ACTIONS_IN_WORDS}.`,
    });
    const messageTopic = variable(this, "message_topic_arn", {
      description: "ARN of the SNS topic that is told of each match of rules on EventBridge",
      condition: fits(TOPIC, "var.message_topic_arn"),
      error: "The ARN of an SNS topic that is no FIFO topic: arn:aws:sns:us-east-1:…:….",
    });
    new AwsProvider(this, "aws", { region: region.stringValue });
    this.pack = new DetectionPack(this, "detections", {
      rules: [rules],
      excludePaths,
      placeholders,
      logGroupName: logGroupName.stringValue,
      ...(logGroupNames === undefined ? {} : { logGroupNames }),
      ...(auditor === undefined ? {} : { auditor }),
      alarmActions: alarmActionArns.listValue,
      // Topics are told one by one, and how many a list has only Terraform will know.
      messageTopics: [messageTopic.stringValue],
      ...(deployed.awsTarget === undefined ? {} : { awsTarget: deployed.awsTarget }),
    });
    const tellsMatches = this.pack.detections.some(({ eventbridge }) => eventbridge !== undefined);
    if (!tellsMatches) this.node.tryRemoveChild(messageTopic.node.id);
  }
}

/** Every rule as a scheduled analytic rule in one workspace. */
class AzureDetections extends TerraformStack {
  public readonly pack: DetectionPack;

  constructor(scope: Construct, id: string, deployed: Deployed) {
    const { rules, excludePaths, placeholders, ingestionDelay } = deployed;
    super(scope, id);
    const workspaceId = variable(this, "workspace_id", {
      description: "Resource id of the Log Analytics workspace that Microsoft Sentinel runs on",
      condition: fits(WORKSPACE_ID, "var.workspace_id"),
      error:
        "A workspace id is /subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/….",
    });
    const subscriptionId = variable(this, "azure_subscription_id", {
      description: "Azure subscription of the workspace",
      condition:
        'can(regex("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", var.azure_subscription_id))',
      error: "A subscription id is a GUID.",
    });
    new AzurermProvider(this, "azurerm", {
      features: [{}],
      subscriptionId: subscriptionId.stringValue,
    });
    this.pack = new DetectionPack(this, "detections", {
      rules: [rules],
      excludePaths,
      placeholders,
      workspaceId: workspaceId.stringValue,
      ...(ingestionDelay === undefined ? {} : { ingestionDelay }),
    });
  }
}

/** Terraform's expression for a text that a pattern describes; its regular expressions are those of RE2. */
function fits({ source, ignoreCase }: RegExp, text: string): string {
  const pattern = source.replaceAll("\\/", "/").replaceAll("\\", "\\\\");
  return `can(regex("${ignoreCase ? "(?i)" : ""}${pattern}", ${text}))`;
}

interface VariableConfig {
  readonly type?: string;
  readonly description: string;
  /** @default - a value must be given */
  readonly default?: string | readonly string[];
  /** Terraform expression that a value must satisfy. */
  readonly condition: string;
  readonly error: string;
}

function variable(stack: TerraformStack, id: string, config: VariableConfig): TerraformVariable {
  const { condition, error, type = "string", ...rest } = config;
  return new TerraformVariable(stack, id, {
    ...rest,
    type,
    nullable: false,
    validation: [{ condition: `\${${condition}}`, errorMessage: error }],
  });
}

export interface AppOptions {
  /**
   * Folder of the rules to deploy.
   * @default - `rules` beside this file
   */
  readonly rules?: string;
  /**
   * Packs to deploy, by the names of their folders. Rules that stand in no pack are always deployed.
   * @default - those that the environment variable `DETECTION_PACKS` names, separated by commas, else
   * those that `packs` in the context of `cdktf.json` lists, else `starter`
   */
  readonly packs?: readonly string[];
  /**
   * File of the values of the rules' placeholders.
   * @default - `placeholders.json` beside this file, where there is one
   */
  readonly placeholders?: string;
  /**
   * Where the stacks are synthesised to.
   * @default - `CDKTF_OUTDIR`, else `cdktf.out`
   */
  readonly outdir?: string;
  /**
   * How late events may come to the workspace, for every rule whose query is not written by hand.
   * @default - what `ingestionDelay` in the context of `cdktf.json` says, else what the rules say
   */
  readonly ingestionDelay?: string;
  /**
   * Log groups that hold the raw events of other log sources than CloudTrail, by log source:
   * `{ "kubernetes/audit": "/aws/eks/prod/cluster" }`.
   * @default - what `logGroupNames` in the context of `cdktf.json` says, else their rules are not applicable
   * on AWS
   */
  readonly logGroupNames?: Record<string, string>;
  /**
   * The way of rules on AWS: `cloudwatch`, `eventbridge` or `exact-first`. Where one goes to EventBridge,
   * the stack asks for `message_topic_arn`.
   * @default - what `awsTarget` in the context of `cdktf.json` says, else what each rule says, else
   * `cloudwatch`
   */
  readonly awsTarget?: DetectionPackProps["awsTarget"];
  /**
   * Whether to write the review pages beside the stacks.
   * @default - what `review` in the context of `cdktf.json` says, else true
   */
  readonly review?: boolean;
}

/** An app that is ready to be synthesised, and what it deploys in words. */
export interface DetectionsApp {
  readonly app: App;
  readonly summary: string;
}

/** Rules that cannot be deployed; the message lists every problem of every rule. */
export class RulesRefused extends Error {}

/**
 * The app with both stacks.
 * @throws RulesRefused with all that is wrong with all rules
 */
export function buildApp(options: AppOptions = {}): DetectionsApp {
  const beside = (name: string) => relative(process.cwd(), join(__dirname, name));
  // Stack traces would put this machine's paths into the output.
  const app = new App({
    stackTraces: false,
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  const review = options.review ?? app.node.tryGetContext("review") !== false;
  const rules = options.rules ?? beside("rules");
  const deployed = {
    rules,
    excludePaths: packsLeftOut(rules, options.packs ?? packsAskedFor(app)),
    ingestionDelay: options.ingestionDelay ?? app.node.tryGetContext("ingestionDelay"),
    logGroupNames: options.logGroupNames ?? app.node.tryGetContext("logGroupNames"),
    awsTarget: options.awsTarget ?? app.node.tryGetContext("awsTarget"),
    placeholders: placeholdersOf(options.placeholders ?? beside(PLACEHOLDERS_FILE)),
    review,
    auditor: app.node.tryGetContext("auditor"),
  };
  const aws = new AwsDetections(app, AWS_STACK, deployed);
  const azure = new AzureDetections(app, AZURE_STACK, deployed);
  const problems = diagnosticsOf(app).all();
  if (problems.length > 0) throw new RulesRefused(problems.map(({ text }) => text).join("\n"));
  const summary = [
    summaryOf(app, AWS_STACK, aws.pack.summary("cloudwatch")),
    indent(ALARM_NOTIFIES),
    "",
    summaryOf(app, AZURE_STACK, azure.pack.summary("sentinel")),
    ...(review
      ? ["", `review: ${relative(process.cwd(), join(app.outdir, "review/index.html"))}`]
      : []),
  ];
  return { app, summary: summary.join("\n") };
}

/** The packs that the environment names, else the context; undefined where neither does. */
function packsAskedFor(app: App): readonly string[] | undefined {
  const named = process.env[PACKS_VARIABLE] || app.node.tryGetContext("packs");
  if (named === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(named) ? named : String(named).split(",");
  return names.map((name) => String(name).trim()).filter((name) => name !== "");
}

/** The packs of a folder of rules that were not asked for, once all that were asked for are there. */
function packsLeftOut(rules: string, asked: readonly string[] | undefined): string[] {
  const packs = existsSync(rules) ? packsUnder(rules) : [];
  const unknown = asked?.filter((name) => !packs.includes(name)) ?? [];
  if (unknown.length > 0) {
    const lines = unknown.map((name) => formatMessage(messages.packUnknown(name, packs)));
    throw new RulesRefused(lines.join("\n"));
  }
  return packs.filter((name) => !(asked ?? DEFAULT_PACKS).includes(name));
}

/** What a file of placeholder values says; one that is not there says nothing. */
function placeholdersOf(path: string): Record<string, string[]> {
  if (!existsSync(path)) return {};
  const diagnostics = new Diagnostics();
  const values = loadPlaceholders(path, diagnostics);
  if (diagnostics.hasErrors) {
    throw new RulesRefused(diagnostics.all.map(formatDiagnostic).join("\n"));
  }
  return Object.fromEntries(Object.entries(values).map(([name, texts]) => [name, [...texts]]));
}

function summaryOf(app: App, stack: string, rules: string): string {
  const json = relative(process.cwd(), join(app.outdir, "stacks", stack, "cdk.tf.json"));
  return `${stack}: ${json}\n${indent(rules)}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

/** Synthesises the app and prints the summary; where rules are refused, says why and fails. */
export function run(options: AppOptions = {}): void {
  try {
    const { app, summary } = buildApp(options);
    app.synth();
    console.log(summary);
  } catch (error) {
    if (!(error instanceof RulesRefused)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (require.main === module) run();
