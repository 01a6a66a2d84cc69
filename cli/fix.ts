import { readFileSync } from "node:fs";

import {
  Diagnostics,
  type Diagnostic,
  type Edit,
  type PlacedEdit,
} from "../compiler/core/diagnostic";
import { note, writeWhole } from "./output";
import { plural, rulesIn, type RuleOptions } from "./rules";

/** A fix may bring another to light, which the next round applies. */
const ROUNDS = 5;

/**
 * Applies the fixes that findings carry as edits, file by file, until none is left; says each where it was.
 * @returns how many were applied
 */
export function fixFiles(files: readonly string[], options: RuleOptions): number {
  let total = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const diagnostics = new Diagnostics();
    rulesIn(files, diagnostics, options);
    const byPath = new Map<string, Fixable[]>();
    for (const found of diagnostics.all) {
      if (isFixable(found)) byPath.set(found.path, [...(byPath.get(found.path) ?? []), found]);
    }
    if (byPath.size === 0) return total;
    for (const [path, fixable] of byPath) {
      const { text, applied } = applyEdits(
        readFileSync(path, "utf8"),
        fixable.map(({ edit }) => edit),
      );
      writeWhole(path, text);
      const done = fixable.filter(({ edit }) => applied.includes(edit));
      note(
        [
          `${path}: ${plural(done.length, "fix")} applied`,
          ...done.map(
            ({ line, column, code, fix = "" }) => `  ${path}:${line}:${column} ${code} ${fix}`,
          ),
        ].join("\n"),
      );
      total += done.length;
    }
  }
  return total;
}

type Fixable = Diagnostic & { readonly edit: PlacedEdit };

/** Whether `--fix` applies what a finding says to do. */
export function isFixable(found: Diagnostic): found is Fixable {
  return found.edit !== undefined;
}

const BYTE_ORDER_MARK = "\ufeff";

/**
 * A file's text with edits applied, whose offsets count behind a byte order mark. Of edits that
 * overlap the first is applied; the next round sees the others again.
 */
export function applyEdits<T extends Edit>(
  written: string,
  edits: readonly T[],
): { readonly text: string; readonly applied: readonly T[] } {
  const mark = written.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
  const source = written.slice(mark.length);
  const parts: string[] = [mark];
  let at = 0;
  const applied: T[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const { start, end, text } = edit;
    if (start < at) continue;
    parts.push(source.slice(at, start), text);
    at = end;
    applied.push(edit);
  }
  parts.push(source.slice(at));
  return { text: parts.join(""), applied };
}
