import { isBounded } from "../../../ir/bounded";
import type { Expression } from "../../../ir/expression";
import { tableOf, type LogSource } from "../../../log-sources/log-source";
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

export function notesTogether(all: readonly Notes[]): Notes {
  return {
    promised: all.flatMap(({ promised }) => promised),
    reasons: all.flatMap((each) => each.reasons),
    refusals: all.flatMap(({ refusals }) => refusals),
    assumptions: [...new Set(all.flatMap(({ assumptions }) => assumptions))].sort(),
  };
}
