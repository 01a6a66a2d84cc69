import type { Field, FieldModel } from "../../fields/field";
import type {
  FieldrefPredicate,
  NullPredicate,
  Predicate,
  StringPredicate,
} from "../../ir/expression";
import { compileStringPattern, hasLetters, shapeOf, type PatternShape } from "../../ir/pattern";
import type { Reason } from "../../verdict";
import { allOf, type CompareOperator, type Expression, type FunctionName } from "./ast";
import { elementRegex, patternRegex } from "./pattern-regex";
import { assumptions, reasons } from "./reasons";
import { columnOf, type Place } from "./table";

/** What one test becomes: a predicate, a constant, or nothing, for a reason. */
export type LoweredTest =
  | {
      readonly kind: "predicate";
      readonly predicate: Expression | boolean;
      readonly assumes: readonly string[];
      /** Whether the predicate can be null, which a `not` would pass on. */
      readonly nullable: boolean;
    }
  | { readonly kind: "dropped"; readonly reason: Reason };

/** Lowers a test to a predicate over the columns of the table. */
export function lowerTest(test: Predicate, model: FieldModel): LoweredTest {
  switch (test.kind) {
    case "fieldref":
      return lowerFieldref(test, model);
    case "null":
    case "string": {
      const at = locate(test.field, test, model);
      if ("code" in at) return dropped(at);
      return test.kind === "null" ? lowerNull(test, at) : lowerString(test, at);
    }
    case "exists":
    case "regex":
    case "number":
    case "cidr":
    case "date":
    case "keyword":
      return dropped(reasons.unsupported(test));
  }
}

interface Location {
  readonly field: Field;
  readonly place: Place;
  /** The column, or the dynamic value inside a column of JSON text. */
  readonly value: Expression;
}

/** Name of the column that `lower` adds for a column of JSON text, parsed once. */
export function parsedColumn(column: string): string {
  return `${column}Json`;
}

function locate(path: string, test: Predicate, model: FieldModel): Location | Reason {
  const place = columnOf(path);
  if (place === undefined) return reasons.noColumn(test, path);
  const prefixes = path.split(".").map((_, index, all) => all.slice(0, index).join("."));
  if (prefixes.some((prefix) => prefix !== "" && model.field(prefix).type === "array")) {
    return reasons.throughArray(test);
  }
  const root: Expression = {
    kind: "column",
    name: place.as === "json" ? parsedColumn(place.column) : place.column,
  };
  const value = place.rest.reduce<Expression>((of, name) => ({ kind: "member", of, name }), root);
  return { field: model.field(path), place, value };
}

function lowerNull(test: NullPredicate, { field, place, value }: Location): LoweredTest {
  if (place.as === "json" && place.rest.length > 0) return predicate(call("isnull", value));
  const column: Expression = { kind: "column", name: place.column };
  if (place.type !== "string") return predicate(call("isnull", column));
  if (field.empty) return dropped(reasons.emptyOrMissing(test, field.path));
  return predicate(call("isempty", column), [assumptions.neverEmpty(field.path)]);
}

function lowerString(test: StringPredicate, at: Location): LoweredTest {
  const { field, place, value } = at;
  if (place.type === "bool") return lowerBoolean(test, value);
  if (place.type !== "string") return dropped(reasons.columnType(test, field.path, place.type));
  if (field.type === "strings") return lowerElements(test, at);
  const shape = shapeOf(test.pattern);
  if (shape.kind === "equals" && shape.text === "") {
    if (place.rest.length === 0) return dropped(reasons.emptyOrMissing(test, field.path));
    return predicate(allOf([call("isnotnull", value), compare("==", textOf(at), "")]));
  }
  const found = matches(textOf(at), test, shape);
  const isContainer = field.type === "object" || field.type === "array";
  const assumes =
    isContainer && shape.kind !== "anything" ? [assumptions.containerText(field.path)] : [];
  return predicate(
    isScalarOnly(field, shape) ? found : allOf([found, isNotContainer(value)]),
    assumes,
  );
}

/** The value's text. A column of JSON text is never compared as the connector wrote it. */
function textOf({ place, value }: Location): Expression {
  return place.as === "json" ? call("tostring", value) : value;
}

