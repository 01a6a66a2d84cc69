import { realText } from "./scalars";
import { datetimeText, timespanText, type Datetime, type Timespan } from "./time";

/**
 * JSON as the engine keeps it: whole numbers apart from reals, keys in the order they were written,
 * and the engine's own datetimes and timespans where a list was made of them.
 */
export type DynamicJson =
  | null
  | boolean
  | bigint
  | number
  | string
  | Datetime
  | Timespan
  | readonly DynamicJson[]
  | ReadonlyMap<string, DynamicJson>;

const BLANK = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\]|\\.)*"/y;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const DEPTH = 512;

/** `parse_json`: the JSON value; null of the empty text; a text that is not JSON is itself. */
export function parseDynamic(text: string): DynamicJson {
  if (text === "") return null;
  try {
    // The judge of what is JSON; read again below to keep what it forgets.
    JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
  return readJson(text);
}

/** Reads text that is known to be JSON. Nesting beyond the limit leaves the text as it is. */
function readJson(text: string): DynamicJson {
  let at = 0;
  let tooDeep = false;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  function value(depth: number): DynamicJson {
    if (depth > DEPTH) tooDeep = true;
    if (tooDeep) return null;
    take(BLANK);
    const quoted = take(TEXT);
    if (quoted !== undefined) return String(JSON.parse(quoted));
    const number = take(NUMBER);
    if (number !== undefined) return /^-?\d+$/.test(number) ? wholeNumber(number) : Number(number);
    const word = take(WORD);
    if (word !== undefined) return word === "null" ? null : word === "true";
    return text.charAt(at) === "[" ? array(depth) : object(depth);
  }

  function array(depth: number): DynamicJson {
    const items: DynamicJson[] = [];
    for (at += 1; !closes("]");) items.push(value(depth + 1));
    return items;
  }

  function object(depth: number): DynamicJson {
    const entries = new Map<string, DynamicJson>();
    for (at += 1; !closes("}");) {
      const key = String(JSON.parse(take(TEXT) ?? '""'));
      take(BLANK);
      at += 1;
      entries.set(key, value(depth + 1));
    }
    return entries;
  }

  /** Whether the bracket is next; passes it, or the comma before another element. */
  function closes(bracket: string): boolean {
    take(BLANK);
    const closed = tooDeep || text.charAt(at) === bracket;
    if (closed || text.charAt(at) === ",") at += 1;
    take(BLANK);
    return closed;
  }

  const result = value(0);
  return tooDeep ? text : result;
}

function wholeNumber(digits: string): bigint | number {
  const whole = BigInt(digits);
  return BigInt.asIntN(64, whole) === whole ? whole : Number(digits);
}

/** `tostring` of a dynamic: `""` of null, a scalar's own text, anything else compact JSON. */
export function dynamicText(json: DynamicJson): string {
  if (json === null) return "";
  if (typeof json === "string") return json;
  if (typeof json === "boolean") return String(json);
  return jsonText(json);
}

/** Compact JSON; a real that is no number as a text (aggregation-0023#3). */
export function jsonText(json: DynamicJson): string {
  if (json === null) return "null";
  switch (typeof json) {
    case "string":
      return JSON.stringify(json);
    case "boolean":
    case "bigint":
      return String(json);
    case "number":
      return Number.isFinite(json) ? realText(json) : JSON.stringify(realText(json));
    case "object":
      if (isArray(json)) return `[${json.map(jsonText).join(",")}]`;
      if ("kind" in json) {
        return JSON.stringify(json.kind === "datetime" ? datetimeText(json) : timespanText(json));
      }
      return `{${[...json].map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(",")}}`;
  }
}

export function isBag(json: DynamicJson): json is ReadonlyMap<string, DynamicJson> {
  return json instanceof Map;
}

export function isArray(json: DynamicJson): json is readonly DynamicJson[] {
  return Array.isArray(json);
}

/** `gettype` of what a dynamic holds. */
export function dynamicType(json: DynamicJson): string {
  if (json === null) return "null";
  switch (typeof json) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "bigint":
      return "long";
    case "number":
      return "double";
    case "object":
      if (isArray(json)) return "array";
      return "kind" in json ? json.kind : "dictionary";
  }
}
