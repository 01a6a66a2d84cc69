declare const written: unique symbol;

/** A regular expression as it stands between the slashes; made here or in `condition/regex.ts`. */
export type RegexSource = string & { readonly [written]: "regex source" };

/** Characters that stand for themselves in a text: none that ends one, a `{% %}` or a template of Terraform's. */
const PLAIN = /[^A-Za-z0-9 _.,:;!?#&()*+/<=>@[\]^`{|}~-]/g;

/** A text in single quotes: every other character is written by its number (JSONata, "String literals"). */
export function textLiteral(value: string): string {
  return `'${value.replace(PLAIN, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)}'`;
}

/** A character in a regular expression, inside a class or not; one beyond U+FFFF is a pair of units. */
export function regexCharacter(code: number): string {
  return [...unitsOf(code)].map(regexUnit).join("");
}

export function regexUnit(unit: number): string {
  const char = String.fromCharCode(unit);
  if (/[A-Za-z0-9]/.test(char)) return char;
  return unit <= 0xff ? `\\x${hex(unit, 2)}` : `\\u${hex(unit, 4)}`;
}

/** A source that finds exactly this text. */
export function regexText(value: string): string {
  return [...unitsIn(value)].map(regexUnit).join("");
}

/** A source whose parts were all written here. */
export function asSource(source: string): RegexSource {
  return source as RegexSource;
}

/** The end of the text: `$` is also before a last line break to some engines. */
export const END = "(?![\\s\\S])";
/** Any characters, also none. */
export const ANY_RUN = "[\\s\\S]*";
/** One character, line breaks among them, though it be two units. */
export const ANY_ONE = "(?:[\\ud800-\\udbff][\\udc00-\\udfff]|[^\\ud800-\\udfff])";

function unitsOf(code: number): readonly number[] {
  return unitsIn(String.fromCodePoint(code));
}

function unitsIn(value: string): readonly number[] {
  return Array.from({ length: value.length }, (_, at) => value.charCodeAt(at));
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}
