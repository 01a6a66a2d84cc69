import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { compiledRule, type CompiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { Json } from "../../../compiler/core/json";
import type { LogSource } from "../../../compiler/log-sources/log-source";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { engineOf, type EngineName } from "../../../compiler/run/engine";
import { answered } from "../../support/answered";
import { shared } from "../../support/optional";
import { nameOf } from "./other-logs";

/** Values for the placeholders that public rules have. */
const PLACEHOLDERS = { ApprovedUserUpn: ["user@example.com"], Important_AppIds: ["an-id"] };

/** Codes that say that a test never holds: no such field, no such word, no such text. */
export const SAYS_NEVER = ["DET420", "DET421", "DET451"];
/** That a value is looked for which another in its list covers. */
const COVERED = "DET435";

/** A rule of SigmaHQ's that is compiled once for all that is asked of it. */
export interface PublicRule {
  readonly file: string;
  readonly logSource: LogSource;
  readonly compiled: CompiledRule;
  /** Codes of what was found in it. */
  readonly codes: readonly string[];
  /** Where a finding says that a test never holds, or that another says as much. */
  readonly said: ReadonlySet<string>;
}

/** Those of a log source, and why files hold none. */
export function rulesOf(logSource: LogSource) {
  const folder = shared(`logs/rules/${nameOf(logSource).replace("/", "_")}`);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const refused: Record<string, readonly string[]> = {};
  const rules = files.flatMap((file): readonly PublicRule[] => {
    const diagnostics = new Diagnostics();
    const loaded = loadRules([join(folder, file)], diagnostics, { placeholders: PLACEHOLDERS });
    const codes = diagnostics.all.map(({ code }) => code);
    const decidesNothing = diagnostics.all.filter(({ code }) =>
      [...SAYS_NEVER, COVERED].includes(code),
    );
    const said = new Set(decidesNothing.map(({ line, column }) => `${line}:${column}`));
    if (loaded.length === 0) {
      const errors = diagnostics.all.filter(({ severity }) => severity === "error");
      refused[file] = errors.map(({ code }) => code);
    }
    return loaded.map(({ detection }) => ({
      file,
      logSource,
      compiled: compiledRule(detection),
      codes,
      said,
    }));
  });
  return { rules, refused };
}

/** Undefined where nothing is deployed. */
export function matcherOf(compiled: CompiledRule, name: EngineName) {
  const engine = engineOf(compiled, name);
  if (engine.kind === "unreadable") throw new Error(engine.message);
  if (engine.kind !== "ready") return undefined;
  return (event: Json) => answered(engine.matches(event));
}
