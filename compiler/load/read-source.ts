import { readFileSync, statSync } from "node:fs";

import type { Diagnostics, Message } from "../core/diagnostic";
import type { Source } from "../core/source";
import { isSystemError } from "../core/system-error";
import { isJsonPath, JSON_LIMITS } from "./load-json";
import { LOAD_LIMITS } from "./load-yaml";
import { loadMessages } from "./messages";

/**
 * Reads a file as UTF-8; reports and returns undefined where it cannot be read.
 * @param most UTF-16 units that are read, by default those of a rule file
 */
export function readSource(
  path: string,
  diagnostics: Diagnostics,
  most: number = (isJsonPath(path) ? JSON_LIMITS : LOAD_LIMITS).sourceChars,
): Source | undefined {
  const refuse = (message: Message) => {
    diagnostics.report({ path, text: "" }, { start: 0, end: 0 }, message);
    return undefined;
  };
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > 4 * most) return refuse(loadMessages.sourceTooLarge(size, most));
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
