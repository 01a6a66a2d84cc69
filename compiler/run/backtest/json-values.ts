import { isObject, member, type Json, type JsonObject } from "../../core/json";
import { isEventOf } from "../../log-sources/log-source";
import { LOG_SOURCES } from "../../log-sources/registry";

/** Text that is no run of JSON objects. */
export class MalformedJson extends Error {}

/** The longest single record that is held in memory, in bytes. */
const RECORD_BYTES = 64 * 1024 * 1024;

/** Takes files' bytes as they come; hands on each record as soon as it is complete. */
export interface JsonValues {
  /** Begins a file, whatever became of the one before. */
  begin(): void;
  /**
   * Copies what it has to keep of the chunk.
   * @throws MalformedJson
   */
  push(chunk: Buffer): void;
  /** @throws MalformedJson where the text ends inside a record */
  end(): void;
}

const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Keys under which files of log sources hold their events. */
const CONTAINERS = [
  ...new Set(LOG_SOURCES.flatMap(({ events }) => events.containers ?? [])),
  // CloudWatch Logs, as subscriptions hand on what is in a log group (AWS documentation).
  "logEvents",
];
/** `{"Records": [`, as CloudTrail begins its files. */
const RECORDS = new RegExp(`^\\{\\s*"(?:${CONTAINERS.join("|")})"\\s*:\\s*\\[`);
const CONTAINER_LETTERS = CONTAINERS.map((key) => key.charCodeAt(0));
/** Whether an object is an event of some log, whatever lists are in it. */
const isEvent = (value: Json) => LOG_SOURCES.some((source) => isEventOf(value, source));
/** A record's first key, as CloudTrail writes it: without blanks. */
const FIRST_KEY = /^\{"[^"\\]*"/;
/** What is kept of a file at first; a longer record takes more. */
const ROOM_BYTES = 2 * 1024 * 1024;
/** What is looked at of a text to see how it begins. */
const HEAD_CHARS = 256;
/** A byte order mark, as text of one byte a character. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Cuts bytes into the JSON objects they hold: one a line, one after another, over many lines, in an
 * array, or under the key by which files of a log source begin. Holds one record at a time, whatever the size of
 * the file, in memory that is used again and again: memory outside the heap is dear to collect.
 */
