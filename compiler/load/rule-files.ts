import { readFileSync, statSync } from "node:fs";

import { filesUnder } from "./files-under";
import { isJsonPath } from "./load-json";

/** What a rule's file is called, but for the test events that lie beside it. */
const RULE = /(?<!\.tests)\.ya?ml$/i;

/** What is in every deployment template, and in every one of Sentinel's rules. */
const TEMPLATE = /schema\.management\.azure\.com\/schemas\/[^"]*deploymentTemplate\.json/i;
const ALERT_RULE = /(?:providers|Microsoft\.SecurityInsights)\/alertRule(?:Template)?s"/i;

/**
 * The rule files under a folder, as `filesUnder` finds them: YAML, and of JSON the ARM templates that
 * have rules, since much else is JSON too. A file stands for itself.
 */
export function ruleFiles(path: string): readonly string[] {
  return statSync(path).isDirectory() ? filesUnder(path, isRuleFile) : [path];
}

function isRuleFile(path: string): boolean {
  if (RULE.test(path)) return true;
  if (!isJsonPath(path) || statSync(path, { throwIfNoEntry: false }) === undefined) return false;
  const text = readFileSync(path, "utf8");
  return TEMPLATE.test(text) && ALERT_RULE.test(text);
}

/** A rule file's name without what says that it is one. */
export function withoutExtension(path: string): string {
  return path.replace(/\.(?:ya?ml|json)$/i, "");
}
