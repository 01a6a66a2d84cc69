import { foldCase } from "../../core/fold-case";
import { hasLetters } from "../../ir/pattern";
import type { AnythingBut, Test } from "./ast";
import { holdsWhereAbsent, valueTest } from "./evaluate-test";
import { distinct } from "./formula";
import { keyOfTest } from "./print";
import { escapeWildcard } from "./wildcard";

/**
 * Tests some of which hold where some of either list do, of one value: a field can stand once in a pattern.
 * Undefined where no list says that.
 */
export function intersection(
  one: readonly Test[],
  other: readonly Test[],
): readonly Test[] | undefined {
  if (one.length * other.length > MOST_PAIRS) return undefined;
  const found: Test[] = [];
  for (const left of one) {
    for (const right of other) {
      const both = bothOf(left, right) ?? bothOf(right, left);
      if (both === undefined) return undefined;
      if (both !== "never") found.push(both);
    }
  }
  return distinct(found);
}

/** Of longer lists more is not tried: a condition decides. */
const MOST_PAIRS = 10_000;

/** One test for two, looked at from the first; undefined where this side does not say it. */
function bothOf(left: Test, right: Test): Test | "never" | undefined {
  if (keyOfTest(left) === keyOfTest(right)) return left;
  if (holdsWhereAbsent(left)) return "never";
  if (left.kind === "exists" && !holdsWhereAbsent(right)) return right;
  switch (left.kind) {
    case "text":
    case "number":
    case "constant":
      return valueTest(right)(literalOf(left)) ? left : "never";
    case "equalsIgnoreCase":
      return ofText(left.text, right) ? (holdsOfAll(left.text, right) ? left : undefined) : "never";
    case "anythingBut":
      return right.kind === "anythingBut" ? neither(left, right) : undefined;
    case "numeric": {
      if (right.kind !== "numeric") return undefined;
      const [bound, top, more] = [...left.bounds, ...right.bounds];
      if (bound === undefined || top === undefined || more !== undefined) return undefined;
      if (!bound.operator.startsWith(">") || !top.operator.startsWith("<")) return undefined;
      if (Number(bound.number) >= Number(top.number)) return undefined;
      return { kind: "numeric", bounds: [bound, top] };
    }
    case "prefix":
    case "suffix":
    case "wildcard":
    case "cidr":
    case "exactly":
    case "exists":
      return undefined;
  }
}

function literalOf(test: Extract<Test, { readonly kind: "text" | "number" | "constant" }>): string {
  if (test.kind === "text") return `"${test.text}"`;
  return test.kind === "number" ? test.text : String(test.value);
}

/** Whether a test may hold of some spelling of a text: folded both, it does. */
function ofText(text: string, test: Test): boolean {
  return valueTest(folded(test))(`"${foldCase(text)}"`);
}

/** Whether a test holds of all spellings of a text or of none. */
function holdsOfAll(text: string, test: Test): boolean {
  if (!hasLetters(text)) return true;
  switch (test.kind) {
    case "equalsIgnoreCase":
    case "exists":
      return true;
    case "prefix":
    case "suffix":
      return test.anyCase || !hasLetters(test.text);
    case "anythingBut":
      // What is left out differs from every spelling.
      return test.of === "equalsIgnoreCase" || test.of === "number" || isLeftIn(text, test);
    case "text":
    case "number":
    case "constant":
    case "exactly":
    case "numeric":
    case "cidr":
    case "wildcard":
      return false;
  }
}

function isLeftIn(text: string, { of, values }: AnythingBut): boolean {
  return valueTest({ kind: "anythingBut", of, values: values.map(foldCase) })(
    `"${foldCase(text)}"`,
  );
}

function folded(test: Test): Test {
  switch (test.kind) {
    case "text":
    case "exactly":
    case "prefix":
    case "suffix":
    case "equalsIgnoreCase":
    case "wildcard":
      return { ...test, text: foldCase(test.text) };
    case "anythingBut":
      // Another spelling of what is left out is left in.
      return test.of === "equalsIgnoreCase"
        ? { ...test, values: test.values.map(foldCase) }
        : { kind: "exists", value: true };
    case "number":
    case "constant":
    case "exists":
    case "numeric":
    case "cidr":
      return test;
  }
}

/** What is neither of one list nor of the other: of one operator, or of what wildcards can say. */
function neither(one: AnythingBut, other: AnythingBut): Test | undefined {
  if (one.of === other.of) {
    return { ...one, values: [...new Set([...one.values, ...other.values])] };
  }
  const [left, right] = [asWildcards(one), asWildcards(other)];
  if (left === undefined || right === undefined) return undefined;
  return { kind: "anythingBut", of: "wildcard", values: [...new Set([...left, ...right])] };
}

function asWildcards({ of, values }: AnythingBut): readonly string[] | undefined {
  switch (of) {
    case "text":
      return values.map(escapeWildcard);
    case "prefix":
      return values.map((text) => `${escapeWildcard(text)}*`);
    case "suffix":
      return values.map((text) => `*${escapeWildcard(text)}`);
    case "wildcard":
      return values;
    case "number":
    case "equalsIgnoreCase":
      return undefined;
  }
}
