import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Files that are being written; a signal removes them. */
const unfinished = new Set<string>();

/** Writes the result; nothing else goes to standard output. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Writes diagnostics and notes. */
export function note(text: string): void {
  if (text !== "") process.stderr.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** Writes a file whole or not at all: under another name first, in the same folder. */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  unfinished.add(temporary);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
    unfinished.delete(temporary);
  }
}

export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}
