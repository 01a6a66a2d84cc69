import { compiledRule, type CompiledRule } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/core/diagnostic";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { loadRule } from "../../compiler/rule-set/load-rule";
import { loadRules } from "../../compiler/rule-set/load-rules";
import type { ReviewFile } from "../../review/review-files";

/** The detection of a rule that has no errors. */
export function detectionOf(rule: string): ResolvedRule {
  const diagnostics = new Diagnostics();
  const detection = loadRule(rule, diagnostics);
  if (detection === undefined) throw new Error(JSON.stringify(diagnostics.all));
  return detection;
}

/** The same as a review takes it. */
export function ruleOf(rule: string): CompiledRule {
  return compiledRule(detectionOf(rule));
}

/** All rules of texts that have no errors. */
export function rulesOf(...texts: readonly string[]): readonly CompiledRule[] {
  const diagnostics = new Diagnostics();
  const sources = texts.map((text, index) => ({ path: `rules/${index}.yml`, text }));
  const rules = loadRules(sources, diagnostics);
  if (diagnostics.hasErrors) throw new Error(JSON.stringify(diagnostics.all));
  return rules.map(({ detection }) => compiledRule(detection));
}

export function textOf(files: readonly ReviewFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`no ${path} among ${files.map((each) => each.path)}`);
  return file.text;
}

/** What a reader sees: the page without its markup. */
export function words(html: string): string {
  return html
    .replace(/<(style|script)>[^]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");
}

/** The part of a page under a heading, as a reader sees it. */
export function section(html: string, id: string): string {
  const start = html.indexOf(`<section id="${id}"`);
  if (start === -1) throw new Error(`no section ${id}`);
  return words(html.slice(start, html.indexOf("</section>", start)));
}
