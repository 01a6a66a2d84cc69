import { statSync } from "node:fs";
import { filesUnder } from "./load/files-under";

/** What a rule's file is called, but for the test events that lie beside it. */
const RULE = /(?<!\.tests)\.ya?ml$/i;

/** The rule files under a folder, as `filesUnder` finds them; a file stands for itself. */
export function ruleFiles(path: string): readonly string[] {
  return statSync(path).isDirectory() ? filesUnder(path, (file) => RULE.test(file)) : [path];
}
