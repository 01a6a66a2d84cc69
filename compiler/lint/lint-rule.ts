import type { Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import type { Matches } from "../ir/detection";
import { predicatesOf } from "../ir/expression";
import type { ParsedRule } from "../rule/parse-rule";
import { lintAttack } from "./attack-tags";
import { lintFieldNames } from "./field-names";
import type { Lint, Warn } from "./lint";
import { lintLogic } from "./logic";
import { lintMetadata } from "./metadata";
import { lintRegexes } from "./regexes";
import { lintShadows } from "./shadows";
import { lintTrigger } from "./trigger";
import { lintUnused } from "./unused";
import { lintValues } from "./values";

const LINTS: readonly Lint[] = [
  lintMetadata,
  lintAttack,
  lintFieldNames,
  lintValues,
  lintUnused,
  lintLogic,
  lintShadows,
  lintRegexes,
  lintTrigger,
];

/** Warns of what is almost surely not meant in a rule. One place gets each warning once. */
export function lintRule(
  rule: ParsedRule,
  matches: Matches | undefined,
  source: Source,
  diagnostics: Diagnostics,
): void {
  const seen = new Set<string>();
  const warn: Warn = (span, message) => {
    const key = `${span.start} ${message.code}`;
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.report(source, span, message);
  };
  const selections = matches?.kind === "expression" ? [...matches.selections.values()] : [];
  const tests = selections.flatMap(predicatesOf);
  for (const lint of LINTS) lint({ rule, matches, source, tests }, warn);
}
