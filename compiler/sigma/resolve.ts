import { withEdit, withNearest, type Message } from "../core/diagnostic";
import { nearest } from "../core/suggest";
import { and, not, or, predicatesOf, type Expression } from "../ir/expression";
import { describeNode, isNothing, type Entry, type Node } from "../load/node";
import { offsetInScalar } from "../load/scalar-position";
import { parseCondition, selectionsOf, type Condition } from "./condition";
import { parseSelections, type SelectionContext } from "./detection";
import { sigmaMessages } from "./messages";

/** A `detection` whose names are resolved. */
export interface ResolvedDetection {
  readonly selections: ReadonlyMap<string, Expression>;
  /** The condition over the selections' contents; several conditions match where any does. */
  readonly expression: Expression;
}

/** Tests of a condition written out. Our own bound; the largest public rule has 5 thousand. */
const MAX_TESTS = 100_000;

/**
 * Parses the key with a mapping of selections and a `condition`, and puts the selections in place of their names.
 * `others` are keys that are neither.
 */
export function resolveDetection(
  { keySpan: place, value: node }: Entry,
  context: SelectionContext,
  others: readonly string[] = [],
): ResolvedDetection | undefined {
  const { source, diagnostics } = context;
  if (node.kind !== "mapping") return undefined;
  const written = node.entries.filter(({ key }) => key !== "condition" && !others.includes(key));
  const timeframe = written.find(({ key, value }) => key === "timeframe" && isTimeframe(value));
  if (timeframe !== undefined) {
    diagnostics.report(source, timeframe.keySpan, sigmaMessages.timeframe());
  }
  const entries = written.filter((entry) => entry !== timeframe);
  const names = entries.map((entry) => entry.key);
  const selections = parseSelections(entries, context);
  const sizes = new Map<string, number>();
  for (const [name, selection] of selections) sizes.set(name, predicatesOf(selection).length);
  let tests = 0;
  const condition = node.entries.find((entry) => entry.key === "condition");
  if (condition === undefined) {
    const meant = entries.find(({ key, value }) => isText(value) && isNearCondition(key));
    const message = sigmaMessages.noCondition(names[0]);
    const renamed = { ...message, fix: "write `condition`" };
    diagnostics.report(
      source,
      meant?.keySpan ?? place,
      meant ? withEdit(renamed, source, meant.keySpan, meant.key, "condition") : message,
    );
    return undefined;
  }
  if (isNothing(condition.value)) {
    diagnostics.report(source, condition.keySpan, sigmaMessages.noCondition(names[0]));
    return undefined;
  }
  const items = condition.value.kind === "sequence" ? condition.value.items : [condition.value];
  const resolved = items.map((item) => resolveOne(item));
  const known = resolved.filter((expression) => expression !== undefined);
  if (timeframe !== undefined || known.length === 0 || known.length < resolved.length) {
    if (items.length === 0)
      diagnostics.report(source, condition.keySpan, sigmaMessages.noCondition());
    return undefined;
  }
  if (tests > MAX_TESTS) {
    diagnostics.report(
      source,
      condition.value.span,
      sigmaMessages.conditionTooLarge(tests, MAX_TESTS),
    );
    return undefined;
  }
  return { selections, expression: or(known) };

  function resolveOne(item: Node): Expression | undefined {
    if (item.kind !== "scalar" || typeof item.value !== "string") {
      diagnostics.report(source, item.span, sigmaMessages.conditionNotText(describeNode(item)));
      return undefined;
    }
    const text = item.value;
    const spanAt = (offset: number) => {
      const start = offsetInScalar(source, item.span, text, offset);
      return { start, end: start + 1 };
    };
    const report = (
      offset: number,
      word: string,
      message: Message,
      near: readonly string[] = [],
    ) => {
      const { start } = spanAt(offset);
      const span = { start, end: start + word.length };
      const edited = withNearest(message, source, span, word, near);
      diagnostics.report(source, spanAt(offset), edited);
      return undefined;
    };
    const condition = parseCondition(text);
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
          if (names.includes(part.name)) return selectionOf(part.name);
          return report(
            part.offset,
            part.name,
            sigmaMessages.selectionUnknown(part.name, names),
            names,
          );
        }
        case "quantifier": {
          const meant = selectionsOf(part.pattern, names);
          if (meant.length === 0) {
            const { pattern } = part;
            return report(
              part.offset,
              pattern,
              sigmaMessages.quantifierOverNothing(pattern, names),
            );
          }
          const operands = meant.map(selectionOf);
          const all = operands.filter((operand) => operand !== undefined);
          if (all.length < operands.length) return undefined;
          return part.quantifier === "all" ? and(all) : or(all);
        }
      }
    }
  }

  function selectionOf(name: string): Expression | undefined {
    tests += sizes.get(name) ?? 0;
    return selections.get(name);
  }
}

/** The time of a Sigma 1 aggregation, which stood among the selections. */
function isTimeframe(node: Node): boolean {
  return node.kind === "scalar" && /^\d+[smhdwMy]$/.test(node.text);
}

function isText(node: Node): boolean {
  return node.kind === "scalar" && typeof node.value === "string";
}

/** Whether a key of a detection without a condition is its condition, misspelt. */
function isNearCondition(key: string): boolean {
  return nearest(key.toLowerCase(), ["condition"]) !== undefined;
}
