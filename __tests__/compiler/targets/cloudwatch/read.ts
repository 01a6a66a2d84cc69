import type { Pattern } from "../../../../compiler/targets/cloudwatch/ast";
import type { Written } from "../../../../compiler/targets/cloudwatch/escape";
import { parsePattern } from "../../../../compiler/targets/cloudwatch/parse";

/** The pattern of a text that must be one. */
export function read(text: string): Pattern {
  const parsed = parsePattern(text);
  if (parsed.kind === "error") {
    throw new Error(`${text}: ${parsed.error.message} at ${parsed.error.offset}`);
  }
  return parsed.pattern;
}

/** What was written, where it must have been. */
export function textOf(written: Written): string {
  if (written.kind === "refused") throw new Error(written.reason);
  return written.text;
}
