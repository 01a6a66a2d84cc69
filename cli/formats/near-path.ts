import { isAbsolute, relative } from "node:path";

/**
 * A path from the working folder, with forward slashes: GitHub knows files by their path from the
 * repository's root, where its jobs run.
 */
export function nearPath(path: string): string {
  const near = isAbsolute(path) ? relative(process.cwd(), path) : path;
  return near.replaceAll("\\", "/").replace(/^(\.\/+)+/, "");
}
