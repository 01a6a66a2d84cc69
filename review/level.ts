import type { RuleReview } from "./model";

const LEVELS = ["critical", "high", "medium", "low", "informational"];

/** The level that a rule has on both clouds' terms: Sigma's, else Sentinel's severity. */
export function levelOf({ level, severity }: Pick<RuleReview, "level" | "severity">): string {
  return level ?? severity?.toLowerCase() ?? "none";
}

/** 0 for the highest; what is no level comes last. */
export function levelRank(level: string): number {
  const at = LEVELS.indexOf(level);
  return at === -1 ? LEVELS.length : at;
}

/** The highest level first, then by title. */
export function byLevelAndTitle(a: RuleReview, b: RuleReview): number {
  const text = ({ title, key }: RuleReview) => `${title.toLowerCase()} ${key}`;
  return levelRank(levelOf(a)) - levelRank(levelOf(b)) || (text(a) < text(b) ? -1 : 1);
}
