import { quote } from "../../core/message";
import type { Span } from "../../core/source";
import { modelOfMatches } from "../../ir/calls";
import type { Expression as Ir } from "../../ir/expression";
import type { FieldModel } from "../../log-sources/field";
import type { LogSource } from "../../log-sources/log-source";
import { TABLES, tableNamed } from "../../log-sources/registry";
import { assumptions as kqlAssumptions } from "../assumptions";
import type { BoundExpression, Program, Table } from "../ast";
import { readProgram } from "../from-kusto/read";
import { KqlError, locating } from "../values/error";
import { TICKS } from "../values/time";
import {
  asksForSome,
  conjunctsOf,
  countCondition,
  countTerm,
  oncePerCount,
  rowCount,
  type LiftedCount,
} from "./lift-count";
import type { LiftNotes } from "./lift-comparison";
import { conjunction, liftPredicate } from "./lift-predicate";
import { columnTerm, termOf, unknown, type Term, type TermScope } from "./lift-term";

/** How the query's rows are counted: it decides through which operators a lift is sound. */
export interface LiftContext {
  /** Seconds that the service lets the query look back. */
  readonly period: number;
  /** Whether the rule alerts on any row at all: `gt 0`. */
  readonly anyRow: boolean;
  /** A span of the query's text as one of the rule's source. @default - as it is */
  readonly locate?: (span: Span) => Span;
}

export type Lift =
  | {
      readonly kind: "lifted";
      readonly logSource: LogSource;
      /** The events that give rows; all of them, and more where there are remarks. */
      readonly expression: Ir;
      /** The conditions that are left out, and why: the query asks for them besides. */
      readonly remarks: readonly string[];
      /** What it asks of counts of these events: it gives a row only where all are met. */
      readonly counts: readonly LiftedCount[];
      readonly assumptions: readonly string[];
    }
  | {
      readonly kind: "refused";
      readonly why: string;
      /** Where in the query. @default - not known */
      readonly at?: Span;
      /** Whether it was not read, because the language service is not installed. */
      readonly unread: boolean;
    };

/**
 * Lifts the `where` clauses of a hand-written query over one table to an expression over raw events
 * that matches every event which gives a row, and without remarks no other. Never throws.
 */
export function liftQuery(query: string, context: LiftContext): Lift {
  try {
    const program = readProgram(query);
    const lift = liftProgram(program, query, context);
    if (lift.kind === "refused") return lift;
    // The types of fields depend on the calls that the query asks for, which the first time tells.
    const { fields } = lift.logSource;
    const model = modelOfMatches(lift.expression, fields);
    return model === fields ? lift : liftProgram(program, query, context, model);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const { message, at } = error;
    const refused = { kind: "refused", why: message, unread: error.code === "service" } as const;
    return at === undefined ? refused : { ...refused, at };
  }
}

/** Conditions of one query, each as often as it is used. Our own bound. */
const STEPS_MAX = 10_000;

/** A table whose rows stand for events: what its columns are, and which events it keeps. */
interface Stage {
  readonly logSource: LogSource;
  readonly scope: TermScope;
  readonly kept: readonly Ir[];
  /** Whether a row is not one event any more. */
  readonly regrouped: string | undefined;
  /** Whether rows were left out by their number. */
  readonly limited: boolean;
  readonly counts: readonly LiftedCount[];
  /** Where there is a row even of no event: the counts one of which has to be more than none. */
  readonly always?: readonly Term[];
}

