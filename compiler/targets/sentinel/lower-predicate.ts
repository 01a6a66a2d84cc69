import { isAscii } from "../../core/fold-case";
import type {
  ExistsPredicate,
  FieldrefPredicate,
  NullPredicate,
  Predicate,
  StringPredicate,
} from "../../ir/expression";
import {
  stringMatcher,
  findsDoubtfulNumbers,
  hasLetters,
  shapeOf,
  type PatternShape,
} from "../../ir/pattern";
import { assumptions } from "../../kql/assumptions";
import type { Field } from "../../log-sources/field";
import { tableOf, type LogSource } from "../../log-sources/log-source";
import { isNowhere } from "../../log-sources/other-names";
import { hasNone } from "../../log-sources/read-tables";
import { isNumberType } from "../../log-sources/sentinel-table";
import { dropped, type Dropped, type Lowered } from "../lower";
import { allOf, type KqlExpression } from "./ast";
import {
  lowerBoolean,
  lowerCidr,
  lowerDate,
  lowerNumber,
  lowerNumeral,
  lowerRegex,
  textAssumptions,
} from "./lower-text";
import { nullable, predicate, type LoweredPredicate } from "./lowered-predicate";
import { patternRegex } from "./pattern-regex";
import { call, column, compare, isFilled, number, string } from "./query/build";
import type { Condition } from "./query/condition";
import {
  isContainer,
  isNotContainer,
  isText,
  isWithin,
  locate,
  mayHoldContainer,
  nameOfPath,
  scalarTextOf,
  textOf,
  type Location,
} from "./query/locate";
import { reasons } from "./reasons";

/** Lowers a test to what must hold of a row. `insideNot`: whether it stands under any not. */
export function lowerPredicate(
  test: Predicate,
  logSource: LogSource,
  insideNot: boolean,
): Lowered<Condition> {
  switch (test.kind) {
    case "fieldref":
      return lowerFieldref(test, logSource, insideNot);
    case "keyword":
      return dropped(reasons.keyword(test, logSource.events.name));
    case "null":
    case "string":
    case "exists":
    case "regex":
    case "number":
    case "cidr":
    case "date": {
      const at = locate(test.field, logSource, {
        to: test.kind === "exists" ? "holder" : "element",
      });
      if (at === undefined) return lowerUnplaced(test, test.field, logSource);
      const lowered = conditionOf(lowerLocated(test, at), [at], insideNot);
      const isNone = test.kind === "null" && at.elements.length > 0;
      return isNone ? negated(lowered) : lowered;
    }
  }
}

/** A predicate over a row, or over elements that are reached on the way to its fields. */
function conditionOf(
  lowered: LoweredPredicate,
  fields: readonly Location[],
  insideNot: boolean,
): Lowered<Condition> {
  if (lowered.kind === "dropped") return lowered;
  const { node, nullable: canBeNull } = lowered;
  if (typeof node === "boolean") return { kind: "lowered", node, assumes: lowered.assumes };
  const assumes = [...lowered.assumes, ...fields.flatMap((each) => each.assumes)];
  const of = fields.flatMap(({ elements }) => elements);
  const chosen = allOf([...fields.flatMap(({ selects }) => selects), node]);
  if (isFilled(of)) {
    const [inArray] = fields.filter(({ elements }) => elements.length > 0);
    const path = inArray === undefined ? [] : [inArray.place.column, ...inArray.place.rest];
    const some = { kind: "some", of, predicate: chosen, name: `${nameOfPath(path)}Found` } as const;
    return { kind: "lowered", node: some, assumes };
  }
  // `not(null)` is null, and `where` would lose the row.
  const isNull = canBeNull && insideNot;
  const safe = isNull ? call("coalesce", node, { kind: "bool", value: false }) : node;
  return { kind: "lowered", node: { kind: "row", predicate: safe }, assumes };
}

function negated(lowered: Lowered<Condition>): Lowered<Condition> {
  if (lowered.kind === "dropped") return lowered;
  const { node } = lowered;
  return { ...lowered, node: typeof node === "boolean" ? !node : { kind: "not", operand: node } };
}

