import { isBounded } from "../../ir/bounded";
import { FALSE, type Expression as Ir } from "../../ir/expression";
import { countedExpression, type Matches, type ResolvedRule } from "../../ir/rule";
import { lazyKql } from "../../kql/lazy";
import { KqlError } from "../../kql/values/error";
import { tableOf, type LogSource } from "../../log-sources/log-source";
import { describeDetection, describedBefore } from "../description";
import type { Compiled, Promised, Reason, Verdict } from "../verdict";
import type { KqlQuery, KqlStage } from "./ast";
import { lowerQuery } from "./lower";
import { printQuery } from "./print";
import { call, compare } from "./query/build";
import { columnsFrom, columnsOf, columnStages, type Columns } from "./query/columns";
import { countOf, growsOnly } from "./query/correlation";
import { lackingIn } from "./query/lacking";
import { reasons } from "./reasons";
import { describeTechniques } from "./rule/describe-techniques";
import { checkQueryText, checkRule, columnUses } from "./rule/rule-checks";
import { ruleObjectOf, windowOf, type RuleObject } from "./rule/rule-object";

/** An analytic rule, with Sentinel's names for its parts. */
export interface SentinelOutput extends RuleObject {
  readonly query: string;
  readonly description: string;
}

/** What becomes of the rule, before its query is written. */
interface Lowered {
  readonly stages: readonly KqlStage[];
  /** The columns that the stages leave. */
  readonly columns: Columns;
  readonly dropped: boolean;
  readonly promised: Promised;
  readonly reasons: readonly Reason[];
  readonly refusals: readonly Reason[];
  readonly assumptions: readonly string[];
}

/** Compiles a rule for Sentinel, whether or not what it loses is accepted. */
export function compileSentinel(detection: ResolvedRule): Compiled<SentinelOutput> {
  const { document, matches } = detection;
  if (document.query !== undefined) return compileOwnQuery(detection, document.query);
  if (matches.kind === "query") return compileOwnQuery(detection, matches.query);

  const { sentinel } = matches.logSource;
  if ("nearest" in sentinel) {
    const rule = ruleObjectOf(detection, []);
    return result(
      detection,
      rule,
      "not-applicable",
      [reasons.noTable(matches.logSource, sentinel.nearest)],
      [],
      null,
    );
  }
  const lowered = lowerMatches(detection, matches);
  const table = tableOf(matches.logSource);
  const columns = [...lowered.columns.given, ...lowered.columns.computed.keys()];
  const rule = ruleObjectOf(detection, columns);
  const uses = columnUses(rule).map(({ column }) => column);
  const text = print({
    table: table.name,
    stages: [...lowered.stages, ...columnStages(uses, lowered.columns)],
  });
  const refusals = [
    ...checkRule(detection, rule, columns),
    ...lowered.refusals,
    ...(typeof text === "string" ? checkQueryText(text, "detection") : [text]),
  ];
  const { assumptions } = lowered;
  if (refusals.length > 0 || typeof text !== "string") {
    const why = [...lowered.reasons, ...refusals];
    return result(detection, rule, "unsupported", why, assumptions, null);
  }
  if (table.otherEvents !== undefined) {
    const why = [...lowered.reasons, reasons.otherEvents(table.otherEvents)];
    return result(detection, rule, "as-written", why, assumptions, text);
  }
  const verdict = lowered.dropped ? "wider" : "exact";
  const { promised } = lowered;
  return { ...result(detection, rule, verdict, lowered.reasons, assumptions, text), promised };
}

function compileOwnQuery(detection: ResolvedRule, written: string): Compiled<SentinelOutput> {
  const rule = ruleObjectOf(detection, undefined);
  const query = written.trimEnd();
  const refusals = [
    ...checkRule(detection, rule, lazyKql.check().checkQuery(query).columns),
    ...checkQueryText(query, "query"),
  ];
  return refusals.length > 0
    ? result(detection, rule, "unsupported", refusals, [], null)
    : result(detection, rule, "as-written", [reasons.asWritten()], [], query);
}

