import type { StringPredicate } from "../../ir/expression";
import {
  foldPattern,
  isPlainNumber,
  shapeOf,
  stringMatcher,
  type StringPattern,
} from "../../ir/pattern";
import { mayHoldBoolean, mayHoldNumber, type Field } from "../../log-sources/field";
import { looksLikeAddress } from "./address";
import { assumptions } from "./assumptions";
import type { ButKind, Test } from "./ast";
import { spelledAt } from "./spelling";
import { escapeWildcard } from "./wildcard";

/** Tests one of which has to hold, or why there are none. */
export type LoweredTests =
  | { readonly kind: "tests"; readonly tests: readonly Test[]; readonly assumes: readonly string[] }
  /** Every event is as asked. */
  | { readonly kind: "always" }
  | { readonly kind: "none"; readonly why: string };

export function none(why: string): LoweredTests {
  return { kind: "none", why };
}

export const tests = (...each: readonly Test[]): LoweredTests => ({
  kind: "tests",
  tests: each,
  assumes: [],
});

export const ABSENT: Test = { kind: "exists", value: false };
export const PRESENT: Test = { kind: "exists", value: true };
export const NULL: Test = { kind: "constant", value: null };
export const TRUE: Test = { kind: "constant", value: true };
export const FALSE: Test = { kind: "constant", value: false };
/** Any text. */
export const TEXT: Test = { kind: "prefix", text: "", anyCase: false };
/** Any number. */
export const NUMBERS: readonly Test[] = [
  { kind: "numeric", bounds: [{ operator: ">=", number: "0" }] },
  { kind: "numeric", bounds: [{ operator: "<", number: "0" }] },
];

/** The texts that a field's text is compared with: one operator, or the same inside `anything-but`. */
interface Comparison {
  readonly test: Test;
  /** @default - it has no form inside `anything-but` */
  readonly but?: { readonly of: ButKind; readonly text: string };
}

/** Lowers a test of text, where a field may hold any scalar. `isShort`: as in `spelledAt`. */
export function lowerString(
  test: StringPredicate,
  field: Field,
  negated: boolean,
  isShort: boolean,
): LoweredTests {
  if (shapeOf(test.pattern).kind === "anything") return lowerAnything(field, negated);
  const matches = stringMatcher(test.pattern, test.cased);
  const states = [true, false].filter((state) => matches(String(state)));
  if (field.type === "boolean") {
    const found = [true, false].filter((state) => states.includes(state) !== negated);
    return tests(...found.map(constant), ...(negated ? [NULL, ABSENT] : []));
  }
  const literals = mayHoldBoolean(field) ? states.map(constant) : [];
  const number = mayHoldNumber(field) ? numberLike(test.pattern) : "none";
  if (number === "some")
    return none("numbers may stand there, of which only whole ones are compared");
  if (number !== "none") literals.push({ kind: "number", text: number.text });
  if (negated && field.type === "number" && typeof number === "object") {
    return tests({ kind: "anythingBut", of: "number", values: [number.text] }, ABSENT);
  }
  if (negated && literals.length > 0) {
    return none("texts and other values may stand there, and no list holds for neither");
  }
  const spelled = spelledAt(test, field, { negated, isShort });
  if (spelled === undefined) return none("letters outside ASCII are folded otherwise");
  const comparison = compare(spelled.pattern, spelled.anyCase);
  if (typeof comparison === "string") return none(comparison);
  const assumes = spelled.isAssumed ? [assumptions.spelled(field.path)] : [];
  if (!negated) return { kind: "tests", tests: [comparison.test, ...literals], assumes };
  const { but } = comparison;
  if (but === undefined) return none("the test has no negation");
  return {
    kind: "tests",
    tests: [{ kind: "anythingBut", of: but.of, values: [but.text] }, ABSENT],
    assumes,
  };
}

function constant(value: boolean): Test {
  return value ? TRUE : FALSE;
}

/** The number that a pattern finds by its text: one, none, or several. */
function numberLike(pattern: StringPattern): "none" | "some" | { readonly text: string } {
  const texts = pattern.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  if (!texts.every((text) => /^[-+.0-9eE]*$/.test(text))) return "none";
  const shape = shapeOf(pattern);
  if (shape.kind !== "equals") return "some";
  const { text } = shape;
  if (text === "" || String(Number(text)) !== text) return "none";
  return isPlainNumber(Number(text)) ? { text } : "some";
}

/** `'*'`: present and not empty. */
function lowerAnything({ type, nullable, empty }: Field, negated: boolean): LoweredTests {
  if (negated) return tests({ kind: "text", text: "" }, NULL, ABSENT);
  if (type === "boolean") return tests(TRUE, FALSE);
  if (!empty && !nullable) return tests(PRESENT);
  if (type === "number") return tests(...NUMBERS);
  if (!nullable) return tests({ kind: "anythingBut", of: "text", values: [""] });
  if (!empty) return type === "string" ? tests(TEXT) : tests(TEXT, TRUE, FALSE, ...NUMBERS);
  return none("null and the empty text may stand there, and no list holds for neither");
}

function compare(pattern: StringPattern, anyCase: boolean): Comparison | string {
  const shape = shapeOf(pattern);
  switch (shape.kind) {
    case "equals": {
      const { text } = shape;
      if (anyCase) return both({ kind: "equalsIgnoreCase", text });
      const plain: Test = { kind: "text", text };
      // What looks like an address would be compared as one, other spellings included.
      const test: Test = looksLikeAddress(text)
        ? { kind: /[a-f]/i.test(text) ? "wildcard" : "equalsIgnoreCase", text }
        : plain;
      return { test, but: { of: "text", text } };
    }
    case "startswith":
      if (shape.text.endsWith('"')) return QUOTE;
      return startOrEnd("prefix", shape.text, anyCase);
    case "endswith":
      if (shape.text.startsWith('"')) return QUOTE;
      return startOrEnd("suffix", shape.text, anyCase);
    case "contains":
    case "general": {
      if (anyCase) return "a wildcard minds case";
      const text = foldPattern<undefined>(pattern, {
        text: escapeWildcard,
        any: "*",
        one: undefined,
      });
      return text === undefined
        ? "no wildcard stands for one character"
        : both({ kind: "wildcard", text });
    }
    case "anything":
      return "it is no text";
  }
}

const QUOTE = "a quote at that end is taken for the end of the text";

function both(test: {
  readonly kind: "wildcard" | "equalsIgnoreCase";
  readonly text: string;
}): Comparison {
  return { test, but: { of: test.kind, text: test.text } };
}

function startOrEnd(kind: "prefix" | "suffix", text: string, anyCase: boolean): Comparison {
  const test: Test = { kind, text, anyCase };
  return anyCase ? { test } : { test, but: { of: kind, text } };
}
