import { valueOfText } from "../values/convert";
import { parseDynamic, type DynamicJson } from "../values/dynamic";
import { unsupported } from "../values/error";
import { regexOf, re2Of } from "../values/regex";
import { length, lower, substring, translate, upper } from "../values/text";
import { arrayOf, bagOf, dynamic, longOf, textOf, type Value } from "../values/value";
import type { ScalarFunction } from "./scalar-function";

/** Functions of text. A character is a Unicode code point. */
export const TEXT_FUNCTIONS = {
  tolower: ([source = ""]) => lower(textOf(source)),
  toupper: ([source = ""]) => upper(textOf(source)),
  strlen: ([source = ""]) => length(textOf(source)),
  string_size: ([source = ""]) => BigInt(Buffer.byteLength(textOf(source))),
  strcat: (args) => args.map(textOf).join(""),
  strcat_delim: ([delimiter = "", ...parts]) => parts.map(textOf).join(textOf(delimiter)),
  strcat_array: ([array = null, delimiter = ""]) =>
    (arrayOf(array) ?? []).map((item) => textOf(dynamic(item))).join(textOf(delimiter)),
  strcmp: ([one = "", other = ""]) => {
    const [a, b] = [textOf(one), textOf(other)];
    return a < b ? -1n : a > b ? 1n : 0n;
  },
  strrep: ([source = "", count = 0n, delimiter = ""]) =>
    Array.from({ length: repeats(count) }, () => textOf(source)).join(textOf(delimiter)),
  reverse: ([source = ""]) => [...textOf(source)].reverse().join(""),
  substring: ([source = "", start = null, count]) =>
    substring(textOf(source), there(start), count === undefined ? undefined : there(count)),
  // Of the empty string nothing is known: null (null-and-edge-0036#2).
  indexof: ([source = "", part = "", start = 0n, size = -1n, nth = 1n]) =>
    textOf(part) === ""
      ? null
      : indexOf(textOf(source), textOf(part), there(start), there(size), there(nth)),
  indexof_regex: ([source = "", pattern = "", ...rest]) => {
    if (rest.length > 0) throw unsupported("indexof_regex with a start");
    return regexOf(textOf(pattern)).indexIn(textOf(source));
  },
  countof: ([source = "", part = "", kind = "normal"]) => {
    const [text, wanted] = [textOf(source), textOf(part)];
    if (textOf(kind) === "regex") return BigInt(matchesOf(wanted, text).length);
    if (wanted === "") throw unsupported("countof of the empty string");
    let count = 0n;
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) count += 1n;
    return count;
  },
  split: ([source = "", delimiter = "", index]) => {
    const separator = textOf(delimiter);
    if (separator === "") throw unsupported("split at the empty string");
    const parts = textOf(source).split(separator);
    if (index === undefined) return dynamic(parts);
    const part = parts[Number(there(index))];
    // The documentation says what there is "if it exists", and of the rest nothing.
    if (part === undefined) throw unsupported("split at an index that is not there");
    return dynamic([part]);
  },
  trim: ([pattern = "", source = ""]) =>
    trimEnd(textOf(pattern), trimStart(textOf(pattern), textOf(source))),
  trim_start: ([pattern = "", source = ""]) => trimStart(textOf(pattern), textOf(source)),
  trim_end: ([pattern = "", source = ""]) => trimEnd(textOf(pattern), textOf(source)),
  replace_string: ([source = "", part = "", by = ""]) => {
    // Nothing is found of nothing (string-ops-0030#1).
    if (textOf(part) === "") return textOf(source);
    return textOf(source).replaceAll(textOf(part), () => textOf(by));
  },
  replace_regex: replaceRegex,
  replace: ([pattern = "", by = "", source = ""]) => replaceRegex([source, pattern, by]),
  extract: ([pattern = "", group = 0n, source = ""], { type }) => {
    const found = regexOf(textOf(pattern)).extract(Number(there(group)), textOf(source));
    return valueOfText(type, found);
  },
  extract_all: ([pattern = "", ...rest]) => {
    const [source = "", groups] = [...rest].reverse();
    const chosen = groups === undefined ? undefined : arrayOf(groups)?.map(Number);
    const found = matchesOf(textOf(pattern), textOf(source));
    if (found.length === 0) return null;
    return dynamic(
      found.map((match): DynamicJson => {
        const parts = chosen?.map((group) => match[group] ?? "") ?? match.slice(1);
        if (parts.length === 0) throw unsupported("extract_all without a group");
        return parts.length === 1 ? (parts[0] ?? "") : parts;
      }),
    );
  },
  translate: ([search = "", replacement = "", source = ""]) =>
    translate(textOf(search), textOf(replacement), textOf(source)),
  parse_csv: ([record = ""]) => dynamic(csvOf(textOf(record))),
  extractjson: ([path = "", source = ""], { type }) => {
    const steps = /^\$((?:\.\w+)+)$/.exec(textOf(path))?.[1]?.slice(1).split(".");
    if (steps === undefined) throw unsupported(`the path ${textOf(path)}`);
    const found = steps.reduce<DynamicJson>(
      (of, step) => bagOf(dynamic(of))?.get(step) ?? null,
      parseDynamic(textOf(source)),
    );
    return valueOfText(type, textOf(dynamic(found)));
  },
} as const satisfies Readonly<Record<string, ScalarFunction>>;

