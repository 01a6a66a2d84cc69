import type { JsonObject } from "../../core/json";
import { logSourcesOf, type ResolvedRule } from "../../ir/rule";
import { isEventOf } from "../../log-sources/log-source";
import { isRow } from "../../log-sources/registry";
import { tableOfRow } from "../../log-sources/row-tables/row-tables";

/**
 * Whether a rule is asked of an event: one that bears the marks of what the rule reads, and of a rule with a
 * query of its own also a row that says which of its tables it is of. Where nothing is known of what it reads,
 * of all.
 */
export function askedOf(detection: ResolvedRule): (event: JsonObject) => boolean {
  const sources = logSourcesOf(detection);
  const tables = new Set(
    detection.document.query === undefined
      ? []
      : sources.flatMap(({ sentinel }) => sentinel.tables.map(({ name }) => name)),
  );
  return (event) => {
    if (sources.length === 0) return true;
    if (tables.size > 0 && isRow(event)) return tables.has(tableOfRow(event) ?? "");
    return sources.some((source) => isEventOf(event, source));
  };
}