export function jsonValues(each: (record: JsonObject) => void): JsonValues {
  /** Where bytes are kept; `bytes` are the first of it. */
  let room = Buffer.allocUnsafeSlow(ROOM_BYTES);
  let bytes = room.subarray(0, 0);
  /** What of `bytes` is done with. */
  let at = 0;
  /** Bytes of the file before `bytes`. */
  let before = 0;
  /** Where the record that begins at `at` was scanned to, and what is open there. */
  let scan = { to: 0, depth: 0, inText: false };
  let within: "file" | "array" | "records" | "rest" = "file";
  /** What stands between a list's records, as its first one shows. */
  let separator: Buffer | undefined;

  const fail = (problem: string): never => {
    throw new MalformedJson(`at byte ${before + at}: ${problem}`);
  };

  function emit(end: number): void {
    const value = parsed(end);
    if (value === undefined) fail("not valid JSON");
    else hand(value, end);
  }

  /** What stands between `at` and `end`; undefined where it is no JSON. */
  function parsed(end: number): Json | undefined {
    try {
      return JSON.parse(bytes.toString("utf8", at, end)) as Json;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  function hand(value: Json, end: number): void {
    at = end;
    const records =
      within === "file" && isObject(value)
        ? CONTAINERS.map((key) => member(value, key)).find(Array.isArray)
        : undefined;
    if (!Array.isArray(records) || isEvent(value)) {
      if (isObject(value)) each(value);
      return;
    }
    for (const record of records) if (isObject(record)) each(record);
  }

  /** The record's end, or -1 where more bytes are needed. */
  function endOfRecord(depth = 0): number {
    if (scan.to <= at) scan = { to: at, depth, inText: false };
    let { to, depth: open, inText } = scan;
    const text = bytes;
    const { length } = text;
    for (; to < length; to += 1) {
      const byte = text[to];
      if (inText) {
        if (byte === BACKSLASH) to += 1;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) inText = true;
      else if (byte === BRACE || byte === BRACKET) open += 1;
      else if (byte === BRACE_END || byte === BRACKET_END) {
        open -= 1;
        if (open === 0) {
          scan = { to: 0, depth: 0, inText: false };
          return to + 1;
        }
      }
    }
    scan = { to, depth: open, inText };
    return -1;
  }

  /**
   * Guesses where the record ends: at its line's end, or before the next record that begins with the
   * same key. Text that begins a record and is one JSON object is that record, so a guess that can
   * be parsed is right; one that cannot costs a scan.
   */
  function takeGuess(): boolean {
    if (scan.to > at) return false;
    const end = within === "file" ? endOfLine() : endBefore();
    if (end === -1) return false;
    const value = parsed(end);
    if (value === undefined) return false;
    hand(value, end);
    return true;
  }

  function endOfLine(): number {
    const end = bytes.indexOf(LINE_FEED, at);
    const last = bytes[end - 1] === CARRIAGE_RETURN ? end - 2 : end - 1;
    return end !== -1 && bytes[last] === BRACE_END ? end : -1;
  }

  function endBefore(): number {
    if (separator === undefined) {
      const head = FIRST_KEY.exec(bytes.toString("latin1", at, at + HEAD_CHARS));
      if (head === null) return -1;
      separator = Buffer.from(`},${head[0]}`, "latin1");
    }
    const before = bytes.indexOf(separator, at);
    return before === -1 ? -1 : before + 1;
  }

  function enter(list: "array" | "records", length: number): void {
    at += length;
    within = list;
    separator = undefined;
  }

  function skipBlanks(): void {
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      if (byte > 0x20 && !(byte === COMMA && within !== "file")) return;
    }
  }

  /** Does one step; false where more bytes are needed. */
  function step(isEnd: boolean): boolean {
    if (within === "rest") {
      const end = endOfRecord(1);
      if (end === -1) return false;
      at = end;
      within = "file";
      return true;
    }
    skipBlanks();
    if (at >= bytes.length) return false;
    const byte = bytes[at];
    if (within !== "file" && byte === BRACKET_END) {
      at += 1;
      within = within === "array" ? "file" : "rest";
      return true;
    }
    if (within === "file") {
      if (byte === BRACKET) {
        enter("array", 1);
        return true;
      }
      // An event's first key begins otherwise, and there are many events.
      if (
        byte === BRACE &&
        (bytes[at + 1] !== QUOTE || CONTAINER_LETTERS.includes(bytes[at + 2] ?? 0))
      ) {
        const head = bytes.toString("latin1", at, at + HEAD_CHARS);
        const records = RECORDS.exec(head);
        if (records) {
          enter("records", records[0].length);
          return true;
        }
        if (!isEnd && bytes.length - at < HEAD_CHARS && !head.includes("\n")) return false;
      }
    }
    if (byte !== BRACE) return fail("found no JSON object; an event is one");
    if (takeGuess()) return true;
    const end = endOfRecord();
    if (end === -1) return false;
    emit(end);
    return true;
  }

  return {
    begin: () => {
      bytes = room.subarray(0, 0);
      at = 0;
      before = 0;
      scan = { to: 0, depth: 0, inText: false };
      within = "file";
      separator = undefined;
    },
    push: (chunk) => {
      const kept = bytes.length - at;
      const length = kept + chunk.length;
      const into = length <= room.length ? room : Buffer.allocUnsafeSlow(2 * length);
      bytes.copy(into, 0, at);
      chunk.copy(into, kept);
      room = into;
      bytes = room.subarray(0, length);
      before += at;
      scan.to = Math.max(0, scan.to - at);
      at = 0;
      if (before === 0 && BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)) at = 3;
      while (step(false));
      if (bytes.length - at > RECORD_BYTES) {
        fail(`a record is longer than ${RECORD_BYTES} bytes`);
      }
    },
    end: () => {
      while (step(true));
      skipBlanks();
      if (at < bytes.length || within !== "file") fail("the text ends inside a record");
    },
  };
}