/** A position or length that must be there: what a null one gives is not known. */
function there(value: Value): bigint {
  const long = longOf(value);
  if (long === null) throw unsupported("a null position, length or group");
  return long;
}

function repeats(count: Value): number {
  const times = there(count);
  if (times < 0n || times > 1024n) throw unsupported("strrep beyond 1024 times");
  return Number(times);
}

function indexOf(text: string, part: string, start: bigint, size: bigint, nth: bigint): bigint {
  const chars = [...text];
  const wanted = [...part];
  const from = Number(start < 0n ? BigInt(chars.length) + start : start);
  const to = size < 0n ? chars.length : Math.min(chars.length, from + Number(size));
  if (from < 0 || nth < 1n) throw unsupported("indexof with such a start or occurrence");
  let left = nth;
  for (let at = from; at + wanted.length <= to; at += 1) {
    if (wanted.every((char, index) => chars[at + index] === char)) {
      left -= 1n;
      if (left === 0n) return BigInt(at);
    }
  }
  return -1n;
}

/** Each match with its groups, from left to right; an empty match moves on by one character. */
function matchesOf(pattern: string, text: string): readonly (readonly string[])[] {
  const matcher = re2Of(pattern).matcher(text);
  const found: string[][] = [];
  while (matcher.find()) {
    found.push(
      Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? ""),
    );
  }
  return found;
}

function replaceRegex([source = "", pattern = "", by = ""]: readonly Value[]): string {
  const replacement = textOf(by);
  const matcher = re2Of(textOf(pattern)).matcher(textOf(source));
  let [result, end] = ["", 0];
  while (matcher.find()) {
    result += textOf(source).slice(end, matcher.start());
    result += replacement.replace(/\\(\d)/g, (_, digit: string) => {
      const group = Number(digit);
      return group > matcher.groupCount() ? "" : (matcher.group(group) ?? "");
    });
    end = matcher.end();
  }
  return result + textOf(source).slice(end);
}

/** The first record's fields; a quoted one may hold commas, and quotes written twice. */
function csvOf(text: string): readonly string[] {
  const fields: string[] = [];
  const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/y;
  for (;;) {
    const found = field.exec(text);
    if (found === null) throw unsupported("such a record of parse_csv");
    const [, written = "", end] = found;
    fields.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (end !== ",") return fields;
  }
}

function trimStart(pattern: string, text: string): string {
  const matcher = re2Of(`^(?:${pattern})`).matcher(text);
  return matcher.find() ? text.slice(matcher.end()) : text;
}

function trimEnd(pattern: string, text: string): string {
  const matcher = re2Of(`(?:${pattern})$`).matcher(text);
  return matcher.find() ? text.slice(0, matcher.start()) : text;
}
