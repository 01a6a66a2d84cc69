import { compile } from "./compile";
import { compileExpression, type Matcher } from "./evaluate/evaluate";
import type { Detection } from "./ir/detection";
import { widen, type Predicate } from "./ir/expression";
import type { Json } from "./json";
import { isObject } from "./json";
import type { Pattern } from "./targets/cloudwatch/ast";
import { compilePattern } from "./targets/cloudwatch/evaluate";
import { lowerPattern } from "./targets/cloudwatch/lower";
import { parsePattern } from "./targets/cloudwatch/parse";
import { analyst } from "./targets/sentinel/analyst/on-demand";
import type { Query } from "./targets/sentinel/ast";
import { KqlError } from "./targets/sentinel/error";
import { compileQuery } from "./targets/sentinel/evaluate";
import { lowerQuery } from "./targets/sentinel/lower";
import { parseQuery } from "./targets/sentinel/parse";
import { connectorRow, type Row } from "./targets/sentinel/row";
import type { Reason, Verdict } from "./verdict";

/** What decides whether an event matches: the rule itself, or a target's printed text, read back. */
export const ENGINES = ["reference", "cloudwatch", "sentinel"] as const;
export type EngineName = (typeof ENGINES)[number];

/** What an engine reads: a rule's own expression, or the text that is deployed. */
export type EngineText =
  | { readonly kind: "expression" }
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
    };

/**
 * A rule on an engine. A `wider` version is run whether it is accepted or not: what it would alert on
 * is what somebody who is asked to accept it wants to know.
 */
export function engineOf(detection: Detection, name: EngineName): Engine {
  switch (name) {
    case "reference":
      return referenceEngine(detection);
    case "cloudwatch":
      return cloudWatchEngine(detection);
    case "sentinel":
      return sentinelEngine(detection);
  }
}

function referenceEngine({ matches }: Detection): Engine {
  const name = "reference";
  switch (matches.kind) {
    case "expression": {
      const evaluate = compileExpression(matches.expression, matches.logSource.fields);
      return {
        kind: "ready",
        name,
        verdict: null,
        matches: evaluate,
        text: { kind: "expression" },
      };
    }
    case "correlation":
      return unreadable(name, null, "a correlation is no test of one event");
    case "query":
      return unreadable(name, null, "the rule has no `detection`, only a query");
  }
}

function cloudWatchEngine(detection: Detection): Engine {
  const name = "cloudwatch";
  const { verdict, reasons, output } = compile(detection, name, { accept: "wider" });
  if (output === null) return { kind: "refused", name, verdict, reasons };
  const patterns: Pattern[] = [];
  for (const filter of output.filters) {
    const parsed = parsePattern(filter.pattern);
    if (parsed.kind === "error") return unreadable(name, verdict, parsed.error.message);
    patterns.push(parsed.pattern);
  }
  const tests = patterns.map(compilePattern);
  const promised = promiseOf(detection, verdict, (expression, model) =>
    lowerPattern(expression, model),
  );
  return {
    kind: "ready",
    name,
    verdict,
    matches: (event) => tests.some((test) => test(event)),
    ...promised,
    text: { kind: "patterns", patterns },
  };
}

function sentinelEngine(detection: Detection): Engine {
  const name = "sentinel";
  const { verdict, reasons, output } = compile(detection, name, { accept: "wider" });
  if (output === null) return { kind: "refused", name, verdict, reasons };
  const parsed = parseQuery(output.query);
  if ("error" in parsed) return analystEngine(output.query, verdict);
  const ready = attempt(() => compileQuery(parsed.query));
  if (typeof ready === "string") return unreadable(name, verdict, ready);
  return {
    kind: "ready",
    name,
    verdict,
    matches: (event) => isObject(event) && ready(rowOf(event)),
    ...promiseOf(detection, verdict, lowerQuery),
    text: { kind: "query", query: parsed.query },
  };
}

/** A query that somebody wrote: an event matches if it alone gives a result. */
function analystEngine(query: string, verdict: Verdict | null): Engine {
  const name = "sentinel";
  const run = attempt(() => analyst.run().compileAnalystQuery(query));
  if (typeof run === "string") return unreadable(name, verdict, run);
  return {
    kind: "ready",
    name,
    verdict,
    matches: (event) => isObject(event) && run([event]).rows.length > 0,
    text: { kind: "written", query },
  };
}

function unreadable(name: EngineName, verdict: Verdict | null, message: string): Engine {
  return { kind: "unreadable", name, verdict, message };
}

/** The result, or what the KQL evaluator does not know. */
function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof KqlError) return error.message;
    throw error;
  }
}

type Lower = (
  expression: Extract<Detection["matches"], { kind: "expression" }>["expression"],
  model: Extract<Detection["matches"], { kind: "expression" }>["logSource"]["fields"],
) => { readonly dropped: ReadonlySet<Predicate> };

function promiseOf(
  { matches }: Detection,
  verdict: Verdict | null,
  lower: Lower,
): { readonly promised?: Matcher } {
  if (matches.kind !== "expression" || (verdict !== "exact" && verdict !== "wider")) return {};
  const { expression, logSource } = matches;
  const { dropped } = lower(expression, logSource.fields);
  return { promised: compileExpression(widen(expression, dropped), logSource.fields) };
}

let last: { readonly event: Json; readonly row: Row } | undefined;

/** The row of an event; many rules ask for the same one after another. */
function rowOf(event: Json & object): Row {
  if (last?.event !== event) last = { event, row: connectorRow(isObject(event) ? event : {}) };
  return last.row;
}
