import { join, relative } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { compile } from "./compiler/compile";
import { Diagnostics, formatDiagnostic } from "./compiler/diagnostic";
import { loadRules, type LoadedRule } from "./compiler/load-rules";
import { reportLogGroup } from "./compiler/log-group-budget";
import { messages } from "./compiler/messages";
import { reportRefusal } from "./compiler/refusal";
import { ruleFiles } from "./compiler/rule-files";
import { summarise } from "./compiler/summary";
import { CloudWatchDetection, SentinelDetection } from "./constructs";

const AWS_STACK = "aws-detections";
const AZURE_STACK = "azure-detections";

/** Every rule as metric filter, alarm and saved query on one log group. */
class AwsDetections extends TerraformStack {
  constructor(scope: Construct, id: string, rules: readonly LoadedRule<string>[]) {
    super(scope, id);
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
    for (const { detection, source } of rules) {
      new CloudWatchDetection(this, detection.id ?? source, {
        rule: detection,
        logGroupName: logGroupName.stringValue,
        alarmActions: alarmTopicArns.listValue,
      });
    }
  }
}

/** Every rule as a scheduled analytic rule in one workspace. */
class AzureDetections extends TerraformStack {
  constructor(scope: Construct, id: string, rules: readonly LoadedRule<string>[]) {
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
    for (const { detection, source } of rules) {
      new SentinelDetection(this, detection.id ?? source, {
        rule: detection,
        workspaceId: workspaceId.stringValue,
      });
    }
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
  const folder = options.rules ?? relative(process.cwd(), join(__dirname, "rules"));
  const diagnostics = new Diagnostics();
  const rules = loadRules(ruleFiles(folder), diagnostics);
  const onLogGroup = rules.map(({ detection }) => {
    if (detection.id === undefined) {
      diagnostics.report(detection.source, detection.root.span, messages.idMissing());
    }
    const cloudwatch = compile(detection, "cloudwatch");
    reportRefusal(detection, cloudwatch, diagnostics);
    reportRefusal(detection, compile(detection, "sentinel"), diagnostics);
    return { detection, output: cloudwatch.output };
  });
  reportLogGroup(onLogGroup, diagnostics);
  if (diagnostics.hasErrors) {
    throw new RulesRefused(diagnostics.all.map(formatDiagnostic).join("\n"));
  }
  const app = new App(options.outdir === undefined ? {} : { outdir: options.outdir });
  new AwsDetections(app, AWS_STACK, rules);
  new AzureDetections(app, AZURE_STACK, rules);
  return { app, summary: summaryOf(app, rules) };
}

function summaryOf(app: App, rules: readonly LoadedRule[]): string {
  const stack = (id: string, target: "cloudwatch" | "sentinel") => [
    `${id}: ${relative(process.cwd(), join(app.outdir, "stacks", id, "cdk.tf.json"))}`,
    ...rules.map(({ detection }) => indent(summarise(detection, target))),
  ];
  return [...stack(AWS_STACK, "cloudwatch"), "", ...stack(AZURE_STACK, "sentinel")].join("\n");
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
