import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, type App } from "cdktf";

import type { JsonObject } from "../../compiler/core/json";
import { DetectionPack, type DetectionPackProps } from "../../constructs";
import { annotations, resources, synthesise } from "../support/synth";

export const FILTER = "aws_cloudwatch_log_metric_filter";
export const ALARM = "aws_cloudwatch_metric_alarm";
export const QUERY = "aws_cloudwatch_query_definition";
export const SCHEDULED = "azurerm_sentinel_alert_rule_scheduled";
export const NRT = "azurerm_sentinel_alert_rule_nrt";

/** The id of a rule for tests. */
export function idOf(number: number): string {
  return `${String(number).padStart(8, "0")}-51f4-4b0b-9d1f-2f1a3f7b8a55`;
}

/** One pack that is synthesised. */
export interface DeployedPack {
  readonly json: JsonObject;
  readonly pack: DetectionPack;
  readonly warnings: string;
}

export function deployPack(props: DetectionPackProps): DeployedPack {
  const made: { stack: TerraformStack; pack: DetectionPack }[] = [];
  const json = synthesise((stack) => {
    made.push({ stack, pack: new DetectionPack(stack, "pack", props) });
  });
  const [only] = made;
  if (only === undefined) throw new Error("no pack was made");
  return { json, pack: only.pack, warnings: annotations(only.stack).join("\n") };
}

/** A stack of an app, with a provider for each cloud. */
export function stackIn(app: App, name: string, aws: AwsProviderConfig = {}): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "aws", { region: "us-east-1", ...aws });
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  return stack;
}

/** What a synthesis is refused with. */
export function refusalOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  throw new Error("nothing is refused");
}

/** The ids of the rules that a stack deploys to AWS, in their order. */
export function idsOnAws(json: JsonObject): readonly string[] {
  return resources(json, FILTER)
    .map(({ name }) => String(name))
    .sort();
}

/** The ids of the rules that a stack deploys to Azure, in their order. */
export function idsOnAzure(json: JsonObject): readonly string[] {
  return [...resources(json, SCHEDULED), ...resources(json, NRT)]
    .map(({ name }) => String(name))
    .sort();
}
