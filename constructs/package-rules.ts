import { existsSync } from "node:fs";
import { join } from "node:path";

import { packsUnder } from "../compiler/load/rule-packs";
import { formatMessage, messages } from "./app/messages";

/**
 * The folder of a pack of rules that comes with this package, for the `rules` of a `DetectionPack`:
 * `rules: ["rules", packageRules("cis")]`.
 * @throws Error that names the packs there are, where there is none of this name
 */
export function packageRules(pack: string): string {
  const folder = rulesFolder();
  const packs = packsUnder(folder);
  if (!packs.includes(pack)) throw new Error(formatMessage(messages.packUnknown(pack, packs)));
  return join(folder, pack);
}

/** Beside the sources, and beside what is built of them. */
function rulesFolder(): string {
  const [inSources = "", inPackage = ""] = ["../rules", "../../rules"].map((path) =>
    join(__dirname, path),
  );
  return existsSync(inSources) ? inSources : inPackage;
}
