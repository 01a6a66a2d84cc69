import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { jsonValues, MalformedJson } from "../compiler/backtest/json-values";
import type { JsonObject } from "../compiler/json";
import { UsageError } from "./exit";

const CHUNK_BYTES = 1024 * 1024;
const EVENT_FILES = /\.(json|ndjson|jsonl)(\.gz)?$|\.gz$/;
/** CloudTrail's proofs of integrity, which lie beside its log files and hold no events. */
const DIGESTS = /(^|[\\/])CloudTrail-Digest[\\/]/;
const GZIP = [0x1f, 0x8b];

export interface EventFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The event files that paths name, folders in the order of their paths.
 * @throws UsageError where there are none
 */
export function eventFiles(paths: readonly string[]): readonly EventFile[] {
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`no such file or folder: ${path}`);
    if (!found.isDirectory()) return [{ path, bytes: found.size }];
    const files = filesUnder(path);
    if (files.length === 0)
      throw new UsageError(`no event files (*.json, *.ndjson, *.gz) under ${path}`);
    return files;
  });
}

function filesUnder(folder: string): readonly EventFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesUnder(path);
      const isEvents = entry.isFile() && EVENT_FILES.test(entry.name) && !DIGESTS.test(path);
      return isEvents ? [{ path, bytes: statSync(path).size }] : [];
    });
}

/**
 * Streams a file's records, unzipped where it is zipped. `read` hears of each chunk of the file.
 * @returns what is wrong with the file's content, after the records before it
 */
export async function streamEvents(
  { path }: EventFile,
  each: (event: JsonObject) => void,
  read: (bytes: number) => void,
): Promise<string | undefined> {
  const values = jsonValues(each);
  const chunks = chunksOf(path, read);
  const first = await chunks.next();
  if (first.done === true) return undefined;
  async function* all(): AsyncGenerator<Buffer> {
    if (first.done !== true) yield first.value;
    yield* chunks;
  }
  const take = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) values.push(chunk);
    values.end();
  };
  const isZipped = GZIP.every((byte, index) => first.value[index] === byte);
  try {
    if (isZipped) await pipeline(all(), createGunzip({ chunkSize: CHUNK_BYTES }), take);
    else await take(all());
  } catch (error) {
    if (error instanceof MalformedJson) return error.message;
    if (isZipError(error)) return `not valid gzip: ${error.message}`;
    throw error;
  }
  return undefined;
}

async function* chunksOf(
  path: string,
  read: (bytes: number) => void,
): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    read(bytes.length);
    yield bytes;
  }
  return undefined;
}

/** zlib's own codes, such as `Z_DATA_ERROR`. */
function isZipError(error: unknown): error is Error {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return String(error.code).startsWith("Z_");
}
