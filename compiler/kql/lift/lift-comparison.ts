import { isAscii } from "../../core/fold-case";
import type { Span } from "../../core/source";
import {
  and,
  FALSE,
  not,
  or,
  TRUE,
  type Comparison,
  type Expression as Ir,
  type Origin,
} from "../../ir/expression";
import { ANY, concat, hasLetters, text, type StringPattern } from "../../ir/pattern";
import { isArray, type FieldModel } from "../../log-sources/field";
import { assumptions } from "../assumptions";
import type { BoundExpression } from "../ast";
import { regexOf } from "../values/regex";
import { isThroughArray, termOf, type Term, type TermScope } from "./lift-term";

/**
 * A bool expression as the events for which it is true, and those for which it is false; for the
 * rest it is null. Neither ever leaves out an event: what cannot be said is *true* in both.
 */
export interface Lifted {
  readonly whenTrue: Ir;
  readonly whenFalse: Ir;
}

/** What a lift notes on the way. */
export interface LiftNotes {
  /** A condition is left out. */
  readonly drop: (condition: BoundExpression, why: string) => void;
  readonly assume: (assumption: string) => void;
  readonly originOf: (at: Span | undefined) => Origin;
  readonly model: FieldModel;
  /** Whether a time this many ticks before the run lies at or before the rule's whole period. */
  readonly coversPeriod: (ticks: bigint) => boolean;
  /** Counts the work: columns that are named twice in each of many stages double it each time. */
  readonly step: () => void;
}

export const twoValued = (whenTrue: Ir): Lifted => ({ whenTrue, whenFalse: negation(whenTrue) });
export const always = (value: boolean): Lifted => twoValued(value ? TRUE : FALSE);

function negation(node: Ir): Ir {
  if (node.kind === "constant") return node.value ? FALSE : TRUE;
  return node.kind === "not" ? node.operand : not(node);
}

export function swap({ whenTrue, whenFalse }: Lifted): Lifted {
  return { whenTrue: whenFalse, whenFalse: whenTrue };
}

type Operand = Extract<Term, { kind: "path" }>;

/** The texts of a path: `==` and its kin on text. Undefined where it cannot be said. */
export function liftComparison(
  operator: string,
  left: Term,
  right: Term,
  expression: BoundExpression,
  notes: LiftNotes,
): Lifted | undefined {
  const [, not = "", name = ""] = /^(!?)(.*)$/.exec(operator === "<>" ? "!=" : operator) ?? [];
  const positive = not === "" ? name : name === "=" ? "==" : name === "~" ? "=~" : name;
  const lifted = liftPositive(positive, left, right, expression, notes);
  return lifted === undefined || not === "" ? lifted : swap(lifted);
}

function liftPositive(
  operator: string,
  left: Term,
  right: Term,
  expression: BoundExpression,
  notes: LiftNotes,
): Lifted | undefined {
  if (left.kind === "constant" && right.kind === "path" && /^(==|=~)$/.test(operator)) {
    return liftPositive(operator, right, left, expression, notes);
  }
  if (left.kind !== "path" || isThroughArray(left.path, notes.model)) return undefined;
  if (right.kind === "path") return liftFields(operator, left, right, expression, notes);
  if (right.kind !== "constant") return undefined;
  const { value } = right;
  if (typeof value === "boolean") return liftBoolean(operator, left, value, expression, notes);
  if (typeof value !== "string" || left.as === "bool") return undefined;
  return liftText(operator, left, value, expression, notes);
}

const TEXT_OPERATORS: Readonly<Record<string, readonly [Comparison, cased: boolean]>> = {
  "==": ["equals", true],
  "=~": ["equals", false],
  contains: ["contains", false],
  contains_cs: ["contains", true],
  startswith: ["startswith", false],
  startswith_cs: ["startswith", true],
  endswith: ["endswith", false],
  endswith_cs: ["endswith", true],
};

function liftText(
  operator: string,
  { path }: Operand,
  value: string,
  expression: BoundExpression,
  notes: LiftNotes,
): Lifted | undefined {
  if (!isTextSafe(path, value, notes)) return undefined;
  const origin = notes.originOf(expression.at);
  if (operator === "has" || operator === "has_cs") {
    // A term: what the word runs on into is neither letter nor digit.
    if (!/^[A-Za-z0-9](.*[A-Za-z0-9])?$/.test(value) || !isAscii(value)) return undefined;
    const source = `(^|[^\\p{L}\\p{N}])${value.replace(/[^A-Za-z0-9]/g, "\\$&")}([^\\p{L}\\p{N}]|$)`;
    const flags = { ignoreCase: operator === "has", multiLine: false, dotAll: false };
    return twoValued({ kind: "regex", field: path, source, flags, origin });
  }
  if (operator === "matches regex") return liftRegex(path, value, origin);
  const known = TEXT_OPERATORS[operator];
  if (known === undefined) return undefined;
  const [comparison, cased] = known;
  if (value === "") {
    return comparison === "equals" ? twoValued(empty(path, origin, notes)) : always(true);
  }
  // Kusto folds all letters, and the reference those of ASCII.
  if (!cased && !isAscii(value)) return undefined;
  const pattern = PATTERNS[comparison](value);
  return twoValued({
    kind: "string",
    field: path,
    pattern,
    cased: cased || !hasLetters(value),
    origin,
  });
}

