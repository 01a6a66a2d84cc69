import type { Message, Severity } from "./diagnostic";
import { nearest } from "./suggest";

const QUOTE_CHARS = 60;

/** A value of the rule, short enough for one line. */
export function quote(value: string, chars = QUOTE_CHARS): string {
  return `\`${value.length > chars ? `${value.slice(0, chars)}…` : value}\``;
}

export function list(names: readonly string[]): string {
  const shown = names
    .slice(0, 30)
    .map((name) => quote(name))
    .join(", ");
  return names.length > 30 ? `${shown}, …` : shown;
}

/** Characters of a message: also one that quotes an engine's word on a long value stays readable. */
const MESSAGE_CHARS = 3_000;

function make(severity: Severity, code: string, text: string, fix?: string): Message {
  const message = text.length > MESSAGE_CHARS ? `${text.slice(0, MESSAGE_CHARS)}…` : text;
  return fix === undefined ? { code, severity, message } : { code, severity, message, fix };
}

export const error = (code: string, message: string, fix?: string) =>
  make("error", code, message, fix);
export const warning = (code: string, message: string, fix?: string) =>
  make("warning", code, message, fix);

/** The fix that names the nearest allowed value, where one is near. */
export function did(found: string, allowed: readonly string[]): string | undefined {
  const near = nearest(found, allowed);
  return near === undefined ? undefined : `write ${quote(near)}`;
}
