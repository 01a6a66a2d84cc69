import type { TechniqueChange } from "../../../attack/sentinel-tactics";
import type { RuleDocument } from "../../../rule/schema";
import { techniquesOfRule } from "./rule-object";

/** What a rule's description adds where Sentinel cannot be given its techniques as they are. */
export function describeTechniques(document: RuleDocument): readonly string[] {
  const { subTechniques, translated } = techniquesOfRule(document);
  return [
    ...sentence("ATT&CK sub-techniques", subTechniques, ({ written }) => written),
    ...sentence(
      "ATT&CK techniques given by their older ids",
      translated,
      ({ written, given }) => `${written} as ${given}`,
    ),
  ];
}

/** More than these would crowd out the rest; the rule's tags have them all. */
const NAMED = 20;

function sentence(
  what: string,
  changes: readonly TechniqueChange[],
  say: (change: TechniqueChange) => string,
): readonly string[] {
  const named = [...new Set(changes.map(say))].slice(0, NAMED);
  return named.length === 0 ? [] : [`${what}: ${named.join(", ")}.`];
}
