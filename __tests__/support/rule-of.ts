import { Diagnostics } from "../../compiler/core/diagnostic";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { loadRule } from "../../compiler/rule-set/load-rule";

/** A rule of one selection over a log source, both in YAML on one line. */
export function parseRule(logsource: string, selection: string): ResolvedRule {
  const diagnostics = new Diagnostics();
  const text = `title: One\nlogsource: ${logsource}\ndetection: {s: {${selection}}, condition: s}\n`;
  const rule = loadRule(text, diagnostics);
  if (rule === undefined) throw new Error(diagnostics.all.map(({ message }) => message).join("; "));
  return rule;
}
