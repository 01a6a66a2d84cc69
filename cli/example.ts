import { existsSync } from "node:fs";

import { Diagnostics } from "../compiler/core/diagnostic";
import { countingOf, type ResolvedRule } from "../compiler/ir/rule";
import { examplesOf, type Example } from "../compiler/run/example/examples";
import { historiesOf, type HistoryExample } from "../compiler/run/example/histories";
import { exampleMessages } from "../compiler/run/example/messages";
import { printTests } from "../compiler/run/example/print";
import { testsPath } from "../compiler/run/rule-tests/load-tests";
import type { ExitCode } from "./exit";
import { note, print, printJson, writeWhole, yielding } from "./output";
import { plural, ruleName, rulesOf, tell, type RuleName, type RuleOptions } from "./rules";

export interface ExampleOptions extends RuleOptions {
  readonly format: "text" | "json";
  /** Whether `<rule>.tests.yml` is written for rules that have none. */
  readonly write?: boolean;
}

interface Entry {
  readonly rule: RuleName;
  readonly tests: readonly (Example | HistoryExample)[];
}

/** `example`: test events made from rules and from what is known of their log sources. */
export async function example(
  paths: readonly string[],
  { format, write = false, ...options }: ExampleOptions,
): Promise<ExitCode> {
  const diagnostics = new Diagnostics();
  const entries: Entry[] = [];
  for await (const rule of yielding(rulesOf(paths, diagnostics, options))) {
    const tests = testsOf(rule, diagnostics);
    if (tests.length > 0) entries.push({ rule: ruleName(rule), tests });
  }
  const written = write ? writeTests(entries, diagnostics) : [];
  tell(diagnostics.all);
  if (write) note([`${plural(written.length, "file")} of tests written`, ...written].join("\n  "));
  if (format === "json") printJson(entries);
  else if (!write) entries.forEach((entry) => print(textOf(entry, entries.length > 1)));
  return diagnostics.hasErrors ? 1 : 0;
}

function testsOf(rule: ResolvedRule, diagnostics: Diagnostics): Entry["tests"] {
  const { matches, source, root } = rule;
  const report = (message: Parameters<Diagnostics["report"]>[2]) =>
    diagnostics.report(source, { start: root.span.start, end: root.span.start }, message);
  switch (matches.kind) {
    case "query":
      report(exampleMessages.onlyQuery());
      return [];
    case "correlation": {
      const { examples, missing } = historiesOf(matches.correlation, matches.logSource);
      if (examples.length === 0) report(exampleMessages.correlation());
      else if (missing.length > 0) report(exampleMessages.notMade(missing));
      return examples;
    }
    case "expression": {
      const { examples, missing } = examplesOf(matches.expression, matches.logSource);
      const counting = countingOf(rule);
      const histories =
        counting === undefined ? undefined : historiesOf(counting, matches.logSource);
      const all = [...missing, ...(histories?.missing ?? [])];
      if (all.length > 0) report(exampleMessages.notMade(all));
      return [...examples, ...(histories?.examples ?? [])];
    }
  }
}

/** A file of tests, under a comment that names its rule where there are several. */
function textOf({ rule, tests }: Entry, named: boolean): string {
  return `${named ? `---\n# ${testsPath(rule.path)}\n` : ""}${printTests(tests)}`;
}

/** The paths of the files that are new. */
function writeTests(entries: readonly Entry[], diagnostics: Diagnostics): readonly string[] {
  const written: string[] = [];
  const reported = new Set<string>();
  for (const { rule, tests } of entries) {
    const path = testsPath(rule.path);
    const beside = entries.filter((each) => each.rule.path === rule.path).length;
    if (beside > 1) {
      if (!reported.has(path)) {
        const source = { path: rule.path, text: "" };
        diagnostics.report(source, { start: 0, end: 0 }, exampleMessages.several(path, beside));
      }
      reported.add(path);
      continue;
    }
    if (existsSync(path)) {
      const source = { path, text: "" };
      diagnostics.report(source, { start: 0, end: 0 }, exampleMessages.exists(path));
      continue;
    }
    writeWhole(path, printTests(tests));
    written.push(path);
  }
  return written;
}
