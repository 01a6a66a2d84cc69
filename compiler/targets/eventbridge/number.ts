/** Digits of a number that a double tells from every other. */
const MOST_DIGITS = 17;

/**
 * Whether the service compares a number by its value: not one that no double holds (reference 1.5, 2.2).
 * Others are compared by their text.
 */
export function isComparable(text: string): boolean {
  const digits = text
    .replace(/[eE].*$/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+/, "");
  return digits.length <= MOST_DIGITS && Number.isFinite(Number(text));
}

/** Below 0 where the first number is less, 0 where they are equal. */
export function compareNumbers(one: string, other: string): number {
  const [left, right] = [Number(one), Number(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}
