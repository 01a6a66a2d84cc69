import { foldCase, isAscii } from "../../core/fold-case";
import type { AnythingBut, Numeric, NumericBound, Test } from "./ast";
import { addressDigits, inRange, networkRange } from "./address";
import { compareNumbers, isComparable } from "./number";
import { wildcardMatcher } from "./wildcard";

/** Whether a value is what a test asks for; it is JSON, a text in its quotes. */
export type ValueTest = (value: string) => boolean;

/** A test of a value that is there. */
export function valueTest(test: Test): ValueTest {
  switch (test.kind) {
    case "text":
      return textTest(test.text);
    case "number":
      return numberTest(test.text);
    case "constant": {
      const literal = String(test.value);
      return (value) => value === literal;
    }
    case "exactly":
      return (value) => value === `"${test.text}"`;
    case "prefix": {
      // Values are compared with their quotes on, so that a quote at the end of a beginning is found too.
      const start = `"${test.text}`;
      return test.anyCase ? startTest(start) : (value) => value.startsWith(start);
    }
    case "suffix": {
      const end = `${test.text}"`;
      return test.anyCase ? endTest(end) : (value) => value.endsWith(end);
    }
    case "equalsIgnoreCase":
      return ignoringCase(`"${test.text}"`);
    case "wildcard":
      return wildcardMatcher(`"${test.text}"`);
    case "exists":
      return () => test.value;
    case "numeric":
      return numericTest(test);
    case "cidr":
      return networkTest(test.network);
    case "anythingBut":
      return butTest(test);
  }
}

/** What a test looks for, as it would be of an absent field. */
export function holdsWhereAbsent(test: Test): boolean {
  return test.kind === "exists" && !test.value;
}

function textTest(text: string): ValueTest {
  const digits = addressDigits(text);
  // An address is compared by its digits, so that another spelling, or a longer address, is one too.
  if (digits !== undefined) return addressTest({ low: digits, high: digits });
  return (value) => value === `"${text}"`;
}

function numberTest(text: string): ValueTest {
  if (!isComparable(text)) return (value) => value === text;
  return (value) => value === text || (isNumber(value) && compareNumbers(value, text) === 0);
}

/** Whether a value is a number that is compared as one. */
function isNumber(value: string): boolean {
  return /^-?\d/.test(value) && isComparable(value);
}

function numericTest({ bounds }: Numeric): ValueTest {
  return (value) => isNumber(value) && bounds.every((bound) => isWithin(value, bound));
}

function isWithin(value: string, { operator, number }: NumericBound): boolean {
  const order = compareNumbers(value, number);
  switch (operator) {
    case "=":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function networkTest(network: string): ValueTest {
  const range = networkRange(network);
  return typeof range === "string" ? () => false : addressTest(range);
}

/** A number is not taken for an address, but its digits for those of one. */
function addressTest(range: { readonly low: string; readonly high: string }): ValueTest {
  return (value) => {
    const digits = value.startsWith('"') ? addressDigits(value.slice(1, -1)) : value;
    return digits !== undefined && inRange(digits, range);
  };
}

function butTest({ of, values }: AnythingBut): ValueTest {
  const tests = values.map((text): ValueTest => {
    switch (of) {
      case "text":
        return (value) => value === `"${text}"`;
      case "number":
        return numberTest(text);
      case "prefix":
      case "suffix":
        return valueTest({ kind: of, text, anyCase: false });
      case "equalsIgnoreCase":
      case "wildcard":
        return valueTest({ kind: of, text });
    }
  });
  return (value) => !tests.some((test) => test(value));
}

/**
 * Folds each unit of the pattern by itself, to upper and to lower case, which may be several characters;
 * a half of a pair becomes a question mark (reference 2.6).
 */
function ignoringCase(text: string): ValueTest {
  if (isAscii(text)) {
    const folded = foldCase(text);
    return (value) => value.length === text.length && foldCase(value) === folded;
  }
  const regex = new RegExp(`^${foldedSource(text)}$`);
  return (value) => regex.test(value);
}

function startTest(text: string): ValueTest {
  const regex = new RegExp(`^${foldedSource(text)}`);
  return (value) => regex.test(value);
}

function endTest(text: string): ValueTest {
  const regex = new RegExp(`${foldedSource(text)}$`);
  return (value) => regex.test(value);
}

function foldedSource(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charAt(index));
  return units
    .map((unit) => {
      if (/[\ud800-\udfff]/.test(unit)) return "\\?";
      const cases = [...new Set([unit.toLowerCase(), unit.toUpperCase()])].map(asSource);
      return cases.length === 1 ? cases[0] : `(?:${cases.join("|")})`;
    })
    .join("");
}

/** The source of a regex that finds the text alone. */
function asSource(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
