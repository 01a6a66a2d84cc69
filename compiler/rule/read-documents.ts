import { Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import { isJsonPath, loadJson } from "../load/load-json";
import { loadYaml } from "../load/load-yaml";
import { entryOf, type Node } from "../load/node";
import { armMessages } from "./arm/messages";
import { readTemplate, type RuleRoot } from "./arm/read-template";
import { formOf } from "./parse-rule";

/**
 * The rule documents of a text: those of its YAML, or of its JSON, which is one document, a list of such,
 * or an ARM template of analytic rules.
 */
export function readDocuments(source: Source, diagnostics: Diagnostics): readonly RuleRoot[] {
  const json = jsonOf(source, diagnostics);
  if (json === "none") {
    return loadYaml(source, diagnostics).map((root) => ({ root, own: new Diagnostics() }));
  }
  return json === undefined ? [] : rulesOf(json, source, diagnostics);
}

/** The JSON of a source; undefined where it is wrong, "none" where YAML is meant. */
function jsonOf(source: Source, diagnostics: Diagnostics): Node | "none" | undefined {
  if (isJsonPath(source.path)) return loadJson(source, diagnostics);
  // YAML's own braces are nearly JSON.
  if (!/^\s*[{[]/.test(source.text)) return "none";
  const own = new Diagnostics();
  const root = loadJson(source, own);
  return root !== undefined && (isRule(root) || readTemplate(root, source, own) !== undefined)
    ? root
    : "none";
}

function rulesOf(root: Node, source: Source, diagnostics: Diagnostics): readonly RuleRoot[] {
  if (root.kind === "sequence") {
    return root.items.flatMap((each) => rulesOf(each, source, diagnostics));
  }
  if (isRule(root)) return [{ root, own: new Diagnostics() }];
  const rules = readTemplate(root, source, diagnostics);
  if (rules === undefined) diagnostics.report(source, root.span, armMessages.noTemplate());
  return rules ?? [];
}

/** Whether a mapping is meant as a rule of its own. */
function isRule(root: Node): boolean {
  return formOf(root) !== undefined || entryOf(root, "title") !== undefined;
}
