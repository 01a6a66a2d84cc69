import type { Json } from "../../../compiler/core/json";
import { codesOf, matcherOf, resolve, selection } from "./free-model";

/** Whether a selection in flow style matches an event; undefined where it is refused. */
function matches(written: string, event: Json): boolean | undefined {
  return matcherOf(selection(written))?.(event);
}

describe("forms", () => {
  test("the keys of a map are linked by and, the values of a key by or", () => {
    const written = "{a: [x, y], b: z}";
    expect(matches(written, { a: "y", b: "z" })).toBe(true);
    expect(matches(written, { a: "y", b: "q" })).toBe(false);
    expect(matches(written, { b: "z" })).toBe(false);
  });

  test("maps in a list are linked by or", () => {
    const written = "[{a: x, b: y}, {c: z}]";
    expect(matches(written, { c: "z" })).toBe(true);
    expect(matches(written, { a: "x" })).toBe(false);
  });

  test("texts without a field are searched for in the whole event", () => {
    expect(matches("[evil, worse]", { deep: [{ in: "pure EVIL here" }] })).toBe(true);
    expect(matches("evil", { a: "evil" })).toBe(true);
    expect(matches("[evil]", { evil: "the name of a field is no text" })).toBe(false);
    expect(matches("[404]", { code: 4042 })).toBe(true);
  });

  test("a list may hold texts and maps", () => {
    expect(matches("[evil, {a: x}]", { a: "x" })).toBe(true);
    expect(matches("[evil, {a: x}]", { b: "evil" })).toBe(true);
  });

  test("`|all` wants every text, wherever each is", () => {
    expect(matches("{'|all': [one, two]}", { a: "one", b: "two" })).toBe(true);
    expect(matches("{'|all': [one, two]}", { a: "one" })).toBe(false);
    expect(matches("{'|contains|cased': Evil}", { a: "my Evil" })).toBe(true);
    expect(matches("{'|contains|cased': Evil}", { a: "my evil" })).toBe(false);
  });

  test("several conditions match where any does", () => {
    const rule = (condition: string) =>
      matcherOf(`detection:\n  s: {a: x}\n  t: {b: y}\n  condition: ${condition}\n`);
    expect(rule("[s, t]")?.({ b: "y" })).toBe(true);
    expect(rule("[s, s and t]")?.({ b: "y" })).toBe(false);
  });

  test.each([
    ["{}", "DET207"],
    ["[]", "DET207"],
    ["~", "DET207"],
    ["[[a]]", "DET205"],
    ["[~]", "DET212"],
    ["['']", "DET212"],
    ["{a: []}", "DET212"],
    ["{a: {b: c}}", "DET212"],
    ["{a: [[b]]}", "DET212"],
    ["{a: [~, b]}", "DET213"],
    ["{'': b}", "DET208"],
    ["{'|re': b}", "DET233"],
    ["{'|startswith': b}", "DET233"],
    ["{'|exists': true}", "DET233"],
    ["{'|all': b}", "DET214"],
    ["{a|all: b}", "DET214"],
    ["{a|all: [b]}", "DET214"],
    ["{'tags[0]': b}", "DET235"],
    ["{'a[any].b|contains': b}", "DET235"],
  ])("%s is refused", (written, code) => {
    expect(codesOf(selection(written))).toEqual([code]);
  });

  test("the time of a Sigma 1 aggregation is no selection", () => {
    expect(codesOf("detection:\n  s: {a: b}\n  timeframe: 30m\n  condition: s\n")).toEqual([
      "DET222",
    ]);
  });

  test("a condition that multiplies out to too many tests is refused in bounded time", () => {
    const values = Array.from({ length: 2_000 }, (_, index) => `v${index}`).join(", ");
    const condition = Array.from({ length: 200 }, () => "s").join(" or ");
    expect(codesOf(`detection:\n  s: {a: [${values}]}\n  condition: ${condition}\n`)).toEqual([
      "DET223",
    ]);
  });
});

