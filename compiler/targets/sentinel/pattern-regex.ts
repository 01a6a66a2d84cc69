import { foldPattern, type StringPattern } from "../../ir/pattern";

/** A literal text as RE2 source. */
function quote(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/**
 * The same with both cases of each ASCII letter. Not `(?i)`: it would fold other letters too, some of
 * them into ASCII (`ſ` into `s`), which the reference does not.
 */
function quoteIgnoringCase(text: string): string {
  return quote(text).replace(
    /[A-Za-z]/g,
    (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`,
  );
}

/** RE2 source that matches a whole text as the pattern does. */
export function patternRegex(pattern: StringPattern, cased: boolean): string {
  const text = cased ? quote : quoteIgnoringCase;
  return `(?s)^${foldPattern(pattern, { text, any: ".*", one: "." })}$`;
}

/**
 * RE2 source that finds, in the JSON text of an array of strings, an element the pattern matches.
 * Undefined for text that JSON may write in more than one way.
 */
export function elementRegex(pattern: StringPattern, cased: boolean): string | undefined {
  // An escape is one character, of which no part is text: `\u0000` holds no zero.
  const character = String.raw`(?:[^"\\]|\\u[0-9A-Fa-f]{4}|\\[^u])`;
  const write = cased ? quote : quoteIgnoringCase;
  const source = foldPattern<undefined>(pattern, {
    text: (literal) =>
      !/^[\x20-\x7e]*$/.test(literal) || /["\\]/.test(literal)
        ? undefined
        : // JSON may write a slash with a backslash before it.
          write(literal).replaceAll("/", "\\\\?/"),
    any: `${character}*`,
    one: undefined,
  });
  if (source === undefined) return undefined;
  return String.raw`^\[(?:"` + `${character}*",)*"${source}"[,\\]]`;
}
