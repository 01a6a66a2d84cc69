import {
  OPERATORS,
  type AnythingBut,
  type ButKind,
  type NumericBound,
  type NumericOperator,
  type Test,
} from "./ast";
import { networkRange } from "./address";
import type { JsonText } from "./json-text";
import { compareNumbers, isComparable } from "./number";
import { wildcardProblem } from "./wildcard";

/** What the service says of a pattern that it refuses. */
export class PatternError extends Error {}

/** Reads one value of a field's list. */
export function parseTest(value: JsonText): Test {
  switch (value.kind) {
    case "string":
      return { kind: "text", text: value.text };
    case "number":
      return { kind: "number", text: value.text };
    case "constant":
      return { kind: "constant", value: value.value };
    case "object":
      return operatorOf(value.members);
    case "array":
      return refuse("Match value must be String, number, true, false, or null");
  }
}

function refuse(message: string): never {
  throw new PatternError(message);
}

type Members = readonly (readonly [string, JsonText])[];

/** The text of an operator; `called` is how the service speaks of it. */
function textOf(value: JsonText, called: string): string {
  return value.kind === "string" ? value.text : refuse(`${called} match pattern must be a string`);
}

function operatorOf(members: Members): Test {
  const [first, second] = members;
  if (first === undefined) return refuse("Match expression name not found");
  const [name, value] = first;
  const test = oneOperator(name, value);
  if (second === undefined) return test;
  return refuse(
    name === "numeric" || name === "anything-but"
      ? "Too many elements in numeric expression"
      : "Only one key allowed in match expression",
  );
}

function oneOperator(name: string, value: JsonText): Test {
  switch (name) {
    case "exactly":
      return { kind: "exactly", text: textOf(value, "exact") };
    case "prefix":
    case "suffix":
      return value.kind === "object"
        ? anyCase(name, value.members)
        : { kind: name, text: textOf(value, name), anyCase: false };
    case "equals-ignore-case":
      return { kind: "equalsIgnoreCase", text: textOf(value, name) };
    case "wildcard":
      return { kind: "wildcard", text: wildcardOf(textOf(value, name)) };
    case "exists":
      return value.kind === "constant" && value.value !== null
        ? { kind: "exists", value: value.value }
        : refuse("exists match pattern must be either true or false.");
    case "numeric":
      return value.kind === "array"
        ? { kind: "numeric", bounds: boundsOf(value.elements) }
        : refuse("Value of numeric must be an array.");
    case "cidr": {
      const network = textOf(value, "prefix");
      const range = networkRange(network);
      return typeof range === "string" ? refuse(range) : { kind: "cidr", network };
    }
    case "anything-but":
      return anythingBut(value);
    default:
      return refuse(`Unrecognized match type ${name}`);
  }
}

function anyCase(kind: "prefix" | "suffix", members: Members): Test {
  const called = kind === "prefix" ? "Prefix" : "Suffix";
  const [first, second] = members;
  if (first === undefined) return refuse(`${called} expression name not found`);
  const [name, value] = first;
  if (name !== "equals-ignore-case") return refuse(`Unsupported ${kind} pattern: ${name}`);
  const text = textOf(value, name);
  if (second !== undefined) return refuse("Only one key allowed in match expression");
  return { kind, text, anyCase: true };
}

function wildcardOf(text: string): string {
  const problem = wildcardProblem(text);
  return problem === undefined ? text : refuse(problem);
}

const BUT_KINDS: ReadonlyMap<string, ButKind> = new Map(
  Object.entries(OPERATORS).map(([kind, name]) => [name, kind as keyof typeof OPERATORS]),
);

function anythingBut(value: JsonText): Test {
  if (value.kind !== "object") return { kind: "anythingBut", ...plainBut(value) };
  const [first, second] = value.members;
  if (first === undefined) return refuse("Anything-But expression name not found");
  const [name, inner] = first;
  const of = BUT_KINDS.get(name) ?? refuse(`Unsupported anything-but pattern: ${name}`);
  if (inner.kind === "object" || inner.kind === "constant") return refuse(NO_VALUE);
  const values = (inner.kind === "array" ? inner.elements : [inner]).map((each) =>
    butText(of, each),
  );
  if (second !== undefined) return refuse("Too many elements in numeric expression");
  return { kind: "anythingBut", of, values };
}

const NO_VALUE = "Value of anything-but must be an array or single string/number value.";

function butText(of: ButKind, value: JsonText): string {
  if (value.kind === "string") {
    if ((of === "prefix" || of === "suffix") && value.text === "") {
      return refuse("Null prefix/suffix not allowed");
    }
    return of === "wildcard" ? wildcardOf(value.text) : value.text;
  }
  if (of === "equalsIgnoreCase") {
    return refuse(
      "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
    );
  }
  return refuse(
    of === "wildcard"
      ? "wildcard match pattern must be a string"
      : "prefix/suffix match pattern must be a string",
  );
}

function plainBut(value: JsonText): Pick<AnythingBut, "of" | "values"> {
  if (value.kind === "constant") return refuse(NO_VALUE);
  const elements = value.kind === "array" ? value.elements : [value];
  const values = elements.map((each) =>
    each.kind === "string" || each.kind === "number"
      ? each
      : refuse("Inside anything but list, start|null|boolean is not supported."),
  );
  for (const { kind, text } of values) if (kind === "number") comparable(text);
  const [first] = values;
  if (first === undefined || values.some(({ kind }) => kind !== first.kind)) {
    return refuse(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  }
  return {
    of: first.kind === "string" ? "text" : "number",
    values: values.map(({ text }) => text),
  };
}

/** A number that the service can compare. */
function comparable(text: string): string {
  return isComparable(text) ? text : refuse(`Cannot compare number : ${text}`);
}

const NUMERIC: ReadonlySet<string> = new Set<NumericOperator>(["=", "<", "<=", ">", ">="]);

function isNumericOperator(text: string): text is NumericOperator {
  return NUMERIC.has(text);
}

function boundsOf(elements: readonly JsonText[]): readonly NumericBound[] {
  const [first, value, second, top, ...more] = elements;
  if (first?.kind !== "string") {
    return refuse(`Invalid member in numeric match: ${first === undefined ? "]" : spelled(first)}`);
  }
  const operator = first.text;
  if (!isNumericOperator(operator)) {
    return refuse(`Unrecognized numeric range operator: ${operator}`);
  }
  if (value?.kind !== "number") {
    return refuse(`Value of ${operator === "=" ? "equals" : operator} must be numeric`);
  }
  const bound = { operator, number: comparable(value.text) };
  if (second === undefined) return [bound];
  if (operator === "=" || operator === "<" || operator === "<=") {
    return refuse("Too many elements in numeric expression");
  }
  if (second.kind !== "string") return refuse(`Bad value in numeric range: ${spelled(second)}`);
  if (second.text !== "<" && second.text !== "<=") {
    return refuse(`Bad numeric range operator: ${second.text}`);
  }
  if (top?.kind !== "number") return refuse(`Value of ${second.text} must be numeric`);
  if (more.length > 0) return refuse("Too many terms in numeric range expression");
  if (compareNumbers(bound.number, comparable(top.text)) >= 0) {
    return refuse("Bottom must be less than top");
  }
  return [bound, { operator: second.text, number: top.text }];
}

/** The first word of a value, as the service's parser has it. */
function spelled(value: JsonText): string {
  switch (value.kind) {
    case "object":
      return "{";
    case "array":
      return "[";
    case "string":
    case "number":
      return value.text;
    case "constant":
      return String(value.value);
  }
}