/**
 * Whether the text of an object or array cannot stand for the field's by mistake: it begins with a
 * bracket, so only what looks inside a text needs a guard, and only where containers may occur.
 */
function isScalarOnly(field: Field, shape: PatternShape): boolean {
  if (field.type !== "scalar" && field.type !== "mixed") return true;
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

function isNotContainer(value: Expression): Expression {
  const containers = ["dictionary", "array"].map((text) => string(text));
  return {
    kind: "not",
    operand: {
      kind: "in",
      operator: "in",
      value: call("gettype", value),
      list: [containers[0]!, containers[1]!],
    },
  };
}

/**
 * A text test by the operator that says it, else by a regex. Kusto's operators that ignore case
 * never take a character outside ASCII for one inside, so for ASCII text they fold as Sigma does here.
 */
function matches(text: Expression, test: StringPredicate, shape: PatternShape): Expression {
  if (shape.kind === "anything") return call("isnotempty", text);
  if (shape.kind !== "general") {
    // eslint-disable-next-line no-control-regex
    const foreign = /[^\u0000-\u007f]/.test(shape.text);
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

function lowerBoolean(test: StringPredicate, column: Expression): LoweredTest {
  const fits = compileStringPattern(test.pattern, test.cased);
  const [yes, no] = [fits("true"), fits("false")];
  if (yes && no) return predicate(call("isnotnull", column));
  if (!yes && !no) return predicate(false);
  const compared: Expression = {
    kind: "compare",
    operator: "==",
    left: column,
    right: { kind: "bool", value: yes },
  };
  return { kind: "predicate", predicate: compared, assumes: [], nullable: true };
}

function lowerElements(test: StringPredicate, at: Location): LoweredTest {
  const text = textOf(at);
  const assumes = [assumptions.arrayText(at.field.path)];
  if (shapeOf(test.pattern).kind === "anything") {
    return predicate(compare("matches regex", text, String.raw`^\[(?:"",)*"[^"]`), assumes);
  }
  const source = elementRegex(test.pattern, test.cased);
  if (source === undefined) return dropped(reasons.elements(test));
  return predicate(compare("matches regex", text, source), assumes);
}

function lowerFieldref(test: FieldrefPredicate, model: FieldModel): LoweredTest {
  const sides = [test.field, test.other].map((path) => locate(path, test, model));
  for (const side of sides) {
    if ("code" in side) return dropped(side);
    if (side.place.type !== "string") {
      return dropped(reasons.columnType(test, side.field.path, side.place.type));
    }
    if (side.field.type === "strings") return dropped(reasons.elements(test));
  }
  const [left, right] = sides as [Location, Location];
  // Folding beyond ASCII cannot matter where one side is ASCII: no other letter folds into it.
  const foldsAlike = right.field.ascii || (test.comparison === "equals" && left.field.ascii);
  const fold = (text: Expression) => (test.cased || foldsAlike ? text : foldAscii(text));
  const operator = (test.cased || !foldsAlike ? CASED : FOLDED)[test.comparison];
  const compared: Expression = {
    kind: "compare",
    operator,
    left: fold(scalarTextOf(left)),
    right: fold(scalarTextOf(right)),
  };
  // `contains ""` holds for every text, and two missing fields are equal texts.
  return predicate(allOf([call("isnotempty", scalarTextOf(right)), compared]));
}

function scalarTextOf(at: Location): Expression {
  if (at.field.type !== "scalar" && at.field.type !== "mixed") return textOf(at);
  return call("iff", isNotContainer(at.value), textOf(at), string(""));
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function foldAscii(text: Expression): Expression {
  return call("translate", string(UPPER), string(UPPER.toLowerCase()), text);
}

function string(value: string): Expression {
  return { kind: "string", value };
}

function compare(operator: CompareOperator, left: Expression, right: string): Expression {
  return { kind: "compare", operator, left, right: string(right) };
}

function call(name: FunctionName, ...operands: readonly Expression[]): Expression {
  return { kind: "call", function: name, arguments: operands };
}

function predicate(lowered: Expression | boolean, assumes: readonly string[] = []): LoweredTest {
  return { kind: "predicate", predicate: lowered, assumes, nullable: false };
}

function dropped(reason: Reason): LoweredTest {
  return { kind: "dropped", reason };
}
