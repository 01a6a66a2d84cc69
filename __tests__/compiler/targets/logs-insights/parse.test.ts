import fc from "fast-check";

import type { Condition } from "../../../../compiler/targets/logs-insights/ast";
import { quotedText, regexText } from "../../../../compiler/targets/logs-insights/escape";
import { compileQuery } from "../../../support/logs-insights/evaluate";
import { parseQuery } from "../../../support/logs-insights/parse";
import { printQuery } from "../../../../compiler/targets/logs-insights/print";
import { regex } from "../../../../compiler/targets/logs-insights/regex";
import { hostileText, queries, regexSources } from "./arbitrary";
import { path, print, query, quoted, re } from "./writing";

test("a query is read back from its text", () => {
  fc.assert(
    fc.property(queries, (query) => {
      const printed = printQuery(query);
      fc.pre(printed.kind === "written");
      expect(parseQuery(printed.text)).toEqual({ kind: "parsed", query });
    }),
    { numRuns: 1000 },
  );
});

test("what is read, is written the same: any text that is not printed form is an error", () => {
  const edits = fc.array(
    fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom("", " ", "(", ")", '"', "/", "\\", "1", "a"),
    ),
    { minLength: 1, maxLength: 2 },
  );
  fc.assert(
    fc.property(queries, edits, (query, changes) => {
      const printed = printQuery(query);
      fc.pre(printed.kind === "written");
      let text = printed.text;
      for (const [place, removed, inserted] of changes) {
        const at = place % (text.length + 1);
        text = text.slice(0, at) + inserted + text.slice(at + removed);
      }
      const parsed = parseQuery(text);
      if (parsed.kind === "parsed") expect(print(parsed.query)).toBe(text);
      else expect(parsed.error.offset).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 1000 },
  );
});

describe("a value never becomes syntax", () => {
  const field = path("f");
  const around = (test: Condition): Condition => ({
    kind: "and",
    operands: [
      { kind: "present", field: path("before") },
      test,
      { kind: "present", field: path("after") },
    ],
  });
  const readBack = (filter: Condition) => {
    const parsed = parseQuery(print(query(filter)));
    if (parsed.kind === "error") throw new Error(parsed.error.message);
    return parsed.query;
  };

  test("in quotes, it equals itself and nothing else", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (value, other) => {
        const text = quotedText(value);
        fc.pre(text !== undefined);
        const filter = around({ kind: "equals", field, text });
        const read = readBack(filter);
        expect(read.filter).toEqual(filter);
        const keeps = compileQuery(read);
        expect(keeps({ before: 0, f: value, after: 0 })).toBe(true);
        expect(keeps({ before: 0, f: other, after: 0 })).toBe(other === value);
        expect(keeps({ f: value })).toBe(false);
      }),
    );
  });

  test("in a regex, it matches itself and nothing else", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (value, other) => {
        const text = regexText(value);
        fc.pre(text !== undefined);
        const read = readBack(around({ kind: "like", field, regex: re(`^${text}$`) }));
        const keeps = compileQuery(read);
        expect(keeps({ before: 0, f: value, after: 0 })).toBe(true);
        expect(keeps({ before: 0, f: other, after: 0 })).toBe(other === value);
        expect(keeps({ f: value })).toBe(false);
      }),
    );
  });

  test("as a regex of its own, it stays one", () => {
    fc.assert(
      fc.property(fc.oneof(regexSources, hostileText), (source) => {
        const made = regex(source);
        fc.pre(made.kind === "regex");
        const filter = around({ kind: "like", field, regex: made });
        expect(readBack(filter).filter).toEqual(filter);
      }),
    );
  });
});

