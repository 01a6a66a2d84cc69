import { existsSync } from "node:fs";
import { join } from "node:path";

import { Diagnostics, formatDiagnostic } from "../compiler/core/diagnostic";
import { packsUnder } from "../compiler/load/rule-packs";
import { loadPlaceholders, PLACEHOLDERS_FILE } from "../compiler/rule-set/load-placeholders";
import { formatMessage, messages } from "./app/messages";

/**
 * The folder of a pack of rules that comes with this package, for the `rules` of a `DetectionPack`:
 * `rules: ["rules", packageRules("cis")]`.
 * @throws Error that names the packs there are, where there is none of this name
 */
export function packageRules(pack: string): string {
  const folder = inPackage("rules");
  const packs = packsUnder(folder);
  if (!packs.includes(pack)) throw new Error(formatMessage(messages.packUnknown(pack, packs)));
  return join(folder, pack);
}

/**
 * A value that nothing is named by for each placeholder of the package's rules, so that they deploy before
 * any is filled in: `placeholders: { ...packagePlaceholders(), ci_roles: ["deploy"] }`.
 */
export function packagePlaceholders(): Record<string, string[]> {
  const diagnostics = new Diagnostics();
  const values = loadPlaceholders(inPackage(PLACEHOLDERS_FILE), diagnostics);
  if (diagnostics.hasErrors) throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  return Object.fromEntries(Object.entries(values).map(([name, texts]) => [name, [...texts]]));
}

/** Beside the sources, or beside what is built of them. */
function inPackage(name: string): string {
  const [beside = "", above = ""] = ["..", "../.."].map((path) => join(__dirname, path, name));
  return existsSync(beside) ? beside : above;
}
