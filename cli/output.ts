import {
  chmodSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { printable } from "../compiler/core/diagnostic";
import { isSystemError } from "../compiler/core/system-error";
import { UsageError } from "./exit";

/** Writes the result; nothing else goes to standard output. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Writes a result for people: what rules, events and file names say commands no terminal. */
export function printText(text: string): void {
  print(legible(text));
}

/** Writes diagnostics and notes. */
export function note(text: string): void {
  if (text !== "") process.stderr.write(`${legible(text)}\n`);
}

/** Lines without control characters. */
export function legible(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/**
 * Writes a file whole or not at all: under another name first, in the same folder. What is there
 * already keeps its mode, and a link stays one.
 * @throws UsageError where the path is a folder
 */
export function writeWhole(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before?.isDirectory() === true) throw new UsageError(`${path} is a folder, not a file`);
  const target = before === undefined ? path : realpathSync(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    makeFolder(dirname(target));
    writeFileSync(temporary, text);
    if (before !== undefined) chmodSync(temporary, before.mode);
    renameSync(temporary, target);
  } catch (error) {
    // The name that the user knows, not that of the moment.
    throw isSystemError(error) ? Object.assign(error, { path }) : error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Not `recursive`: where a file system has no folder to give, Node would try for ever (`/proc`). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

const BREATH_MS = 20;

/** The items, with a moment for signals between them: work that is done in one go hears none. */
export async function* yielding<T>(items: Iterable<T>): AsyncGenerator<T, undefined> {
  let last = Date.now();
  for (const item of items) {
    if (Date.now() - last > BREATH_MS) {
      await new Promise(setImmediate);
      last = Date.now();
    }
    yield item;
  }
  return undefined;
}
