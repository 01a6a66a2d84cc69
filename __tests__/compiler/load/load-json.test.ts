import fc from "fast-check";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { JSON_LIMITS, loadJson } from "../../../compiler/load/load-json";
import { nodeAt, valueOf, type Node } from "../../../compiler/load/node";

function load(text: string) {
  const diagnostics = new Diagnostics();
  return { root: loadJson({ path: "a.json", text }, diagnostics), found: diagnostics.all };
}

/** Each scalar and key is where its span says. */
function spansOf(node: Node): readonly { readonly text: string; start: number; end: number }[] {
  if (node.kind === "scalar") return [{ text: JSON.stringify(node.value), ...node.span }];
  if (node.kind === "sequence") return node.items.flatMap(spansOf);
  return node.entries.flatMap(({ key, keySpan, value }) => [
    { text: JSON.stringify(key), ...keySpan },
    ...spansOf(value),
  ]);
}

test("reads what JSON.parse reads, whatever the indentation, each value at its place", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ noUnicodeString: false }),
      fc.constantFrom("", " ", "\t", "\r\n\t", "/* a */ ", "// b\n"),
      (value, indent) => {
        const text = JSON.stringify(value, undefined, "\t").replaceAll("\n", `\n${indent}`);
        const { root, found } = load(`${indent}${text}\n`);
        expect(found).toEqual([]);
        expect(JSON.stringify(valueOf(root!))).toBe(JSON.stringify(value));
        const spans = spansOf(root!);
        const there = spans.map(({ start, end }) => `${indent}${text}`.slice(start, end));
        expect(there.map((each) => JSON.stringify(JSON.parse(each)))).toEqual(
          spans.map((each) => each.text),
        );
      },
    ),
  );
});

test("says of any text where it stops being JSON, and never throws", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc
          .tuple(fc.json(), fc.nat(), fc.constantFrom("", "}", '"', ",", "\\", "\u0000", "/*"))
          .map(([json, at, put]) => json.slice(0, at) + put + json.slice(at + 1)),
      ),
      (text) => {
        const { root, found } = load(text);
        expect(root === undefined).toBe(found.length === 1);
      },
    ),
  );
});

test.each([
  ['{"a": 1,}', "a.json", 1, 9, /a key is expected here; found `}`/],
  ['{"a" 1}', "a.json", 1, 6, /`:` is expected here; found `1`/],
  ['{"a": [1 2]}', "a.json", 1, 10, /`,` or `]` is expected here/],
  ['{\n\t"a": tru\n}', "a.json", 2, 7, /a value is expected here; found `t`/],
  ['{"a": "b', "a.json", 1, 7, /a text that does not end/],
  ['{"a": "\\x"}', "a.json", 1, 7, /an escape that JSON does not know/],
  ['{"a": 1, "a": 2}', "a.json", 1, 10, /twice|duplicate/],
  ["{}{}", "a.json", 1, 3, /the end of the file is expected/],
  ["", "a.json", 1, 1, /found the end of the file/],
])("%j is no JSON, at its place", (text, path, line, column, message) => {
  expect(load(text).found).toMatchObject([
    { path, line, column, message: expect.stringMatching(message) },
  ]);
});

test("bounds what it reads", () => {
  const deep = "[".repeat(JSON_LIMITS.depth + 2);
  expect(load(deep).found).toMatchObject([{ code: "DET107" }]);
  expect(load(" ".repeat(JSON_LIMITS.sourceChars + 1)).found).toMatchObject([{ code: "DET105" }]);
  expect(load(`/*${"x*".repeat(1_000_000)}`).found).toMatchObject([{ code: "DET115" }]);
  expect(load(`"${"x".repeat(4_000_000)}"`).found).toEqual([]);
});

test("takes line breaks in a text, as Azure's tools do, and both halves of a pair", () => {
  const { root } = load('{"a": "one\n\ttwo \\ud83d\\ude00 \\/"}');
  expect(valueOf(nodeAt(root!, ["a"]).node)).toBe("one\n\ttwo \ud83d\ude00 /");
});
