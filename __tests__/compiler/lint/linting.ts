import { Diagnostics, type Diagnostic } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import type { LoadOptions } from "../../../compiler/rule-set/load-rules";

/** A rule whose keys are all in order, but for what a test adds or replaces. */
const KEYS: Readonly<Record<string, string>> = {
  title: "title: Something happened",
  status: "status: test",
  level: "level: low",
  logsource: "logsource: {product: aws, service: cloudtrail}",
  detection: "detection: {s: {eventName: CreateUser}, condition: s}",
};

/** A rule's text: top-level keys replace the usual ones; `-key` leaves one out. */
export function ruleText(written: string): string {
  const has = (key: string) => new RegExp(`^-?${key}\\b`, "m").test(written);
  const usual = Object.entries(KEYS).flatMap(([key, line]) => (has(key) ? [] : [line]));
  return `${[...usual, written.replace(/^-\w+$/gm, "").trim()].join("\n")}\n`;
}

export interface Finding {
  readonly code: string;
  /** The text that the finding is about, from its start to its end. */
  readonly at: string;
  readonly found: Diagnostic;
}

/** What loading the rule reports, with the text that each finding points at. */
export function findings(written: string, options: LoadOptions = {}): readonly Finding[] {
  const text = ruleText(written);
  const diagnostics = new Diagnostics();
  loadRule(text, diagnostics, options);
  const lines = text.split("\n");
  return diagnostics.all.map((found) => ({
    code: found.code,
    at: (lines[found.line - 1] ?? "").slice(
      found.column - 1,
      found.end.line === found.line ? found.end.column - 1 : undefined,
    ),
    found,
  }));
}

/** Findings as `code text`. */
export function lints(written: string, options: LoadOptions = {}): readonly string[] {
  return findings(written, options).map(({ code, at }) => `${code} ${at}`);
}

/** The same for the selections of a detection. */
export function lintsOf(selections: string, condition = "s"): readonly string[] {
  const indented = selections.trim().replace(/^/gm, "  ");
  return lints(`detection:\n${indented}\n  condition: ${condition}`);
}

/** Without what is said of types that are not known: a selection that names no call has many. */
export function lintsOfKnown(selections: string): readonly string[] {
  return lintsOf(selections).filter((found) => !found.startsWith("DET449"));
}

/** The rule's text after the one edit that its findings offer. */
export function fixed(written: string): string {
  const edits = findings(written).flatMap(({ found }) => (found.edit ? [found.edit] : []));
  const [edit, another] = edits;
  if (edit === undefined || another !== undefined) throw new Error(`${edits.length} edits`);
  const text = ruleText(written);
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}
