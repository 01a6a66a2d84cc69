import { LEVELS, type Level, type RuleDocument, type Severity } from "./schema";

/** Sentinel has one severity less: both of Sigma's highest levels are `High` there. */
export const SEVERITY_OF_LEVEL: Readonly<Record<Level, Severity>> = {
  informational: "Informational",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "High",
};

/** A rule's level; of Sentinel's own rules, which have none, the one that its severity stands for. */
export function levelOf(document: RuleDocument): Level | undefined {
  const written = document["level"] ?? document.severity?.toLowerCase();
  return LEVELS.find((level) => level === written);
}
