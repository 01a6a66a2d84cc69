import type { CompiledRule } from "../../compiler/compile";
import type { DetectionSettings } from "../props/settings";

/** What a rule is deployed to on AWS: one of the two ways, so that nobody is told twice. */
export function awsWayOf(
  { detection, compiled }: CompiledRule,
  { awsTarget = detection.document.awsTarget ?? "cloudwatch", accept, regex }: DetectionSettings,
): "cloudwatch" | "eventbridge" {
  if (awsTarget !== "exact-first") return awsTarget;
  if (compiled("cloudwatch", { accept, regex }).verdict === "exact") return "cloudwatch";
  return compiled("eventbridge").verdict === "exact" ? "eventbridge" : "cloudwatch";
}
