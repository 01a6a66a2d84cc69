import {
  fieldsOf,
  type CidrPredicate,
  type DatePredicate,
  type Expression,
  type FieldrefPredicate,
  type NumberPredicate,
  type Predicate,
  type RegexPredicate,
  type StringPredicate,
} from "../../ir/expression";
import { foldSearch, hasLetters, shapeOf, type StringPattern } from "../../ir/pattern";
import type { Field, FieldModel, FieldType } from "../../log-sources/field";
import { dateRange } from "../../reference/date-part";
import { digitPrefixes } from "../digits";
import { dropped, lowerExpression, type LoweredExpression } from "../lower";
import type { Reason } from "../verdict";
import { assumptionsOf, textTest } from "./assumptions";
import { allOf, anyOf, booleanTest, type Condition, type FieldPath } from "./ast";
import { decimal, fieldPath, quotedText, regexText } from "./escape";
import { reasons } from "./reasons";
import { regex, textRegex } from "./regex";
import { subnet } from "./subnet";

/**
 * Lowers a whole rule, comparisons of fields included, to the filter of a saved query. Its assumptions
 * are what has to hold for it to show every event that the rule matches; no document settles them.
 */
export function lowerFilter(
  expression: Expression,
  model: FieldModel,
): LoweredExpression<Condition> {
  return lowerExpression<Condition>(expression, model, {
    typeless: (test) => reasons.container(test, fieldsOf(test)[0] ?? ""),
    predicate: (test, known, negated) => {
      const node = lowerTest(test, known);
      if (typeof node !== "boolean" && "code" in node) return dropped(node);
      return { kind: "lowered", node, assumes: assumptionsOf(test, known, negated) };
    },
    and: allOf,
    or: anyOf,
    not: (operand) => ({ kind: "not", operand }),
  });
}

/** What a test reads that may be no field of a query: an object or array, or what lies in an array. */
function containerOf(test: Predicate, model: FieldModel): string | undefined {
  return fieldsOf(test)
    .flatMap((path) => {
      const names = path.split(".");
      return names.map((_, index) => names.slice(0, index + 1).join("."));
    })
    .find((path) => {
      const { many, type } = model.field(path);
      if (type === "unknown" ? many === "many" : many !== "one") return true;
      return fieldsOf(test).includes(path) && mayBeSoughtObject(test, type);
    });
}

/** Whether a test can hold for an object at its field. */
function mayBeSoughtObject(test: Predicate, type: FieldType): boolean {
  const ofPresence = test.kind === "null" || test.kind === "exists";
  return type === "object" || (type === "mixed" && ofPresence);
}

function lowerTest(test: Predicate, model: FieldModel): Condition | boolean | Reason {
  if (test.kind === "keyword") return reasons.keyword(test);
  const field = model.field(test.field);
  const path = fieldPath(test.field);
  if (path === undefined) return reasons.fieldName(test, test.field);
  const container = containerOf(test, model);
  if (container !== undefined) return reasons.container(test, container);
  switch (test.kind) {
    case "null":
      return { kind: "not", operand: { kind: "present", field: path } };
    case "exists":
      return { kind: "present", field: path };
    case "string":
      return orBoolean(lowerText(test, path), field, path, textTest(test));
    case "regex":
      return orBoolean(lowerRegex(test, path), field, path, textTest(test));
    case "fieldref":
      return lowerFieldref(test, path);
    case "number":
      return lowerNumber(test, field, path);
    case "cidr":
      return lowerCidr(test, path);
    case "date":
      return lowerDate(test, path);
  }
}

/** The condition on a text, or on a boolean that stands for a text which matches. */
function orBoolean(
  lowered: Condition | Reason,
  field: Field,
  path: FieldPath,
  fits: (text: string) => boolean,
): Condition | boolean | Reason {
  const states =
    field.type === "string" || field.type === "number"
      ? []
      : [true, false]
          .filter((state) => fits(String(state)))
          .map((state) => booleanTest(path, state));
  const [first, ...others] = states;
  if (field.type === "boolean") return first !== undefined && anyOf([first, ...others]);
  return "code" in lowered ? lowered : anyOf([lowered, ...states]);
}

