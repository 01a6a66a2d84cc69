import { or, type Expression } from "../../ir/expression";
import { leafLegsOf } from "../../ir/legs";
import { countingOf, logSourcesOf, type Matches, type ResolvedRule } from "../../ir/rule";
import { lazyKql } from "../../kql/lazy";
import { KqlError } from "../../kql/values/error";
import { tableOf } from "../../log-sources/log-source";
import { describeDetection, describedBefore } from "../description";
import type { Compiled, Promised, Reason, Verdict } from "../verdict";
import type { KqlTabular, RowStage } from "./ast";
import { printQuery } from "./print";
import { call, compare } from "./query/build";
import { columnsFrom, columnsOf, columnStages, type Columns } from "./query/columns";
import { growsOnly, lowerCorrelation, lowerCount } from "./query/correlation";
import { rowsOf, type Notes } from "./query/rows";
import { wholeRows } from "./query/together";
import { duration } from "./query/windows";
import { reasons } from "./reasons";
import { describeTechniques } from "./rule/describe-techniques";
import { checkQueryText, checkRule, columnUses } from "./rule/rule-checks";
import { ruleObjectOf, type RuleObject } from "./rule/rule-object";
import { windowOf, type Window } from "./rule/window";

/** An analytic rule, with Sentinel's names for its parts. */
export interface SentinelOutput extends RuleObject {
  readonly query: string;
  readonly description: string;
}

/** What becomes of the rule, before its query is written. */
interface Lowered extends Notes {
  readonly query: KqlTabular;
  /** The columns that the query's rows have. */
  readonly columns: Columns;
}

/** Compiles a rule for Sentinel, whether or not what it loses is accepted. */
export function compileSentinel(detection: ResolvedRule): Compiled<SentinelOutput> {
  const { document, matches } = detection;
  if (document.query !== undefined) return compileOwnQuery(detection, document.query);
  if (matches.kind === "query") return compileOwnQuery(detection, matches.query);

  const sources = logSourcesOf(detection);
  const untabled = sources.flatMap((each) =>
    "nearest" in each.sentinel ? [reasons.noTable(each, each.sentinel.nearest)] : [],
  );
  if (untabled.length > 0) {
    return result(detection, ruleObjectOf(detection, []), "not-applicable", untabled, [], null);
  }
  const window = windowOf(detection);
  const lowered = lowerMatches(detection, matches, window);
  const { names } = lowered.columns;
  const rule = ruleObjectOf(detection, names);
  const uses = columnUses(rule).map(({ column }) => column);
  const { query, assumptions } = lowered;
  const text = print({
    ...query,
    stages: [...query.stages, ...columnStages(uses, lowered.columns)],
  });
  const refusals = [
    ...checkRule(detection, rule, names),
    ...lowered.refusals,
    ...(typeof text === "string" ? checkQueryText(text, "detection") : [text]),
  ];
  if (refusals.length > 0 || typeof text !== "string") {
    const why = [...lowered.reasons, ...refusals];
    return result(detection, rule, "unsupported", why, assumptions, null);
  }
  const others = sources.flatMap((each) => tableOf(each).otherEvents ?? []);
  if (others.length > 0) {
    const why = [...lowered.reasons, ...others.map(reasons.otherEvents)];
    return result(detection, rule, "as-written", why, assumptions, text);
  }
  const { lookBack, needed } = window;
  if (needed !== undefined && lookBack < needed) {
    const why = [...lowered.reasons, reasons.shortLookBack(lookBack, needed)];
    return result(detection, rule, "as-written", why, assumptions, text);
  }
  const verdict = lowered.reasons.length > 0 ? "wider" : "exact";
  const promised = promisedOf(lowered.promised, detection);
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

function lowerMatches(detection: ResolvedRule, matches: Lowerable, window: Window): Lowered {
  const { logSource } = matches;
  const { frequency } = window;
  const table = tableOf(logSource);
  if (matches.kind === "correlation") {
    const { correlation } = matches;
    const { columns, ...lowered } = lowerCorrelation(correlation, { frequency });
    const silenced = lowered.reasons.length > 0 && !growsOnly(correlation);
    return {
      ...lowered,
      columns: columnsFrom(columns, table),
      refusals: [...lowered.refusals, ...(silenced ? [reasons.correlationWider()] : [])],
    };
  }
  const counting = countingOf(detection);
  if (counting !== undefined) {
    const { columns, ...lowered } = lowerCount(counting, { frequency });
    return { ...lowered, columns: columnsFrom(columns, table) };
  }
  const { legs, ...notes } = rowsOf(matches.expression, logSource);
  const { query, table: united } = wholeRows(legs, delayGuard(window));
  const { triggerOperator: operator } = detection.schedule;
  const silenced = notes.reasons.length > 0 && operator !== "gt";
  return {
    ...notes,
    refusals: [...notes.refusals, ...(silenced ? [reasons.silences(operator)] : [])],
    query,
    columns: columnsOf(united),
  };
}

/** Of a correlation, every event that takes part, and what is kept of each of its leaves. */
function promisedOf(leaves: readonly Expression[], detection: ResolvedRule): Promised {
  const counting = countingOf(detection);
  const sources = counting === undefined ? [] : leafLegsOf(counting).map((leg) => leg.logSource);
  const [first, ...others] = logSourcesOf(detection);
  if (first === undefined) throw new Error("what is promised is of events");
  return {
    expression: or(leaves),
    model: first.fields,
    ...(leaves.length > 1 ? { leaves } : {}),
    ...(others.length > 0 ? { sources } : {}),
  };
}

/**
 * Late events: the period is longer by the delay, and of it only what was ingested within the rule's
 * own period counts, so that each event counts in the same number of runs as one that is in time
 * (azure-docs, ingestion-delay: period and `ingestion_time()`).
 */
function delayGuard({ delay, lookBack }: Window): readonly RowStage[] {
  if (delay === 0) return [];
  const ago = call("ago", duration(lookBack - delay));
  return [{ kind: "where", predicate: compare(">", call("ingestion_time"), ago) }];
}

function print(query: KqlTabular): string | Reason {
  try {
    return printQuery(query);
  } catch (error) {
    if (error instanceof KqlError) return reasons.notPrintable(error.message);
    throw error;
  }
}