/** A test of a field that the table has no place for; what no event has is null in each. */
function lowerUnplaced(test: Predicate, field: string, logSource: LogSource): Lowered<Condition> {
  const table = tableOf(logSource);
  const node = test.kind === "null";
  if (isNowhere(field, logSource)) {
    return { kind: "lowered", node, assumes: [assumptions.nowhere(field)] };
  }
  if (!hasNone(table, field)) return noColumn(test, field, logSource);
  return { kind: "lowered", node, assumes: [assumptions.without(table.takes ?? "events", field)] };
}

function noColumn(test: Predicate, field: string, logSource: LogSource): Dropped {
  return dropped(reasons.noColumn(test, field, tableOf(logSource).name));
}

type LocatedPredicate = Exclude<Predicate, { readonly kind: "fieldref" | "keyword" }>;

function lowerLocated(test: LocatedPredicate, at: Location): LoweredPredicate {
  switch (test.kind) {
    case "null":
      // Of arrays: whether some element is not null, which is then negated.
      return at.elements.length > 0 ? predicate(call("isnotnull", at.value)) : lowerNull(test, at);
    case "exists":
      return lowerExists(test, at);
    case "string":
      return lowerString(test, at);
    case "regex":
      return lowerRegex(test, at);
    case "number":
      return lowerNumber(test, at);
    case "cidr":
      return lowerCidr(test, at);
    case "date":
      return lowerDate(test, at);
  }
}

function lowerNull(test: NullPredicate, { field, place, value }: Location): LoweredPredicate {
  if (place.rest.length > 0) return predicate(call("isnull", value));
  const whole = column(place.column);
  if (place.type !== "string")
    return predicate(call("isnull", whole), timeAssumptions(place, field));
  if (field.empty) return dropped(reasons.emptyOrMissing(test, field.path));
  return predicate(call("isempty", whole), [assumptions.neverEmpty(field.path)]);
}

/** A column of times has none where the event's text is no time. */
function timeAssumptions({ type }: Location["place"], { path }: Field): readonly string[] {
  return type === "datetime" ? [assumptions.time(path)] : [];
}

/**
 * A key that holds null is there too: only inside JSON text does a row still tell. Of an empty array
 * nothing is there.
 */
function lowerExists(test: ExistsPredicate, at: Location): LoweredPredicate {
  const { field, place, value } = at;
  const isFilledArray = compare(
    ">",
    call("coalesce", call("array_length", value), number(1)),
    number(0),
  );
  const filled = field.many === "one" ? [] : [isFilledArray];
  // An empty array in an array is an element, and nothing.
  const flat =
    filled.length > 0 && field.type === "unknown" ? [assumptions.flatArray(field.path)] : [];
  const neverNull = assumptions.neverNull(field.path);
  if (value.kind === "member") {
    if (!field.nullable)
      return predicate(allOf([call("isnotnull", value), ...filled]), [neverNull, ...flat]);
    // `bag_has_key` reads a key that begins with `$` as a path.
    if (value.name.startsWith("$")) return dropped(reasons.nullOrMissing(test, field.path));
    return nullable(allOf([call("bag_has_key", value.of, string(value.name)), ...filled]), [
      assumptions.nullKeys(field.path),
      ...flat,
    ]);
  }
  if (field.nullable) return dropped(reasons.nullOrMissing(test, field.path));
  const whole = column(place.column);
  if (place.type !== "string") {
    return predicate(call("isnotnull", whole), [neverNull, ...timeAssumptions(place, field)]);
  }
  if (field.empty) return dropped(reasons.emptyOrMissing(test, field.path));
  return predicate(allOf([call("isnotempty", whole), ...filled]), [
    neverNull,
    assumptions.neverEmpty(field.path),
  ]);
}

