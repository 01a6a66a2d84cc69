import type { Diagnostics, Message } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { loadMessages } from "./messages";
import type { Entry, Node } from "./node";

/** Bounds of the JSON that is read. */
export const JSON_LIMITS = {
  /** UTF-16 units. Azure takes templates of 4 MB (azure-docs, templates/best-practices). */
  sourceChars: 4 * 1024 * 1024,
  /** Levels of nesting: our own choice. A solution's playbooks need about 40. */
  depth: 200,
} as const;

/** Whether a file is JSON by its name. */
export function isJsonPath(path: string): boolean {
  return /\.json$/i.test(path);
}

/** Between values: blanks, and comments, which Azure takes in templates. */
const BLANKS = /[ \t\r\n]+|\/\/[^\n]*/y;
/**
 * In a string, what is more than itself. Line breaks and tabs are not: Azure's tools take them there
 * (azure-docs, templates/syntax, "Multi-line strings").
 */
// eslint-disable-next-line no-control-regex
const SPECIAL = /["\\\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const ESCAPED: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * Reads one JSON value into nodes with positions; undefined where it is none, which is reported.
 * @param most UTF-16 units that are read
 */
export function loadJson(
  source: Source,
  diagnostics: Diagnostics,
  most: number = JSON_LIMITS.sourceChars,
): Node | undefined {
  const { text } = source;
  const start = { start: 0, end: 0 };
  if (text.length > most) {
    const message = loadMessages.sourceTooLarge(text.length, most);
    diagnostics.report(source, start, message);
    return undefined;
  }
  let at = 0;
  const root = value(0);
  if (root === undefined) return undefined;
  skipBlanks();
  return at === text.length
    ? root
    : refuse(loadMessages.json("the end of the file", text.charAt(at)));

  function value(depth: number): Node | undefined {
    skipBlanks();
    if (depth > JSON_LIMITS.depth) return refuse(loadMessages.nestedTooDeep(JSON_LIMITS.depth));
    const begin = at;
    const char = text.charAt(at);
    if (char === "{") return mapping(depth);
    if (char === "[") return sequence(depth);
    if (char === '"') return string();
    const word = taken(WORD) ?? taken(NUMBER);
    if (word === undefined) return refuse(loadMessages.json("a value", char));
    const known: string | number | boolean | null = JSON.parse(word);
    return { kind: "scalar", value: known, text: word, span: { start: begin, end: at } };
  }

  function string() {
    const begin = at;
    let said = "";
    for (at += 1; ;) {
      SPECIAL.lastIndex = at;
      const special = SPECIAL.exec(text);
      said += text.slice(at, special?.index);
      at = special?.index ?? text.length;
      if (special?.[0] === '"') break;
      const escape = taken(ESCAPE);
      if (escape === undefined) return refuse(loadMessages.jsonString(), { start: begin, end: at });
      said += unescaped(escape);
    }
    at += 1;
    return { kind: "scalar", value: said, text: said, span: { start: begin, end: at } } as const;
  }

  function sequence(depth: number): Node | undefined {
    const begin = at;
    const items: Node[] = [];
    const whole = members("]", () => {
      const item = value(depth + 1);
      if (item !== undefined) items.push(item);
      return item !== undefined;
    });
    return whole ? { kind: "sequence", items, span: { start: begin, end: at } } : undefined;
  }

  function mapping(depth: number): Node | undefined {
    const begin = at;
    const entries: Entry[] = [];
    const keys = new Set<string>();
    const whole = members("}", () => {
      if (text.charAt(at) !== '"') return refuse(loadMessages.json("a key", text.charAt(at)));
      const key = string();
      if (key === undefined) return false;
      if (keys.has(key.text)) return refuse(loadMessages.duplicateKey(), key.span);
      keys.add(key.text);
      if (!found(":")) return refuse(loadMessages.json("`:`", text.charAt(at)));
      const inner = value(depth + 1);
      if (inner !== undefined) entries.push({ key: key.text, keySpan: key.span, value: inner });
      return inner !== undefined;
    });
    return whole ? { kind: "mapping", entries, span: { start: begin, end: at } } : undefined;
  }

  /** What stands between brackets, with commas between; whether all of it could be read. */
  function members(close: string, member: () => boolean | undefined): boolean {
    at += 1;
    if (found(close)) return true;
    for (;;) {
      skipBlanks();
      if (member() !== true) return false;
      if (found(close)) return true;
      if (!found(","))
        return refuse(loadMessages.json(`\`,\` or \`${close}\``, text.charAt(at))) ?? false;
    }
  }

  function found(char: string): boolean {
    skipBlanks();
    if (text.charAt(at) !== char) return false;
    at += 1;
    return true;
  }

  function taken(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    at += match?.length ?? 0;
    return match;
  }

  function skipBlanks(): void {
    for (;;) {
      if (taken(BLANKS) !== undefined) continue;
      if (!text.startsWith("/*", at)) return;
      const end = text.indexOf("*/", at + 2);
      at = end === -1 ? text.length : end + 2;
    }
  }

  function refuse(message: Message, span: Span = { start: at, end: at + 1 }): undefined {
    diagnostics.report(source, span, message);
    return undefined;
  }
}

function unescaped(escape: string): string {
  const char = escape.charAt(1);
  if (char === "u") return String.fromCharCode(Number.parseInt(escape.slice(2), 16));
  return ESCAPED[char] ?? char;
}