function lowerRegex(test: RegexPredicate, path: FieldPath): Condition | Reason {
  const compiled = regex(test.source, test.flags);
  if (compiled.kind === "refused") return reasons.notWritable(test, compiled.reason);
  return { kind: "like", field: path, regex: compiled };
}

const ORDERS = { lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

function lowerNumber(
  test: NumberPredicate,
  field: Field,
  path: FieldPath,
): Condition | boolean | Reason {
  // No boolean is a number, though the service holds it as one.
  if (field.type === "boolean") return false;
  if (field.type === "string") return reasons.numberText(test, test.field);
  const number = decimal(test.value);
  if (number === undefined) return reasons.notWritable(test, "the number needs an exponent");
  return { kind: "number", field: path, operator: ORDERS[test.operator], number };
}

function lowerCidr(test: CidrPredicate, path: FieldPath): Condition | Reason {
  const network = subnet(test.network);
  if (network === undefined) return reasons.notWritable(test, "the network is not one");
  return { kind: "inSubnet", field: path, subnet: network };
}

/** How a part stands in `2024-05-31T23:59:00Z`: behind what, in how many digits, and before what. */
const PLACES = {
  year: ["^", 4, "-"],
  month: ["^\\d{4}-", 2, "-"],
  day: ["^\\d{4}-\\d{2}-", 2, "T"],
  hour: ["^\\d{4}-\\d{2}-\\d{2}T", 2, ":"],
  minute: ["^\\d{4}-\\d{2}-\\d{2}T\\d{2}:", 2, ":"],
} as const;

function lowerDate(test: DatePredicate, path: FieldPath): Condition | boolean | Reason {
  if (test.part === "week") return reasons.weekNumber(test);
  const [before, width, after] = PLACES[test.part];
  const { low, high } = dateRange(test);
  const numbers = digitPrefixes(low, high, width).map((digits) => {
    const free = width - digits.length;
    return free === 0 ? digits : `${digits}\\d{${free}}`;
  });
  if (numbers.length === 0) return false;
  const compiled = regex(`${before}(?:${numbers.join("|")})${after}`);
  if (compiled.kind === "refused") return reasons.notWritable(test, compiled.reason);
  return { kind: "like", field: path, regex: compiled };
}

/** Ignoring case needs a regex; so does text that no quoted string can hold. */
function lowerText(test: StringPredicate, path: FieldPath): Condition | Reason {
  const { pattern, cased } = test;
  const shape = shapeOf(pattern);
  if (shape.kind === "equals" && shape.text === "") return { kind: "isEmpty", field: path };
  if (shape.kind === "equals" && (cased || !hasLetters(shape.text))) {
    const text = quotedText(shape.text);
    if (text !== undefined) return { kind: "equals", field: path, text };
  }
  const source = sourceOf(pattern);
  if (source === undefined) return reasons.character(test);
  const compiled = textRegex(source, { ignoreCase: !cased, dotAll: needsDotAll(pattern) });
  if (compiled.kind === "refused") return reasons.notWritable(test, compiled.reason);
  return { kind: "like", field: path, regex: compiled };
}

function sourceOf(pattern: StringPattern): string | undefined {
  if (shapeOf(pattern).kind === "anything") return ".";
  return foldSearch<undefined>(pattern, { text: regexText, any: ".*", one: "." });
}

/** Whether the source has a dot, which must match line breaks too. */
function needsDotAll(pattern: StringPattern): boolean {
  return shapeOf(pattern).kind === "anything" || shapeOf(pattern).kind === "general";
}

const FIELD_TESTS = {
  equals: "sameAs",
  contains: "contains",
  startswith: "startsWith",
  endswith: "endsWith",
} as const;

function lowerFieldref(test: FieldrefPredicate, path: FieldPath): Condition | Reason {
  const other = fieldPath(test.other);
  if (other === undefined) return reasons.fieldName(test, test.other);
  const kind = FIELD_TESTS[test.comparison];
  const compared: Condition = { kind, field: path, other, ignoreCase: !test.cased };
  // An empty text is contained in every text; the rule means none of that.
  const empty: Condition = { kind: "not", operand: { kind: "isEmpty", field: other } };
  return { kind: "and", operands: [compared, empty] };
}