/** A pattern that means the same in RE2 and here: no classes of Kusto's own, no flags, not empty. */
function liftRegex(path: string, source: string, origin: Origin): Lifted | undefined {
  if (/\\[A-Za-z]|\(\?|\[[^\]]*\[/.test(source) || !isAscii(source)) return undefined;
  // A missing field is the empty text in Kusto, and none in the reference.
  if (regexOf(source).matches("")) return undefined;
  const flags = { ignoreCase: false, multiLine: false, dotAll: false };
  return twoValued({ kind: "regex", field: path, source, flags, origin });
}

const PATTERNS: Readonly<Record<Comparison, (value: string) => StringPattern>> = {
  equals: text,
  contains: (value) => concat([ANY], text(value), [ANY]),
  startswith: (value) => concat(text(value), [ANY]),
  endswith: (value) => concat([ANY], text(value)),
};

/**
 * Whether the text that Kusto sees at a path is the one the reference sees: not where a container may
 * stand there, which Kusto gives as JSON, and not for numbers that are not whole.
 */
function isTextSafe(path: string, value: string, notes: LiftNotes): boolean {
  const field = notes.model.field(path);
  if (isArray(field)) return false;
  switch (field.type) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return !/[.eE]/.test(value);
    case "object":
    case "mixed":
      return false;
    case "scalar":
      return !DOUBTFUL_NUMBER.test(value);
    case "unknown":
      // Only the text of an object or a list begins so: it says itself that no scalar is meant.
      if (DOUBTFUL_NUMBER.test(value) || /^[[{]/.test(value)) return false;
      notes.assume(assumptions.scalar(path));
      return true;
  }
}

/** A number that is not whole: each engine writes it in its own way. */
const DOUBTFUL_NUMBER = /^[-\d]*[.eE][-+\d]*$/;

/** A bool column, or a JSON value that is `true` or `false`. */
function liftBoolean(
  operator: string,
  { path, as }: Operand,
  value: boolean,
  expression: BoundExpression,
  notes: LiftNotes,
): Lifted | undefined {
  if (operator !== "==" || as === "text") return undefined;
  if (as === "dynamic" && notes.model.field(path).type !== "boolean") {
    if (notes.model.field(path).type !== "unknown") return undefined;
    notes.assume(`${path} is a boolean where its text is \`${value}\``);
  }
  return twoValued(equals(path, String(value), true, expression, notes));
}

export function equals(
  path: string,
  value: string,
  cased: boolean,
  expression: BoundExpression,
  notes: LiftNotes,
): Ir {
  const origin = notes.originOf(expression.at);
  return { kind: "string", field: path, pattern: text(value), cased, origin };
}

/** Nothing at the path, or the empty string where AWS is known to write that. */
function empty(path: string, origin: Origin, { model, assume }: LiftNotes): Ir {
  const isNull: Ir = { kind: "null", field: path, origin };
  if (!model.field(path).empty) {
    assume(assumptions.neverEmpty(path));
    return isNull;
  }
  return or([isNull, { kind: "string", field: path, pattern: [], cased: true, origin }]);
}

export function liftEmpty(
  name: "isempty" | "isnull",
  argument: BoundExpression,
  expression: BoundExpression,
  scope: TermScope,
  notes: LiftNotes,
): Lifted | undefined {
  const term = termOf(argument, scope);
  if (term.kind === "json") {
    const isNull = {
      kind: "null",
      field: term.path,
      origin: notes.originOf(expression.at),
    } as const;
    return name === "isempty" ? twoValued(isNull) : always(false);
  }
  if (term.kind !== "path" || isThroughArray(term.path, notes.model)) return undefined;
  const field = notes.model.field(term.path);
  // An empty list is there in Kusto, and reaches nothing here.
  if (isArray(field)) return undefined;
  if (field.type === "unknown") notes.assume(assumptions.scalar(term.path));
  const origin = notes.originOf(expression.at);
  if (name === "isempty" && term.as !== "bool") return twoValued(empty(term.path, origin, notes));
  // A string is never null.
  if (term.as === "text") return always(false);
  return twoValued({ kind: "null", field: term.path, origin });
}

/** Two fields: in Kusto two missing ones are equal, and every text contains a missing one. */
function liftFields(
  operator: string,
  left: Operand,
  right: Operand,
  expression: BoundExpression,
  notes: LiftNotes,
): Lifted | undefined {
  const known = TEXT_OPERATORS[operator];
  if (known === undefined || left.as !== "text" || right.as !== "text") return undefined;
  const [comparison, cased] = known;
  const sides = [left.path, right.path].map((path) => notes.model.field(path));
  if (sides.some(({ type, many }) => type !== "string" || many !== "one")) return undefined;
  const foldsAlike =
    sides[1]?.ascii === true || (comparison === "equals" && sides[0]?.ascii === true);
  if (isThroughArray(right.path, notes.model) || (!cased && !foldsAlike)) return undefined;
  const origin = notes.originOf(expression.at);
  const none = empty(right.path, origin, notes);
  return twoValued(
    or([
      { kind: "fieldref", field: left.path, other: right.path, comparison, cased, origin },
      comparison === "equals" ? and([empty(left.path, origin, notes), none]) : none,
    ]),
  );
}
