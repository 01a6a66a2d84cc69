/** JSON as it is written: a key may stand twice, and a number keeps its spelling. */
export type JsonText =
  | { readonly kind: "object"; readonly members: readonly (readonly [string, JsonText])[] }
  | { readonly kind: "array"; readonly elements: readonly JsonText[] }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "constant"; readonly value: true | false | null };

/** What is wrong with a text of JSON. */
export class JsonTextError extends Error {}

/** The parser of the service takes no deeper text. */
const DEEPEST = 1000;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y; // eslint-disable-line no-control-regex
const BLANKS = /[ \t\n\r]*/y;
const CONSTANTS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

/**
 * The first value of a text; what stands behind it is not looked at, as by the service's engine.
 * @throws JsonTextError where there is none
 */
export function parseJsonText(text: string): JsonText {
  let at = 0;

  function fail(): never {
    const char = text[at];
    throw new JsonTextError(
      char === undefined
        ? "Unexpected end-of-input"
        : `Unexpected character (${JSON.stringify(char)}) at ${at}`,
    );
  }

  function skip(): string | undefined {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(text)?.[0].length ?? 0;
    return text[at];
  }

  function take(pattern: RegExp): string {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return fail();
    at += found.length;
    return found;
  }

  function takeText(): string {
    return String(JSON.parse(take(STRING)));
  }

  function takeChar(char: string): void {
    if (skip() !== char) fail();
    at += 1;
  }

  /** Items between brackets; the opening one is the next character. */
  function list<T>(close: string, item: () => T): readonly T[] {
    const items: T[] = [];
    at += 1;
    if (skip() === close) {
      at += 1;
      return items;
    }
    for (;;) {
      items.push(item());
      if (skip() === close) {
        at += 1;
        return items;
      }
      takeChar(",");
    }
  }

  function value(depth: number): JsonText {
    if (depth > DEEPEST) throw new JsonTextError(`Nesting deeper than ${DEEPEST}`);
    const char = skip();
    if (char === "{") {
      const members = list("}", () => {
        skip();
        const name = takeText();
        takeChar(":");
        return [name, value(depth + 1)] as const;
      });
      return { kind: "object", members };
    }
    if (char === "[") return { kind: "array", elements: list("]", () => value(depth + 1)) };
    if (char === '"') return { kind: "string", text: takeText() };
    const constant = CONSTANTS.find(([word]) => text.startsWith(word, at));
    if (constant !== undefined) {
      at += constant[0].length;
      return { kind: "constant", value: constant[1] };
    }
    return { kind: "number", text: take(NUMBER) };
  }

  return value(0);
}
