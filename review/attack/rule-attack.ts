import {
  RETIRED_TACTICS,
  SUCCESSORS,
  TACTICS,
  TECHNIQUES,
  type TacticFacts,
} from "../../compiler/attack/enterprise";
import { attackOf, type TechniqueChange } from "../../compiler/attack/sentinel-tactics";
import type { RuleDocument } from "../../compiler/rule/schema";

/** A technique that a rule names, as ATT&CK Enterprise has it today. */
export interface RuleTechnique {
  readonly id: string;
  /** Undefined where ATT&CK has no such technique. */
  readonly name?: string;
  /** Of the technique's tactics those the rule names; all, where it names none of them. */
  readonly tactics: readonly string[];
  /** What the rule wrote, where ATT&CK has revoked it since. */
  readonly written?: string;
}

/** What a rule says of ATT&CK, by its tags and by Sentinel's keys. */
export interface RuleAttack {
  readonly tactics: readonly TacticFacts[];
  readonly techniques: readonly RuleTechnique[];
  /** Changed for Sentinel: what is newer than its ATT&CK, and sub-techniques, which it refuses. */
  readonly forSentinel: readonly TechniqueChange[];
  /** Names that ATT&CK does not have. */
  readonly unknown: readonly string[];
}

const TAG = /^attack\.(.+)$/;
const TECHNIQUE = /^T\d{4}(\.\d{3})?$/;

export function ruleAttack(document: RuleDocument): RuleAttack {
  const tags = (document.tags ?? []).filter((tag) => typeof tag === "string");
  const names = [
    ...tags.flatMap((tag) => TAG.exec(tag.toLowerCase())?.[1] ?? []),
    ...(document.tactics ?? []).map((name) => name.replace(/(?<=.)(?=[A-Z])/g, "-")),
  ].map((name) => name.toLowerCase().replaceAll("_", "-"));
  const written = [
    ...names.map((name) => name.toUpperCase()).filter((name) => TECHNIQUE.test(name)),
    ...(document.relevantTechniques ?? []),
  ];
  const ids = [...new Set(written)].map((id) => ({ id: SUCCESSORS.get(id) ?? id, written: id }));
  const ofTechniques = new Set(ids.flatMap(({ id }) => TECHNIQUES.get(id)?.tactics ?? []));
  const named = new Set(names.flatMap((name) => tacticNow(name, ofTechniques)));
  const { subTechniques, translated, unknown } = attackOf(tags);
  return {
    tactics: TACTICS.filter(({ shortName }) => named.has(shortName)),
    techniques: ids
      .map(({ id, written }) => {
        const facts = TECHNIQUES.get(id);
        const both = facts?.tactics.filter((tactic) => named.has(tactic)) ?? [];
        return {
          id,
          ...(facts === undefined ? {} : { name: nameOf(id, facts.name) }),
          tactics: both.length > 0 ? both : (facts?.tactics ?? []),
          ...(id === written ? {} : { written }),
        };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    forSentinel: [...translated, ...subTechniques],
    unknown: [...unknown, ...ids.filter(({ id }) => !TECHNIQUES.has(id)).map((each) => each.id)],
  };
}

function tacticNow(name: string, ofTechniques: ReadonlySet<string>): readonly string[] {
  const now = RETIRED_TACTICS.get(name);
  if (now === undefined) return [name];
  const meant = now.filter((each) => ofTechniques.has(each));
  return meant.length > 0 ? meant : now.slice(0, 1);
}

/** A sub-technique's name alone says little: `Account Manipulation: Additional Cloud Roles`. */
function nameOf(id: string, name: string): string {
  const parent = id.includes(".") ? TECHNIQUES.get(id.slice(0, "T0000".length)) : undefined;
  return parent === undefined ? name : `${parent.name}: ${name}`;
}

/** The page of a tactic or technique on MITRE's site. */
export function attackUrl(id: string): string {
  const kind = id.startsWith("TA") ? "tactics" : "techniques";
  return `https://attack.mitre.org/${kind}/${id.replace(".", "/")}/`;
}
