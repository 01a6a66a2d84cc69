import { chooseMutants, groupOf } from "../../scripts/mutants/choose";
import { mutate, mutationsOf, parses } from "../../scripts/mutants/mutations";

const changed = (text: string) => mutationsOf(text).map((each) => mutate(text, each));

test.each([
  ["const a = b && c;", ["const a = b || c;"]],
  ["const a = b !== c;", ["const a = b === c;"]],
  ["const a = b < c;", ["const a = b <= c;"]],
  ["const a = b - c;", ["const a = b + c;"]],
  ["if (a) b;", ["if (!(a)) b;"]],
  ["const a = b ? c : d;", ["const a = !(b) ? c : d;"]],
  ["const a = true;", ["const a = false;"]],
  ["const a = !b;", ["const a = b;"]],
  ['const a = "b";', ['const a = "";']],
  ["const a = 0;", ["const a = 1;"]],
  ["const a = b.some(c);", ["const a = b.every(c);"]],
  ["const a = [b, c];", ["const a = [c];", "const a = [b];"]],
  ["a.push(b);", [";"]],
])("%s", (text, expected) => {
  expect(changed(text)).toEqual(expected);
});

test.each([
  ["types", 'type A = "b" | true; interface C { readonly d: 0 }'],
  ["what is imported", 'import { a } from "b"; export { c } from "d";'],
  ["names of properties", 'const a = { "b-c": d };'],
  ["numbers other than 0 and 1", "const a = 60;"],
])("%s are not changed", (_, text) => {
  expect(changed(text)).toEqual([]);
});

const FILES = [
  ...["cloudwatch/lower.ts", "cloudwatch/print.ts", "sentinel/evaluate.ts"],
  ...["sentinel/analyst/print.ts", "cloudwatch/reasons.ts"],
].map((name) => ({
  path: `compiler/targets/${name}`,
  text: Array.from({ length: 9 }, (_, index) => `export const a${index} = 1 + 0 < b;`).join("\n"),
}));

test("the seed alone decides which mutants are chosen, each once", () => {
  const chosen = (seed: number) => chooseMutants(FILES, 12, seed);
  expect(chosen(1)).toEqual(chosen(1));
  expect(chooseMutants([...FILES].reverse(), 12, 1)).toEqual(chosen(1));
  expect(chosen(2)).not.toEqual(chosen(1));
  const places = chosen(1).map(({ path, mutation }) => `${path}:${mutation.start}`);
  expect(new Set(places).size).toBe(12);
});

test("what is chosen differs from its source and parses", () => {
  const text = 'enum Mode { "on-line" }\nexport const a = !b ? [c, 1] : d.every(e);';
  const chosen = chooseMutants([{ path: "compiler/compile.ts", text }], 100, 1);
  expect(chosen).toHaveLength(mutationsOf(text).length);
  for (const { mutation } of chosen) {
    const { start, end } = mutation;
    const mutated = mutate(text, mutation);
    expect(mutated).not.toBe(text);
    expect(mutated.startsWith(text.slice(0, start))).toBe(true);
    expect(mutated.endsWith(text.slice(end))).toBe(true);
    expect(parses(mutated)).toBe(true);
  }
});

test("the mutants are spread evenly over role and target, and are no more than there are", () => {
  const counts = new Map<string, number>();
  for (const { path } of chooseMutants(FILES, 12, 1)) counts.set(path, (counts.get(path) ?? 0) + 1);
  expect([...counts.values()]).toEqual([4, 4, 4]);
  expect(chooseMutants(FILES, 1000, 1)).toHaveLength(3 * 9 * 4);
});

test.each([
  ["compiler/evaluate/event.ts", "evaluate, every target"],
  ["compiler/reference/event.ts", "evaluate, every target"],
  ["compiler/compile.ts", "lower, every target"],
  ["compiler/targets/lower.ts", "lower, every target"],
  ["compiler/targets/lower/polarity.ts", "lower, every target"],
  ["compiler/targets/cloudwatch/lowered-test.ts", "lower, cloudwatch"],
  ["compiler/targets/logs-insights/escape.ts", "print, logs-insights"],
  ["compiler/targets/sentinel/compare.ts", "evaluate, sentinel"],
  ["compiler/targets/sentinel/evaluate/compare.ts", "evaluate, sentinel"],
  ["compiler/kql/evaluate/evaluate-table.ts", undefined],
  ["compiler/diagnostic.ts", undefined],
  ["constructs/compile.ts", undefined],
])("%s is of the group %s", (path, group) => {
  expect(groupOf(path)).toBe(group);
});
