import { awsWayOf, type CompiledRule } from "../../compiler/compile";
import type { DetectionSettings } from "../props/settings";

/** What a rule is deployed to on AWS, with these settings. */
export function deployedWayOf(
  rule: CompiledRule,
  { awsTarget, accept, regex }: DetectionSettings,
): "cloudwatch" | "eventbridge" {
  return awsWayOf(rule, awsTarget, { accept, regex });
}
