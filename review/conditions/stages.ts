import type { Detection } from "../../compiler/ir/detection";
import type { Expression } from "../../compiler/ir/expression";
import { entryOf } from "../../compiler/load/node";
import { positionAt, type Source } from "../../compiler/source";

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
      /** Line in the rule's source. */
      readonly line: number;
    };

/** A part of the rule's detection in the order of evaluation: the condition, then what it names. */
export interface Stage {
  /** `condition`, `selection_source`, `not filter`. */
  readonly name: string;
  /** As the rule has it. */
  readonly text: string;
  readonly line: number;
}

export function conditionTree(detection: Detection): ConditionTree | undefined {
  const { matches, source } = detection;
  if (matches.kind !== "expression") return undefined;
  const names = new Map([...matches.selections].map(([name, node]) => [node, name]));
  return treeOf(matches.expression, names, lineCounter(source));
}

function treeOf(
  node: Expression,
  names: ReadonlyMap<Expression, string>,
  lineOf: (offset: number) => number,
): ConditionTree {
  const found = names.get(node);
  const name = found === undefined ? {} : { name: found };
  switch (node.kind) {
    case "and":
    case "or": {
      const of = node.operands.map((each) => treeOf(each, names, lineOf));
      return { kind: node.kind === "and" ? "all" : "any", ...name, of };
    }
    case "not":
      return { kind: "not", ...name, of: treeOf(node.operand, names, lineOf) };
    case "constant":
      return { kind: "constant", ...name, value: node.value };
    case "string":
    case "null":
    case "exists":
    case "fieldref":
    case "regex":
    case "number":
    case "cidr":
    case "date":
    case "keyword": {
      const { written, path, span } = node.origin;
      return { kind: "test", ...name, written, path, line: lineOf(span.start) };
    }
  }
}

/** The condition and each selection, as the rule's text has them. */
export function stagesOf({ root, source, matches }: Detection): readonly Stage[] {
  const detection = entryOf(root, "detection")?.value;
  if (detection?.kind !== "mapping" || matches.kind !== "expression") return [];
  const negated = negatedSelections(matches.expression, matches.selections);
  const stages = detection.entries.map(({ key, keySpan, value }) => ({
    name: negated.has(key) ? `not ${key}` : key,
    text: sliceOf(source, keySpan.start, value.span.end),
    line: positionAt(source, keySpan.start).line,
  }));
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
