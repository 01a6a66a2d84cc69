import { oncePer } from "../core/once-per";
import { callsOf } from "../ir/calls";
import type { Expression } from "../ir/expression";
import type { ActedOn, LogSource } from "../log-sources/log-source";

/** What all calls that an expression matches act on; none where they are not known. */
export function actedOn(expression: Expression, logSource: LogSource): readonly ActedOn[] {
  return actedOnIn(logSource)(expression);
}

const actedOnIn = oncePer((logSource: LogSource) =>
  oncePer((expression: Expression) => findActedOn(expression, logSource)),
);

function findActedOn(expression: Expression, { calls }: LogSource): readonly ActedOn[] {
  const { catalog, actedOn: all = [] } = calls ?? {};
  if (calls === undefined || catalog === undefined) return [];
  const possible = callsOf(expression, calls);
  return all.filter(({ path }) => catalog.haveAll(path, possible));
}
