import { KEYWORDS } from "../../kql/keywords";

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * What is not written as itself: quote and backslash, control and format characters (among them the
 * bidirectional ones, which could show a reviewer another text), blanks other than the plain one,
 * private use, and surrogates without a partner.
 */
const ESCAPED = /["\\]|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

function unicodeEscapes(text: string): string {
  let escapes = "";
  for (let unit = 0; unit < text.length; unit++) {
    escapes += `\\u${text.charCodeAt(unit).toString(16).padStart(4, "0")}`;
  }
  return escapes;
}

/**
 * A KQL string literal for any JavaScript string, in double quotes. Escapes: KQL string data type
 * (`\"`, `\\`, `\n`, `\r`, `\t`, `\uXXXX` per UTF-16 unit).
 */
export function stringLiteral(value: string): string {
  return `"${value.replace(ESCAPED, (found) => SHORT.get(found) ?? unicodeEscapes(found))}"`;
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name) && !KEYWORDS.has(name);
}

/** A table or column name as an expression: itself where it is a plain identifier, else `["…"]`. */
export function columnName(name: string): string {
  return isPlainName(name) ? name : `[${stringLiteral(name)}]`;
}

/** The access to a property of a dynamic value: `.name` where that is plain, else `["…"]`. */
export function memberAccess(name: string): string {
  return isPlainName(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}
