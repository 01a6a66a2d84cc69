import { isBounded } from "../../../ir/bounded";
import { fieldsOf, predicatesOf, type Expression } from "../../../ir/expression";
import { assumptions as assumed } from "../../../kql/assumptions";
import { tableOf, type LogSource } from "../../../log-sources/log-source";
import { isNowhere } from "../../../log-sources/other-names";
import type { Reason } from "../../verdict";
import type { RowStage } from "../ast";
import { lowerQuery } from "../lower";
import { reasons } from "../reasons";
import { lackingIn } from "./lacking";

/** What becomes of an expression, or of several, beside the text. */
export interface Notes {
  /** What is kept of each expression. */
  readonly promised: readonly Expression[];
  readonly reasons: readonly Reason[];
  /** Why there may be no query at all. */
  readonly refusals: readonly Reason[];
  readonly assumptions: readonly string[];
}

/** The stages that keep the rows which an expression matches. */
export interface Rows extends Notes {
  readonly stages: readonly RowStage[];
}

export function rowsOf(expression: Expression, logSource: LogSource): Rows {
  const { bounding } = logSource.fields;
  const table = tableOf(logSource);
  const lowered = lowerQuery(expression, logSource);
  const { stages, dropped, promised, reasons: why, assumptions } = lowered;
  const nowhere = stages === false ? nowhereIn(expression, logSource) : [];
  if (nowhere.length > 0) {
    // Nothing that is left out adds to what no event matches.
    return {
      stages: [{ kind: "where", predicate: { kind: "bool", value: false } }],
      promised: [promised],
      reasons: [],
      refusals: [],
      assumptions: [...nowhere.map(assumed.nowhere), ...(table.assumes ?? [])],
    };
  }
  const unbounded = stages === true || (dropped.size > 0 && !isBounded(promised, bounding));
  return {
    stages: typeof stages === "boolean" ? [] : stages,
    promised: [promised],
    reasons: why,
    refusals: [
      ...(unbounded ? [reasons.unbounded(bounding)] : []),
      ...(stages === false ? [reasons.neverMatches()] : []),
      ...lackingIn(expression, table).map(({ test, text, nearest }) =>
        reasons.notTakenIn(test, table.name, text, nearest),
      ),
    ],
    assumptions: [...assumptions, ...(table.assumes ?? [])],
  };
}

/**
 * The fields of an expression that rules are known to name and that no event has: a rule of them is read as
 * it stands, never fires, and a finding says so (docs/decisions/0012).
 */
function nowhereIn(expression: Expression, logSource: LogSource): readonly string[] {
  const fields = new Set(predicatesOf(expression).flatMap(fieldsOf));
  return [...fields].filter((field) => isNowhere(field, logSource));
}

export function notesTogether(all: readonly Notes[]): Notes {
  return {
    promised: all.flatMap(({ promised }) => promised),
    reasons: all.flatMap((each) => each.reasons),
    refusals: all.flatMap(({ refusals }) => refusals),
    assumptions: [...new Set(all.flatMap(({ assumptions }) => assumptions))].sort(),
  };
}
