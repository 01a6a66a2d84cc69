import { modelsAt, type Models } from "../ir/calls";
import {
  fieldsOf,
  isPredicate,
  widen,
  type Expression,
  type Origin,
  type Predicate,
} from "../ir/expression";
import type { FieldModel } from "../log-sources/field";
import type { Reason } from "./verdict";

/** What a target makes of a predicate: a node of its language, a constant, or nothing, for a reason. */
export type Lowered<Node> =
  | { readonly kind: "lowered"; readonly node: Node | boolean; readonly assumes: readonly string[] }
  | Dropped;

export interface Dropped {
  readonly kind: "dropped";
  readonly reason: Reason;
}

export function dropped(reason: Reason): Dropped {
  return { kind: "dropped", reason };
}

export type OneOrMore<Node> = readonly [Node, ...Node[]];

/** How a target's language writes an expression. Constants never reach its connectives. */
export interface Language<Node> {
  /**
   * The predicate, or its negation where the language has no `not`. `model`: what is known where it
   * stands; `negated`: whether it stands under
   * an odd number of nots; `insideNot`: whether it stands under any.
   */
  readonly predicate: (
    test: Predicate,
    model: FieldModel,
    negated: boolean,
    insideNot: boolean,
  ) => Lowered<Node>;
  /** Why a predicate goes too where what tells the type of its field is left out. */
  readonly typeless: (test: Predicate) => Reason;
  readonly and: (nodes: OneOrMore<Node>) => Node;
  readonly or: (nodes: OneOrMore<Node>) => Node;
  /** @default - the language negates no group: nots are pushed to the predicates */
  readonly not?: (node: Node) => Node;
}

/** An expression in a target's language, and what it leaves out. */
export interface LoweredExpression<Node> {
  /** `true` or `false` where every event or none would match. */
  readonly node: Node | boolean;
  /** R′: what the node matches exactly; the expression itself where nothing is dropped. */
  readonly promised: Expression;
  readonly dropped: ReadonlySet<Predicate>;
  /** For each place in the rule that has a dropped predicate. */
  readonly reasons: readonly Reason[];
  readonly assumptions: readonly string[];
}

/**
 * Lowers an expression. This is the only place where a predicate is dropped, and it is the proof of
 * every verdict: a predicate without a form becomes *true* under an even number of nots and *false*
 * under an odd one, so that never a match is lost. One that stands in several places is dropped in all
 * of them, so that its name says what is left out.
 */
export function lowerExpression<Node extends object>(
  expression: Expression,
  model: FieldModel,
  language: Language<Node>,
): LoweredExpression<Node> {
  const written = modelsAt(expression, model);
  /** What is known beside what is left: where a name of a call is dropped, other calls count too. */
  let models = written;
  const left = new Set<Predicate>();
  const reasons = new Map<Origin, Map<string, Reason>>();
  const assumed = new Set<string>();
  /** The value of a constant at a place: pushed down, a not has turned it already. */
  const constant = (value: boolean, negated: boolean) =>
    language.not === undefined ? value !== negated : value;

  /** What was left out before this walk: what is said of it stands. */
  let gone: ReadonlySet<Predicate> = new Set();

  function lowerPredicate(test: Predicate, negated: boolean, insideNot: boolean): Node | boolean {
    if (gone.has(test)) return constant(!negated, negated);
    const lowered = comparesAlike(test, written, models)
      ? language.predicate(test, models(test), negated, insideNot)
      : dropped(language.typeless(test));
    if (lowered.kind === "dropped") {
      const { origin } = test;
      const { reason } = lowered;
      left.add(test);
      const told = reasons.get(origin) ?? new Map<string, Reason>();
      reasons.set(origin, told.set(reason.code, { ...reason, origin }));
    }
    if (lowered.kind === "dropped" || left.has(test)) return constant(!negated, negated);
    for (const assumption of lowered.assumes) assumed.add(assumption);
    return lowered.node;
  }

  function lower(node: Expression, negated: boolean, insideNot: boolean): Node | boolean {
    if (isPredicate(node)) return lowerPredicate(node, negated, insideNot);
    switch (node.kind) {
      case "and":
      case "or": {
        const all = (node.kind === "and") !== (negated && language.not === undefined);
        const operands = node.operands.map((operand) => lower(operand, negated, insideNot));
        if (operands.includes(!all)) return !all;
        const [first, ...others] = operands.filter((operand) => typeof operand !== "boolean");
        return first === undefined ? all : language[all ? "and" : "or"]([first, ...others]);
      }
      case "not": {
        const operand = lower(node.operand, !negated, true);
        if (language.not === undefined) return operand;
        return typeof operand === "boolean" ? !operand : language.not(operand);
      }
      case "constant":
        return constant(node.value, negated);
    }
  }

  let node: Node | boolean;
  do {
    gone = new Set(left);
    assumed.clear();
    if (gone.size > 0) models = modelsAt(widen(expression, left), model);
    node = lower(expression, false, false);
  } while (left.size > gone.size);
  return {
    node,
    promised: left.size === 0 ? expression : widen(expression, left),
    dropped: left,
    reasons: [...reasons.values()].flatMap((told) => [...told.values()]),
    assumptions: [...assumed].sort(),
  };
}

/** Whether objects at a predicate's fields compare in both models, or in neither. */
function comparesAlike(test: Predicate, one: Models, other: Models): boolean {
  if (one === other) return true;
  return fieldsOf(test).every((path) => {
    const [before, after] = [one(test).field(path).type, other(test).field(path).type];
    return before === after || (before !== "object" && after !== "object");
  });
}
