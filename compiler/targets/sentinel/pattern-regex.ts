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
