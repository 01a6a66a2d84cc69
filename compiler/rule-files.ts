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
  // Not `withFileTypes`: Node 20.9 does not say in which folder an entry lies.
  return (
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.ya?ml$/.test(name) && !NOT_RULES.test(name))
      .map((name) => join(path, name).replaceAll("\\", "/"))
      // A link that leads nowhere stays, and is reported by whoever reads it.
      .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? true)
      .sort()
  );
}
