import type { StringPattern } from "../../ir/pattern";

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
  const write = cased ? quote : quoteIgnoringCase;
  const source = pattern
    .map((part) => {
      switch (part.kind) {
        case "text":
          return write(part.text);
        case "any":
          return ".*";
        case "one":
          return ".";
      }
    })
    .join("");
  return `(?s)^${source}$`;
}

/**
 * RE2 source that finds, in the JSON text of an array of strings, an element the pattern matches.
 * Undefined for text that JSON may write in more than one way.
 */
export function elementRegex(pattern: StringPattern, cased: boolean): string | undefined {
  // An escape is one character, of which no part is text: `\u0000` holds no zero.
  const character = String.raw`(?:[^"\\]|\\u[0-9A-Fa-f]{4}|\\[^u])`;
  const write = cased ? quote : quoteIgnoringCase;
  let source = "";
  for (const part of pattern) {
    switch (part.kind) {
      case "text":
        if (!/^[\x20-\x7e]*$/.test(part.text) || /["\\]/.test(part.text)) return undefined;
        // JSON may write a slash with a backslash before it.
        source += write(part.text).replaceAll("/", "\\\\?/");
        break;
      case "any":
        source += `${character}*`;
        break;
      case "one":
        return undefined;
    }
  }
  return String.raw`^\[(?:"` + `${character}*",)*"${source}"[,\\]]`;
}
