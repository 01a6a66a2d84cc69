import { ATTACK_VERSION } from "../../compiler/attack/enterprise";
import type { RuleReview, SetReview } from "../model";

/** One colour from light to dark; the number of rules stands in every cell besides. */
const GRADIENT = ["#deebf7", "#08519c"];
/** Rules from which on a technique has the darkest colour. */
const DARKEST = 5;

/**
 * The rule set as an ATT&CK Navigator layer, format 4.5: each technique scored by the number of rules
 * that name it, under the tactics they name. Gaps against the set's targets are scored 0.
 */
export function navigatorLayer(review: SetReview) {
  const byKey = new Map(review.rules.map((rule) => [rule.key, rule]));
  const covered = review.coverage.flatMap(({ shortName, techniques }) =>
    techniques.map(({ id, rules }) => ({
      techniqueID: id,
      tactic: shortName,
      score: rules.length,
      comment: rules.map(({ title }) => title).join("\n"),
      metadata: rules.flatMap(({ key }, index) => [
        ...(index === 0 ? [] : [{ divider: true }]),
        ...metadataOf(byKey.get(key)),
      ]),
    })),
  );
  return {
    name: review.title,
    versions: { attack: ATTACK_VERSION.replace(/\..*/, ""), navigator: "5.3.2", layer: "4.5" },
    domain: "enterprise-attack",
    description: `Techniques that ${review.rules.length} detection rules name; ${review.untagged} of them name none.`,
    layout: {
      layout: "side",
      showID: true,
      showName: true,
      showAggregateScores: true,
      countUnscored: false,
      aggregateFunction: "sum",
      expandedSubtechniques: "annotated",
    },
    sorting: 0,
    hideDisabled: false,
    techniques: [
      ...covered,
      ...review.gaps.map((id) => ({
        techniqueID: id,
        score: 0,
        color: "#ffd8a8",
        comment: "No rule names this technique.",
      })),
    ],
    gradient: { colors: GRADIENT, minValue: 0, maxValue: DARKEST },
    legendItems: [
      { label: "gap", color: "#ffd8a8" },
      { label: `${DARKEST} rules or more`, color: "#08519c" },
    ],
  };
}

function metadataOf(rule: RuleReview | undefined) {
  if (rule === undefined) return [];
  return [
    { name: "rule", value: rule.id ?? rule.key },
    { name: "cloudwatch", value: rule.cloudwatch.verdict ?? "none" },
    { name: "sentinel", value: rule.sentinel.verdict ?? "none" },
  ];
}
