import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Hidden names, such as an editor's locks, what package managers install, and what CDKTF writes, where a
 * review has a template of each rule.
 */
const LEFT_OUT = /^\.|^(?:node_modules|cdktf\.out)$/;

/**
 * The files under a folder that are wanted, in the order of their paths. Links to folders are followed,
 * each folder is entered once. Paths keep the form of the folder's, with forward slashes.
 */
export function filesUnder(
  folder: string,
  isWanted: (path: string) => boolean,
  entered = new Set<string>(),
): string[] {
  const real = realpathSync(folder);
  if (entered.has(real)) return [];
  entered.add(real);
  return readdirSync(folder)
    .filter((name) => !LEFT_OUT.test(name))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name).replaceAll("\\", "/");
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.isDirectory() === true) return filesUnder(path, isWanted, entered);
      // A link that leads nowhere stays, and is reported by whoever reads it.
      return (found?.isFile() ?? true) && isWanted(path) ? [path] : [];
    })
    .sort();
}
