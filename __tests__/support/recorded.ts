import { readdirSync, readFileSync } from "node:fs";

import { Diagnostics } from "../../compiler/core/diagnostic";
import { member, type Json } from "../../compiler/core/json";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { ruleFiles } from "../../compiler/load/rule-files";
import { loadRule } from "../../compiler/rule-set/load-rule";
import type { Placeholders } from "../../compiler/sigma/placeholders";
import { shared } from "./optional";
import { repositoryPlaceholders, SHIPPED } from "./repository-rules";

export interface RecordedEvent {
  /** File and line. */
  readonly place: string;
  readonly event: Json;
}

/** Every CloudTrail record of the reference data once, those of the labelled cases included. */
export function recordedEvents(): readonly RecordedEvent[] {
  const files = readdirSync(shared("cloudtrail")).filter((name) => name.endsWith(".ndjson"));
  // A labelled case wraps a record, which mostly stands in one of the other files as well.
  const wraps = (name: string) => /^(labelled|createaccesskey)/.test(name);
  const once = new Map<string, RecordedEvent>();
  for (const name of [...files].sort((one, other) => Number(wraps(one)) - Number(wraps(other)))) {
    const lines = readFileSync(shared(`cloudtrail/${name}`), "utf8").split("\n");
    for (const [index, line] of lines.entries()) {
      if (line === "") continue;
      const read: Json = JSON.parse(line);
      const event = (wraps(name) ? member(read, "record") : read) ?? null;
      const key = JSON.stringify(event);
      if (!once.has(key)) once.set(key, { place: `${name}:${index + 1}`, event });
    }
  }
  return [...once.values()];
}

/** The published AWS rules of the reference data: Sigma's, and Microsoft's, which are KQL alone. */
export function publishedRules(): {
  readonly sigma: readonly ResolvedRule[];
  readonly sentinel: readonly ResolvedRule[];
} {
  return {
    sigma: ruleFiles(shared("sigma/rules/aws")).map((path) => load(path)),
    sentinel: ruleFiles(shared("sentinel/rules")).map((path) => load(path)),
  };
}

/** Our own rules, with the values that the app gives them. */
export function shippedRules(): readonly ResolvedRule[] {
  const placeholders = repositoryPlaceholders();
  return SHIPPED.map((path) => load(path, placeholders));
}

function load(path: string, placeholders: Placeholders = {}): ResolvedRule {
  const diagnostics = new Diagnostics();
  const detection = loadRule(path, diagnostics, { placeholders });
  if (detection === undefined) throw new Error(`${path}: ${JSON.stringify(diagnostics.all)}`);
  return detection;
}
