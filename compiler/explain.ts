import type { Engine } from "./engine";
import { compileExpression } from "./evaluate/evaluate";
import { fieldReader } from "./evaluate/event";
import type { FieldModel } from "./fields/field";
import type { Detection } from "./ir/detection";
import { fieldsOf, type Expression, type Predicate } from "./ir/expression";
import { isObject, type Json } from "./json";
import type { Pattern } from "./targets/cloudwatch/ast";
import { compilePattern } from "./targets/cloudwatch/evaluate";
import { printPattern } from "./targets/cloudwatch/print";
import type { Expression as Kql, Query, Stage } from "./targets/sentinel/ast";
import { compileQuery } from "./targets/sentinel/evaluate";
import { printQuery } from "./targets/sentinel/print";
import { connectorRow } from "./targets/sentinel/row";

/** Why an event matches or does not: a condition, how it went, and the conditions it is made of. */
export interface Explanation {
  /** The condition as it is written in the rule or in the target's text; a group by its operator. */
  readonly condition: string;
  readonly holds: boolean;
  /** What the event has at the fields that the condition reads. */
  readonly found: readonly string[];
  readonly parts: readonly Explanation[];
}

/** Explains what an engine makes of an event; nothing for an engine that runs nothing. */
export function explain(
  detection: Detection,
  engine: Engine,
  event: Json,
): Explanation | undefined {
  if (engine.kind !== "ready") return undefined;
  const { text } = engine;
  switch (text.kind) {
    case "expression":
      return detection.matches.kind === "expression"
        ? explainExpression(detection.matches, event)
        : undefined;
    case "patterns": {
      const filters = text.patterns.map((pattern) => explainPattern(pattern, event));
      const [only] = filters;
      return only && filters.length === 1 ? only : group("some filter", filters, "or");
    }
    case "query":
      return explainQuery(text.query, event);
    case "written":
      // Its stages are somebody else's; whether it matched is all there is to say.
      return undefined;
  }
}

/** A tree as indented lines; `+` holds, `-` does not. */
export function formatExplanation(explanation: Explanation, depth = 0): readonly string[] {
  const { condition, holds, found, parts } = explanation;
  const values = found.length === 0 ? "" : `   [${found.join(", ")}]`;
  return [
    `${"  ".repeat(depth)}${holds ? "+" : "-"} ${condition}${values}`,
    ...parts.flatMap((part) => formatExplanation(part, depth + 1)),
  ];
}

type Matches = Extract<Detection["matches"], { kind: "expression" }>;

function explainExpression({ expression, selections, logSource }: Matches, event: Json) {
  const model = logSource.fields;
  const names = new Map([...selections].map(([name, node]) => [node, name]));
  const visit = (node: Expression): Explanation => {
    const name = names.get(node);
    const inner = visitUnnamed(node);
    if (name === undefined) return inner;
    const parts = node.kind === "and" || node.kind === "or" ? inner.parts : [inner];
    const joined = node.kind === "or" ? " (any of)" : "";
    return { condition: `${name}${joined}`, holds: inner.holds, found: [], parts };
  };
  const visitUnnamed = (node: Expression): Explanation => {
    switch (node.kind) {
      case "and":
      case "or":
        return group(node.kind, node.operands.map(visit), node.kind);
      case "not": {
        const operand = visit(node.operand);
        return { condition: "not", holds: !operand.holds, found: [], parts: [operand] };
      }
      case "constant":
        return leaf(String(node.value), node.value);
      case "string":
      case "null":
      case "exists":
      case "fieldref":
      case "regex":
      case "number":
      case "cidr":
      case "date":
      case "keyword": {
        const holds = compileExpression(node, model)(event);
        return leaf(node.origin.written, holds, valuesOf(node, model, event));
      }
    }
  };
  return visit(expression);
}

function valuesOf(test: Predicate, model: FieldModel, event: Json): readonly string[] {
  return fieldsOf(test).map((field) => {
    const reader = fieldReader(model, field);
    const texts = reader.texts(event);
    if (texts.length > 0) return `${field} = ${texts.map(quote).join(" | ")}`;
    if (!reader.isNull(event)) return `${field} is no scalar`;
    return `${field} is ${reader.exists(event) ? "null" : "missing"}`;
  });
}

function explainPattern(pattern: Pattern, event: Json): Explanation {
  switch (pattern.kind) {
    case "and":
    case "or": {
      const parts = pattern.operands.map((operand) => explainPattern(operand, event));
      return group(pattern.kind, parts, pattern.kind);
    }
    case "compare":
    case "order":
    case "is":
    case "notExists": {
      const printed = printPattern(pattern);
      const condition = printed.kind === "written" ? printed.text.slice(2, -2) : pattern.kind;
      return leaf(condition, compilePattern(pattern)(event));
    }
  }
}

function explainQuery({ table, stages }: Query, event: Json): Explanation {
  const row = isObject(event) ? connectorRow(event) : undefined;
  const visit = (before: readonly Stage[], node: Kql): Explanation => {
    const only: Query = { table, stages: [...before, { kind: "where", predicate: node }] };
    if (node.kind === "and" || node.kind === "or") {
      const parts = node.operands.map((operand) => visit(before, operand));
      return group(node.kind, parts, node.kind);
    }
    const holds = row !== undefined && compileQuery(only)(row);
    if (node.kind === "not") {
      return { condition: "not", holds, found: [], parts: [visit(before, node.operand)] };
    }
    const condition = printQuery({ table, stages: [{ kind: "where", predicate: node }] });
    return leaf(condition.slice(condition.indexOf("| where ") + "| where ".length), holds);
  };
  // A `where` that drops the row ends nothing for the explanation of those after it.
  const columns = (until: number) => stages.slice(0, until).filter(({ kind }) => kind !== "where");
  const parts = stages.flatMap((stage, at) =>
    stage.kind === "where" ? [visit(columns(at), stage.predicate)] : [],
  );
  const [only] = parts;
  return only && parts.length === 1 ? only : group("and", parts, "and");
}

function group(condition: string, parts: readonly Explanation[], kind: "and" | "or"): Explanation {
  const holds = kind === "and" ? parts.every((part) => part.holds) : parts.some((p) => p.holds);
  return { condition, holds, found: [], parts };
}

function leaf(condition: string, holds: boolean, found: readonly string[] = []): Explanation {
  return { condition, holds, found, parts: [] };
}

const VALUE_CHARS = 120;

function quote(text: string): string {
  return JSON.stringify(text.length > VALUE_CHARS ? `${text.slice(0, VALUE_CHARS)}…` : text);
}
