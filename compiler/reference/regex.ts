import { RE2JS } from "re2js";

import type { RegexFlags } from "../ir/expression";

/** Characters that Unicode folds to ASCII letters; case is folded for ASCII letters only. */
const FOLDING_INTO_ASCII = /[\u017f\u212a]/g;

/** `(?i)`, `(?i:…)`; a parenthesis of the text itself does no harm, since nothing else changes. */
const INLINE_IGNORE_CASE = /\(\?[a-zA-Z]*i/;

/** A search for a regular expression (RE2, so in linear time) anywhere in a text. */
export function regexMatcher(source: string, flags: RegexFlags): (text: string) => boolean {
  const { ignoreCase, multiLine, dotAll } = flags;
  const pattern = RE2JS.compile(
    source,
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
      (multiLine ? RE2JS.MULTILINE : 0) |
      (dotAll ? RE2JS.DOTALL : 0),
  );
  const folds = ignoreCase || INLINE_IGNORE_CASE.test(source);
  if (!folds) return (text) => pattern.matcher(text).find();
  return (text) => pattern.matcher(text.replace(FOLDING_INTO_ASCII, "\ufffd")).find();
}