function lowerString(test: StringPredicate, at: Location): LoweredPredicate {
  const { field, place, value } = at;
  if (place.type === "bool") {
    return lowerBoolean(value, stringMatcher(test.pattern, test.cased));
  }
  if (test.cased && place.recased) return dropped(reasons.columnCase(test, field.path));
  const shape = shapeOf(test.pattern);
  if (isNumberType(place.type)) return lowerNumeral(test, at, shape);
  if (!isText(place)) return dropped(reasons.columnType(test, field.path, place.type));
  if (shape.kind === "equals" && shape.text === "") {
    if (!isWithin(at)) return dropped(reasons.emptyOrMissing(test, field.path));
    return predicate(allOf([call("isnotnull", value), compare("==", textOf(at), "")]));
  }
  const found = matches(textOf(at), test, shape);
  const rests = isContainer(field) ? shape.kind !== "anything" : findsDoubtfulNumbers(test.pattern);
  const assumes = rests ? textAssumptions(field) : [];
  return predicate(
    isScalarOnly(field, shape) ? found : allOf([found, isNotContainer(value)]),
    assumes,
  );
}

/**
 * Whether the text of an object or array cannot stand for the field's by mistake: it begins with a
 * bracket, so only what looks inside a text needs a guard, and only where containers may occur.
 */
function isScalarOnly(field: Field, shape: PatternShape): boolean {
  if (!mayHoldContainer(field)) return true;
  switch (shape.kind) {
    case "equals":
    case "startswith":
      return !/^[[{]/.test(shape.text);
    case "endswith":
    case "contains":
    case "anything":
    case "general":
      return false;
  }
}

/**
 * A text test by the operator that says it, else by a regex. Kusto's operators that ignore case
 * never take a character outside ASCII for one inside, so for ASCII text they fold as Sigma does here.
 */
function matches(text: KqlExpression, test: StringPredicate, shape: PatternShape): KqlExpression {
  if (shape.kind === "anything") return call("isnotempty", text);
  if (shape.kind !== "general") {
    const foreign = !isAscii(shape.text);
    if (test.cased || (foreign && !hasLetters(shape.text))) {
      return compare(CASED[shape.kind], text, shape.text);
    }
    if (!foreign) return compare(FOLDED[shape.kind], text, shape.text);
  }
  return compare("matches regex", text, patternRegex(test.pattern, test.cased));
}

const CASED = {
  equals: "==",
  contains: "contains_cs",
  startswith: "startswith_cs",
  endswith: "endswith_cs",
} as const;
const FOLDED = {
  equals: "=~",
  contains: "contains",
  startswith: "startswith",
  endswith: "endswith",
} as const;

function lowerFieldref(
  test: FieldrefPredicate,
  logSource: LogSource,
  insideNot: boolean,
): Lowered<Condition> {
  const left = locate(test.field, logSource);
  const right = locate(test.other, logSource, { beside: left?.elements ?? [] });
  for (const [field, at] of [
    [test.field, left],
    [test.other, right],
  ] as const) {
    if (at === undefined && hasNone(tableOf(logSource), field))
      return lowerUnplaced(test, field, logSource);
  }
  if (left === undefined) return noColumn(test, test.field, logSource);
  if (right === undefined) return noColumn(test, test.other, logSource);
  for (const { field, place } of [left, right]) {
    if (!isText(place)) return dropped(reasons.columnType(test, field.path, place.type));
    if (test.cased && place.recased) return dropped(reasons.columnCase(test, field.path));
  }
  // Folding beyond ASCII cannot matter where one side is ASCII: no other letter folds into it.
  const foldsAlike = right.field.ascii || (test.comparison === "equals" && left.field.ascii);
  const fold = (text: KqlExpression) => (test.cased || foldsAlike ? text : foldAscii(text));
  const operator = (test.cased || !foldsAlike ? CASED : FOLDED)[test.comparison];
  const other = scalarTextOf(right);
  // `contains ""` holds for every text, and two missing fields are equal texts.
  const lowered = predicate(
    allOf([call("isnotempty", other), compare(operator, fold(scalarTextOf(left)), fold(other))]),
    [...textAssumptions(left.field), ...textAssumptions(right.field)],
  );
  return conditionOf(lowered, [left, right], insideNot);
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function foldAscii(text: KqlExpression): KqlExpression {
  return call("translate", string(UPPER), string(UPPER.toLowerCase()), text);
}