describe("errors name the place", () => {
  const withFilter = (filter: string) =>
    `fields @timestamp, @message\n| filter ${filter}\n| sort @timestamp desc\n| limit 100`;

  test("the frame around these filters is readable", () => {
    expect(parseQuery(withFilter("ispresent(a)"))).toEqual({
      kind: "parsed",
      query: query({ kind: "present", field: path("a") }),
    });
  });

  test.each([
    ['a = "x"', "a"],
    ['(a = "x")', "a"],
    ["(ispresent(a))", ")\n"],
    ['(ispresent(a) and b = "x")', "b ="],
    ['(ispresent(a) or a = "x")', "a ="],
    ['(ispresent(a) and ispresent(b) and a = "x")', "a ="],
    ["(ispresent(a) and ispresent(b) and ispresent(c) and a = b)", "a ="],
    ["(ispresent(a) and a != 1)", "a !="],
    ["(ispresent(a) and a = true)", "true"],
    ['(ispresent(a) and a = "1")', '"1"'],
    ["(ispresent(a) and a = 01)", "01"],
    ["(ispresent(a) and a > 1)", "a >"],
    ['(ispresent(a) and a like "x")', '"x"'],
    ["(ispresent(a) and a not like /x/)", "a not"],
    ["(ispresent(a) and a like /(?=x)/)", "/(?="],
    ["(ispresent(a) and a like /\\#/)", "/\\#"],
    ["(ispresent(a) and a in [])", "]"],
    ["(ispresent(a) and a in ['x'])", "'x'"],
    ['(ispresent(a) and isIpv4InSubnet(a, "10.0.0.1/8"))', "10."],
    ['(ispresent(a) and isIpv6InSubnet(a, "10.0.0.0/8"))', "10."],
    ["(ispresent(a) and ispresent(b) or ispresent(c))", " or "],
    ["(not ispresent(a) and ispresent(b))", " and "],
    ["ispresent(`a`)", "`a`"],
    ["ispresent(@message)", "@message)"],
    ["ispresent(a-b)", "-b"],
  ])("%s", (filter, place) => {
    const text = withFilter(filter);
    expect(parseQuery(text)).toEqual({
      kind: "error",
      error: {
        message: expect.stringMatching(/./),
        offset: text.indexOf(place, text.indexOf(filter)),
      },
    });
  });

  test.each([
    "",
    "fields @timestamp",
    "fields @message, @timestamp",
    `${withFilter("ispresent(a)")}0000`,
    `${withFilter("ispresent(a)")}\n`,
    withFilter("ispresent(a)").replace("limit 100", "limit 0"),
    withFilter("ispresent(a)").replace("desc", "asc"),
  ])("the frame: %j", (text) => {
    expect(parseQuery(text).kind).toBe("error");
  });

  test("nesting and length are bounded", () => {
    const deep = withFilter("(not ".repeat(1800));
    expect(parseQuery(deep)).toMatchObject({
      error: { message: expect.stringContaining("nested") },
    });
    expect(parseQuery("(".repeat(1_000_000))).toMatchObject({ error: { offset: 10_000 } });
  });
});

test("texts that only look alike are told apart", () => {
  const pairs: Condition[] = [
    { kind: "present", field: path("isempty") },
    { kind: "equals", field: path("isempty"), text: quoted("x") },
    { kind: "equals", field: path("ispresent"), text: quoted("x") },
    { kind: "sameAs", field: path("a"), other: path("b"), ignoreCase: false },
    { kind: "sameAs", field: path("a"), other: path("a"), ignoreCase: false },
    { kind: "sameAs", field: path("a"), other: path("isempty"), ignoreCase: true },
    {
      kind: "and",
      operands: [
        { kind: "present", field: path("a") },
        { kind: "equals", field: path("a"), text: quoted("x") },
      ],
    },
    {
      kind: "and",
      operands: [
        { kind: "present", field: path("a") },
        { kind: "present", field: path("b") },
        { kind: "not", operand: { kind: "isEmpty", field: path("b") } },
      ],
    },
  ];
  for (const filter of pairs) {
    expect(parseQuery(print(query(filter)))).toEqual({ kind: "parsed", query: query(filter) });
  }
});
