import { callsOf } from "../ir/calls";
import type { Expression } from "../ir/expression";
import type { ActedOn, LogSource } from "../log-sources/log-source";

/** What all calls that an expression matches act on; none where they are not known. */
export function actedOn(
  expression: Expression,
  { fields: { byCall }, calls }: LogSource,
): readonly ActedOn[] {
  if (byCall === undefined || calls?.catalog === undefined) return [];
  return calls.catalog.actedOn(callsOf(expression, byCall));
}