describe("strings, to the letter of the specification's section on escaping", () => {
  test.each([
    ["'a*'", "abc", true],
    ["'a*'", "a", true],
    ["'a?'", "a", false],
    ["'a?'", "ab", true],
    ["'a?'", "abc", false],
    ["'a?c'", "a\u{1f600}c", true],
    [String.raw`'a\*'`, "a*", true],
    [String.raw`'a\*'`, "ab", false],
    [String.raw`'a\\*'`, String.raw`a\b`, true],
    [String.raw`'a\\*'`, "ab", false],
    [String.raw`'a\\\*'`, String.raw`a\*`, true],
    [String.raw`'a\\\*'`, String.raw`a\b`, false],
    [String.raw`'a\b'`, String.raw`a\b`, true],
    [String.raw`'a\\b'`, String.raw`a\b`, true],
    [String.raw`'a\\\b'`, String.raw`a\\b`, true],
    [String.raw`'a\\\\b'`, String.raw`a\\b`, true],
    ["ABC", "abc", true],
    ["''", "", true],
    ["''", "x", false],
    ["'*'", "", false],
    ["'*'", "x", true],
    ["a.c", "abc", false],
    ["a", "xa", false],
  ])("%s on %s: %s", (value, found, expected) => {
    expect(matches(`{f: ${value}}`, { f: found })).toBe(expected);
  });

  test("wildcards of a value work beside contains, startswith and endswith", () => {
    expect(matches("{f|contains: 'b*d'}", { f: "abcde" })).toBe(true);
    expect(matches("{f|startswith: 'b'}", { f: "abc" })).toBe(false);
    expect(matches("{f|endswith: 'C'}", { f: "abc" })).toBe(true);
    expect(matches("{f|endswith|cased: 'C'}", { f: "abc" })).toBe(false);
    expect(matches("{f|contains|all: [a, b]}", { f: "ab" })).toBe(true);
    expect(matches("{f|contains|all: [a, b]}", { f: "ac" })).toBe(false);
  });
});

