import fc from "fast-check";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { stringMatcher, parseStringPattern } from "../../../compiler/ir/pattern";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { findings, lintsOf, ruleText } from "./linting";

describe("values of a list", () => {
  test.each([
    ["twice", "[CreateUser, DeleteUser, CreateUser]", ["DET435 CreateUser"]],
    ["in another case", "[CreateUser, CREATEUSER]", ["DET435 CREATEUSER"]],
    ["under a wildcard", "['Create*', CreateUser, DeleteUser]", ["DET435 CreateUser"]],
    ["under a wider wildcard", "['CreateU*', 'Create*']", ["DET435 'CreateU*'"]],
    ["each for itself", "[CreateUser, 'Delete*', 'Cre?te']", []],
  ])("are told apart: %s", (_what, values, expected) => {
    const code = (each: string) => each.startsWith("DET435");
    expect(lintsOf(`s: {eventName: ${values}}`).filter(code)).toEqual(expected);
  });

  test("that differ in case are two under cased", () => {
    expect(lintsOf("s: {userAgent|cased: [Aws, aws]}")).toEqual([]);
    expect(lintsOf("s: {userAgent|cased: [aws, aws]}")).toEqual(["DET435 aws"]);
  });

  test("all of which must be found are not alternatives", () => {
    expect(lintsOf("s: {userAgent|contains|all: [ab, abc]}")).toEqual([]);
    expect(lintsOf("s: {userAgent|contains: [ab, abc]}")).toEqual(["DET435 abc"]);
  });

  const patterns = fc.array(fc.constantFrom("a", "B", "b", "*", "?"), { maxLength: 4 });
  test("flagged as covered match nothing that the cover does not", () => {
    fc.assert(
      fc.property(
        patterns,
        patterns,
        fc.string({ unit: fc.constantFrom("a", "b", "B") }),
        (a, b, text) => {
          const values = [a.join(""), b.join("")];
          const list = JSON.stringify(values);
          const found = findings(`detection: {s: {userAgent: ${list}}, condition: s}`).find(
            ({ code }) => code === "DET435",
          );
          if (found === undefined) return;
          const narrow: string = JSON.parse(found.at);
          const wide = narrow === values[0] ? values[1]! : values[0]!;
          const matches = (written: string) =>
            stringMatcher(parseStringPattern(written), false)(text);
          expect(!matches(narrow) || matches(wide)).toBe(true);
        },
      ),
    );
  });

  test("by the thousand are still read", () => {
    const list = Array.from({ length: 5000 }, (_, at) => `Value${at}`).join(", ");
    const diagnostics = new Diagnostics();
    const text = ruleText(`detection: {s: {eventName: [${list}, value77]}, condition: s}`);
    loadRule(text, diagnostics);
    expect(diagnostics.all.map(({ code }) => code)).toContain("DET435");
  });
});

describe("selections", () => {
  test("that another alternative covers are flagged by name", () => {
    expect(
      lintsOf(
        "a: {eventName: CreateUser}\nb: {eventName: CreateUser, errorCode: null}",
        "1 of them",
      ),
    ).toEqual(["DET434 b"]);
    expect(lintsOf("a: {eventName: CreateUser}\nb: {eventName: [CreateUser]}", "a or b")).toEqual([
      "DET434 b",
    ]);
  });

  test("that both must hold, or that overlap only, are left alone", () => {
    const narrowed = "a: {eventName: CreateUser}\nb: {eventName: CreateUser, errorCode: null}";
    expect(lintsOf(narrowed, "a and b")).toEqual([]);
    const overlap =
      "a: {eventName: [CreateUser, DeleteUser]}\nb: {eventName: [DeleteUser, UpdateUser]}";
    expect(lintsOf(overlap, "a or b")).toEqual([]);
  });
});
