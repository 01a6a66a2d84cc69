import { isObject, type Json } from "../../compiler/core/json";
import { predicatesOf, type Expression } from "../../compiler/ir/expression";
import type { FieldModel } from "../../compiler/log-sources/field";
import { candidatesFor, pathsOf } from "./candidates";

/** For every path that a rule reads, the values of which events are made. */
export interface Candidates {
  readonly model: FieldModel;
  readonly values: ReadonlyMap<string, readonly (Json | undefined)[]>;
}

/** Which of the values of a path an event has; a path that is not there is open. */
export type Choice = ReadonlyMap<string, number>;

export function candidatesOf(rule: Expression, model: FieldModel): Candidates {
  const tests = predicatesOf(rule);
  const paths = new Set(tests.flatMap(pathsOf));
  return {
    model,
    values: new Map([...paths].map((path) => [path, candidatesFor(path, tests, model)])),
  };
}

const CONTAINERS = ["requestParameters", "responseElements", "additionalEventData"];

/** An event of values that the rule's tests are about, chosen by numbers. */
export function eventBy(rule: Expression, model: FieldModel, numbers: readonly number[]): Json {
  const candidates = candidatesOf(rule, model);
  const number = (at: number) => numbers[at % numbers.length] ?? 0;
  const choice = [...candidates.values].map(([path, values], at): [string, number] => [
    path,
    number(at) % values.length,
  ]);
  const event = eventOf(new Map(choice), candidates);
  // Whatever lies in a container, it may be null as a whole.
  const emptied = CONTAINERS.filter((_, at) => number(at) % 7 === 0);
  const nulls = Object.fromEntries(emptied.map((name) => [name, null]));
  return isObject(event) ? { ...event, ...nulls } : event;
}

/** What every event has. */
const ALWAYS = [
  ["eventName", "SomethingElse"],
  ["eventSource", "elsewhere.amazonaws.com"],
] as const;

/** The event with every value at its path, inside the arrays of objects that the model knows. */
export function eventOf(choice: Choice, { values, model }: Candidates): Json {
  const chosen = [...choice].map(([path, at]) => [path, values.get(path)?.[at]] as const);
  // What lies around others first.
  const placed = [...ALWAYS, ...chosen].sort(([one], [other]) => depthOf(one) - depthOf(other));
  return placed.reduce<Json>(
    (event, [path, value]) =>
      value === undefined ? event : put(event, path.split("."), 0, value, model),
    {},
  );
}

function depthOf(path: string): number {
  return path.split(".").length;
}

function put(
  into: Json,
  steps: readonly string[],
  at: number,
  value: Json,
  model: FieldModel,
): Json {
  const step = steps[at];
  if (step === undefined) return value;
  const inArray = at > 0 && model.field(steps.slice(0, at).join(".")).many === "many";
  const target = Array.isArray(into) ? (into[0] as Json) : into;
  const object = isObject(target) ? target : {};
  const changed = { ...object, [step]: put(object[step] ?? {}, steps, at + 1, value, model) };
  return inArray ? [changed] : changed;
}
