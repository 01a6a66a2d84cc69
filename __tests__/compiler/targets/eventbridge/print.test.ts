import fc from "fast-check";

import type { EventPattern, Test } from "../../../../compiler/targets/eventbridge/ast";
import { parsePattern } from "../../../../compiler/targets/eventbridge/parse";
import { keyOfTests, printPattern } from "../../../../compiler/targets/eventbridge/print";
import { runs } from "../../../support/long";
import { anyPattern } from "./arbitrary-patterns";

/** What a pattern asks, in no order. */
function meaningOf(pattern: EventPattern): readonly string[] {
  const conjuncts = pattern.map((each) =>
    [...each].map(([path, tests]) => `${path} ${keyOfTests(tests)}`).sort(),
  );
  // What asks more than another adds nothing.
  const least = conjuncts.filter(
    (each, index) =>
      !conjuncts.some(
        (other, at) =>
          other.every((test) => each.includes(test)) &&
          (other.length < each.length || (other.length === each.length && at < index)),
      ),
  );
  return least.map((each) => each.join(" & ")).sort();
}

function readBack(pattern: EventPattern): EventPattern {
  const parsed = parsePattern(JSON.stringify(printPattern(pattern)));
  if (parsed.kind === "error") throw new Error(parsed.message);
  return parsed.pattern;
}

const is = (text: string): readonly Test[] => [{ kind: "text", text }];
const printed = (...conjuncts: readonly Readonly<Record<string, string>>[]) =>
  printPattern(
    conjuncts.map((each) => new Map(Object.entries(each).map(([path, text]) => [path, is(text)]))),
  );

test("what is printed is read back as it was, whatever its texts are", () => {
  fc.assert(
    fc.property(anyPattern, (pattern) => {
      expect(meaningOf(readBack(pattern))).toEqual(meaningOf(pattern));
    }),
    { numRuns: runs(300, 5_000) },
  );
});

test("what all alternatives ask stands once, and the rest as deep as it can", () => {
  expect(printed({ source: "s", "detail.a": "1" })).toEqual({
    source: ["s"],
    detail: { a: ["1"] },
  });
  expect(
    printed({ source: "s", "detail.a": "1", "detail.b.c": "2" }, { source: "s", "detail.a": "3" }),
  ).toEqual({
    source: ["s"],
    detail: { $or: [{ a: ["1"], b: { c: ["2"] } }, { a: ["3"] }] },
  });
  // Alternatives that share a test are one, with alternatives of its own.
  expect(printed({ "d.a": "1", "d.b": "1" }, { "d.a": "1", "d.c": "1" }, { "d.e": "1" })).toEqual({
    d: { $or: [{ a: ["1"], $or: [{ b: ["1"] }, { c: ["1"] }] }, { e: ["1"] }] },
  });
});

test("a field with the name of an operator stands beside alternatives, and never in them", () => {
  const prefix = "detail.requestParameters.prefix";
  expect(printed({ [prefix]: "p" })).toEqual({
    detail: { requestParameters: { prefix: ["p"] } },
  });
  expect(printed({ [prefix]: "p", "detail.a": "1" }, { [prefix]: "p", "detail.b": "1" })).toEqual({
    detail: { requestParameters: { prefix: ["p"] }, $or: [{ a: ["1"] }, { b: ["1"] }] },
  });
  expect(printed({ [prefix]: "p" }, { "detail.a": "1" })).toBeUndefined();
});
