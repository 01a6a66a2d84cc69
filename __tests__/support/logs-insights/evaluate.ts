import { BlockList, isIP } from "node:net";

import { RE2JS } from "re2js";

import { isObject, member, type Json } from "../../../compiler/core/json";
import {
  fieldsOf,
  type Regex,
  type Subnet,
  type Condition,
  type FieldPath,
  type FieldTest,
  type NumberTest,
  type Query,
} from "../../../compiler/targets/logs-insights/ast";
import { regexLiteral } from "../../../compiler/targets/logs-insights/regex";

type Predicate = (event: Json) => boolean;

/**
 * Whether the query's filter keeps an event: CloudTrail JSON in a log group of the Standard class.
 *
 * The service's semantics are documented in part and were never recorded; where they are open, this
 * is the reading that the forms were chosen for:
 *   - null, an object or an array is not present (containers: see `containerFields`);
 *   - a boolean is the number 1 or 0, also in its text;
 *   - a string never equals, precedes or follows a number, not even one that it spells;
 *   - `like` and `tolower` fold ASCII letters only; `$` is only the very end;
 *   - functions of two fields are false unless both are strings; any string contains the empty one;
 *   - every field of the event is seen, though the service extracts no more than 200.
 */
export function compileQuery(query: Query): Predicate {
  return compile(query.filter);
}

/**
 * The fields of the filter that are objects or arrays in this event. Whether the service holds such
 * a field for present is not stated, so for this event the answer of `compileQuery` is a guess.
 */
export function containerFields(query: Query, event: Json): readonly FieldPath[] {
  return fieldsOf(query.filter).filter((field) => isContainer(resolve(event, stepsOf(field))));
}

function compile(condition: Condition): Predicate {
  switch (condition.kind) {
    case "and": {
      const operands = condition.operands.map(compile);
      return (event) => operands.every((holds) => holds(event));
    }
    case "or": {
      const operands = condition.operands.map(compile);
      return (event) => operands.some((holds) => holds(event));
    }
    case "not": {
      const holds = compile(condition.operand);
      return (event) => !holds(event);
    }
    case "present":
      return fieldHolds(condition.field, () => true);
    case "equals":
      return fieldHolds(condition.field, (value) => value === condition.text);
    case "in": {
      const texts = new Set<Value>(condition.texts);
      return fieldHolds(condition.field, (value) => texts.has(value));
    }
    case "like": {
      const finds = searcher(condition.regex);
      return fieldHolds(condition.field, (value) => finds(textOf(value)));
    }
    case "isEmpty":
      return fieldHolds(condition.field, (value) => value === "");
    case "number": {
      // A string is never ordered with a number, so what isNumeric says of strings makes no difference.
      const compares = comparison(condition.operator, Number(condition.number));
      return fieldHolds(condition.field, (value) => typeof value === "number" && compares(value));
    }
    case "inSubnet": {
      const contains = subnetContains(condition.subnet);
      return fieldHolds(condition.field, (value) => typeof value === "string" && contains(value));
    }
    case "sameAs":
    case "contains":
    case "startsWith":
    case "endsWith":
      return compileFieldTest(condition);
  }
}

function compileFieldTest(test: FieldTest): Predicate {
  const field = stepsOf(test.field);
  const other = stepsOf(test.other);
  return (event) => {
    const left = valueOf(resolve(event, field));
    const right = valueOf(resolve(event, other));
    if (typeof left === "string" && typeof right === "string") {
      return test.ignoreCase
        ? relates(test.kind, fold(left), fold(right))
        : relates(test.kind, left, right);
    }
    return test.kind === "sameAs" && !test.ignoreCase && left !== undefined && left === right;
  };
}

function relates(kind: FieldTest["kind"], left: string, right: string): boolean {
  switch (kind) {
    case "sameAs":
      return left === right;
    case "contains":
      return left.includes(right);
    case "startsWith":
      return left.startsWith(right);
    case "endsWith":
      return left.endsWith(right);
  }
}

function comparison(operator: NumberTest["operator"], right: number): (left: number) => boolean {
  switch (operator) {
    case "=":
      return (left) => left === right;
    case "<":
      return (left) => left < right;
    case "<=":
      return (left) => left <= right;
    case ">":
      return (left) => left > right;
    case ">=":
      return (left) => left >= right;
  }
}

/** A present field, as the service stores it. */
type Value = string | number;

function fieldHolds(field: FieldPath, holds: (value: Value) => boolean): Predicate {
  const steps = stepsOf(field);
  return (event) => {
    const value = valueOf(resolve(event, steps));
    return value !== undefined && holds(value);
  };
}

function valueOf(json: Json | undefined): Value | undefined {
  if (typeof json === "boolean") return json ? 1 : 0;
  return typeof json === "string" || typeof json === "number" ? json : undefined;
}

function textOf(value: Value): string {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

function stepsOf(field: FieldPath): readonly string[] {
  return field.split(".");
}

/** Own members of objects; in an array, a number is an index. */
function resolve(event: Json, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>(
    (value, step) => (isArray(value) ? element(value, step) : member(value, step)),
    event,
  );
}

function element(list: readonly Json[], step: string): Json | undefined {
  return /^(0|[1-9]\d*)$/.test(step) ? list[Number(step)] : undefined;
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isContainer(value: Json | undefined): boolean {
  return isObject(value) || isArray(value);
}

function fold(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether `text` has a match anywhere: RE2, in which `$` is only the very end of the text. */
export function searcher(regex: Regex): (text: string) => boolean {
  const pattern = RE2JS.compile(regexLiteral(regex).slice(1, -1));
  if (!regex.ignoreCase) return (text) => pattern.matcher(text).find();
  return (text) => pattern.matcher(text.replace(FOLDING_INTO_ASCII, "\ufffd")).find();
}

/**
 * The characters that Unicode folds to `s` and `k`. The source is ASCII, and folding covers only
 * ASCII letters, so the text may hold any other non-ASCII character in their place.
 */
const FOLDING_INTO_ASCII = /[\u017f\u212a]/g;

/** Whether a text is an address of the subnet's family inside it; false for any other text. */
export function subnetContains({ family, cidr }: Subnet): (text: string) => boolean {
  const [network = "", prefix] = cidr.split("/");
  const kind = family === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(network, Number(prefix), kind);
  return (text) => isIP(text) === family && !text.includes("%") && block.check(text, kind);
}
