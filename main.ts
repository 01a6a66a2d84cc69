import { join, relative } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ALARM_NOTIFIES } from "./compiler/alert-words";
import { DetectionPack, DetectionReview } from "./constructs";
import { registerOf } from "./constructs/register";

const AWS_STACK = "aws-detections";
const AZURE_STACK = "azure-detections";

/** Every rule as metric filter, alarm and saved query on one log group. */
class AwsDetections extends TerraformStack {
  public readonly pack: DetectionPack;

  constructor(scope: Construct, id: string, rules: string, review: boolean) {
    super(scope, id);
    // Before the detections of both stacks, whose annotations point to the pages.
    if (review) new DetectionReview(this, "review");
    const logGroupName = variable(this, "log_group_name", {
      description: "CloudWatch Logs group that receives the CloudTrail events",
      condition: 'can(regex("^[A-Za-z0-9._/#-]{1,512}$", var.log_group_name))',
      error: "The name of a log group has 1 to 512 letters, digits or . _ / # - characters.",
    });
    const region = variable(this, "aws_region", {
      description: "AWS Region of the log group",
      default: "us-east-1",
      condition: 'can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]$", var.aws_region))',
      error: "An AWS Region looks like us-east-1.",
    });
    const alarmTopicArns = variable(this, "alarm_topic_arns", {
      type: "list(string)",
      description: "ARNs of the SNS topics that are told of an alarm, at most 5",
      default: [],
      condition:
        'length(var.alarm_topic_arns) <= 5 && alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[a-z0-9-]+:sns:", arn))])',
      error: "At most 5 ARNs of SNS topics, each arn:aws:sns:…",
    });
    new AwsProvider(this, "aws", { region: region.stringValue });
    this.pack = new DetectionPack(this, "detections", {
      rules: [rules],
      logGroupName: logGroupName.stringValue,
      alarmActions: alarmTopicArns.listValue,
    });
  }
}

/** Every rule as a scheduled analytic rule in one workspace. */
class AzureDetections extends TerraformStack {
  public readonly pack: DetectionPack;

  constructor(scope: Construct, id: string, rules: string) {
    super(scope, id);
    const workspaceId = variable(this, "workspace_id", {
      description: "Resource id of the Log Analytics workspace that Microsoft Sentinel runs on",
      condition:
        'can(regex("(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.OperationalInsights/workspaces/[^/]+$", var.workspace_id))',
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
      workspaceId: workspaceId.stringValue,
    });
  }
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
   * Where the stacks are synthesised to.
   * @default - `CDKTF_OUTDIR`, else `cdktf.out`
   */
  readonly outdir?: string;
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
  const rules = options.rules ?? relative(process.cwd(), join(__dirname, "rules"));
  // Stack traces would put this machine's paths into the output.
  const app = new App({
    stackTraces: false,
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  const review = options.review ?? app.node.tryGetContext("review") !== false;
  const aws = new AwsDetections(app, AWS_STACK, rules, review);
  const azure = new AzureDetections(app, AZURE_STACK, rules);
  const problems = registerOf(app).all();
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
