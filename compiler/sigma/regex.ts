import { RE2JS, RE2JSSyntaxException } from "re2js";

import type { Message } from "../core/diagnostic";
import { CONSTRUCT } from "../ir/regex";
import { sigmaMessages } from "./messages";
import type { Template } from "./placeholders";

/**
 * Letters after a backslash that mean the same in PCRE, RE2 and the clouds: those of the
 * specification's 2.2 draft (`b B d D s S w W`), control characters and code points.
 */
const ESCAPE = /^\\[bBdDsSwWnrtfx]/;
/**
 * Any other letter or digit after a backslash, flags that are not Sigma's, and `{,n}`, which is a count
 * to some engines and text to others.
 */
const REFUSED = /^\\[A-Za-z0-9]|^\(\?(?!P?<|[ims-]*[:)]$)|^\{,\d/;

/** Reading costs the square of the length. Our own bound; the longest public one has some hundreds. */
const MAX_CHARS = 10_000;

/**
 * Checks a `re` value and gives it back in RE2 syntax without lazy quantifiers: only whether there is
 * a match is asked, and that does not depend on how much a quantifier takes.
 */
export function parseRegex(written: string): { readonly source: string } | Message {
  if (written.length > MAX_CHARS) {
    return sigmaMessages.regexInvalid(`it is longer than ${MAX_CHARS} characters`);
  }
  try {
    RE2JS.compile(written);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return sigmaMessages.regexInvalid(error.message.replace(/^error parsing regexp: /, ""));
  }
  let source = "";
  for (const { 0: construct, groups } of written.matchAll(CONSTRUCT)) {
    const refused = [construct, ...(construct.startsWith("[") ? escapesIn(construct) : [])].find(
      (each) => REFUSED.test(each) && !ESCAPE.test(each),
    );
    if (refused !== undefined) return sigmaMessages.regexUnsupported(refused);
    source += groups?.["lazy"] === undefined ? construct : (groups["quantifier"] ?? construct);
  }
  return { source };
}

/** The name of a placeholder in a class such as `[%letters%]`, where no text can stand. */
export function placeholderInClass(
  template: Template<{ readonly kind: "source"; readonly text: string }>,
): string | undefined {
  let source = "";
  const places = new Map<number, string>();
  for (const piece of template) {
    if (piece.kind === "source") source += piece.text;
    else {
      places.set(source.length, piece.name);
      source += "x";
    }
  }
  for (const { 0: construct, index } of source.matchAll(CONSTRUCT)) {
    if (!construct.startsWith("[")) continue;
    for (const [place, name] of places) {
      if (index < place && place < index + construct.length) return name;
    }
  }
  return undefined;
}

function escapesIn(characterClass: string): readonly string[] {
  return characterClass.match(/\\[^]/g) ?? [];
}
