import { positionAt, type Source } from "../../compiler/core/source";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { isPredicate, type Expression, type Origin } from "../../compiler/ir/expression";
import { entryOf, type Entry } from "../../compiler/load/node";
import type { Cloud } from "../../compiler/targets/verdict";
import { expressionsOf } from "./expressions";

/** A rule's condition as a tree, for reading. */
export type ConditionTree =
  | { readonly kind: "all" | "any"; readonly name?: string; readonly of: readonly ConditionTree[] }
  | { readonly kind: "not"; readonly name?: string; readonly of: ConditionTree }
  | { readonly kind: "constant"; readonly name?: string; readonly value: boolean }
  | {
      readonly kind: "test";
      /** The selection that is this one test. */
      readonly name?: string;
      /** As the rule has it, on one line. */
      readonly written: string;
      /** Keys from the document's root; verdicts name tests by it. */
      readonly path: string;
      /** Line in the rule's source; none where a filter added the test. */
      readonly line?: number;
      /** The filter that added the test, by its id or title. @default - the rule has it itself */
      readonly filter?: string;
      /** Clouds whose version leaves the test out. @default - none */
      readonly notApplied?: readonly Cloud[];
    };

/** Tells which clouds leave a test out. */
export type NotApplied = (test: Origin) => readonly Cloud[];

/**
 * A part of the rule's detection in the order of evaluation: the condition, then what it names; of a
 * correlation, all of it.
 */
export interface Stage {
  /** `condition`, `selection_source`, `not filter`, `correlation`. */
  readonly name: string;
  /** As the rule has it. */
  readonly text: string;
  readonly line: number;
}

/** The condition of a rule, or what could be proven of its query; undefined of a correlation. */
export function conditionTree(
  detection: ResolvedRule,
  notApplied: NotApplied,
): ConditionTree | undefined {
  const { matches, source } = detection;
  const [expression] = matches.kind === "correlation" ? [] : expressionsOf(detection);
  if (expression === undefined) return undefined;
  const selections = matches.kind === "expression" ? [...matches.selections] : [];
  const names = new Map(selections.map(([name, node]) => [node, name]));
  return treeOf(expression, { names, lineOf: lineCounter(source), notApplied });
}

interface Reading {
  readonly names: ReadonlyMap<Expression, string>;
  readonly lineOf: (offset: number) => number;
  readonly notApplied: NotApplied;
}

function treeOf(node: Expression, reading: Reading): ConditionTree {
  const found = reading.names.get(node);
  const name = found === undefined ? {} : { name: found };
  if (isPredicate(node)) {
    const { written, path, span, filter } = node.origin;
    const place = filter === undefined ? { line: reading.lineOf(span.start) } : { filter };
    const notApplied = reading.notApplied(node.origin);
    return {
      kind: "test",
      ...name,
      written,
      path,
      ...place,
      ...(notApplied.length === 0 ? {} : { notApplied }),
    };
  }
  switch (node.kind) {
    case "and":
    case "or": {
      const of = node.operands.map((each) => treeOf(each, reading));
      return { kind: node.kind === "and" ? "all" : "any", ...name, of };
    }
    case "not":
      return { kind: "not", ...name, of: treeOf(node.operand, reading) };
    case "constant":
      return { kind: "constant", ...name, value: node.value };
  }
}

/** The condition and each selection, as the rule's text has them. */
export function stagesOf({ root, source, matches }: ResolvedRule): readonly Stage[] {
  const stageOf = ({ keySpan, value }: Entry, name: string): Stage => ({
    name,
    text: sliceOf(source, keySpan.start, value.span.end),
    line: positionAt(source, keySpan.start).line,
  });
  const correlation = entryOf(root, "correlation");
  if (matches.kind === "correlation" && correlation !== undefined) {
    return [stageOf(correlation, "correlation")];
  }
  const detection = entryOf(root, "detection")?.value;
  if (detection?.kind !== "mapping" || matches.kind !== "expression") return [];
  const negated = negatedSelections(matches.expression, matches.selections);
  const stages = detection.entries.map((entry) =>
    stageOf(entry, negated.has(entry.key) ? `not ${entry.key}` : entry.key),
  );
  const isCondition = (stage: Stage) => stage.name === "condition";
  return [...stages.filter(isCondition), ...stages.filter((stage) => !isCondition(stage))];
}

function negatedSelections(
  expression: Expression,
  selections: ReadonlyMap<string, Expression>,
): ReadonlySet<string> {
  const names = new Map([...selections].map(([name, node]) => [node, name]));
  const negated = new Set<string>();
  const walk = (node: Expression, positive: boolean): void => {
    const name = names.get(node);
    if (name !== undefined && !positive) negated.add(name);
    if (name !== undefined) return;
    if (node.kind === "and" || node.kind === "or") {
      for (const operand of node.operands) walk(operand, positive);
    } else if (node.kind === "not") walk(node.operand, !positive);
  };
  walk(expression, true);
  return negated;
}

/** A part of the source with the indentation of its first line taken off all of its lines. */
function sliceOf(source: Source, start: number, end: number): string {
  const indent = positionAt(source, start).column - 1;
  const margin = new RegExp(`^ {0,${indent}}`, "gm");
  return source.text.slice(start, end).trimEnd().replace(margin, "");
}

function lineCounter(source: Source): (offset: number) => number {
  const known = new Map<number, number>();
  return (offset) => {
    const line = known.get(offset) ?? positionAt(source, offset).line;
    known.set(offset, line);
    return line;
  };
}
