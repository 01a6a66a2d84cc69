import { CONVERSIONS } from "../values/convert";
import { ARRAY_FUNCTIONS } from "./array-functions";
import { DYNAMIC_FUNCTIONS } from "./dynamic-functions";
import { ENCODE_FUNCTIONS } from "./encode-functions";
import { MATH_FUNCTIONS } from "./math-functions";
import { NETWORK_FUNCTIONS } from "./network-functions";
import type { ScalarFunction } from "./scalar-function";
import { SERIES_FUNCTIONS } from "./series-functions";
import { TEXT_FUNCTIONS } from "./text-functions";
import { TIME_FUNCTIONS } from "./time-functions";

const FUNCTIONS = {
  ...CONVERSIONS,
  ...TEXT_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...DYNAMIC_FUNCTIONS,
  ...ARRAY_FUNCTIONS,
  ...ENCODE_FUNCTIONS,
  ...NETWORK_FUNCTIONS,
  ...SERIES_FUNCTIONS,
} as const satisfies Readonly<Record<string, ScalarFunction>>;

export type ScalarFunctionName = keyof typeof FUNCTIONS;

export function isScalarFunction(name: string): name is ScalarFunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

export function scalarFunction(name: ScalarFunctionName): ScalarFunction {
  return FUNCTIONS[name];
}
