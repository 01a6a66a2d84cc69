import fc from "fast-check";

import {
  and,
  FALSE,
  not,
  or,
  predicatesOf,
  TRUE,
  widen,
  type Expression,
  type Predicate,
} from "../../../compiler/ir/expression";
import { FREE_MODEL } from "../sigma/free-model";
import { dropped, lowerExpression, type Language } from "../../../compiler/targets/lower";

/** Predicates by name, and languages whose nodes are texts; what begins with `x` has no form. */
const predicate = (name: string): Predicate => ({
  kind: "null",
  field: name,
  origin: { path: name, written: name, span: { start: 0, end: 0 } },
});
const PREDICATES = ["a", "b", "c", "x", "xy"].map(predicate);
const [a, b, , x, xy] = PREDICATES as [Predicate, Predicate, Predicate, Predicate, Predicate];

/** A node is the set of names that must hold, evaluated at once: its answer and its text. */
interface Node {
  readonly text: string;
  readonly holds: (names: ReadonlySet<string>) => boolean;
}

function fieldOf(test: Predicate): string {
  return test.kind === "keyword" ? "" : test.field;
}

function reason(test: Predicate, code = "DET000") {
  return { code, message: `${fieldOf(test)} has no form`, path: test.origin.path };
}

/** `b` has no negation in the language without groups. */
function language(hasNot: boolean): Language<Node> {
  return {
    typeless: (test) => reason(test, "DET002"),
    predicate: (test, _model, negated) => {
      const name = fieldOf(test);
      if (name.startsWith("x") || (!hasNot && negated && name === "b")) {
        return dropped(reason(test, negated ? "DET001" : "DET000"));
      }
      const turned = negated && !hasNot;
      const node: Node = {
        text: turned ? `-${name}` : name,
        holds: (names) => names.has(name) !== turned,
      };
      return { kind: "lowered", node, assumes: [`${turned ? "no " : ""}${name}`] };
    },
    and: (nodes) => ({
      text: `(${nodes.map(({ text }) => text).join(" & ")})`,
      holds: (names) => nodes.every(({ holds }) => holds(names)),
    }),
    or: (nodes) => ({
      text: `(${nodes.map(({ text }) => text).join(" | ")})`,
      holds: (names) => nodes.some(({ holds }) => holds(names)),
    }),
    ...(hasNot
      ? {
          not: ({ text, holds }: Node) => ({
            text: `!${text}`,
            holds: (names: ReadonlySet<string>) => !holds(names),
          }),
        }
      : {}),
  };
}

function holds(node: Expression, names: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case "and":
      return node.operands.every((each) => holds(each, names));
    case "or":
      return node.operands.some((each) => holds(each, names));
    case "not":
      return !holds(node.operand, names);
    case "constant":
      return node.value;
    default:
      return names.has(fieldOf(node));
  }
}

function textOf(expression: Expression, hasNot: boolean): string | boolean {
  const { node } = lowerExpression(expression, FREE_MODEL, language(hasNot));
  return typeof node === "boolean" ? node : node.text;
}

describe("an expression in a language", () => {
  test.each<[Expression, string | boolean, string | boolean]>([
    [and([a, not(b)]), "(a & !b)", "(a)"],
    [not(or([a, not(b)])), "!(a | !b)", "(-a & b)"],
    [and([a, x]), "(a)", "(a)"],
    [and([a, not(x)]), "(a)", "(a)"],
    [not(and([a, x])), true, true],
    [or([a, x]), true, true],
    [not(or([not(a), x])), "!(!a)", "(a)"],
    [and([TRUE, a]), "(a)", "(a)"],
    [or([not(TRUE), a]), "(a)", "(a)"],
    [and([a, FALSE]), false, false],
    [not(FALSE), true, true],
    [x, true, true],
    [not(x), true, true],
  ])("%#", (expression, withNot, pushed) => {
    expect(textOf(expression, true)).toBe(withNot);
    expect(textOf(expression, false)).toBe(pushed);
  });

  test("drops a predicate in all its places, and assumes nothing of it", () => {
    const lowered = lowerExpression(or([and([a, b]), not(b)]), FREE_MODEL, language(false));
    expect(lowered.node).toBe(true);
    expect([...lowered.dropped]).toEqual([b]);
    expect(lowered.assumptions).toEqual(["a"]);
  });

  test("has a reason for each place and code, however often it stands there", () => {
    const other = { ...x, origin: { ...x.origin } };
    const { reasons } = lowerExpression(
      or([x, not(x), and([x, xy]), other]),
      FREE_MODEL,
      language(true),
    );
    expect(reasons.map(({ code, origin }) => [code, origin])).toEqual([
      ["DET000", x.origin],
      ["DET001", x.origin],
      ["DET000", xy.origin],
      ["DET000", other.origin],
    ]);
    expect(reasons[0]?.origin).toBe(x.origin);
    expect(reasons[3]?.origin).toBe(other.origin);
  });
});

const { expression: anyExpression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom<Expression>(...PREDICATES, TRUE, FALSE),
    fc.array(tie("expression"), { minLength: 1, maxLength: 3 }).map(and),
    fc.array(tie("expression"), { minLength: 1, maxLength: 3 }).map(or),
    tie("expression").map(not),
  ),
}));

test.each([true, false])("equals what it promises, and never less (not: %s)", (hasNot) => {
  const names = fc.subarray(["a", "b", "c", "x", "xy"]).map((held) => new Set(held));
  fc.assert(
    fc.property(anyExpression, names, (expression, held) => {
      const {
        node,
        promised,
        dropped: left,
      } = lowerExpression(expression, FREE_MODEL, language(hasNot));
      const found = typeof node === "boolean" ? node : node.holds(held);
      expect(found).toBe(holds(promised, held));
      expect(found || !holds(expression, held)).toBe(true);
      expect(promised).toEqual(left.size === 0 ? expression : widen(expression, left));
      expect(predicatesOf(promised).some((each) => left.has(each))).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
