import { isBounded } from "../../ir/bounded";
import type { Bound } from "../../ir/count";
import { countedExpression } from "../../ir/legs";
import { boundOf, type Correlation, type ResolvedRule } from "../../ir/rule";
import type { Expression } from "../../ir/expression";
import { lazyKql } from "../../kql/lazy";
import { entryOf } from "../../load/node";
import { spanInScalar } from "../../load/scalar-position";
import type { FieldModel } from "../../log-sources/field";
import { LOG_SOURCES } from "../../log-sources/registry";
import type { Seconds } from "../../rule/duration";
import type { Reason } from "../verdict";
import { reasons } from "./reasons";

/** What is counted, over which time, and which counts alert. */
export interface Trigger {
  readonly expression: Expression;
  readonly model: FieldModel;
  readonly period: Seconds;
  /** The document's key that says so, for reasons. */
  readonly path: "queryPeriod" | "correlation";
  readonly bounds: readonly Bound[];
  /** Why it alerts on more than the rule says, though the same events are counted. */
  readonly wider: readonly Reason[];
  /** What the expression rests on, where it was read from a query. */
  readonly assumptions?: readonly string[];
}

/** The trigger of a rule, or of a correlation over rules; a reason where an alarm cannot be on it. */
export function triggerOf(detection: ResolvedRule): Trigger | Reason {
  const { matches, schedule } = detection;
  switch (matches.kind) {
    case "query":
      return queryTrigger(detection, matches.query);
    case "expression":
      return {
        expression: matches.expression,
        model: matches.logSource.fields,
        period: schedule.queryPeriod,
        path: "queryPeriod",
        bounds: [boundOf(schedule)],
        wider: [],
      };
    case "correlation": {
      const { type, rules } = matches.correlation;
      if (type !== "event_count" && type !== "value_count") return reasons.correlatedRule();
      if (rules.some((rule) => rule.matches.kind !== "expression")) return reasons.correlatedRule();
      const expression = countedExpression(matches.correlation);
      if (schedule.triggerOperator !== "gt" || schedule.triggerThreshold !== 0) {
        return reasons.twoTriggers();
      }
      const counted = boundsOf(matches.correlation);
      if ("code" in counted) return counted;
      return {
        expression,
        model: matches.logSource.fields,
        period: matches.correlation.timespan,
        path: "correlation",
        ...counted,
      };
    }
  }
}

/**
 * The bounds on the count of all events. That of a group, or of distinct values, is no larger, so a
 * lower bound on it is one on the total too, and the total may reach it alone; an upper bound is not.
 */
function boundsOf(correlation: Correlation): Pick<Trigger, "bounds" | "wider"> | Reason {
  const { type, groupBy, condition } = correlation;
  if (type === "event_count" && groupBy.length === 0) return { bounds: condition, wider: [] };
  const lower = condition.filter(({ operator }) => operator === "gt" || operator === "gte");
  if (lower.length === 0) return reasons.noLowerBound(type);
  return {
    bounds: lower,
    wider: [
      ...(type === "value_count" ? [reasons.totalOfValues(correlation.field ?? "")] : []),
      ...(groupBy.length > 0 ? [reasons.totalOfGroups(groupBy)] : []),
      ...(lower.length < condition.length ? [reasons.upperBound()] : []),
    ],
  };
}

/** The tables whose events can lie in a log group too. */
const TABLES_IN_LOGS = LOG_SOURCES.filter(({ cloudwatch }) => cloudwatch !== undefined).flatMap(
  ({ sentinel }) => sentinel.tables.map(({ name }) => name),
);

/** Why no log group holds what a rule looks for; undefined where one can. */
export function otherLogs({ matches }: ResolvedRule): Reason | undefined {
  if (matches.kind === "query") {
    const { query } = matches;
    const names = TABLES_IN_LOGS.some((name) => new RegExp(`\\b${name}\\b`).test(query));
    return names ? undefined : reasons.otherTables(TABLES_IN_LOGS);
  }
  const { product, service, cloudwatch } = matches.logSource;
  return cloudwatch === undefined ? reasons.otherLogs(`${product}/${service}`) : undefined;
}

/** The trigger of a rule that has KQL alone: what of its `where` clauses can be proven. */
function queryTrigger(detection: ResolvedRule, query: string): Trigger | Reason {
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
  const { expression, remarks, assumptions } = lift;
  const { fields: model, cloudwatch } = lift.logSource;
  if (cloudwatch === undefined) return reasons.otherTables(TABLES_IN_LOGS);
  if (remarks.length > 0 && !isBounded(expression, model.bounding))
    return reasons.unbounded(model.bounding);
  return {
    expression,
    model,
    period: queryPeriod,
    path: "queryPeriod",
    bounds: [boundOf(schedule)],
    wider: remarks.map(reasons.queryCondition),
    assumptions,
  };
}
