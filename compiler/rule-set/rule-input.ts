import { stringify } from "yaml";

import type { Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import { readSource } from "../load/read-source";
import type { FilterRule, RuleDocument } from "../rule/schema";

/**
 * Rules as users hand them over: the path of a file, YAML text (it has a line break, or begins with
 * `{`), or one document as an object. A file or text may hold several documents.
 */
export type RuleInput = string | RuleDocument | FilterRule;

/** The text of an input; reports and returns undefined where it cannot be read. */
export function sourceOf(input: RuleInput, diagnostics: Diagnostics): Source | undefined {
  if (typeof input !== "string") return { path: "<object>", text: stringify(input) };
  const isText = /[\r\n]/.test(input) || input.trimStart().startsWith("{");
  return isText ? { path: "<text>", text: input } : readSource(input, diagnostics);
}
