import { compileExpression } from "../../compiler/evaluate/evaluate";
import type { FieldModel } from "../../compiler/fields/field";
import {
  fieldsOf,
  predicatesOf,
  type Expression,
  type Predicate,
} from "../../compiler/ir/expression";
import { isObject, type Json } from "../../compiler/json";

/** Values of an event by path; a path that is not there is missing. */
type Values = ReadonlyMap<string, Json>;

/** An event that a rule matches, and events that differ from it at one of the rule's fields alone. */
export interface Witness {
  readonly matching: Json;
  readonly near: readonly Json[];
}

/** Events made from a rule itself; undefined where the search finds none that matches. */
export function witnessOf(rule: Expression, model: FieldModel): Witness | undefined {
  const tests = predicatesOf(rule);
  const paths = [...new Set(tests.flatMap(fieldsOf))];
  const choices = new Map(paths.map((path) => [path, candidates(path, tests, model)] as const));
  const [found] = solve(rule, true, new Map(), choices, model);
  if (found === undefined) return undefined;
  const near = paths.flatMap((path) =>
    [undefined, ...(choices.get(path) ?? [])].map((value) => {
      const changed = new Map(found);
      if (value === undefined) changed.delete(path);
      else changed.set(path, value);
      return eventOf(changed, model);
    }),
  );
  return { matching: eventOf(found, model), near };
}

/** Every way in which the node has the wanted answer, for values that are still open. */
function* solve(
  node: Expression,
  wanted: boolean,
  values: Values,
  choices: ReadonlyMap<string, readonly Json[]>,
  model: FieldModel,
): Generator<Values> {
  switch (node.kind) {
    case "not":
      return yield* solve(node.operand, !wanted, values, choices, model);
    case "constant":
      if (node.value === wanted) yield values;
      return;
    case "and":
    case "or": {
      if ((node.kind === "and") !== wanted) {
        for (const each of node.operands) yield* solve(each, wanted, values, choices, model);
        return;
      }
      const [first, ...rest] = node.operands;
      if (first === undefined) return yield values;
      for (const next of solve(first, wanted, values, choices, model)) {
        yield* solve({ kind: node.kind, operands: rest }, wanted, next, choices, model);
      }
      return;
    }
    default: {
      const holds = compileExpression(node, model);
      const options: Values[] = [values];
      for (const path of fieldsOf(node).filter((each) => !values.has(each))) {
        for (const value of choices.get(path) ?? [])
          options.push(new Map([...values, [path, value]]));
      }
      yield* options.filter((option) => holds(eventOf(option, model)) === wanted);
    }
  }
}

/** Values that satisfy the tests of a field or nearly do; claims of the model are kept. */
function candidates(path: string, tests: readonly Predicate[], model: FieldModel): readonly Json[] {
  const field = model.field(path);
  if (field.type === "boolean") return [true, false];
  const fixed = field.spelling.kind !== "free" || field.holds !== undefined;
  const other = path === "eventSource" ? "other.amazonaws.com" : "Other";
  const texts = tests.flatMap((test) => {
    if (test.kind === "regex")
      return ["arn:aws:sts::1:assumed-role/aws:role/i-1", "assumed-role/aws:"];
    if (test.kind !== "string" || test.field !== path) return [];
    const whole = test.pattern.map((part) => (part.kind === "text" ? part.text : "x")).join("");
    const bare = test.pattern.map((part) => (part.kind === "text" ? part.text : "")).join("");
    if (fixed) return [canonical(whole, field.spelling)];
    return [whole, bare, bare.toUpperCase(), `x${bare}`, `${bare}x`, `${bare} ${bare}`];
  });
  const plain = [...new Set([...texts, other])];
  switch (field.type) {
    case "object":
      return plain.map((text) => ({ note: text }));
    case "array":
      return plain.map((text) => [{ note: text }]);
    case "strings":
      return [...plain.map((text) => [other, text]), []];
    case "string":
      return plain;
    case "scalar":
    case "mixed":
    case "number":
      return [...plain, true, false, 7];
  }
}

type Spelling = ReturnType<FieldModel["field"]>["spelling"];

function canonical(text: string, spelling: Spelling): string {
  if (spelling.kind === "lower") return text.toLowerCase();
  if (spelling.kind !== "closed") return text;
  return spelling.values.find((each) => each.toLowerCase() === text.toLowerCase()) ?? text;
}

/** The event with every value at its path, inside the arrays of objects that the model knows. */
function eventOf(values: Values, model: FieldModel): Json {
  const always = [
    ["eventName", "SomethingElse"],
    ["eventSource", "elsewhere.amazonaws.com"],
  ] as const;
  let event: Json = {};
  for (const [path, value] of [...always, ...values]) {
    event = placed(event, path.split("."), 0, value, model);
  }
  return event;
}

function placed(
  into: Json,
  steps: readonly string[],
  at: number,
  value: Json,
  model: FieldModel,
): Json {
  const step = steps[at];
  if (step === undefined) return value;
  const inArray = at > 0 && model.field(steps.slice(0, at).join(".")).type === "array";
  const target = Array.isArray(into) ? (into[0] as Json) : into;
  const object = isObject(target) ? target : {};
  const placedHere = {
    ...object,
    [step]: placed(object[step] ?? {}, steps, at + 1, value, model),
  };
  return inArray ? [placedHere] : placedHere;
}
