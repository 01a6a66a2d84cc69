import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";

import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { LOG_SOURCES } from "../../../../compiler/log-sources/registry";
import { loadTests, parseTests, testsPath } from "../../../../compiler/run/rule-tests/load-tests";

function parse(text: string) {
  const diagnostics = new Diagnostics();
  const tests = parseTests({ path: "a.tests.yml", text }, diagnostics);
  return {
    tests: tests?.tests.map((each) => {
      if (each.kind !== "event") throw new Error("a history");
      return each;
    }),
    found: diagnostics.all.map(({ code, line, column }) => `${code} ${line}:${column}`),
  };
}

describe("tests of a rule", () => {
  test("are events with a name, as JSON has them", () => {
    const { tests, found } = parse(
      "- name: one\n  match: true\n  event:\n    a: 1\n    b: [x, null, {c: 'true'}]\n    d: .nan\n    __proto__: {e: 1}\n",
    );
    expect(found).toEqual([]);
    expect(tests).toMatchObject([{ name: "one", match: true }]);
    expect(JSON.parse(JSON.stringify(tests?.[0]?.event))).toEqual(
      JSON.parse('{"a":1,"b":["x",null,{"c":"true"}],"d":".nan","__proto__":{"e":1}}'),
    );
  });

  test("name a placeholder for its value, whatever that is", () => {
    const text =
      "- name: one\n  match: false\n  event: {role: '%ci%', other: '%none%', part: 'a %ci%'}\n";
    const eventOf = (values: Record<string, string[]>) =>
      parseTests({ path: "a.tests.yml", text }, new Diagnostics(), undefined, values)?.tests[0];
    const rest = { other: "%none%", part: "a %ci%" };
    expect(eventOf({ ci: ["deploy", "build"] })).toMatchObject({
      event: { role: "deploy", ...rest },
    });
    expect(eventOf({ ci: ["deploy-\\*-*"] })).toMatchObject({
      event: { role: "deploy-*-*", ...rest },
    });
    expect(eventOf({ constructor: [] })).toMatchObject({ event: { role: "%ci%", ...rest } });
  });

  test("keep the digits of what is no number in JSON: an account, a hash", () => {
    const { tests } = parse(
      "- name: one\n  match: true\n  event: {a: 012345678901, b: 0x1F, c: 443, d: -1.5e3}\n",
    );
    expect(tests?.[0]?.event).toEqual({ a: "012345678901", b: "0x1F", c: 443, d: -1500 });
  });

  test("may be none", () => {
    expect(parse("[]\n")).toEqual({ tests: [], found: [] });
  });

  test.each([
    ["nothing", "", ["DET901 1:1"]],
    ["a mapping", "name: x\n", ["DET901 1:1"]],
    ["a text in the list", "- x\n", ["DET901 1:3"]],
    ["no name", "- match: true\n  event: {}\n", ["DET902 1:3"]],
    [
      "a key that nearly is another",
      "- name: x\n  match: true\n  event: {}\n  mach: false\n",
      ["DET902 4:3"],
    ],
    ["a name that is a number", "- name: 1\n  match: true\n  event: {}\n", ["DET902 1:9"]],
    ["an event that is a list", "- name: x\n  match: true\n  event: []\n", ["DET902 3:10"]],
    ["all of it wrong", "- name: []\n  match: 1\n", ["DET902 1:3", "DET902 1:9", "DET902 2:10"]],
    [
      "one name twice",
      "- {name: x, match: true, event: {}}\n- {name: x, match: true, event: {}}\n",
      ["DET903 2:3"],
    ],
    ["no YAML", "- [\n", ["DET101 2:1"]],
    ["two documents", "[]\n---\n[]\n", ["DET901 3:1"]],
  ])("with %s", (_what, text, found) => {
    const parsed = parse(text);
    expect(parsed.found).toEqual(found);
    expect(parsed.tests === undefined).toBe(found.length > 0);
  });

  test.each([
    [
      "- name: x\n  match: yes\n  event: {}\n",
      "`match` of a test is `true` or `false`; found text (`yes`)",
      undefined,
    ],
    [
      "- name: x\n  match: true\n  evnt: {}\n",
      "`event` of a test is an event; found `evnt`",
      "write `event`",
    ],
    [
      "- name: x\n  matches: true\n  event: {}\n",
      "`match` of a test is `true` or `false`; found `matches`",
      "write `match`",
    ],
  ])("%j is told with what was found, and the nearest right thing", (text, message, fix) => {
    const diagnostics = new Diagnostics();
    parseTests({ path: "a.tests.yml", text }, diagnostics);
    expect(diagnostics.all.map((each) => [each.message, each.fix])).toEqual([[message, fix]]);
  });

  test("are events of the rule's log source, by its name for them", () => {
    const diagnostics = new Diagnostics();
    const source = { path: "a.tests.yml", text: "- {name: x, match: true}\n" };
    parseTests(source, diagnostics, LOG_SOURCES[0]);
    expect(diagnostics.all[0]?.message).toContain("is a CloudTrail event; found nothing");
  });

  test("may be a base, and what each changes of it", () => {
    const { tests, found } = parse(
      "base: {a: {b: 1, c: 2}, d: x, e: null}\ntests:\n" +
        "- {name: as it is, match: true}\n" +
        "- {name: one more, match: true, set: {a.b: 3, f.g: [y], d: {h: 1}}}\n" +
        "- {name: one less, match: false, unset: [a.c, d]}\n" +
        "- {name: both, match: false, unset: [a], set: {a.b: 4}}\n" +
        "- {name: another, match: false, event: {z: 1}}\n",
    );
    expect(found).toEqual([]);
    expect(tests?.map(({ event }) => JSON.parse(JSON.stringify(event)))).toEqual([
      { a: { b: 1, c: 2 }, d: "x", e: null },
      { a: { b: 3, c: 2 }, d: { h: 1 }, e: null, f: { g: ["y"] } },
      { a: { b: 1 }, e: null },
      { d: "x", e: null, a: { b: 4 } },
      { z: 1 },
    ]);
  });

  const BASE = "base: {a: {b: 1}, c: x, d: null}\ntests:\n- {name: x, match: true, ";
  test.each([
    [
      "what the base does not have",
      `${BASE}unset: [a.x, a.b, y]}\n`,
      ["DET910 3:34", "DET910 3:44"],
    ],
    ["a member of a text", `${BASE}set: {c.e: 1}}\n`, ["DET910 3:32"]],
    ["a member of null", `${BASE}set: {d.e: 1}}\n`, ["DET910 3:32"]],
    ["a list of changes", `${BASE}set: [a]}\n`, ["DET902 3:31"]],
    ["one path that is no list", `${BASE}unset: a}\n`, ["DET902 3:33"]],
    ["changes of an event of its own", `${BASE}event: {}, set: {a: 1}}\n`, ["DET902 3:42"]],
    [
      "changes of nothing",
      "- {name: x, match: true, set: {a: 1}}\n",
      ["DET902 1:4", "DET902 1:31"],
    ],
    ["a base that is no event", "base: x\ntests: []\n", ["DET901 1:7"]],
    ["a base without tests", "base: {a: 1}\n", ["DET901 1:1"]],
  ])("change no base by %s", (_what, text, expected) => {
    const { tests, found } = parse(text);
    expect([found, tests]).toEqual([expected, undefined]);
  });

  test("of any text are read, or refused with a place, and never more than that", () => {
    const piece = fc.constantFrom(
      ..."base: {a: {b: 1}}\n|tests:\n|  set: {a.b: 2}\n|  unset: [a.b]\n|- name: x\n|  match: true\n|  event: {}\n|- |[|]|{|}|: |&a |*a|\n|'|\"|!!set |# |\t|---\n".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { tests, found } = parse(pieces.join(""));
        expect(tests === undefined).toBe(found.length > 0);
      }),
    );
  });
});

describe("the file of tests", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "detections-tests-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  test("lies beside the rule, with either ending", () => {
    expect(testsPath(join(root, "a.yml"))).toBe(join(root, "a.tests.yml"));
    expect(testsPath(join(root, "a.yaml"))).toBe(join(root, "a.tests.yml"));
    writeFileSync(join(root, "a.tests.yaml"), "[]\n");
    expect(testsPath(join(root, "a.yml"))).toBe(join(root, "a.tests.yaml"));
  });

  test("may be missing without a word", () => {
    const diagnostics = new Diagnostics();
    expect(loadTests(join(root, "none.tests.yml"), diagnostics)).toBeUndefined();
    expect(diagnostics.all).toEqual([]);
  });

  test("that is no text is refused", () => {
    const diagnostics = new Diagnostics();
    writeFileSync(join(root, "a.tests.yml"), Buffer.from([0xff, 0xfe, 0x00]));
    expect(loadTests(join(root, "a.tests.yml"), diagnostics)).toBeUndefined();
    expect(diagnostics.all.map(({ code }) => code)).toEqual(["DET104"]);
  });
});
