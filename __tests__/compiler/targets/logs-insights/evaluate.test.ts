import type { Json } from "../../../../compiler/core/json";
import {
  booleanTest,
  type Condition,
  type FieldTest,
  type NumberTest,
  type RegexFlags,
} from "../../../../compiler/targets/logs-insights/ast";
import { compileQuery, containerFields } from "../../../support/logs-insights/evaluate";
import { parseQuery } from "../../../support/logs-insights/parse";
import { net, num, path, print, query, quoted, re } from "./writing";

const f = path("f");

/** The answer of the printed text, read back. */
function keeps(filter: Condition, event: Json): boolean {
  const parsed = parseQuery(print(query(filter)));
  if (parsed.kind === "error") throw new Error(parsed.error.message);
  return compileQuery(parsed.query)(event);
}

/** Which of the values of field `f` the filter keeps. */
function kept(filter: Condition, values: readonly Json[]): readonly Json[] {
  return values.filter((value) => keeps(filter, { f: value }));
}

function like(source: string, flags: Partial<RegexFlags> = {}): Condition {
  return { kind: "like", field: f, regex: re(source, flags) };
}

const ignoreCase = true;

describe("absence", () => {
  const tests: readonly Condition[] = [
    { kind: "present", field: f },
    { kind: "equals", field: f, text: quoted("x") },
    { kind: "in", field: f, texts: [quoted("x")] },
    like("."),
    like("^"),
    { kind: "isEmpty", field: f },
    booleanTest(f, false),
    { kind: "number", field: f, operator: "<", number: "1" },
    { kind: "inSubnet", field: f, subnet: net("0.0.0.0/0") },
    { kind: "sameAs", field: f, other: f, ignoreCase: false },
    { kind: "contains", field: path("g"), other: f, ignoreCase },
    { kind: "startsWith", field: f, other: path("g"), ignoreCase },
  ];
  const absent: readonly Json[] = [
    {},
    { f: null },
    { F: "x" },
    { f: { x: "x" } },
    { f: ["x"] },
    null,
    "x",
    ["x"],
  ];

  test.each(tests)("$kind is false, and true under not", (test) => {
    for (const event of absent) {
      expect(keeps(test, event)).toBe(false);
      expect(keeps({ kind: "not", operand: test }, event)).toBe(true);
    }
  });

  test("inherited names are absent", () => {
    expect(keeps({ kind: "present", field: path("constructor.name") }, {})).toBe(false);
    expect(keeps({ kind: "present", field: path("f.length") }, { f: ["x"] })).toBe(false);
  });

  test("a container under a field of the filter is reported: whether it is present is not known", () => {
    const filter = query({ kind: "sameAs", field: f, other: path("g.h"), ignoreCase });
    expect(containerFields(filter, { f: {}, g: { h: [1] } })).toEqual(["f", "g.h"]);
    expect(containerFields(filter, { f: null, g: { h: "x" } })).toEqual([]);
  });
});

test("present: every scalar, the empty string too", () => {
  const values = ["", "x", 0, false, true];
  expect(kept({ kind: "present", field: f }, values)).toEqual(values);
});

test("a path goes through objects, and through arrays by index", () => {
  const event = { a: { b: [{ c: "x" }] }, o: { "0": "y" } };
  const at = (text: string): Condition => ({ kind: "present", field: path(text) });
  expect(keeps(at("a.b.0.c"), event)).toBe(true);
  expect(keeps(at("o.0"), event)).toBe(true);
  expect(["a.b.1.c", "a.b.c", "a.b.00.c", "a.b.-1.c"].some((p) => keeps(at(p), event))).toBe(false);
  expect(keeps(at("h.x-amz-acl"), { h: { "x-amz-acl": "private" } })).toBe(true);
});

describe("strings", () => {
  const values = ["AccessDenied", "accessdenied", "AccessDenied ", "xAccessDeniedx", ""];

  test("equals and in: the whole text, cased", () => {
    expect(kept({ kind: "equals", field: f, text: quoted("AccessDenied") }, values)).toEqual([
      "AccessDenied",
    ]);
    const texts = [quoted("accessdenied"), quoted("other")] as const;
    expect(kept({ kind: "in", field: f, texts }, values)).toEqual(["accessdenied"]);
  });

  test("equals, ignoring case", () => {
    expect(kept(like("^accessDENIED$", { ignoreCase }), values)).toEqual([
      "AccessDenied",
      "accessdenied",
    ]);
    expect(kept(like("^(accessdenied|)$", { ignoreCase }), values)).toEqual([
      "AccessDenied",
      "accessdenied",
      "",
    ]);
  });

  test("contains, starts with, ends with", () => {
    expect(kept(like("Denied"), values)).toEqual([
      "AccessDenied",
      "AccessDenied ",
      "xAccessDeniedx",
    ]);
    expect(kept(like("^access", { ignoreCase }), values)).toEqual([
      "AccessDenied",
      "accessdenied",
      "AccessDenied ",
    ]);
    expect(kept(like("Denied$"), values)).toEqual(["AccessDenied"]);
    expect(kept(like("Denied$"), ["AccessDenied\n"])).toEqual([]);
  });

  test("wildcards", () => {
    const wild = ["axxbyc", "abc", "ab-c", "a\nb-c", "ab\nc"];
    expect(kept(like("^a.*b.c$", { ignoreCase }), wild)).toEqual(["axxbyc", "ab-c"]);
    expect(kept(like("^a.*b.c$", { ignoreCase, dotAll: true }), wild)).toEqual([
      "axxbyc",
      "ab-c",
      "a\nb-c",
      "ab\nc",
    ]);
  });

  test("not empty; empty", () => {
    expect(kept(like("."), ["", "x", 0, false])).toEqual(["x", 0, false]);
    expect(kept({ kind: "isEmpty", field: f }, ["", " ", 0, false])).toEqual([""]);
  });

  test("case folding is for ASCII letters only", () => {
    expect(kept(like("^k$", { ignoreCase }), ["K", "k", "\u212a"])).toEqual(["K", "k"]);
  });
});

