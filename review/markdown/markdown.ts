import { fenceFor, messageParts } from "../../compiler/core/message";
import { visible } from "../visible";

/**
 * Text of a rule as Markdown that shows it and does nothing else: no markup, no mention that
 * notifies somebody, no issue link, no comment. On one line. GitHub looks for mentions and issues in
 * what Markdown has become, where an escape is gone already: a space without width parts them
 * (github/cmark-gfm#181).
 */
export function escaped(text: string): string {
  return notAtStart(inert(parted(spaced(text).trim())));
}

/**
 * Text as code on one line; as an element, since no fence of backticks is safe in a table. GitHub
 * looks for no mentions in it, so what is copied is what was written.
 */
export function code(text: string): string {
  return `<code>${inert(spaced(text).trim())}</code>`;
}

/** A message of the compiler: what stands between backticks is code. */
export function message(text: string): string {
  const parts = messageParts(text).map((part) =>
    part.code ? code(part.text) : inert(parted(spaced(part.text))),
  );
  return notAtStart(parts.join("").trim());
}

function spaced(text: string): string {
  return visible(text).replace(/\s+/g, " ");
}

function parted(text: string): string {
  return text.replace(/[@#]|\bGH-(?=\d)/gi, "$&\u200b");
}

function inert(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/(https?|ftp):/gi, "$1&#58;")
    .replace(/www\./gi, "www&#46;")
    .replace(/[\\`*_[\]!|~$]/g, "\\$&");
}

/** What would begin a list or a heading at the start of a line does not. */
function notAtStart(text: string): string {
  return text.replace(
    /^([-+=#]|\d+(?=[.)]))/,
    (start) => `&#${start.charCodeAt(0)};${start.slice(1)}`,
  );
}

/** A block of code, in a fence longer than any run of backticks inside. */
export function codeBlock(text: string, language: string): string {
  const fence = fenceFor(text);
  return `${fence}${language}\n${visible(text).trimEnd()}\n${fence}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
