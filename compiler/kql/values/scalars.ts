/** Conversions between KQL's scalar types, each with the recorded cases that show it. */

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);
const DECIMAL_LONG = /^[+-]?\d+$/;
const HEX_LONG = /^0x[0-9a-f]+$/i;
const REAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const INFINITY = /^([+-])?inf(inity)?$/i;

/**
 * `tolong` of a string: decimal or `0x…`, blanks around it ignored; null for a fraction, an exponent
 * or what does not fit 64 bits (type-casts-coercion-0004#3, -0005#3, -0021#2, -0048#2).
 */
export function longOfText(text: string): bigint | null {
  const digits = text.trim();
  if (!DECIMAL_LONG.test(digits) && !HEX_LONG.test(digits)) return null;
  const long = digits.startsWith("+") ? BigInt(digits.slice(1)) : BigInt(digits);
  return long < LONG_MIN || long > LONG_MAX ? null : long;
}

/** `tolong` of a real: cut towards zero, held within 64 bits (-0007#2, -0043#2). */
export function longOfReal(real: number): bigint | null {
  if (Number.isNaN(real)) return null;
  if (real >= Number(LONG_MAX)) return LONG_MAX;
  if (real <= Number(LONG_MIN)) return LONG_MIN;
  return BigInt(Math.trunc(real));
}

/** `toreal` of a string: no hexadecimal, no digit groups (-0009#2, -0028#1, -0039#3, -0041#2). */
export function realOfText(text: string): number | null {
  const digits = text.trim();
  if (REAL.test(digits)) return Number(digits);
  if (/^nan$/i.test(digits)) return NaN;
  const infinite = INFINITY.exec(digits);
  if (infinite === null) return null;
  return infinite[1] === "-" ? -Infinity : Infinity;
}

/**
 * `tobool` of a string: the two words in any case, unspaced, or a whole number (-0008#1, -0058,
 * -0014#2).
 */
export function boolOfText(text: string): boolean | null {
  const word = text.toLowerCase();
  if (word === "true") return true;
  if (word === "false") return false;
  const isLong = DECIMAL_LONG.test(text) || HEX_LONG.test(text);
  const long = isLong ? longOfText(text) : null;
  return long === null ? null : long !== 0n;
}

/** `tostring` of a bool that is not dynamic: capitalised (b-tostring-bool). */
export function boolText(value: boolean): string {
  return value ? "True" : "False";
}

/**
 * `tostring` of a real: always with a fraction or an exponent (-0021#3). The exponent's form is
 * .NET's, seen in columns only (dynamic-json-0003#3, -0021#2).
 */
export function realText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) {
    const [digits, exponent] = value.toExponential().split("e");
    const power = Number(exponent);
    const sign = power < 0 ? "-" : "+";
    return `${digits}E${sign}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