describe("numbers and booleans", () => {
  const values = [4, 5, 5.5, "5", "6", true, false, ""];
  const number = (operator: NumberTest["operator"]): Condition => ({
    kind: "number",
    field: f,
    operator,
    number: num(5),
  });

  test("a number compares with JSON numbers, never with a string that spells one", () => {
    expect(kept(number("="), values)).toEqual([5]);
    expect(kept(number("<"), values)).toEqual([4, true, false]);
    expect(kept(number("<="), values)).toEqual([4, 5, true, false]);
    expect(kept(number(">"), values)).toEqual([5.5]);
    expect(kept(number(">="), values)).toEqual([5, 5.5]);
  });

  test("a boolean is the number 1 or 0, not its name", () => {
    const all = [true, false, 1, 0, "true", "false", "1", "0"];
    expect(kept(booleanTest(f, true), all)).toEqual([true, 1]);
    expect(kept(booleanTest(f, false), all)).toEqual([false, 0]);
    expect(kept({ kind: "equals", field: f, text: quoted("true") }, all)).toEqual(["true"]);
    expect(kept(like("^1$"), all)).toEqual([true, 1, "1"]);
  });

  test("the text of an integer is its digits", () => {
    expect(kept(like("^123456789012$"), [123456789012, "123456789012", 12345678901])).toEqual([
      123456789012,
      "123456789012",
    ]);
    expect(kept(like("^1000000000000000000000$"), [1e21])).toEqual([1e21]);
  });
});

test("subnets: addresses of that family only", () => {
  const values = [
    "10.1.2.3",
    "11.0.0.1",
    "AWS Internal",
    "iam.amazonaws.com",
    "::ffff:10.1.2.3",
    10,
  ];
  expect(kept({ kind: "inSubnet", field: f, subnet: net("10.0.0.0/8") }, values)).toEqual([
    "10.1.2.3",
  ]);
  expect(
    kept({ kind: "inSubnet", field: f, subnet: net("2001:db8::/32") }, [
      "2001:DB8::1",
      "2001:db9::1",
    ]),
  ).toEqual(["2001:DB8::1"]);
});

describe("two fields", () => {
  const holds = (kind: FieldTest["kind"], ignoreCase: boolean, a: Json, b: Json) =>
    keeps({ kind, field: path("a"), other: path("b"), ignoreCase }, { a, b });

  test.each<[FieldTest["kind"], Json, Json]>([
    ["sameAs", "jack", "JACK"],
    ["contains", "x/jack/y", "JACK"],
    ["startsWith", "jackson", "JACK"],
    ["endsWith", "user/jack", "JACK"],
  ])("%s", (kind, a, b) => {
    expect(holds(kind, true, a, b)).toBe(true);
    expect(holds(kind, false, a, b)).toBe(false);
    expect(holds(kind, false, a, "jack")).toBe(true);
    expect(holds(kind, true, b, `${String(a)}!`)).toBe(false);
  });

  test("the place counts", () => {
    expect(holds("startsWith", true, "xjack", "jack")).toBe(false);
    expect(holds("endsWith", true, "jackx", "jack")).toBe(false);
    expect(holds("sameAs", true, "jackson", "jack")).toBe(false);
  });

  test("both have to be there", () => {
    for (const kind of ["sameAs", "contains", "startsWith", "endsWith"] as const) {
      expect(holds(kind, true, "jack", null)).toBe(false);
      expect(holds(kind, true, null, "jack")).toBe(false);
      expect(holds(kind, false, null, null)).toBe(false);
    }
  });

  test("lower case is for ASCII letters only", () => {
    expect(holds("sameAs", true, "K", "\u212a")).toBe(false);
    expect(holds("contains", true, "É", "é")).toBe(false);
  });

  test("the empty string is in every string", () => {
    expect(holds("contains", true, "x", "")).toBe(true);
    expect(holds("sameAs", true, "x", "")).toBe(false);
  });

  test("numbers equal numbers, never the string that spells them; functions take strings", () => {
    expect(holds("sameAs", false, 5, 5)).toBe(true);
    expect(holds("sameAs", false, 5, 6)).toBe(false);
    expect(holds("sameAs", false, 5, "5")).toBe(false);
    expect(holds("sameAs", true, 5, 5)).toBe(false);
    expect(holds("contains", false, 55, 5)).toBe(false);
  });
});

test("and, or, not", () => {
  const a: Condition = { kind: "present", field: path("a") };
  const b: Condition = { kind: "present", field: path("b") };
  const events = [{}, { a: 1 }, { b: 1 }, { a: 1, b: 1 }];
  const answers = (filter: Condition) => events.map((event) => keeps(filter, event));
  expect(answers({ kind: "and", operands: [a, b] })).toEqual([false, false, false, true]);
  expect(answers({ kind: "or", operands: [a, b] })).toEqual([false, true, true, true]);
  expect(answers({ kind: "not", operand: { kind: "or", operands: [a, b] } })).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
