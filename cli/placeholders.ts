import { existsSync } from "node:fs";

import type { Diagnostics } from "../compiler/core/diagnostic";
import { loadPlaceholders } from "../compiler/rule-set/load-placeholders";
import type { Placeholders } from "../compiler/sigma/placeholders";
import { UsageError } from "./exit";

/**
 * Reads a file of placeholder values.
 * @throws UsageError for a file that is not there
 */
export function readPlaceholders(path: string, diagnostics: Diagnostics): Placeholders {
  if (!existsSync(path)) throw new UsageError(`no such file: ${path}`);
  return loadPlaceholders(path, diagnostics);
}