describe("other scalars", () => {
  test.each([
    ["{f: 0123}", { f: "0123" }, true],
    ["{f: 443}", { f: 443 }, true],
    ["{f: 443}", { f: "443" }, true],
    ["{f: 1.5}", { f: 1.5 }, true],
    ["{f: true}", { f: true }, true],
    ["{f: 'false'}", { f: false }, true],
    ["{f: yes}", { f: "yes" }, true],
    ["{f: yes}", { f: true }, false],
    ["{f: 12345678901234567890}", { f: "12345678901234567890" }, true],
    ["{f: 2024-01-02}", { f: "2024-01-02" }, true],
  ])("%s on %j: %s", (written, event, expected) => {
    expect(matches(written, event)).toBe(expected);
  });

  test("null is a missing field and a null one, and not the empty string", () => {
    expect(matches("{f: ~}", {})).toBe(true);
    expect(matches("{f: ~}", { f: null })).toBe(true);
    expect(matches("{f: ~}", { f: "" })).toBe(false);
    expect(matches("{f|neq: ~}", { f: "" })).toBe(true);
    expect(codesOf(selection("{f|contains: ~}"))).toEqual(["DET212"]);
    expect(codesOf(selection("{f: [~]}"))).toEqual(["DET213"]);
  });

  test("exists asks for presence, not for a value", () => {
    expect(matches("{f|exists: true}", { f: null })).toBe(true);
    expect(matches("{f|exists: true}", {})).toBe(false);
    expect(matches("{f|exists: false}", {})).toBe(true);
    expect(codesOf(selection("{f|exists: yes}"))).toEqual(["DET212"]);
    expect(codesOf(selection("{f|exists: [true]}"))).toEqual(["DET212"]);
  });

  test("neq negates the whole item, so a missing field matches", () => {
    expect(matches("{f|neq: [a, b]}", { f: "b" })).toBe(false);
    expect(matches("{f|neq: [a, b]}", { f: "c" })).toBe(true);
    expect(matches("{f|neq: a}", {})).toBe(true);
    expect(matches("{f|contains|all|neq: [a, b]}", { f: "a" })).toBe(true);
    expect(matches("{f|fieldref|neq: g}", { f: "x" })).toBe(true);
  });

  test("numbers compare as numbers", () => {
    expect(matches("{f|gt: 9}", { f: 10 })).toBe(true);
    expect(matches("{f|gt: 9}", { f: "10" })).toBe(true);
    expect(matches("{f|lte: -1.5}", { f: -2 })).toBe(true);
    expect(matches("{f|lt: 5}", { f: "many" })).toBe(false);
    expect(matches("{f|gte: [100, 5]}", { f: 6 })).toBe(true);
    expect(codesOf(selection("{f|gt: '9'}"))).toEqual(["DET212"]);
    expect(codesOf(selection("{f|gt: .inf}"))).toEqual(["DET212"]);
  });

  test("parts of a time, alone or compared", () => {
    const event = { t: "2024-12-31T23:45:00Z" };
    expect(matches("{t|hour: 23}", event)).toBe(true);
    expect(matches("{t|hour|lt: 23}", event)).toBe(false);
    expect(matches("{t|month: 12, t|day: 31, t|year: 2024, t|minute: 45}", event)).toBe(true);
    expect(matches("{t|week: 1}", event)).toBe(true);
    expect(matches("{t|hour|neq: 23}", { t: "no time" })).toBe(true);
    for (const written of ["{t|hour: 24}", "{t|hour: 1.5}", "{t|month: 0}", "{t|day: '9'}"]) {
      expect(codesOf(selection(written))).toEqual(["DET234"]);
    }
  });

  test("fieldref compares two fields and is false where one is missing or empty", () => {
    expect(matches("{f|fieldref: g}", { f: "A", g: "a" })).toBe(true);
    expect(matches("{f|fieldref|cased: g}", { f: "A", g: "a" })).toBe(false);
    expect(matches("{f|fieldref|endswith: g}", { f: "user/ann", g: "ann" })).toBe(true);
    expect(matches("{f|fieldref|contains: g}", { f: "user/ann", g: "" })).toBe(false);
    expect(matches("{f|fieldref: g}", { f: "", g: "" })).toBe(false);
    expect(codesOf(selection("{f|fieldref: 'g*'}"))).toEqual(["DET215"]);
    expect(codesOf(selection("{f|fieldref: 1}"))).toEqual(["DET212"]);
  });
});

describe("places", () => {
  test.each([
    ["plain", "selection and missing"],
    ["in quotes", "'selection and missing'"],
    ["in double quotes", '"selection and missing"'],
    ["folded", ">-\n    selection\n    and missing"],
    ["literal", "|\n    selection and\n      missing\n"],
    ["over lines", "selection\n    and\n    missing"],
    ["over lines in quotes", "'selection\n\n    and missing'"],
  ])("in a condition %s point at the word", (_, condition) => {
    const text = `detection:\n  selection: {a: b}\n  condition: ${condition}\n`;
    const [found] = resolve(text).diagnostics.all;
    const line = text.split("\n")[(found?.line ?? 0) - 1];
    expect(line?.slice((found?.column ?? 0) - 1)).toMatch(/^missing/);
  });

  test.each([["a|contain"], ["'a|contain'"], ['"a|contain"'], ["? a|contain\n    "]])(
    "in the key %s point at the modifier",
    (key) => {
      const text = `detection:\n  selection:\n    ${key}: b\n  condition: selection\n`;
      const [found] = resolve(text).diagnostics.all;
      const line = text.split("\n")[(found?.line ?? 0) - 1];
      expect(line?.slice((found?.column ?? 0) - 1)).toMatch(/^contain/);
    },
  );
});
