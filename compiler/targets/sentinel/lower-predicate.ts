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
import { isList, type Field } from "../../log-sources/field";
import type { LogSource } from "../../log-sources/log-source";
import { dropped } from "../lower";
import { allOf, type KqlExpression } from "./ast";
import {
  lowerBoolean,
  lowerCidr,
  lowerDate,
  lowerNumber,
  lowerRegex,
  textAssumptions,
} from "./lower-text";
import { nullable, predicate, type LoweredPredicate } from "./lowered-predicate";
import { elementRegex, patternRegex } from "./pattern-regex";
import { call, column, compare, string } from "./query/build";
import {
  isContainer,
  isNotContainer,
  locate,
  mayHoldContainer,
  scalarTextOf,
  textOf,
  type Location,
} from "./query/locate";
import { reasons } from "./reasons";

/** Lowers a test to a predicate over the columns of the table. */
export function lowerPredicate(test: Predicate, logSource: LogSource): LoweredPredicate {
  switch (test.kind) {
    case "fieldref":
      return lowerFieldref(test, logSource);
    case "keyword":
      return dropped(reasons.keyword(test));
    case "null":
    case "string":
    case "exists":
    case "regex":
    case "number":
    case "cidr":
    case "date": {
      const at = locate(test.field, test, logSource);
      return "code" in at ? dropped(at) : lowerLocated(test, at);
    }
  }
}

type LocatedPredicate = Exclude<Predicate, { readonly kind: "fieldref" | "keyword" }>;

function lowerLocated(test: LocatedPredicate, at: Location): LoweredPredicate {
  switch (test.kind) {
    case "null":
      return lowerNull(test, at);
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
  if (place.type !== "string") return predicate(call("isnull", whole));
  if (field.empty) return dropped(reasons.emptyOrMissing(test, field.path));
  return predicate(call("isempty", whole), [assumptions.neverEmpty(field.path)]);
}

/** A key that holds null is there too: only inside JSON text does a row still tell. */
function lowerExists(test: ExistsPredicate, { field, place, value }: Location): LoweredPredicate {
  if (value.kind === "member") {
    if (!field.nullable)
      return predicate(call("isnotnull", value), [assumptions.neverNull(field.path)]);
    // `bag_has_key` reads a key that begins with `$` as a path.
    if (value.name.startsWith("$")) return dropped(reasons.nullOrMissing(test, field.path));
    return nullable(call("bag_has_key", value.of, string(value.name)), [
      assumptions.nullKeys(field.path),
    ]);
  }
  if (field.nullable) return dropped(reasons.nullOrMissing(test, field.path));
  const whole = column(place.column);
  const neverNull = assumptions.neverNull(field.path);
  if (place.type !== "string") return predicate(call("isnotnull", whole), [neverNull]);
  if (field.empty) return dropped(reasons.emptyOrMissing(test, field.path));
  return predicate(call("isnotempty", whole), [neverNull, assumptions.neverEmpty(field.path)]);
}

function lowerString(test: StringPredicate, at: Location): LoweredPredicate {
  const { field, place, value } = at;
  if (place.type === "bool") {
    return lowerBoolean(value, stringMatcher(test.pattern, test.cased));
  }
  if (place.type !== "string") return dropped(reasons.columnType(test, field.path, place.type));
  if (isList(field)) return lowerElements(test, at);
  const shape = shapeOf(test.pattern);
  if (shape.kind === "equals" && shape.text === "") {
    if (place.rest.length === 0) return dropped(reasons.emptyOrMissing(test, field.path));
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

function lowerElements(test: StringPredicate, at: Location): LoweredPredicate {
  const text = textOf(at);
  const assumes = [assumptions.arrayText(at.field.path)];
  if (shapeOf(test.pattern).kind === "anything") {
    return predicate(compare("matches regex", text, String.raw`^\[(?:"",)*"[^"]`), assumes);
  }
  const source = elementRegex(test.pattern, test.cased);
  if (source === undefined) return dropped(reasons.elements(test));
  return predicate(compare("matches regex", text, source), assumes);
}

function lowerFieldref(test: FieldrefPredicate, logSource: LogSource): LoweredPredicate {
  const left = fieldrefSide(test, test.field, logSource);
  const right = fieldrefSide(test, test.other, logSource);
  if ("kind" in left) return left;
  if ("kind" in right) return right;
  // Folding beyond ASCII cannot matter where one side is ASCII: no other letter folds into it.
  const foldsAlike = right.field.ascii || (test.comparison === "equals" && left.field.ascii);
  const fold = (text: KqlExpression) => (test.cased || foldsAlike ? text : foldAscii(text));
  const operator = (test.cased || !foldsAlike ? CASED : FOLDED)[test.comparison];
  const other = scalarTextOf(right);
  // `contains ""` holds for every text, and two missing fields are equal texts.
  return predicate(
    allOf([call("isnotempty", other), compare(operator, fold(scalarTextOf(left)), fold(other))]),
    [...textAssumptions(left.field), ...textAssumptions(right.field)],
  );
}

function fieldrefSide(
  test: FieldrefPredicate,
  path: string,
  logSource: LogSource,
): Location | LoweredPredicate {
  const side = locate(path, test, logSource);
  if ("code" in side) return dropped(side);
  if (side.place.type !== "string") {
    return dropped(reasons.columnType(test, side.field.path, side.place.type));
  }
  return isList(side.field) ? dropped(reasons.elements(test)) : side;
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function foldAscii(text: KqlExpression): KqlExpression {
  return call("translate", string(UPPER), string(UPPER.toLowerCase()), text);
}
