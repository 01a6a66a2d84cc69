import { readFileSync } from "node:fs";
import { Diagnostics, type Edit } from "../compiler/diagnostic";
import { note, writeWhole } from "./output";
import { plural, rulesIn, type RuleOptions } from "./rules";

/** A fix may bring another to light, which the next round applies. */
const ROUNDS = 5;

/** Applies the fixes that are known for certain, file by file, until none is left. */
export function fixFiles(files: readonly string[], options: RuleOptions): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    const diagnostics = new Diagnostics();
    rulesIn(files, diagnostics, options);
    const byPath = new Map<string, Edit[]>();
    for (const { path, edit } of diagnostics.all) {
      if (edit !== undefined) byPath.set(path, [...(byPath.get(path) ?? []), edit]);
    }
    if (byPath.size === 0) return;
    for (const [path, edits] of byPath) {
      const { text, applied } = applyEdits(readFileSync(path, "utf8"), edits);
      writeWhole(path, text);
      note(`${path}: ${plural(applied, "fix")} applied`);
    }
  }
}

const BYTE_ORDER_MARK = "\ufeff";

/**
 * A file's text with edits applied, whose offsets count behind a byte order mark. Of edits that
 * overlap the first is applied; the next round sees the others again.
 */
export function applyEdits(
  written: string,
  edits: readonly Edit[],
): { readonly text: string; readonly applied: number } {
  const mark = written.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
  const source = written.slice(mark.length);
  const parts: string[] = [mark];
  let at = 0;
  let applied = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    parts.push(source.slice(at, start), text);
    at = end;
    applied += 1;
  }
  parts.push(source.slice(at));
  return { text: parts.join(""), applied };
}
