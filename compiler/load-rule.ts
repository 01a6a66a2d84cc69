import { stringify } from "yaml";
import { Diagnostics } from "./diagnostic";
import type { Detection } from "./ir/detection";
import { loadYaml } from "./load/load-yaml";
import type { Node } from "./load/node";
import { readSource } from "./load/read-source";
import { messages } from "./messages";
import { parseRule } from "./rule/parse-rule";
import { resolveRule } from "./rule/resolve-rule";
import type { RuleDocument } from "./rule/schema";
import { lintSelections } from "./sigma/lint";
import type { Source } from "./source";

/**
 * A rule as users hand it over: the path of its file, its YAML text (it has a line break, or begins
 * with `{`), or the document as an object.
 */
export type RuleInput = string | RuleDocument;

/** load → parse → resolve: the detection, or undefined where `diagnostics` says why not. */
export function loadRule(input: RuleInput, diagnostics: Diagnostics): Detection | undefined {
  const source = sourceOf(input, diagnostics);
  return source && loadRuleSource(source, diagnostics);
}

/** The same for a source that is already read. */
export function loadRuleSource(source: Source, diagnostics: Diagnostics): Detection | undefined {
  // A run may share its diagnostics; what counts here is whether this rule has errors.
  const own = new Diagnostics();
  const [root, second] = loadYaml(source, own);
  if (second !== undefined) own.report(source, second.span, messages.severalDocuments());
  else if (root === undefined && !own.hasErrors) {
    own.report(source, { start: 0, end: 0 }, messages.noDocument());
  }
  const detection = root && resolveDocument(root, source, own);
  const failed = own.hasErrors;
  diagnostics.take(own);
  return failed ? undefined : detection;
}

function resolveDocument(root: Node, source: Source, diagnostics: Diagnostics) {
  const rule = parseRule(root, source, diagnostics);
  const detection = rule && resolveRule(rule, source, diagnostics);
  if (detection?.matches.kind === "expression") {
    const { selections, logSource } = detection.matches;
    lintSelections(selections, logSource.fields, source, diagnostics);
  }
  return detection;
}

function sourceOf(input: RuleInput, diagnostics: Diagnostics): Source | undefined {
  if (typeof input !== "string") return { path: "<object>", text: stringify(input) };
  const isText = /[\r\n]/.test(input) || input.trimStart().startsWith("{");
  return isText ? { path: "<text>", text: input } : readSource(input, diagnostics);
}
