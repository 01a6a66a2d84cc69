import { unsupported } from "../values/error";
import { compare, isNumber } from "../values/operators";
import { floorTicks, timespan, datetime } from "../values/time";
import { longOf, realOf, type Value, describe, unwrap } from "../values/value";
import type { ScalarFunction } from "./scalar-function";

const onReal =
  (apply: (value: number) => number): ScalarFunction =>
  ([value = null]) => {
    const real = realOf(value);
    if (real === null) return null;
    const result = apply(real);
    // What lies outside the domain is not a number for a real, and that differs by function.
    if (Number.isNaN(result) && !Number.isNaN(real))
      throw unsupported("a number out of its domain");
    return result;
  };

/** Null of null (type-casts-coercion-0032#3). */
function onRealTest(test: (value: number) => boolean): ScalarFunction {
  return ([value = null]) => {
    const real = realOf(value);
    return real === null ? null : test(real);
  };
}

/** Functions of numbers. */
export const MATH_FUNCTIONS = {
  abs: ([value = null]) => {
    const plain = unwrap(value);
    if (plain === null) return null;
    if (typeof plain === "bigint") return plain < 0n ? -plain : plain;
    if (typeof plain === "number") return Math.abs(plain);
    if (typeof plain === "object" && plain.kind === "timespan") {
      return timespan(plain.ticks < 0n ? -plain.ticks : plain.ticks);
    }
    throw unsupported(`abs of ${describe(plain)}`);
  },
  sign: ([value = null]) => {
    const real = realOf(value);
    // Never -0.
    return real === null ? null : Number.isNaN(real) ? 0 : Math.sign(real) + 0;
  },
  sqrt: ([value = null]) => {
    const real = realOf(value);
    return real === null ? null : Math.sqrt(real);
  },
  exp: onReal(Math.exp),
  exp2: onReal((value) => 2 ** value),
  exp10: onReal((value) => 10 ** value),
  // Of a negative number null, where a root is NaN (type-casts-coercion-0031#2).
  log: ([value = null]) => {
    const real = realOf(value);
    return real === null || real < 0 ? null : Math.log(real);
  },
  log2: onReal(Math.log2),
  log10: onReal(Math.log10),
  pow: ([base = null, exponent = null]) => {
    const [one, other] = [realOf(base), realOf(exponent)];
    return one === null || other === null ? null : one ** other;
  },
  round: ([value = null, precision = 0n]) => {
    const [real, places] = [realOf(value), longOf(precision)];
    if (real === null || places === null) return null;
    return roundHalfAway(real, Number(places));
  },
  degrees: onReal((value) => (value * 180) / Math.PI),
  radians: onReal((value) => (value * Math.PI) / 180),
  pi: () => Math.PI,
  ceiling: onReal(Math.ceil),
  floor: ([value = null, size]) => (size === undefined ? floorOne(value) : bin(value, size)),
  bin: ([value = null, size = null]) => bin(value, size),
  bin_at: ([value = null, size = null, origin = null]) => bin(value, size, origin),
  isnan: onRealTest(Number.isNaN),
  isinf: onRealTest((real) => Math.abs(real) === Infinity),
  isfinite: onRealTest(Number.isFinite),
  max_of: (args) => extreme(args, 1),
  min_of: (args) => extreme(args, -1),
  binary_and: ([one = null, other = null]) => bits(one, other, (a, b) => a & b),
  binary_or: ([one = null, other = null]) => bits(one, other, (a, b) => a | b),
  binary_not: ([value = null]) => {
    const long = longOf(value);
    return long === null ? null : ~long;
  },
  binary_shift_left: ([one = null, count = null]) => bits(one, count, (a, b) => a << (b & 63n)),
  binary_shift_right: ([one = null, count = null]) => bits(one, count, (a, b) => a >> (b & 63n)),
  binary_xor: ([one = null, other = null]) => bits(one, other, (a, b) => a ^ b),
} as const satisfies Readonly<Record<string, ScalarFunction>>;

function floorOne(value: Value): Value {
  return typeof value === "bigint" ? value : onFloor(value);
}

function onFloor(value: Value): Value {
  const real = realOf(value);
  return real === null ? null : Math.floor(real);
}

/** Of the decimal digits that the number is written with, half away from zero. */
export function roundHalfAway(value: number, places: number): number {
  if (!Number.isFinite(value)) return value;
  const [digits = "", exponent = "0"] = String(Math.abs(value)).split("e");
  const shifted = Math.round(Number(`${digits}e${Number(exponent) + places}`));
  const [whole = "", power = "0"] = String(shifted).split("e");
  return Math.sign(value) * Number(`${whole}e${Number(power) - places}`);
}

/** `bin` and `bin_at`: down to a multiple of the size, counted from the origin. */
function bin(value: Value, size: Value, origin?: Value): Value {
  const [one, step, from] = [unwrap(value), unwrap(size), unwrap(origin ?? 0n)];
  if (one === null || step === null || from === null) return null;
  if (typeof one === "object" && typeof step === "object" && one.kind !== "dynamic") {
    if (step.kind !== "timespan") throw unsupported(`a bin of ${describe(step)}`);
    if (step.ticks <= 0n) return null;
    const start = typeof from === "object" && from.kind !== "dynamic" ? from.ticks : 0n;
    const ticks = floorTicks(one.ticks, step.ticks, start);
    return one.kind === "datetime" ? datetime(ticks) : timespan(ticks);
  }
  if (typeof one === "bigint" && typeof step === "bigint" && typeof from === "bigint") {
    return step <= 0n ? null : floorTicks(one, step, from);
  }
  if (!isNumber(one) || !isNumber(step) || !isNumber(from)) {
    throw unsupported(`a bin of ${describe(one)} by ${describe(step)}`);
  }
  const [real, width, start] = [Number(one), Number(step), Number(from)];
  return width <= 0 ? null : Math.floor((real - start) / width) * width + start;
}

/** The largest (or smallest) of those that are not null. */
function extreme(args: readonly Value[], sign: 1 | -1): Value {
  let best: Value = null;
  for (const value of args) {
    if (value === null) continue;
    const order = compare(value, best);
    // Whatever stands beside it (type-casts-coercion-0011#2).
    if (order !== null && Number.isNaN(order)) return NaN;
    if (order === null || order * sign > 0) best = value;
  }
  return best;
}

function bits(one: Value, other: Value, apply: (a: bigint, b: bigint) => bigint): Value {
  const [a, b] = [longOf(one), longOf(other)];
  return a === null || b === null ? null : apply(a, b);
}
