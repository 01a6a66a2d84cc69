import { statSync } from "node:fs";

/** The files, each once. Not by name: one may be reached by two paths, and what a shell pipes has none. */
export function distinctFiles(paths: readonly string[]): readonly string[] {
  const known = new Set<string>();
  return paths.filter((path) => {
    const { dev, ino } = statSync(path, { bigint: true });
    const file = `${dev} ${ino}`;
    return !known.has(file) && known.add(file);
  });
}
