import type { CompiledRule } from "../compile";
import { isObject, member, type Json } from "../core/json";
import type { Detection, Matches } from "../ir/detection";
import { or, type Expression } from "../ir/expression";
import { analyst } from "../kql/on-demand";
import { KqlError } from "../kql/values/error";
import { connectorRow, type Row } from "../kql/values/row";
import type { FieldModel } from "../log-sources/field";
import { compileExpression, type Matcher } from "../reference/evaluate";
import type { Pattern } from "../targets/cloudwatch/ast";
import { compilePattern } from "../targets/cloudwatch/evaluate";
import { parsePattern } from "../targets/cloudwatch/parse";
import { NOT_READ } from "../targets/cloudwatch/reasons";
import type { Query } from "../targets/sentinel/ast";
import { compileQuery } from "../targets/sentinel/evaluate/evaluate";
import type { Clock } from "../targets/sentinel/evaluate/functions";
import { parseQuery } from "../targets/sentinel/parse";
import { CLOUDS, type Promised, type Reason, type Verdict } from "../targets/verdict";

/** What decides whether an event matches: the rule itself, or a target's printed text, read back. */
export const ENGINES = ["reference", ...CLOUDS] as const;
export type EngineName = (typeof ENGINES)[number];

/** An expression over events, with the names that its parts have in the rule. */
export interface NamedExpression {
  readonly expression: Expression;
  readonly model: FieldModel;
  readonly names: ReadonlyMap<Expression, string>;
}

/** What an engine reads: a rule's own expression, or the text that is deployed. */
export type EngineText =
  | ({ readonly kind: "expression" } & NamedExpression)
  | { readonly kind: "patterns"; readonly patterns: readonly Pattern[] }
  | { readonly kind: "query"; readonly query: Query }
  /** KQL by somebody's hand. */
  | { readonly kind: "written"; readonly query: string };

/** One rule on one engine. */
export type Engine =
  | {
      readonly kind: "ready";
      readonly name: EngineName;
      /** Null for the reference. */
      readonly verdict: Verdict | null;
      /** Under `wider`, what is left out. */
      readonly reasons: readonly Reason[];
      readonly matches: Matcher;
      /**
       * What the verdict promises that `matches` equals: the rule under `exact`, the rule without the
       * dropped tests under `wider`.
       * @default - nothing is promised: a query somebody wrote
       */
      readonly promised?: Matcher;
      readonly text: EngineText;
    }
  /** Nothing may be deployed, for these reasons. */
  | {
      readonly kind: "refused";
      readonly name: EngineName;
      readonly verdict: Verdict | null;
      readonly reasons: readonly Reason[];
    }
  /** There is a text, but nothing here can run it. */
  | {
      readonly kind: "unreadable";
      readonly name: EngineName;
      readonly verdict: Verdict | null;
      readonly message: string;
      /** Whether it could be run with a package that is not installed. */
      readonly installable?: boolean;
    };

/**
 * A rule on an engine. A `wider` version is run whether it is accepted or not: what it would alert on
 * is what somebody who is asked to accept it wants to know. Of a correlation, an engine says which
 * events are counted.
 */
export function engineOf(rule: CompiledRule, name: EngineName): Engine {
  switch (name) {
    case "reference":
      return referenceEngine(rule.detection);
    case "cloudwatch":
      return cloudWatchEngine(rule);
    case "sentinel":
      return sentinelEngine(rule);
  }
}

function referenceEngine({ matches }: Detection): Engine {
  const name = "reference";
  const rule = expressionOf(matches);
  if (rule === undefined) {
    return unreadable(name, null, "the rule has no `detection`, only a query");
  }
  return {
    kind: "ready",
    name,
    verdict: null,
    reasons: [],
    matches: compileExpression(rule.expression, rule.model),
    text: { kind: "expression", ...rule },
  };
}

/** What a rule matches, or a correlation counts; undefined for a query. */
function expressionOf(matches: Matches): NamedExpression | undefined {
  switch (matches.kind) {
    case "expression": {
      const names = [...matches.selections].map(([name, node]) => [node, name] as const);
      const { expression, logSource } = matches;
      return { expression, model: logSource.fields, names: new Map(names) };
    }
    case "correlation": {
      const rules = matches.correlation.rules.flatMap((rule) => {
        const own = expressionOf(rule.matches);
        return own === undefined ? [] : [{ ...own, title: rule.title }];
      });
      return {
        expression: or(rules.map(({ expression }) => expression)),
        model: matches.logSource.fields,
        // A rule that is one selection goes by the rule's title.
        names: new Map(
          rules.flatMap(({ names, expression, title }) => [...names, [expression, title] as const]),
        ),
      };
    }
    case "query":
      return undefined;
  }
}

