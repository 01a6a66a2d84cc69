import { statSync } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import type { JsonObject } from "../compiler/core/json";
import { filesUnder } from "../compiler/load/files-under";
import { LOG_SOURCES } from "../compiler/log-sources/registry";
import { jsonValues, MalformedJson } from "../compiler/run/backtest/json-values";
import { distinctFiles } from "./distinct-files";
import { UsageError } from "./exit";

const CHUNK_BYTES = 1024 * 1024;
const EVENT_FILES = /\.(json|ndjson|jsonl)(\.gz)?$|\.gz$/i;
/** Files of a log source that hold no events. */
const isOther = (path: string): boolean =>
  LOG_SOURCES.some(({ events }) => events.otherFiles?.test(path) === true);
const GZIP = [0x1f, 0x8b];

export interface EventFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The event files that paths name, each once, those of folders in the order of their paths.
 * @throws UsageError where there are none
 */
export function eventFiles(paths: readonly string[]): readonly EventFile[] {
  const files = paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`no such file or folder: ${path}`);
    if (!found.isDirectory()) return [path];
    const under = filesUnder(path, (file) => EVENT_FILES.test(file) && !isOther(file));
    if (under.length === 0)
      throw new UsageError(`no event files (*.json, *.ndjson, *.gz) under ${path}`);
    return under;
  });
  return distinctFiles(files).map((path) => ({ path, bytes: statSync(path).size }));
}

/**
 * Streams files' records, one file after another, unzipped where it is zipped. `read` hears of each
 * chunk of a file; the next is read once what `settled` returns ends. What it returns says what is wrong with a file's content, after the records before.
 */
export function eventReader(
  each: (event: JsonObject) => void,
  read: (bytes: number) => void,
  settled: () => Promise<unknown> | undefined,
): (file: EventFile) => Promise<string | undefined> {
  const values = jsonValues(each);
  // The next chunk is read while the records of one are looked at.
  const chunks = [
    Buffer.allocUnsafeSlow(CHUNK_BYTES),
    Buffer.allocUnsafeSlow(CHUNK_BYTES),
  ] as const;
  const push = (part: Buffer) => {
    values.push(part);
    return settled();
  };
  const take = async (source: AsyncIterable<Buffer>) => {
    for await (const part of source) await push(part);
    values.end();
    await settled();
  };
  return async ({ path }) => {
    values.begin();
    const file = await open(path);
    let [chunk, other] = chunks;
    const readAhead = () => {
      const reading = file.read(chunk, 0, CHUNK_BYTES, null);
      // Who waits for it hears of a failure; nobody does behind a mistake in what came before.
      reading.catch(() => undefined);
      return reading;
    };
    let reading = readAhead();
    const next = async () => {
      const { bytesRead, buffer } = await reading;
      [chunk, other] = [other, chunk];
      reading = readAhead();
      read(bytesRead);
      return buffer.subarray(0, bytesRead);
    };
    try {
      const first = await next();
      if (first.length === 0) return undefined;
      if (GZIP.every((byte, index) => first[index] === byte)) {
        const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
        await pipeline(copied(first, next), gunzip, take);
        return undefined;
      }
      for (let part = first; part.length > 0; part = await next()) await push(part);
      values.end();
      await settled();
      return undefined;
    } catch (error) {
      if (error instanceof MalformedJson) return error.message;
      if (isZipError(error)) return `not valid gzip: ${error.message}`;
      throw error;
    } finally {
      await file.close();
    }
  };
}

/** Chunks in memory of their own: the unzipping may still work on one while the next is read. */
async function* copied(
  first: Buffer,
  next: () => Promise<Buffer>,
): AsyncGenerator<Buffer, undefined> {
  for (let part = first; part.length > 0; part = await next()) yield Buffer.from(part);
  return undefined;
}

/** zlib's own codes, such as `Z_DATA_ERROR`. */
function isZipError(error: unknown): error is Error {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return String(error.code).startsWith("Z_");
}
