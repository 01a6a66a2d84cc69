import { readFileSync } from "node:fs";
import * as v from "valibot";

import type { Json } from "../../../../compiler/core/json";
import { evaluatePattern } from "../../../../compiler/targets/cloudwatch/evaluate";
import { parsePattern } from "../../../../compiler/targets/cloudwatch/parse";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { describeWithShared, shared } from "../../../support/optional";
import { read, textOf } from "./read";

const recorded = v.object({
  events: v.record(
    v.string(),
    v.custom<Json>(() => true),
  ),
  cases: v.array(
    v.object({
      event: v.string(),
      pattern: v.string(),
      expected: v.picklist(["match", "no-match", "invalid"]),
    }),
  ),
});
const published = v.array(
  v.object({ name: v.string(), pattern: v.string(), expectParse: v.boolean() }),
);

function load<Schema extends v.GenericSchema>(schema: Schema, file: string) {
  return v.parse(schema, JSON.parse(readFileSync(shared(`cloudwatch/${file}`), "utf8")));
}

function answer(text: string, event: Json): "match" | "no-match" | "invalid" {
  const parsed = parsePattern(text);
  if (parsed.kind === "error") return "invalid";
  return evaluatePattern(parsed.pattern, event) ? "match" : "no-match";
}

describeWithShared("recorded from the service and published by its users", () => {
  test("every recorded answer is ours", () => {
    const { events, cases } = load(recorded, "oracle-cases.json");
    const different = cases.filter(({ event, pattern, expected }) => {
      const document = events[event];
      return document === undefined || answer(pattern, document) !== expected;
    });
    expect(cases.length).toBeGreaterThan(100);
    expect(different).toEqual([]);
  });

  test("every published pattern is read or rejected as the service would", () => {
    const patterns = load(published, "patterns.json");
    const different = patterns.filter(
      ({ pattern, expectParse }) => (parsePattern(pattern).kind === "parsed") !== expectParse,
    );
    expect(patterns.length).toBeGreaterThan(100);
    expect(different).toEqual([]);
  });

  test("every published pattern is printed with its meaning", () => {
    const texts = load(published, "patterns.json").filter(({ expectParse }) => expectParse);
    for (const { pattern } of texts) {
      expect(read(textOf(printPattern(read(pattern))))).toEqual(read(pattern));
    }
  });
});
