import fc from "fast-check";

import type { Json } from "../../../../../compiler/core/json";
import { CLOUDTRAIL } from "../../../../../compiler/log-sources/aws-cloudtrail/fields";
import { relate } from "../../../../../compiler/targets/cloudwatch/auditors/relation";
import type { Pattern } from "../../../../../compiler/targets/cloudwatch/ast";
import { evaluatePattern } from "../../../../../compiler/targets/cloudwatch/evaluate";
import { parsePattern } from "../../../../../compiler/targets/cloudwatch/parse";
import { runs } from "../../../../support/long";

import "../../../../support/fast-check-seed";

function pattern(text: string): Pattern {
  const parsed = parsePattern(`{ ${text} }`);
  if (parsed.kind === "error") throw new Error(parsed.error.message);
  return parsed.pattern;
}
const relation = (text: string, detection: string) =>
  relate([pattern(text)], [pattern(detection)], CLOUDTRAIL);

describe("what a text counts beside a detection", () => {
  test.each([
    // The same, in another order and spelling.
    [`$.eventName = A || $.eventName = "B"`, `$.eventName = "B" || $.eventName = "A"`, "equal"],
    // Every event has a name.
    [`$.eventName != "A"`, `($.eventName NOT EXISTS || $.eventName != "A")`, "equal"],
    // Not every one has an error code, which `!=` asks for.
    [`$.errorCode != "A"`, `($.errorCode NOT EXISTS || $.errorCode != "A")`, "narrower"],
    [`$.eventName = A`, `$.eventName = A && $.eventSource = "a.amazonaws.com"`, "wider"],
    [`$.eventName = A`, `$.eventName = B`, "apart"],
    [`$.errorCode = "Access*"`, `$.errorCode = "AccessDenied*"`, "wider"],
    // A name that somebody chose may be written in any case.
    [
      `$.userAgent = "a" || $.errorMessage = "Failed"`,
      `$.userAgent = "a" || $.errorMessage = "*ailed"`,
      undefined,
    ],
    [`$.errorMessage = "Failed"`, `$.errorMessage = %^[Ff]ailed$%`, undefined],
    [`$.readOnly IS TRUE`, `$.readOnly = "true"`, undefined],
    [`$.resources[0].type = "a"`, `$.resources[0].type = "a"`, undefined],
  ])("%s, where the detection says %s: %s", (text, detection, expected) => {
    expect(relation(text, detection)?.kind).toBe(expected);
  });

  test("rests on an assumption where the service's `*` would not find the end of a text", () => {
    expect(relation(`$.errorCode = "*Denied"`, `$.errorCode = %Denied$%`)).toEqual({
      kind: "equal",
      assumes: ["no value of errorCode has `Denied` in it twice"],
      missed: [],
      added: [],
    });
  });

  test("is told by the values that decide", () => {
    const found = relation(
      `$.eventName = A || $.eventName = B`,
      `$.eventSource = "a.amazonaws.com" && ($.eventName = A || $.eventName = C)`,
    );
    expect(found).toMatchObject({
      missed: [{ field: "eventName", values: ["C"] }],
      added: [
        { field: "eventName", values: ["B"] },
        { field: "eventSource", values: ["another"] },
      ],
    });
  });
});

describe("of any two patterns", () => {
  const TEXTS = ["A", "AB", "B", "Other"] as const;
  const leaf = fc
    .record({
      field: fc.constantFrom("eventName", "errorCode", "errorMessage"),
      form: fc.constantFrom("=", "!=", "prefix", "suffix", "notExists"),
      text: fc.constantFrom("A", "AB", "B"),
    })
    .map(({ field, form, text }) => {
      switch (form) {
        case "prefix":
          return `$.${field} = "${text}*"`;
        case "suffix":
          return `$.${field} = %${text}$%`;
        case "notExists":
          return `$.${field} NOT EXISTS`;
        case "=":
        case "!=":
          return `$.${field} ${form} "${text}"`;
      }
    });
  const group = (operator: string) =>
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((all) => `(${all.join(operator)})`);
  // The service takes two regexes a pattern.
  const text = fc
    .array(fc.oneof(leaf, group(" || "), group(" && ")), { minLength: 1, maxLength: 2 })
    .map((all) => all.join(" && "))
    .filter((each) => (each.match(/%/g)?.length ?? 0) <= 4);
  const value = fc.constantFrom(...TEXTS, ...["ABA", "XA", "AX", "ABX", "xAB", "BA"]);
  const event = fc.record(
    { eventName: value, errorCode: value, errorMessage: value },
    { requiredKeys: ["eventName"] },
  );

  test("what is told holds for every event", () => {
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(event, { minLength: 20, maxLength: 20 }),
        (one, other, all) => {
          const found = relation(one, other);
          if (found === undefined || found.assumes.length > 0) return;
          const events = all as readonly Json[];
          const [inOne, inOther] = [pattern(one), pattern(other)].map((each) =>
            events.map((read) => evaluatePattern(each, read)),
          );
          const missed = inOther!.some((is, index) => is && !inOne![index]);
          const added = inOne!.some((is, index) => is && !inOther![index]);
          const allowed = {
            equal: !missed && !added,
            narrower: !added,
            wider: !missed,
            apart: true,
          };
          expect([one, other, found.kind, allowed[found.kind]]).toEqual([
            one,
            other,
            found.kind,
            true,
          ]);
        },
      ),
      { numRuns: runs(50, 2_000) },
    );
  });
});
