import type { Diagnostic } from "../compiler/core/diagnostic";
import { positionAt } from "../compiler/core/source";
import type { ResolvedRule } from "../compiler/ir/rule";
import { nameOf } from "../compiler/targets/names";
import { hasWildcards, overlap, type ApiCall } from "./conditions/api-calls";
import type { RuleLink } from "./model";

/** A rule as the others of its set see it. */
export interface Relative {
  readonly link: RuleLink;
  readonly apiCalls: readonly ApiCall[];
}

/** As many related rules as anybody reads; the rest is counted. */
const MOST_RELATED = 50;

/** Finds the other rules that look for a call of a rule. */
export function rulesByAction(
  relatives: readonly Relative[],
): (rule: Relative) => { readonly rules: readonly RuleLink[]; readonly total: number } {
  const byName = new Map<string, Relative[]>();
  const byPattern = new Set<Relative>();
  for (const relative of relatives) {
    const names = relative.apiCalls.flatMap(({ name }) => name?.toLowerCase() ?? []);
    for (const name of new Set(names)) {
      if (hasWildcards(name)) byPattern.add(relative);
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [relative]);
      else known.push(relative);
    }
  }
  const candidates = ({ name = "" }: ApiCall) =>
    hasWildcards(name) ? relatives : [...(byName.get(name.toLowerCase()) ?? []), ...byPattern];
  return (rule) => {
    const others = rule.apiCalls.flatMap((call) =>
      candidates(call).filter(
        (other) => other !== rule && other.apiCalls.some((theirs) => overlap(call, theirs)),
      ),
    );
    const distinct = [...new Set(others)].sort(byTitle);
    return {
      rules: distinct.slice(0, MOST_RELATED).map(({ link }) => link),
      total: distinct.length,
    };
  };
}

function byTitle({ link: a }: Relative, { link: b }: Relative): number {
  return (a.title === b.title ? a.key < b.key : a.title < b.title) ? -1 : 1;
}

/**
 * A file name for each rule, its id where it has one; no two are the same, also where a file system
 * folds case.
 */
export function keysOf(detections: readonly ResolvedRule[]): readonly string[] {
  const taken = new Set(detections.flatMap(({ id }) => id ?? []));
  return detections.map((detection) => {
    const name = nameOf(detection);
    if (detection.id !== undefined) return name;
    let key = name;
    for (let next = 2; taken.has(key); next += 1) key = `${name}-${next}`;
    taken.add(key);
    return key;
  });
}

/** The correlations of the set that count each rule. */
export function countedBy(
  rules: readonly { readonly link: RuleLink; readonly detection: ResolvedRule }[],
): (detection: ResolvedRule) => readonly RuleLink[] {
  const links = new Map<ResolvedRule["root"], RuleLink[]>();
  for (const { link, detection } of rules) {
    if (detection.matches.kind !== "correlation") continue;
    for (const { root } of detection.matches.correlation.rules) {
      const known = links.get(root);
      if (known === undefined) links.set(root, [link]);
      else known.push(link);
    }
  }
  return ({ root }) => links.get(root) ?? [];
}

/** Finds what was found in reading a rule: up to the next rule of its file. */
export function findingsByRule(
  rules: readonly ResolvedRule[],
  findings: readonly Diagnostic[],
): (rule: ResolvedRule) => readonly Diagnostic[] {
  const lineOf = ({ source, root }: ResolvedRule) => positionAt(source, root.span.start).line;
  const inFile = new Map<string, Diagnostic[]>();
  for (const found of findings) {
    const known = inFile.get(found.path);
    if (known === undefined) inFile.set(found.path, [found]);
    else known.push(found);
  }
  return (rule) => {
    const found = inFile.get(rule.source.path) ?? [];
    if (found.length === 0) return found;
    const starts = rules.filter(({ source }) => source.path === rule.source.path).map(lineOf);
    const own = lineOf(rule);
    const from = starts.some((line) => line < own) ? own : 1;
    const next = Math.min(...starts.filter((line) => line > own));
    return found.filter(({ line }) => line >= from && line < next);
  };
}
