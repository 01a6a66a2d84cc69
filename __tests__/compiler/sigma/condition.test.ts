import { parseCondition, selectionsOf, type Condition } from "../../../compiler/sigma/condition";

/** The condition with every pair of parentheses written, so that binding shows. */
function bound(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return `(${condition.operands.map(bound).join(` ${condition.kind} `)})`;
    case "not":
      return `(not ${bound(condition.operand)})`;
    case "selection":
      return condition.name;
    case "quantifier":
      return `[${condition.quantifier} of ${condition.pattern}]`;
  }
}

function read(written: string): string {
  const condition = parseCondition(written);
  return "message" in condition
    ? `${condition.message.code}@${condition.offset}`
    : bound(condition);
}

describe("binding, from loosest to tightest: or, and, not, quantifier, parentheses", () => {
  test.each([
    ["a or b and not c", "(a or (b and (not c)))"],
    ["not a and b or c", "(((not a) and b) or c)"],
    ["not (a or b) and c", "((not (a or b)) and c)"],
    ["not 1 of filter_* or a", "((not [1 of filter_*]) or a)"],
    ["not not a", "(not (not a))"],
    ["all of selection* and any of them", "([all of selection*] and [1 of them])"],
    ["( ( a ) )", "a"],
    ["a\n  and\tb", "(a and b)"],
  ])("%s", (written, expected) => {
    expect(read(written)).toBe(expected);
  });
});

test.each(["notable", "or_1", "android", "not_a", "1", "all", "of_x", "them", "a-b.c", "größe"])(
  "a selection may be called %s",
  (name) => {
    expect(read(`${name} and x`)).toBe(`(${name} and x)`);
  },
);

describe("what is no condition is refused at its place", () => {
  test.each([
    ["", "DET217@0"],
    ["a and", "DET217@5"],
    ["and a", "DET217@0"],
    ["a b", "DET217@2"],
    ["(a or b", "DET217@7"],
    ["a)", "DET217@1"],
    ["()", "DET217@1"],
    ["a AND b", "DET217@2"],
    ["NOT a", "DET217@0"],
    ["2 of them", "DET217@0"],
    ["1 of", "DET217@4"],
    ["1 of (a)", "DET217@5"],
    ["a | count() > 5", "DET218@2"],
    ["a | near b", "DET218@2"],
  ])("%s", (written, expected) => {
    expect(read(written)).toBe(expected);
  });

  test.each([
    ["a AND b", "write `and`"],
    ["a && b", "write `and`"],
    ["a || b", "write `or`"],
    ["|| b", "write `or`"],
    ["1 OF a*", "write `of`"],
    ["ALL of a*", "write `all`"],
    ["Any of a*", "write `any`"],
    ["one of a*", "write `1 of`"],
    ["none of a*", "write `not 1 of`"],
    ["2 of a*", "Sigma supports `1 of`, `any of` and `all of` only"],
    ["constructor of a*", "Sigma supports `1 of`, `any of` and `all of` only"],
    ["a constructor b", undefined],
  ])("a word that is not Sigma's comes with the one that is: %s", (written, fix) => {
    const refused = parseCondition(written);
    expect("message" in refused && refused.message.fix).toBe(fix);
  });

  test("nesting is bounded, also where it is all nots, and so is length", () => {
    expect(read(`${"(".repeat(400)}a${")".repeat(400)}`)).toBe("DET219@100");
    expect(read(`${"not ".repeat(400)}a`)).toBe("DET219@400");
    expect(read(`${"(".repeat(90)}a${")".repeat(90)} and ${"not ".repeat(90)}b`)).toContain("and");
    expect(read(`${"(".repeat(100_000)}a`)).toBe("DET238@1000");
  });
});

describe("the selections of a quantifier", () => {
  const names = ["selection", "selection_a", "selection_b", "filter_main_x", "_hidden", "a*b"];

  test.each([
    ["them", ["selection", "selection_a", "selection_b", "filter_main_x", "a*b"]],
    ["selection_*", ["selection_a", "selection_b"]],
    ["selection*", ["selection", "selection_a", "selection_b"]],
    ["*_main_*", ["filter_main_x"]],
    ["*", ["selection", "selection_a", "selection_b", "filter_main_x", "a*b"]],
    ["_*", ["_hidden"]],
    ["_hidden", ["_hidden"]],
    ["*hidden", []],
    ["Selection", []],
    ["sel", []],
    ["selection_?", []],
  ])("%s", (pattern, expected) => {
    expect(selectionsOf(pattern, names)).toEqual(expected);
  });
});
