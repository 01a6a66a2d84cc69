import { type ResolvedRule } from "../../ir/rule";
import { countedExpression } from "../../ir/legs";
import { fieldsOf as fieldsOfTest, predicatesOf } from "../../ir/expression";
import { isInLogs, shownInLogs } from "../../log-sources/log-group";
import { actedOn } from "../acted-on";
import { nameOf } from "../names";
import type { Compiled, Reason } from "../verdict";
import { fieldPath } from "./escape";
import { lowerFilter } from "./lower";
import { printQuery } from "./print";
import { reasons } from "./reasons";

/** A saved query that shows the events behind an alarm. */
export interface LogsInsightsOutput {
  /** Unique in an account and Region; slashes make folders in the console. */
  readonly name: string;
  readonly query: string;
}

/** The folder of saved queries in the console. */
const FOLDER = "detections";
const ROWS = 100;

/** Compiles a detection's saved query. It claims no verdict. */
export function compileLogsInsights(detection: ResolvedRule): Compiled<LogsInsightsOutput> {
  const result = (
    why: readonly Reason[],
    output: LogsInsightsOutput | null,
    assumptions: readonly string[] = [],
  ) => ({ target: "logs-insights", verdict: null, reasons: why, assumptions, output }) as const;
  const { matches } = detection;
  if (matches.kind === "query") return result([reasons.queryAlone()], null);
  const { logSource } = matches;
  const { fields: model } = logSource;
  if (!isInLogs(logSource)) return result([reasons.otherLogs(logSource)], null);
  const expression =
    matches.kind === "expression" ? matches.expression : countedExpression(matches.correlation);
  const { node: condition, reasons: why, assumptions } = lowerFilter(expression, model);
  if (typeof condition === "boolean") return result([...why, reasons.everyEvent()], null);
  const read = predicatesOf(expression).flatMap(fieldsOfTest);
  const acted = actedOn(expression, logSource).map(({ path }) => path);
  const paths = [...new Set([...shownInLogs(logSource), ...acted, ...read])].map(fieldPath);
  const fields = paths.filter((path) => path !== undefined);
  const printed = printQuery({ fields, filter: condition, limit: ROWS });
  if (printed.kind === "refused")
    return result([...why, reasons.notPrintable(printed.reason)], null);
  const output = { name: `${FOLDER}/${nameOf(detection)}`, query: printed.text };
  return result(why, output, assumptions);
}