/** `model`: what is known of the fields. @default - what is known of them for all calls */
function liftProgram(
  program: Program,
  query: string,
  context: LiftContext,
  model?: FieldModel,
): Lift {
  const remarks = new Set<string>();
  const assumptions = new Set<string>();
  const { locate = (span: Span) => span } = context;
  const written = (at: Span | undefined) =>
    at === undefined ? "" : query.slice(at.start, at.end).replace(/\s+/g, " ").trim();
  let steps = 0;
  const notes: Omit<LiftNotes, "model"> = {
    step: () => {
      steps += 1;
      if (steps > STEPS_MAX) throw refusal("the conditions are too many once columns are followed");
    },
    drop: (condition, why) => remarks.add(`${quote(written(condition.at), Infinity)}: ${why}`),
    assume: (assumption) => assumptions.add(assumption),
    coversPeriod: (ticks) => ticks >= BigInt(context.period) * TICKS.second,
    originOf: (at = { start: 0, end: 0 }) => ({
      path: `query[${at.start}]`,
      written: written(at),
      span: locate(at),
    }),
  };
  const scalars = new Map<string, BoundExpression>();
  const tables = new Map<string, Table>();
  for (const item of program.lets) {
    if (item.kind === "table") tables.set(item.name, item.table);
    else scalars.set(item.name, item.value);
  }
  const variable = (name: string): Term => {
    const value = scalars.get(name);
    return value === undefined ? unknown(`the name \`${name}\` is not known`) : termOf(value, lets);
  };
  const lets: TermScope = {
    column: () => unknown("a `let` that reads a column is not translated"),
    variable,
  };

  const walk = (table: Table): Stage => locating(table.at, () => walkPart(table));
  const walkPart = (table: Table): Stage => {
    switch (table.kind) {
      case "source": {
        const known = tableNamed(table.name);
        if (known === undefined) {
          const names = TABLES.map(({ name }) => name).join(" or ");
          throw refusal(`the table ${table.name} is not ${names}`);
        }
        return {
          logSource: known.logSource,
          scope: { column: (name) => columnTerm(known.table, name), variable },
          kept: [],
          regrouped: undefined,
          limited: false,
          counts: [],
        };
      }
      case "variable": {
        const named = tables.get(table.name);
        if (named === undefined) throw refusal(`the name ${table.name} is not known`);
        return walk(named);
      }
      case "where": {
        const of = walk(table.of);
        if (of.limited) throw refusal("a `where` stands after `take` or `top`");
        const asked = conjunctsOf(table.predicate).map((condition) => {
          const count = countCondition(condition, of.scope);
          if (count !== undefined) return { count };
          const { whenTrue } = liftPredicate(condition, of.scope, {
            ...notes,
            model: model ?? of.logSource.fields,
          });
          return { whenTrue };
        });
        return {
          ...of,
          kept: [...of.kept, ...asked.flatMap(({ whenTrue = [] }) => whenTrue)],
          counts: [...of.counts, ...asked.flatMap(({ count = [] }) => count)],
        };
      }
      case "extend": {
        const of = walk(table.of);
        const added = termsOf(table.columns, of.scope);
        return {
          ...of,
          scope: { ...of.scope, column: (name) => added.get(name) ?? of.scope.column(name) },
        };
      }
      case "project": {
        const of = walk(table.of);
        return { ...of, scope: only(termsOf(table.columns, of.scope), of.scope) };
      }
      case "distinct": {
        const of = walk(table.of);
        const scope = only(termsOf(table.columns, of.scope), of.scope);
        return { ...of, scope, regrouped: regrouped(of, "distinct") };
      }
      case "summarize": {
        const of = walk(table.of);
        const { by, aggregates } = table;
        const rows = {
          by,
          regrouped: of.regrouped,
          written: ({ at }: BoundExpression) => written(at),
        };
        const counts = aggregates.map((each) => [each.name, countTerm(each, rows)] as const);
        return {
          ...of,
          scope: only(new Map([...termsOf(by, of.scope), ...counts]), of.scope),
          regrouped: regrouped(of, "summarize"),
          ...(by.length === 0 ? { always: counts.map(([, term]) => term) } : {}),
        };
      }
      case "count": {
        const of = walk(table.of);
        const term = rowCount(of.regrouped);
        const scope = only(new Map([[table.name, term]]), of.scope);
        return { ...of, scope, regrouped: regrouped(of, "count"), always: [term] };
      }
      case "sort":
        return walk(table.of);
      case "take": {
        const of = walk(table.of);
        const count = termOf(table.count, lets);
        if (count.kind !== "constant" || typeof count.value !== "bigint" || count.value < 1n) {
          throw refusal("the number of a `take` is not a constant above 0");
        }
        return { ...of, limited: true, regrouped: of.regrouped ?? "take" };
      }
      case "mv-expand": {
        const of = walk(table.of);
        const expanded = new Set(table.columns.map(({ name }) => name));
        remarks.add("`mv-expand`: an event whose list is empty gives no row");
        const column = (name: string) =>
          expanded.has(name)
            ? unknown("an element of an array is not translated")
            : of.scope.column(name);
        return { ...of, scope: { ...of.scope, column }, regrouped: "mv-expand" };
      }
      case "mv-apply": {
        const { each } = table;
        if (each.kind !== "summarize" || each.by.length > 0) {
          throw refusal(
            "`mv-apply` without one `summarize` at its end is more than a test of single events",
          );
        }
        const of = walk(table.of);
        remarks.add("`mv-apply`: an event whose list is empty gives no row");
        const made = new Set(each.aggregates.map(({ name }) => name));
        const column = (name: string) =>
          made.has(name)
            ? unknown("what elements of an array come to is not translated")
            : of.scope.column(name);
        return { ...of, scope: { ...of.scope, column } };
      }
      case "parse":
      case "parse-kv": {
        if (table.kind === "parse" && table.filters) throw refusal("`parse-where`");
        const of = walk(table.of);
        const read = new Set(table.columns.map(({ name }) => name));
        const column = (name: string) =>
          read.has(name)
            ? unknown("what is parsed out of a text is not translated")
            : of.scope.column(name);
        return { ...of, scope: { ...of.scope, column } };
      }
      case "make-series":
      case "top-nested":
      case "scan":
      case "elements":
      case "rows":
      case "print":
      case "range":
      case "join":
      case "union":
        throw refusal(`\`${table.kind}\` is more than a test of single events`);
    }
  };

  const { logSource, kept, regrouped: by, counts, always } = walk(program.result);
  const asked = oncePerCount(counts);
  if (always !== undefined && !asksForSome(asked, always)) {
    throw refusal("a `summarize` without `by` always gives a row, also where nothing is counted");
  }
  for (const { term } of asked) {
    if (term.lost !== undefined) remarks.add(`${quote(term.written, Infinity)}: ${term.lost}`);
    if (term.estimated) assumptions.add(kqlAssumptions.estimate());
  }
  if (by !== undefined && !context.anyRow) {
    throw refusal(`after \`${by}\` a row is not one event: only \`gt 0\` counts alike`);
  }
  return {
    kind: "lifted",
    logSource,
    expression: conjunction(kept),
    remarks: [...remarks],
    counts: asked,
    assumptions: [...assumptions].sort(),
  };
}

/** Behind an `mv-expand` rows stay what several may be of one event. */
function regrouped(of: Stage, operator: string): string {
  return of.regrouped === "mv-expand" ? of.regrouped : operator;
}

function refusal(why: string): KqlError {
  return new KqlError("unsupported", why);
}

function termsOf(
  columns: readonly { readonly name: string; readonly value: BoundExpression }[],
  scope: TermScope,
): ReadonlyMap<string, Term> {
  return new Map(columns.map(({ name, value }) => [name, termOf(value, scope)]));
}

function only(terms: ReadonlyMap<string, Term>, scope: TermScope): TermScope {
  return {
    ...scope,
    column: (name) => terms.get(name) ?? unknown(`there is no column \`${name}\` any more`),
  };
}
