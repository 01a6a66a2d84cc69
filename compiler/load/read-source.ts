import { readFileSync, statSync } from "node:fs";

import type { Diagnostics, Message } from "../core/diagnostic";
import type { Source } from "../core/source";
import { isSystemError } from "../core/system-error";
import { isJsonPath, JSON_LIMITS } from "./load-json";
import { LOAD_LIMITS } from "./load-yaml";
import { loadMessages } from "./messages";

/** Reads a rule file as UTF-8; reports and returns undefined where it cannot be read. */
export function readSource(path: string, diagnostics: Diagnostics): Source | undefined {
  const refuse = (message: Message) => {
    diagnostics.report({ path, text: "" }, { start: 0, end: 0 }, message);
    return undefined;
  };
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    const { sourceChars } = isJsonPath(path) ? JSON_LIMITS : LOAD_LIMITS;
    if (size > 4 * sourceChars) return refuse(loadMessages.sourceTooLarge(size, sourceChars));
    bytes = readFileSync(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return refuse(loadMessages.fileUnreadable(error.code));
  }
  const text = bytes.toString("utf8");
  // A decoder writes U+FFFD for what is not UTF-8, which changes the bytes.
  if (!Buffer.from(text, "utf8").equals(bytes)) return refuse(loadMessages.notUtf8());
  return { path, text: text.replace(/^\ufeff/, "") };
}
