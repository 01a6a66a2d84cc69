import { existsSync } from "node:fs";
import { join } from "node:path";

/** The folder of the rules that come with this package, for the `rules` of a pack. */
export const PACKAGE_RULES: string = rulesFolder();

/** Beside the sources, and beside what is built of them. */
function rulesFolder(): string {
  const [inSources = "", inPackage = ""] = ["../rules", "../../rules"].map((path) =>
    join(__dirname, path),
  );
  return existsSync(inSources) ? inSources : inPackage;
}
