import {
  SUCCESSORS,
  TACTICS,
  TECHNIQUES,
  type TacticFacts,
} from "../../compiler/attack/enterprise";
import type { RuleTechnique } from "./rule-attack";

/** A rule as coverage sees it. */
export interface CoveringRule {
  readonly key: string;
  readonly title: string;
  readonly attack: {
    readonly techniques: readonly RuleTechnique[];
  };
}

/** One cell of the matrix: a technique under one of its tactics, and the rules that name both. */
interface CoveredTechnique {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly { readonly key: string; readonly title: string }[];
}

export interface CoveredTactic extends TacticFacts {
  readonly techniques: readonly CoveredTechnique[];
}

/** The matrix: all tactics in ATT&CK's order, each with the techniques that some rule names. */
export function attackCoverage(rules: readonly CoveringRule[]): readonly CoveredTactic[] {
  const cells = new Map<string, { key: string; title: string }[]>();
  for (const { key, title, attack } of rules) {
    for (const { id, tactics } of attack.techniques) {
      for (const tactic of tactics) {
        const cell = cells.get(`${tactic} ${id}`) ?? [];
        cells.set(`${tactic} ${id}`, cell);
        cell.push({ key, title });
      }
    }
  }
  return TACTICS.map((tactic) => ({
    ...tactic,
    techniques: [...TECHNIQUES.values()].flatMap(({ id, name }) => {
      const found = cells.get(`${tactic.shortName} ${id}`);
      return found === undefined ? [] : [{ id, name, rules: found }];
    }),
  }));
}

/**
 * Of the techniques that should be covered, those that no rule names. A technique counts as covered
 * also by a rule for one of its sub-techniques; a sub-technique only by itself.
 */
export function coverageGaps(
  rules: readonly CoveringRule[],
  targets: readonly string[],
): readonly string[] {
  const named = new Set(rules.flatMap((rule) => rule.attack.techniques.map(({ id }) => id)));
  const covered = new Set([...named].flatMap((id) => [id, id.slice(0, "T0000".length)]));
  const wanted = new Set(
    targets.map((id) => id.toUpperCase()).map((id) => SUCCESSORS.get(id) ?? id),
  );
  return [...wanted].filter((id) => !covered.has(id)).sort();
}
