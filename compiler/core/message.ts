import type { Message, Severity } from "./diagnostic";
import { nearest } from "./suggest";

const QUOTE_CHARS = 60;

/** A value of the rule, short enough for one line; one with backticks between longer runs of them. */
export function quote(value: string, chars = QUOTE_CHARS): string {
  const shown = value.length > chars ? `${value.slice(0, chars)}…` : value;
  if (!shown.includes("`")) return `\`${shown}\``;
  const fence = fenceFor(shown);
  return `${fence} ${shown} ${fence}`;
}

/** A text on one line, without control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** At least three backticks, and more than stand together in a text. */
export function fenceFor(text: string): string {
  const runs = (text.match(/`+/g) ?? []).map((run) => run.length);
  return "`".repeat(Math.max(3, ...runs.map((length) => length + 1)));
}

/** A message cut into its words and, as code, what `quote` put there. */
export function messageParts(
  message: string,
): readonly { readonly text: string; readonly code: boolean }[] {
  const parts = [];
  let at = 0;
  for (const found of message.matchAll(/(`{3,}) ([^]*?) \1(?!`)|`([^`]*)`/g)) {
    parts.push({ text: message.slice(at, found.index), code: false });
    parts.push({ text: found[2] ?? found[3] ?? "", code: true });
    at = found.index + found[0].length;
  }
  parts.push({ text: message.slice(at), code: false });
  return parts.filter(({ text, code }) => code || text !== "");
}

/** What a message lists before it says how many more there are. */
const MOST_LISTED = 8;

/** Values of a rule, or words that are allowed: the first few where there are many. */
export function quotedList(names: readonly string[], most = MOST_LISTED): string {
  return few(
    names.map((name) => quote(name)),
    most,
  );
}

/** The first few of many things, and how many more there are; never a single one more. */
export function few(things: readonly string[], most = MOST_LISTED): string {
  if (things.length <= most + 1) return things.join(", ");
  return `${things.slice(0, most).join(", ")} and ${things.length - most} more`;
}

/** A count with its noun: `1 rule`, `2 rules`. */
export function plural(count: number, noun: string): string {
  const end = count === 1 ? "" : /(ch|x)$/.test(noun) ? "es" : "s";
  return `${count} ${noun}${end}`;
}

/** Characters of a message: also one that quotes an engine's word on a long value stays readable. */
const MESSAGE_CHARS = 3_000;

const make =
  (severity: Severity) =>
  <const Code extends string>(code: Code, text: string, fix?: string): Message<Code> => {
    const message = text.length > MESSAGE_CHARS ? `${text.slice(0, MESSAGE_CHARS)}…` : text;
    return fix === undefined ? { code, severity, message } : { code, severity, message, fix };
  };

export const error = make("error");
export const warning = make("warning");
export const note = make("note");

/** The fix that names the nearest allowed value, where one is near. */
export function didYouMean(found: string, allowed: readonly string[]): string | undefined {
  const near = nearest(found, allowed);
  return near === undefined ? undefined : `write ${quote(near)}`;
}
