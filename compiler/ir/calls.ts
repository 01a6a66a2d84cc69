import { foldCase } from "../core/fold-case";
import { oncePer } from "../core/once-per";
import {
  ANY_CALL,
  bothCalls,
  eitherCalls,
  listed,
  type Calls,
  type Texts,
} from "../log-sources/calls";
import type { CallPaths, FieldModel } from "../log-sources/field";
import { isPredicate, type Expression, type Predicate } from "./expression";
import { shapeOf, stringMatcher, type StringPattern } from "./pattern";

/** What is known where a predicate stands. */
export type Models = (test: Predicate) => FieldModel;

/**
 * The model at each predicate: that of the calls which its branch leaves possible. A predicate decides
 * nothing where what it is and-ed with does not hold, so only those calls matter, whatever nots stand
 * above. One that stands in several places has the model of all of them.
 */
export function modelsAt(expression: Expression, model: FieldModel): Models {
  if (model.byCall === undefined) return () => model;
  const calls = callsAt(expression, model.byCall);
  return (test) => modelOf(calls(test), model);
}

/** The calls that the branch of each predicate leaves possible, itself not counted. */
export function callsAt(expression: Expression, fields: CallPaths): (test: Predicate) => Calls {
  const { places } = callsIn(fields)(expression);
  return (test) => places.get(test) ?? ANY_CALL;
}

/** The calls that the events of an expression can record. */
export function callsOf(expression: Expression, fields: CallPaths): Calls {
  return callsIn(fields)(expression).matched;
}

interface CallsIn {
  readonly matched: Calls;
  readonly places: ReadonlyMap<Predicate, Calls>;
}

/** Found once, so that what is known of the calls, and kept with them, is found once too. */
const callsIn = oncePer((fields: CallPaths) =>
  oncePer((expression: Expression): CallsIn => ({
    matched: callsOfNode(expression, fields),
    places: placesOf(expression, fields),
  })),
);

function placesOf(expression: Expression, fields: CallPaths): ReadonlyMap<Predicate, Calls> {
  const places = new Map<Predicate, Calls[]>();

  function walk(node: Expression, calls: Calls): void {
    if (isPredicate(node)) {
      const known = places.get(node);
      if (known === undefined) places.set(node, [calls]);
      else known.push(calls);
      return;
    }
    switch (node.kind) {
      case "and": {
        const own = node.operands.map((operand) => callsOfNode(operand, fields));
        const before = scan(own, calls);
        const behind = scan([...own].reverse(), ANY_CALL).reverse();
        node.operands.forEach((operand, index) => {
          walk(operand, bothCalls(before[index]!, behind[index + 1]!));
        });
        return;
      }
      case "or":
        for (const operand of node.operands) walk(operand, calls);
        return;
      case "not":
        return walk(node.operand, calls);
      case "constant":
        return;
    }
  }

  walk(expression, ANY_CALL);
  return new Map(
    [...places].map(([test, [first = ANY_CALL, ...others]]) => [
      test,
      others.length === 0 ? first : eitherCalls([first, ...others]),
    ]),
  );
}

/** What is known of all that an expression matches. */
export function modelOfMatches(expression: Expression, model: FieldModel): FieldModel {
  return model.byCall === undefined ? model : modelOf(callsOf(expression, model.byCall), model);
}

function modelOf(calls: Calls, model: FieldModel): FieldModel {
  // Where no call is left nothing is decided.
  return calls === ANY_CALL || calls.length === 0 ? model : (model.byCall?.given(calls) ?? model);
}

function callsOfNode(node: Expression, fields: CallPaths): Calls {
  switch (node.kind) {
    case "and":
      return node.operands
        .map((operand) => callsOfNode(operand, fields))
        .reduce(bothCalls, ANY_CALL);
    case "or":
      return eitherCalls(node.operands.map((operand) => callsOfNode(operand, fields)));
    case "string": {
      const { field, pattern } = node;
      const key = field === fields.service ? "service" : field === fields.name ? "name" : undefined;
      if (key === undefined) return ANY_CALL;
      return [{ [key]: textsOf(pattern) }];
    }
    case "constant":
      return node.value ? ANY_CALL : [];
    case "not":
    case "null":
    case "exists":
    case "fieldref":
    case "regex":
    case "number":
    case "cidr":
    case "date":
    case "keyword":
      return ANY_CALL;
  }
}

/** The start, and what is left of it after each of the calls that must hold too. */
function scan(all: readonly Calls[], start: Calls): Calls[] {
  const scanned = [start];
  for (const calls of all) scanned.push(bothCalls(scanned.at(-1)!, calls));
  return scanned;
}

/** A longer text is no name of a service or a call, and is not tried: a pattern can be as long. */
const LONGEST_NAME = 256;

/** The texts that a pattern matches in any case: those that are asked about are folded. */
function textsOf(pattern: StringPattern): Texts {
  const shape = shapeOf(pattern);
  if (shape.kind === "equals") return listed([foldCase(shape.text)]);
  let matcher: ((text: string) => boolean) | undefined;
  return {
    kind: "fitting",
    key: JSON.stringify(pattern),
    fits: (text) => text.length > LONGEST_NAME || (matcher ??= stringMatcher(pattern, false))(text),
  };
}