function cloudWatchEngine({ detection, compiled }: CompiledRule): Engine {
  const name = "cloudwatch";
  const { verdict, reasons, output, promised } = compiled(name, { accept: "wider" });
  const unread = reasons.find(({ code }) => code === NOT_READ);
  if (unread !== undefined) {
    return { ...unreadable(name, verdict, unread.message), installable: true };
  }
  if (output === null) return { kind: "refused", name, verdict, reasons };
  const patterns: Pattern[] = [];
  for (const filter of output.filters) {
    const parsed = parsePattern(filter.pattern);
    if (parsed.kind === "error") return unreadable(name, verdict, parsed.error.message);
    patterns.push(parsed.pattern);
  }
  const tests = patterns.map(compilePattern);
  // A query that can all be applied is held to what its tests say: nobody else speaks for it.
  const isQuery = detection.matches.kind === "query" && verdict === "exact";
  return {
    kind: "ready",
    name,
    verdict,
    reasons,
    matches: (event) => tests.some((test) => test(event)),
    ...(promised === undefined || isQuery ? {} : { promised: matcherOf(promised) }),
    text: { kind: "patterns", patterns },
  };
}

/** An event is there as soon as it happens, so that no guard against late ones drops it. */
export const IN_TIME: Clock = { now: 0, ingested: () => 0 };

function sentinelEngine({ detection, compiled }: CompiledRule): Engine {
  const name = "sentinel";
  const { verdict, reasons, output, promised } = compiled(name, { accept: "wider" });
  if (output === null) return { kind: "refused", name, verdict, reasons };
  const parsed = parseQuery(output.query);
  if ("error" in parsed) return analystEngine(output.query, verdict, reasons);
  const isOurs = detection.document.query === undefined;
  // What is counted are the rows that reach the count.
  const { table, stages } = parsed.query;
  const count = isOurs ? stages.findIndex(({ kind }) => kind === "summarize") : -1;
  const query = count === -1 ? parsed.query : { table, stages: stages.slice(0, count) };
  const ready = attempt(() => compileQuery(query, isOurs ? IN_TIME : undefined));
  if (ready instanceof KqlError) {
    return isOurs
      ? unreadable(name, verdict, ready.message)
      : analystEngine(output.query, verdict, reasons);
  }
  return {
    kind: "ready",
    name,
    verdict,
    reasons,
    matches: (event) => isObject(event) && ready(rowOf(event)),
    ...(promised === undefined ? {} : { promised: matcherOf(promised) }),
    text: { kind: "query", query },
  };
}

/** A query that somebody wrote: an event matches if it alone gives a result. */
function analystEngine(query: string, verdict: Verdict | null, reasons: readonly Reason[]): Engine {
  const name = "sentinel";
  const run = attempt(() => analyst.run().compileAnalystQuery(query));
  if (run instanceof KqlError) {
    return { ...unreadable(name, verdict, run.message), installable: run.code === "service" };
  }
  return {
    kind: "ready",
    name,
    verdict,
    reasons,
    matches: (event) => isObject(event) && run([event], clockOf(event)).rows.length > 0,
    text: { kind: "written", query },
  };
}

/** The query runs at the moment of the event, and the event is there; none for one without a time. */
function clockOf(event: Json): { now: number; ingested: () => number } | undefined {
  const time = member(event, "eventTime");
  const now = typeof time === "string" ? Date.parse(time) : NaN;
  return Number.isNaN(now) ? undefined : { now, ingested: () => now };
}

function unreadable(name: EngineName, verdict: Verdict | null, message: string) {
  return { kind: "unreadable", name, verdict, message } as const;
}

/** The result, or what the KQL evaluator does not know. */
function attempt<T>(run: () => T): T | KqlError {
  try {
    return run();
  } catch (error) {
    if (error instanceof KqlError) return error;
    throw error;
  }
}

/** The matcher of an expression, made with the first event: who runs a history asks for none. */
function matcherOf({ expression, model }: Promised): Matcher {
  let matcher: Matcher | undefined;
  return (event) => {
    matcher ??= compileExpression(expression, model);
    return matcher(event);
  };
}

let last: { readonly event: Json; readonly row: Row } | undefined;

/** The row of an event; many rules ask for the same one after another. */
function rowOf(event: Json & object): Row {
  if (last?.event !== event) last = { event, row: connectorRow(isObject(event) ? event : {}) };
  return last.row;
}
