/**
 * Controls, lone surrogates, and characters that steer the direction of text or have no width. Not
 * joiners and the selector of emoji: they make up letters.
 */
const UNSEEN = /[\p{Cc}\p{Cs}]|(?![\u200c\u200d\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

/** Text whose characters can all be seen: the others by their number. Lines end in `\n`. */
export function visible(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(/[^\t\n -~]+/g, (run) => run.replace(UNSEEN, (char) => `⟨U+${codeOf(char)}⟩`));
}

function codeOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
