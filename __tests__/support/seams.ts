import { foldCase } from "../../compiler/core/fold-case";
import { isObject, member, type Json } from "../../compiler/core/json";
import { isPredicate, type Expression, type Predicate } from "../../compiler/ir/expression";
import { stringMatcher, shapeOf, type StringPattern } from "../../compiler/ir/pattern";
import type { FieldModel } from "../../compiler/log-sources/field";
import { fieldReader } from "../../compiler/reference/event";
import { pathsOf } from "./candidates";

/** A test on which alone the rule's answer differs between two events. */
export interface Decision {
  readonly test: Predicate;
  readonly rule: Expression;
  /** Sigma's condition, as written. */
  readonly condition: string;
  readonly model: FieldModel;
  /** Of the two events, the one in which the test is true, and the one in which it is false. */
  readonly whenTrue: Json;
  readonly whenFalse: Json;
}

/** Whether a decision is of the kind that the seam's name says. */
type Seam = (decision: Decision) => boolean;

const isKind =
  (kind: Predicate["kind"]): Seam =>
  ({ test }) =>
    test.kind === kind;

const hasShape =
  (shape: ReturnType<typeof shapeOf>["kind"]): Seam =>
  ({ test }) =>
    test.kind === "string" && shapeOf(test.pattern).kind === shape;

const comparesFields =
  (comparison: string, cased: boolean): Seam =>
  ({ test }) =>
    test.kind === "fieldref" && test.comparison === comparison && test.cased === cased;

const hasFlag =
  (flag: "ignoreCase" | "multiLine" | "dotAll"): Seam =>
  ({ test }) =>
    test.kind === "regex" && test.flags[flag];

/** Of the rule's text. */
const looksFor =
  (signs: RegExp): Seam =>
  ({ test }) =>
    "pattern" in test && signs.test(textOf(test.pattern));

/** The text of one event and not of the other has the signs. */
const isInOne =
  (signs: RegExp, side: "whenTrue" | "whenFalse"): Seam =>
  (decision) => {
    const other = side === "whenTrue" ? "whenFalse" : "whenTrue";
    return textsOf(decision, side).some(
      (text) => signs.test(text) && !textsOf(decision, other).some((each) => signs.test(each)),
    );
  };

/** What lies at a path of the test in one event and not in the other. */
const holdsInOne =
  (is: (value: Json | undefined) => boolean): Seam =>
  ({ test, whenTrue, whenFalse }) =>
    pathsOf(test).some((path) => is(valueAt(whenTrue, path)) !== is(valueAt(whenFalse, path)));

