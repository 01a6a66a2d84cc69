import type { Diagnostics } from "../diagnostic";
import { and, not, or, type Expression } from "../ir/expression";
import { describeNode, type Node } from "../load/node";
import { messages } from "../messages";
import type { Source } from "../source";
import { parseCondition, selectionsOf, type Condition } from "./condition";
import { parseSelections } from "./detection";

/** A `detection` whose names are resolved. */
export interface ResolvedDetection {
  readonly selections: ReadonlyMap<string, Expression>;
  /** The condition over the selections' contents; several conditions match where any does. */
  readonly expression: Expression;
}

/** Parses a `detection` mapping and puts its selections in place of their names. */
export function resolveDetection(
  node: Node,
  source: Source,
  diagnostics: Diagnostics,
): ResolvedDetection | undefined {
  if (node.kind !== "mapping") return undefined;
  const written = node.entries.filter((entry) => entry.key !== "condition");
  const names = written.map((entry) => entry.key);
  const selections = parseSelections(written, source, diagnostics);
  const condition = node.entries.find((entry) => entry.key === "condition");
  if (condition === undefined) {
    diagnostics.report(source, node.span, messages.noCondition());
    return undefined;
  }
  const items = condition.value.kind === "sequence" ? condition.value.items : [condition.value];
  const resolved = items.map((item) => resolveOne(item));
  const known = resolved.filter((expression) => expression !== undefined);
  if (known.length === 0 || known.length < resolved.length) {
    if (items.length === 0) diagnostics.report(source, condition.keySpan, messages.noCondition());
    return undefined;
  }
  return { selections, expression: or(known) };

  function resolveOne(item: Node): Expression | undefined {
    if (item.kind !== "scalar" || typeof item.value !== "string") {
      diagnostics.report(source, item.span, messages.conditionNotText(describeNode(item)));
      return undefined;
    }
    // A quoted or folded condition has other offsets than its text; then its beginning must do.
    const plain = source.text.startsWith(item.value, item.span.start);
    const quoted = source.text.startsWith(item.value, item.span.start + 1);
    const spanAt = (offset: number) => {
      const start = item.span.start + (plain ? offset : quoted ? offset + 1 : 0);
      return { start, end: start + 1 };
    };
    const condition = parseCondition(item.value);
    if ("message" in condition) {
      diagnostics.report(source, spanAt(condition.offset), condition.message);
      return undefined;
    }
    return substitute(condition);

    function substitute(part: Condition): Expression | undefined {
      switch (part.kind) {
        case "and":
        case "or": {
          const operands = part.operands.map(substitute);
          const all = operands.filter((operand) => operand !== undefined);
          if (all.length < operands.length) return undefined;
          return part.kind === "and" ? and(all) : or(all);
        }
        case "not": {
          const operand = substitute(part.operand);
          return operand && not(operand);
        }
        case "selection": {
          if (names.includes(part.name)) return selections.get(part.name);
          const message = messages.selectionUnknown(part.name, names);
          diagnostics.report(source, spanAt(part.offset), message);
          return undefined;
        }
        case "quantifier": {
          const meant = selectionsOf(part.pattern, names);
          if (meant.length === 0) {
            const message = messages.quantifierOverNothing(part.pattern, names);
            diagnostics.report(source, spanAt(part.offset), message);
            return undefined;
          }
          const operands = meant.map((name) => selections.get(name));
          const all = operands.filter((operand) => operand !== undefined);
          if (all.length < operands.length) return undefined;
          return part.quantifier === "all" ? and(all) : or(all);
        }
      }
    }
  }
}
