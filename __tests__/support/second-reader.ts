import { isObject, type Json } from "../../compiler/core/json";
import { isPredicate, type Expression, type Predicate } from "../../compiler/ir/expression";
import type { StringPattern } from "../../compiler/ir/pattern";

/*
 * A second reading of what rules mean, which shares no code with the reference: an event is first
 * spread out into all that it holds, by path, arrays gone through; a test then looks its path up.
 */

/** All values of an event but its arrays, by the names on the way to each. */
type Spread = ReadonlyMap<string, readonly Json[]>;

const SEPARATOR = "\0";

function spreadOf(event: Json): Spread {
  const spread = new Map<string, Json[]>();
  const pending: (readonly [path: string, value: Json])[] = [];
  const open = (path: string, value: Json) => {
    for (const [name, inner] of Object.entries(isObject(value) ? value : {})) {
      pending.push([path === "" ? name : `${path}${SEPARATOR}${name}`, inner]);
    }
  };
  open("", event);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, value] = next;
    if (Array.isArray(value)) {
      for (const element of value as readonly Json[]) pending.push([path, element]);
      continue;
    }
    spread.set(path, [...(spread.get(path) ?? []), value]);
    open(path, value);
  }
  return spread;
}

const spreads = new WeakMap<object, Spread>();

function spread(event: Json): Spread {
  if (!isObject(event)) return new Map();
  const found = spreads.get(event) ?? spreadOf(event);
  spreads.set(event, found);
  return found;
}

/** Whether objects at a test's path compare as their text. */
export type Wholes = (test: Predicate, path: string) => boolean;

/** Whether the expression matches an event. */
export function secondReader(expression: Expression, wholes: Wholes): (event: Json) => boolean {
  const matches = ofSpread(expression, wholes);
  return (event) => matches(spread(event));
}

type Test = (event: Spread) => boolean;

function ofSpread(node: Expression, wholes: Wholes): Test {
  if (isPredicate(node)) return ofPredicate(node, (path) => wholes(node, path));
  switch (node.kind) {
    case "constant":
      return () => node.value;
    case "not": {
      const inner = ofSpread(node.operand, wholes);
      return (event) => !inner(event);
    }
    case "and":
    case "or": {
      const inner = node.operands.map((operand) => ofSpread(operand, wholes));
      const stops = node.kind === "or";
      return (event) => {
        for (const each of inner) if (each(event) === stops) return stops;
        return !stops;
      };
    }
  }
}

function ofPredicate(test: Predicate, isWhole: (path: string) => boolean): Test {
  const at = (path: string) => path.replaceAll(".", SEPARATOR);
  const textsAt = (path: string) => {
    const [key, whole] = [at(path), isWhole(path)];
    return (event: Spread) => textsOf(event.get(key) ?? [], whole);
  };
  const someText = (path: string, fits: (text: string) => boolean): Test => {
    const texts = textsAt(path);
    return (event) => texts(event).some(fits);
  };
  switch (test.kind) {
    case "null": {
      const key = at(test.field);
      return (event) => !(event.get(key) ?? []).some((value) => value !== null);
    }
    case "exists": {
      const key = at(test.field);
      return (event) => event.has(key);
    }
    case "string": {
      const regex = patternRegex(test.pattern, test.cased);
      return someText(test.field, (text) => regex.test(text));
    }
    case "regex": {
      const { ignoreCase, multiLine, dotAll } = test.flags;
      const folds = ignoreCase || test.source.startsWith("(?i)");
      const flags = `${folds ? "i" : ""}${multiLine ? "m" : ""}${dotAll ? "s" : ""}`;
      const regex = new RegExp(test.source.replace(/^\(\?i\)/, ""), flags);
      return someText(test.field, (text) => regex.test(text));
    }
    case "number":
      return someText(test.field, (text) => {
        const number = numberOf(text);
        return number !== undefined && inOrder(number, test.operator, test.value);
      });
    case "cidr": {
      const [first = "", length = "0"] = test.network.split("/");
      const prefixOf = (text: string) => bitsOf(text)?.slice(0, Number(length));
      const bits = bitsOf(first)?.length;
      return someText(
        test.field,
        (text) => bitsOf(text)?.length === bits && prefixOf(text) === prefixOf(first),
      );
    }
    case "date":
      return someText(test.field, (text) => {
        const found = partsOf(text)?.[test.part];
        return found !== undefined && inOrder(found, test.operator, test.value);
      });
    case "fieldref": {
      const [left, right] = [textsAt(test.field), textsAt(test.other)];
      const fold = (text: string) => (test.cased ? text : lower(text));
      const holds = {
        equals: (one: string, other: string) => one === other,
        contains: (one: string, other: string) => one.indexOf(other) >= 0,
        startswith: (one: string, other: string) => one.slice(0, other.length) === other,
        endswith: (one: string, other: string) =>
          one.length >= other.length && one.slice(one.length - other.length) === other,
      }[test.comparison];
      return (event) =>
        left(event).some((one) =>
          right(event).some((other) => other !== "" && holds(fold(one), fold(other))),
        );
    }
    case "keyword": {
      const around: StringPattern = [{ kind: "any" }, ...test.pattern, { kind: "any" }];
      const regex = patternRegex(around, test.cased);
      return (event) =>
        [...event.values()].some((values) =>
          textsOf(values, false).some((text) => regex.test(text)),
        );
    }
  }
}

