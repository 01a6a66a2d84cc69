import { isAbsolute, relative } from "node:path";

import type { Diagnostic } from "../compiler/core/diagnostic";
import type { ResolvedRule } from "../compiler/ir/rule";

/**
 * A path from where the program runs, so that the same rules give the same bytes on every machine; a
 * name such as `<text>` as it is.
 */
export function portablePath(path: string): string {
  return path.startsWith("<") ? path : relative(process.cwd(), path).replaceAll("\\", "/");
}

/** A rule, and those that it counts, with portable paths. */
export function withPortablePaths(detection: ResolvedRule): ResolvedRule {
  const { source, matches } = detection;
  return {
    ...detection,
    source: { ...source, path: portablePath(source.path) },
    matches:
      matches.kind === "correlation"
        ? {
            ...matches,
            correlation: {
              ...matches.correlation,
              rules: matches.correlation.rules.map(withPortablePaths),
            },
          }
        : matches,
  };
}

/** What was found, with portable paths: its own, and those of other files that it names. */
export function portableFindings(found: readonly Diagnostic[], paths: readonly string[]) {
  const named = [...new Set([...paths, ...found.map(({ path }) => path)])]
    .filter((path) => isAbsolute(path))
    // The longest first: one may begin another.
    .sort((a, b) => b.length - a.length);
  const portable = (text: string) =>
    named.reduce((words, path) => words.replaceAll(path, portablePath(path)), text);
  return found.map((each) => ({
    ...each,
    path: portablePath(each.path),
    message: portable(each.message),
    ...(each.fix === undefined ? {} : { fix: portable(each.fix) }),
  }));
}
