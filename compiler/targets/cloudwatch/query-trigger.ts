import { CLOUDTRAIL } from "../../fields/cloudtrail";
import { isBounded } from "../../ir/bounded";
import { boundOf, type Detection } from "../../ir/detection";
import { entryOf } from "../../load/node";
import { spanInScalar } from "../../load/scalar-position";
import { analyst } from "../sentinel/analyst/on-demand";
import type { Reason } from "../../verdict";
import { TABLE } from "../sentinel/table";
import { reasons } from "./reasons";
import type { Trigger } from "./trigger";

const NAMES_TABLE = new RegExp(`\\b${TABLE}\\b`);

/** Why a rule has nothing to do with CloudTrail: it has KQL alone, which never names its table. */
export function otherTables({ matches }: Detection): Reason | undefined {
  const other = matches.kind === "query" && !NAMES_TABLE.test(matches.query);
  return other ? reasons.otherTables() : undefined;
}

/** The trigger of a rule that has KQL alone: what of its `where` clauses can be proven. */
export function queryTrigger(detection: Detection, query: string): Trigger | Reason {
  const { root, schedule, source } = detection;
  const { triggerOperator, triggerThreshold, queryPeriod } = schedule;
  const scalar = entryOf(root, "query")?.value.span ?? root.span;
  const lift = analyst.lift().liftQuery(query, {
    period: queryPeriod,
    anyRow: triggerOperator === "gt" && triggerThreshold === 0,
    locate: (span) => spanInScalar(source, scalar, query, span),
  });
  if (lift.kind === "refused") {
    return lift.unread ? reasons.queryNotRead(lift.why) : reasons.queryNotLifted(lift.why, lift.at);
  }
  const { expression, remarks, assumptions } = lift;
  if (remarks.length > 0 && !isBounded(expression, CLOUDTRAIL.bounding)) return reasons.unbounded();
  return {
    expression,
    model: CLOUDTRAIL,
    period: queryPeriod,
    path: "queryPeriod",
    bounds: [boundOf(schedule)],
    wider: remarks.map(reasons.queryCondition),
    assumptions,
  };
}
