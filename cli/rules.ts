import { existsSync } from "node:fs";

import { formatDiagnostic, type Diagnostic, type Diagnostics } from "../compiler/core/diagnostic";
import type { ResolvedRule } from "../compiler/ir/rule";
import { readSource } from "../compiler/load/read-source";
import { ruleFiles } from "../compiler/load/rule-files";
import { PLACEHOLDERS_FILE } from "../compiler/rule-set/load-placeholders";
import type { TableChoice } from "../compiler/log-sources/read-tables";
import { loadRules } from "../compiler/rule-set/load-rules";
import { distinctFiles } from "./distinct-files";
import { UsageError } from "./exit";
import { note } from "./output";
import { readPlaceholders } from "./placeholders";

/**
 * The rule files that paths name, each once, in the order of the paths. A file of tests stands for its
 * rule, so that a list of changed files can be given as it is.
 * @throws UsageError for a path that is not there, or where no file is a rule
 */
export function filesOf(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((given) => {
    const path = rulePath(given);
    if (!existsSync(path)) throw new UsageError(`no such file or folder: ${given}`);
    const found = ruleFiles(path);
    if (found.length === 0)
      throw new UsageError(`no rule files (*.yml, *.yaml, ARM *.json) under ${given}`);
    return found;
  });
  return distinctFiles(files);
}

/** The rule beside a file of tests; any other path as it is. */
function rulePath(given: string): string {
  const [, stem, extension] = /^(.*)\.tests(\.ya?ml)$/is.exec(given) ?? [];
  if (stem === undefined) return given;
  const paths = [`${stem}${extension}`, `${stem}.yml`, `${stem}.yaml`, `${stem}.json`];
  const rule = paths.find((path) => existsSync(path));
  if (rule === undefined && existsSync(given)) {
    throw new UsageError(`no rule ${stem}.yml or ${stem}.yaml beside ${given}`);
  }
  return rule ?? given;
}

/** Options of every command that loads rules. */
export interface RuleOptions {
  /** File of values for `%placeholders%`. @default - `placeholders.json`, where there is one */
  readonly placeholders?: string;
  /** Tables by log source, as `okta/okta=Okta_CL`. @default - those that each is read in */
  readonly sentinelTable?: TableChoice;
  /** Log groups by log source, as `kubernetes/audit=/aws/eks/prod/cluster`. @default - none */
  readonly logGroup?: Readonly<Record<string, string>>;
}

/** Loads the rules of paths; everything wrong with any of them is reported. */
export function rulesOf(
  paths: readonly string[],
  diagnostics: Diagnostics,
  options: RuleOptions = {},
): readonly ResolvedRule[] {
  return rulesIn(filesOf(paths), diagnostics, options);
}

/** The same for files that `filesOf` gave. */
export function rulesIn(
  files: readonly string[],
  diagnostics: Diagnostics,
  { placeholders, sentinelTable, logGroup }: RuleOptions,
): readonly ResolvedRule[] {
  const file = placeholders ?? (existsSync(PLACEHOLDERS_FILE) ? PLACEHOLDERS_FILE : undefined);
  const values = {
    ...(file === undefined ? {} : { placeholders: readPlaceholders(file, diagnostics) }),
    sentinelTables: sentinelTable,
    logGroupNames: logGroup,
  };
  const sources = files.flatMap((file) => readSource(file, diagnostics) ?? []);
  return loadRules(sources, diagnostics, values).map(({ detection }) => detection);
}

/** How a rule is named in every result. */
export interface RuleName {
  readonly id: string | null;
  readonly title: string;
  readonly path: string;
}

export function ruleName({ id, title, source }: ResolvedRule): RuleName {
  return { id: id ?? null, title, path: source.path };
}

/** Writes findings to standard error. */
export function tell(diagnostics: readonly Diagnostic[]): void {
  note(diagnostics.map(formatDiagnostic).join("\n"));
}

export { plural } from "../compiler/core/message";
