/**
 * Text of a rule as Markdown that shows it and does nothing else: no markup, no mention that
 * notifies somebody, no issue link, no comment. On one line.
 */
export function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(STEERING, "\u{fffd}")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;")
    .replace(/#/g, "&#35;")
    .replace(/(https?|ftp):/gi, "$1&#58;")
    .replace(/www\./gi, "www&#46;")
    .replace(/[\\`*_[\]!|~$]/g, "\\$&")
    .replace(/^([-+=]|\d+(?=[.)]))/, (start) => `&#${start.charCodeAt(0)};${start.slice(1)}`);
}

const STEERING =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text as code on one line; as an element, since no fence of backticks is safe in a table. */
export function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** A block of code, in a fence longer than any run of backticks inside. */
export function codeBlock(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