/** The seams at which engines are likeliest to differ, by name. */
const SEAMS: Readonly<Record<string, Seam>> = {
  "string equals": hasShape("equals"),
  "string contains": hasShape("contains"),
  "string startswith": hasShape("startswith"),
  "string endswith": hasShape("endswith"),
  "string * alone": hasShape("anything"),
  "string with wildcards inside": hasShape("general"),
  "string ?": ({ test }) =>
    test.kind === "string" && test.pattern.some(({ kind }) => kind === "one"),
  "string cased": ({ test }) => test.kind === "string" && test.cased,
  "string |all": ({ test }) => test.kind === "string" && isWritten(test, "|all"),
  neq: ({ test }) => isWritten(test, "|neq"),
  null: isKind("null"),
  exists: isKind("exists"),
  keyword: isKind("keyword"),
  number: isKind("number"),
  "cidr of IPv4": ({ test }) => test.kind === "cidr" && test.family === 4,
  "cidr of IPv6": ({ test }) => test.kind === "cidr" && test.family === 6,
  date: isKind("date"),
  regex: isKind("regex"),
  "regex |i": hasFlag("ignoreCase"),
  "regex |m": hasFlag("multiLine"),
  "regex |s": hasFlag("dotAll"),
  fieldref: comparesFields("equals", false),
  "fieldref contains": comparesFields("contains", false),
  "fieldref startswith": comparesFields("startswith", false),
  "fieldref endswith": comparesFields("endswith", false),
  "fieldref cased": comparesFields("equals", true),
  "fieldref contains cased": comparesFields("contains", true),
  "fieldref startswith cased": comparesFields("startswith", true),
  "fieldref endswith cased": comparesFields("endswith", true),

  "* as text": looksFor(/\*/),
  "? as text": looksFor(/\?/),
  "\\ as text": looksFor(/\\/),
  "% as text": looksFor(/%/),
  "quotes as text": looksFor(/["']/),
  "regex signs as text": looksFor(/[.^$+()[\]{}|]/),
  "digits as text": looksFor(/^-?[\d.e]+$/),
  "empty text": ({ test }) => test.kind === "string" && test.pattern.length === 0,
  "text beyond ASCII": looksFor(/[^ -~\s]/),

  "a missing field": holdsInOne((value) => value === undefined),
  "a null": holdsInOne((value) => value === null),
  "an empty text": holdsInOne((value) => value === ""),
  "a number": holdsInOne((value) => typeof value === "number"),
  "a boolean": holdsInOne((value) => typeof value === "boolean"),
  "an array of scalars": holdsInOne(
    (value) => Array.isArray(value) && value.some((each: Json) => !isObject(each)),
  ),
  "an array of objects": ({ test, model }) =>
    pathsOf(test).some((path) => model.field(path).many === "many") ||
    pathsOf(test).some((path) => path.startsWith("requestParameters.filters.")),
  "an object": holdsInOne(isObject),
  "a line break": isInOne(/\n/, "whenTrue"),
  "a character of two code units": isInOne(/[\u{10000}-\u{10ffff}]/u, "whenTrue"),
  "another case that fits": (decision) =>
    decision.test.kind === "string" &&
    !decision.test.cased &&
    !textsOf(decision, "whenTrue").some(stringMatcher(decision.test.pattern, true)),
  "another case that does not fit": (decision) =>
    textsOf(decision, "whenFalse").some((one) =>
      textsOf(decision, "whenTrue").some((other) => foldCase(one) === foldCase(other)),
    ),
  "a Kelvin sign, no k": isInOne(/\u212a/, "whenFalse"),
  "a long s, no s": isInOne(/\u017f/, "whenFalse"),
  "a dotless i, no i": isInOne(/\u0131/, "whenFalse"),
  "a dotted I, no i": isInOne(/\u0130/, "whenFalse"),
  "a sharp s, no ss": isInOne(/\u00df/, "whenFalse"),
  "a combining accent": isInOne(/\u0301/, "whenFalse"),
  "a sharp s": isInOne(/\u00df/, "whenTrue"),
  "a Kelvin sign": isInOne(/\u212a/, "whenTrue"),

  "one not": ({ test, rule }) => notsAbove(test, rule) === 1,
  "two nots": ({ test, rule }) => notsAbove(test, rule) === 2,
  "three nots or more": ({ test, rule }) => (notsAbove(test, rule) ?? 0) > 2,
  "1 of": ({ condition }) => condition.includes("1 of"),
  "all of": ({ condition }) => condition.includes("all of"),
};

export const SEAM_NAMES: readonly string[] = Object.keys(SEAMS);

/** The names of the seams that a decision lies on. */
export function seamsOf(decision: Decision): readonly string[] {
  return Object.entries(SEAMS).flatMap(([name, lies]) => (lies(decision) ? [name] : []));
}

/** How many nots stand above a test where it stands first. */
function notsAbove(test: Predicate, node: Expression): number | undefined {
  if (isPredicate(node)) return node === test ? 0 : undefined;
  switch (node.kind) {
    case "and":
    case "or":
      return node.operands
        .map((operand) => notsAbove(test, operand))
        .find((nots) => nots !== undefined);
    case "not": {
      const nots = notsAbove(test, node.operand);
      return nots === undefined ? undefined : nots + 1;
    }
    case "constant":
      return undefined;
  }
}

function isWritten({ origin }: Predicate, modifier: string): boolean {
  return origin.path.includes(modifier);
}

function textOf(pattern: StringPattern): string {
  return pattern.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function textsOf({ test, model, ...events }: Decision, side: "whenTrue" | "whenFalse") {
  return pathsOf(test).flatMap((path) => fieldReader(model, path).texts(events[side]));
}

function valueAt(event: Json, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>(member, event);
}
