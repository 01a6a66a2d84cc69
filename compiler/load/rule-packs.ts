import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What makes a folder a pack, and says what the pack is. */
export const PACK_FILE = "pack.json";

/** The names of the packs of a folder: those folders directly under it that have a file saying so. */
export function packsUnder(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, PACK_FILE)))
    .sort();
}
