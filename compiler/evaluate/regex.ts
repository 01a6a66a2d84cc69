import { RE2JS } from "re2js";
import type { RegexFlags } from "../ir/expression";

/** Characters that Unicode folds to ASCII letters; case is folded for ASCII letters only. */
const FOLDING_INTO_ASCII = /[\u017f\u212a]/g;

/** A search for a regular expression (RE2, so in linear time) anywhere in a text. */
export function compileRegex(source: string, flags: RegexFlags): (text: string) => boolean {
  const { ignoreCase, multiLine, dotAll } = flags;
  const pattern = RE2JS.compile(
    source,
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
      (multiLine ? RE2JS.MULTILINE : 0) |
      (dotAll ? RE2JS.DOTALL : 0),
  );
  if (!ignoreCase) return (text) => pattern.matcher(text).find();
  return (text) => pattern.matcher(text.replace(FOLDING_INTO_ASCII, "\ufffd")).find();
}
