/** A token of the printed language, and where it starts (UTF-16 units). */
export type Token = { readonly offset: number } & (
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "timespan"; readonly amount: number; readonly unit: string }
  | { readonly kind: "sign"; readonly text: string }
  | { readonly kind: "end" }
);

/** Why a text is not of the language, and where (UTF-16 units). */
export interface ReadError {
  readonly message: string;
  readonly offset: number;
}

interface Lexeme {
  readonly token: Token;
  readonly end: number;
}

const BLANK = /[ \n]+/y;
const WORD = /project-away|mv-apply|mv-expand|matches regex|in~|[A-Za-z_][A-Za-z0-9_]*/y;
/** A fraction that ends in zero is never printed: `1.0` is a real, and a printed 1 is a long. */
const NUMBER = /(-?\d+(?:\.\d*[1-9])?(?:e[+-]\d+)?)([dhms])?(?![A-Za-z0-9_.])/y;
const SIGN = /==|!=|=~|!~|=>|<=|>=|[=<>|()[\],.:;+*/-]/y;
const PLAIN_TEXT = /[^"\\\n]+/y;
const ESCAPE = /\\(?:u([0-9a-f]{4})|(["\\nrt]))/y;

const SHORT: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

function wordAt(text: string, offset: number): Lexeme | undefined {
  const word = matchAt(WORD, text, offset)?.[0];
  if (word === undefined) return undefined;
  return { token: { kind: "name", text: word, offset }, end: offset + word.length };
}

function signAt(text: string, offset: number): Lexeme | undefined {
  const sign = matchAt(SIGN, text, offset)?.[0];
  if (sign === undefined) return undefined;
  return { token: { kind: "sign", text: sign, offset }, end: offset + sign.length };
}

function numberAt(text: string, offset: number): Lexeme | undefined {
  const found = matchAt(NUMBER, text, offset);
  if (found === null) return undefined;
  const [, digits = ""] = found;
  const amount = Number(digits);
  // Printed with an exponent: as it stands, KQL would read a long that a number cannot hold.
  if (/^-?\d+$/.test(digits) && !Number.isSafeInteger(amount)) return undefined;
  const unit = found[2];
  const end = offset + found[0].length;
  if (unit === undefined) return { token: { kind: "number", value: amount, offset }, end };
  return { token: { kind: "timespan", amount, unit, offset }, end };
}

function stringAt(text: string, offset: number): Lexeme | undefined {
  if (text[offset] !== '"') return undefined;
  let value = "";
  let end = offset + 1;
  while (text[end] !== '"') {
    const plain = matchAt(PLAIN_TEXT, text, end);
    const escape = plain ?? matchAt(ESCAPE, text, end);
    if (escape === null) return undefined;
    const [all, code, short] = escape;
    if (plain !== null) value += all;
    else if (code !== undefined) value += String.fromCharCode(Number.parseInt(code, 16));
    else if (short !== undefined) value += SHORT.get(short) ?? short;
    end += all.length;
  }
  return { token: { kind: "string", value, offset }, end: end + 1 };
}

/** The tokens of a text, the last of kind `end`; or where the text leaves the printed language. */
export function lex(text: string): { tokens: readonly Token[] } | { error: ReadError } {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const blank = matchAt(BLANK, text, offset);
    if (blank !== null) {
      offset += blank[0].length;
      continue;
    }
    const lexeme =
      wordAt(text, offset) ??
      numberAt(text, offset) ??
      stringAt(text, offset) ??
      signAt(text, offset);
    if (lexeme === undefined) {
      const shown = JSON.stringify(text.slice(offset, offset + 12));
      return { error: { message: `cannot read ${shown}`, offset } };
    }
    tokens.push(lexeme.token);
    offset = lexeme.end;
  }
  tokens.push({ kind: "end", offset });
  return { tokens };
}