function textsOf(values: readonly Json[], whole: boolean): readonly string[] {
  return values.flatMap((value) => {
    if (value === null) return [];
    if (typeof value === "object") return whole ? [JSON.stringify(value)] : [];
    return [String(value)];
  });
}

const lower = (text: string): string =>
  [...text].map((char) => (char >= "A" && char <= "Z" ? char.toLowerCase() : char)).join("");

function patternRegex(pattern: StringPattern, cased: boolean): RegExp {
  const written = (text: string) =>
    [...text]
      .map((char) => {
        if (/[A-Za-z]/.test(char)) {
          return cased ? char : `[${char.toLowerCase()}${char.toUpperCase()}]`;
        }
        return `\\u{${char.codePointAt(0)!.toString(16)}}`;
      })
      .join("");
  const parts = pattern.map((part) =>
    part.kind === "text" ? written(part.text) : part.kind === "any" ? "[^]*" : "[^]",
  );
  // `*` alone asks for some text.
  if (pattern.length === 1 && pattern[0]?.kind === "any") return /[^]/;
  return new RegExp(`^${parts.join("")}$`, "u");
}

/** The number that a text of JSON is. */
function numberOf(text: string): number | undefined {
  if (!/^[-0-9]\S*$/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function inOrder(
  found: number,
  operator: "eq" | "lt" | "lte" | "gt" | "gte",
  wanted: number,
): boolean {
  const order = Math.sign(found - wanted);
  return { eq: [0], lt: [-1], lte: [-1, 0], gt: [1], gte: [0, 1] }[operator].includes(order);
}

/** An address as the digits of a number in base 2: 32 or 128. */
function bitsOf(text: string): string | undefined {
  const binary = (number: number, width: number) => number.toString(2).padStart(width, "0");
  if (/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) {
    const bytes = text.split(".").map(Number);
    return bytes.every((byte) => byte < 256)
      ? bytes.map((byte) => binary(byte, 8)).join("")
      : undefined;
  }
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted !== null) {
    const last = bitsOf(dotted[2]!);
    if (last?.length !== 32) return undefined;
    const groups = [last.slice(0, 16), last.slice(16)].map((bits) => parseInt(bits, 2));
    return bitsOf(dotted[1]! + groups.map((group) => group.toString(16)).join(":"));
  }
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const groups = halves.flat();
  if (!text.includes(":") || halves.length > 2) return undefined;
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const missing = 8 - groups.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const [before = [], after = []] = halves;
  const all = [...before, ...Array<string>(missing).fill("0"), ...after];
  return all.map((group) => binary(parseInt(group, 16), 16)).join("");
}

/** The parts of a time in ISO 8601 with `Z`. */
function partsOf(text: string) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map(Number);
  const isLeap = (of: number) => (of % 4 === 0 && of % 100 !== 0) || of % 400 === 0;
  const days = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (year < 1 || day < 1 || day > (days[month - 1] ?? 0)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const dayOfYear = days.slice(0, month - 1).reduce((sum, each) => sum + each, day);
  /** Of 1 January, Monday is 0. */
  const firstOf = (of: number) => {
    const before = of - 1;
    return (before * 365 + div(before, 4) - div(before, 100) + div(before, 400)) % 7;
  };
  const weeksOf = (of: number) =>
    firstOf(of) === 3 || (firstOf(of) === 2 && isLeap(of)) ? 53 : 52;
  const weekday = (firstOf(year) + dayOfYear - 1) % 7;
  const number = div(dayOfYear - weekday + 9, 7);
  const week = number < 1 ? weeksOf(year - 1) : number > weeksOf(year) ? 1 : number;
  return { year, month, day, hour, minute, week };
}

const div = (one: number, other: number): number => Math.floor(one / other);
