import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Files that lie beside rules and are none: test events, the editor's schema. */
const NOT_RULES = /\.tests\.ya?ml$/;

/**
 * The rule files under a folder, in the order of their paths; a file stands for itself. Paths keep
 * the form they were given in, with forward slashes.
 */
export function ruleFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name) && !NOT_RULES.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"))
    .sort();
}
