import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReviewFile } from "./review-files";

/** Writes a review's files into a folder, which is made where it is missing. Other files stay. */
export function writeReview(files: readonly ReviewFile[], folder: string): void {
  const paths = files.map(({ path }) => join(folder, path));
  for (const parent of new Set(paths.map(dirname))) mkdirSync(parent, { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
}
