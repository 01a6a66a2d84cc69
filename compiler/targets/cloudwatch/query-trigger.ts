import { isBounded } from "../../ir/bounded";
import { countFacts, leastOf } from "../../ir/count";
import type { Expression } from "../../ir/expression";
import { boundOf, isCount, type ResolvedRule, type Schedule } from "../../ir/rule";
import { lazyKql } from "../../kql/lazy";
import type { LiftedCount } from "../../kql/lift/lift-count";
import { entryOf } from "../../load/node";
import { isInLogs } from "../../log-sources/log-group";
import { spanInScalar } from "../../load/scalar-position";
import type { Reason } from "../verdict";
import { countTrigger, eventTrigger, type CountTrigger, type Trigger } from "./count-trigger";
import { TABLES_IN_LOGS } from "./other-logs";
import { reasons } from "./reasons";

/** The trigger of a rule that has KQL alone: what of its conditions on events and counts can be proven. */
export function queryTrigger(detection: ResolvedRule, query: string): Trigger | Reason {
  const { root, schedule, source } = detection;
  const { triggerOperator, triggerThreshold, queryPeriod } = schedule;
  const scalar = entryOf(root, "query")?.value.span ?? root.span;
  const lift = lazyKql.lift().liftQuery(query, {
    period: queryPeriod,
    anyRow: triggerOperator === "gt" && triggerThreshold === 0,
    locate: (span) => spanInScalar(source, scalar, query, span),
  });
  if (lift.kind === "refused") {
    return lift.unread ? reasons.queryNotRead(lift.why) : reasons.queryNotLifted(lift.why, lift.at);
  }
  const { expression, remarks, counts, assumptions } = lift;
  const { fields: model } = lift.logSource;
  if (!isInLogs(lift.logSource)) return reasons.otherTables(TABLES_IN_LOGS);
  const isWhole = expression.kind === "constant" && expression.value;
  if (isWhole || (remarks.length > 0 && !isBounded(expression, model.bounding))) {
    return reasons.unbounded(model.bounding);
  }
  const trigger = rowTrigger(expression, counts, schedule);
  if ("code" in trigger) return trigger;
  return {
    ...trigger,
    model,
    wider: [...remarks.map(reasons.queryCondition), ...trigger.wider],
    assumptions: [...assumptions, ...trigger.assumptions],
  };
}

/** What gives a row: an event, or so many of them as the query asks for. */
function rowTrigger(
  expression: Expression,
  counts: readonly LiftedCount[],
  schedule: Schedule,
): CountTrigger | Reason {
  const counted = { expressions: [expression], timespan: schedule.queryPeriod } as const;
  if (isCount(schedule)) {
    const condition = [boundOf(schedule)];
    return countTrigger({ ...counted, type: "event_count", condition, path: "queryPeriod" });
  }
  // Each is a lower bound on all events together: the highest says the most, the others are left out.
  const [first, ...others] = [...counts].sort((one, other) => least(other) - least(one));
  if (first === undefined) return eventTrigger(expression, schedule);
  const { term, bounds } = first;
  const trigger = countTrigger({
    ...counted,
    type: term.counts === "events" ? "event_count" : "value_count",
    condition: bounds,
    ...(term.by === undefined ? {} : { groups: term.by }),
    ...(term.counts === "events" ? {} : { values: term.written }),
    path: "query",
  });
  if ("code" in trigger) return trigger;
  const left = others.flatMap((other) => [
    ...(other.term.counts === "events" ? [] : [reasons.totalOfValues(other.term.written, "query")]),
    ...(other.term.by === undefined || other.term.by === term.by
      ? []
      : [reasons.totalOfGroups(other.term.by, "events", "query")]),
    ...(countFacts(other.bounds).upward ? [] : [reasons.upperBound("query")]),
  ]);
  return { ...trigger, wider: [...left, ...trigger.wider] };
}

function least({ bounds }: LiftedCount): number {
  return leastOf(bounds) ?? Infinity;
}