function result(
  detection: ResolvedRule,
  rule: RuleObject,
  verdict: Verdict,
  why: readonly Reason[],
  assumptions: readonly string[],
  query: string | null,
): Compiled<SentinelOutput> {
  const compiled = { target: "sentinel", verdict, reasons: why, assumptions } as const;
  if (query === null) return { ...compiled, output: null };
  const description = [
    describeDetection(detection, { ...compiled, output: null }),
    ...(describedBefore(detection) ? [] : describeTechniques(detection.document)),
  ].join(" ");
  return { ...compiled, output: { query, description, ...rule } };
}

type Lowerable = Exclude<Matches, { readonly kind: "query" }>;

function lowerMatches(detection: ResolvedRule, matches: Lowerable): Lowered {
  const { logSource } = matches;
  const guard = delayGuard(detection);
  if (matches.kind === "expression") {
    const { triggerOperator: operator } = detection.schedule;
    const lowered = lowerExpression(matches.expression, logSource, guard);
    return lowered.dropped && operator !== "gt"
      ? { ...lowered, refusals: [...lowered.refusals, reasons.silences(operator)] }
      : lowered;
  }
  const { correlation } = matches;
  const expression = countedExpression(correlation) ?? FALSE;
  const lowered = lowerExpression(expression, logSource, guard);
  const count = countOf(correlation, logSource, lowered.stages);
  return {
    ...lowered,
    stages: [...lowered.stages, ...count.stages],
    columns: columnsFrom(count.columns, tableOf(logSource)),
    refusals: [
      ...lowered.refusals,
      ...count.refusals,
      ...(lowered.dropped && !growsOnly(correlation) ? [reasons.correlationWider()] : []),
    ],
    assumptions: [...new Set([...lowered.assumptions, ...count.assumptions])].sort(),
  };
}

function lowerExpression(
  expression: Ir,
  logSource: LogSource,
  guard: readonly KqlStage[],
): Lowered {
  const { fields } = logSource;
  const table = tableOf(logSource);
  const lowered = lowerQuery(expression, logSource);
  const { stages, dropped, promised, reasons: why, assumptions } = lowered;
  const unbounded = stages === true || (dropped.size > 0 && !isBounded(promised, fields.bounding));
  return {
    stages: typeof stages === "boolean" ? [] : [...guard, ...stages],
    columns: columnsOf(table),
    dropped: dropped.size > 0,
    promised: { expression: promised, model: fields },
    reasons: why,
    refusals: [
      ...(unbounded ? [reasons.unbounded(fields.bounding)] : []),
      ...(stages === false ? [reasons.neverMatches()] : []),
      ...lackingIn(expression, table).map(({ test, text, nearest }) =>
        reasons.notTakenIn(test, table.name, text, nearest),
      ),
    ],
    assumptions: [...assumptions, ...(table.assumes ?? [])],
  };
}

/**
 * Late events: the period is longer by the delay, and of it only what was ingested within the rule's
 * own period counts, so that each event counts in the same number of runs as one that is in time
 * (azure-docs, ingestion-delay: period and `ingestion_time()`).
 */
function delayGuard(detection: ResolvedRule): readonly KqlStage[] {
  const { delay, period } = windowOf(detection);
  if (delay === 0) return [];
  const seconds = { kind: "timespan", amount: period, unit: "s" } as const;
  const minutes = { kind: "timespan", amount: period / 60, unit: "m" } as const;
  const ago = call("ago", period % 60 === 0 ? minutes : seconds);
  return [{ kind: "where", predicate: compare(">", call("ingestion_time"), ago) }];
}

function print(query: KqlQuery): string | Reason {
  try {
    return printQuery(query);
  } catch (error) {
    if (error instanceof KqlError) return reasons.notPrintable(error.message);
    throw error;
  }
}
