import {
  allOf,
  anyOf,
  fieldsOf,
  walk,
  type Condition,
} from "../../../../compiler/targets/logs-insights/ast";
import { path } from "./writing";

const [a, b, c] = ["a", "b", "c"].map(path);

function presence(field: string): Condition {
  return { kind: "present", field: path(field) };
}

test("groups have at least two operands: one condition is itself", () => {
  const one = presence("a");
  const two = presence("b");
  expect(allOf([one, two])).toEqual({ kind: "and", operands: [one, two] });
  expect(anyOf([one, two])).toEqual({ kind: "or", operands: [one, two] });
  expect(allOf([one])).toBe(one);
  expect(anyOf([one])).toBe(one);
});

test("the fields of a condition, each once, in the order they are written", () => {
  const filter: Condition = {
    kind: "or",
    operands: [
      { kind: "not", operand: presence("c") },
      { kind: "sameAs", field: path("a"), other: path("b"), ignoreCase: true },
      presence("c"),
    ],
  };
  expect(fieldsOf(filter)).toEqual([c, a, b]);
});

test("walking goes outside in and left to right, and does not end with the call stack", () => {
  const filter: Condition = {
    kind: "and",
    operands: [{ kind: "not", operand: presence("a") }, presence("b")],
  };
  const seen = [...walk(filter)].map(({ condition, depth }) => [condition.kind, depth]);
  expect(seen).toEqual([
    ["and", 1],
    ["not", 2],
    ["present", 3],
    ["present", 2],
  ]);
  let deep: Condition = presence("a");
  for (let level = 0; level < 100_000; level += 1) deep = { kind: "not", operand: deep };
  expect(fieldsOf(deep)).toEqual([a]);
});
