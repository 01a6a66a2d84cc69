import { isBounded } from "../../ir/bounded";
import { fieldsOf, predicatesOf, type Expression, type Predicate } from "../../ir/expression";
import type { FieldModel } from "../../log-sources/field";
import type { LoweredExpression } from "../lower";
import { patternsOf, type Alternatives } from "./alternatives";
import { filtersOf, type Filters, type NoFilters } from "./filters";
import { lowerPattern, type LowerOptions } from "./lower";
import { reasons } from "./reasons";

/** An expression lowered, and its filters. */
export interface Fitted {
  readonly lowered: LoweredExpression<Alternatives>;
  readonly filters: Filters | NoFilters;
}

export interface FitOptions extends Omit<LowerOptions, "without"> {
  /** Whether no event may match two filters. */
  readonly once: boolean;
  /** Whether what the limits do not allow may be left out. */
  readonly mayWiden: boolean;
}

/** Predicates of which pairs are tried: of more there are too many. */
const PAIRED = 16;

/** Predicates that are lowered, all attempts together: a rule of many is refused sooner. Our own bound. */
const MOST_LOWERED = 10_000;

/**
 * The filters of an expression. Where the limits of one pattern do not allow them, the fewest predicates
 * are left out with which they do; calls are named as long as anything else can go. Undivided as they
 * are where that is not enough, or nothing would bound what is left.
 */
export function fit(expression: Expression, model: FieldModel, options: FitOptions): Fitted {
  const { once, mayWiden, ...lowering } = options;
  const size = predicatesOf(expression).length;
  let lowered = 0;
  const attempt = (left: readonly Predicate[], why = ""): Fitted => {
    lowered += size;
    const without = new Map(left.map((test) => [test, reasons.beyondLimits(test, why)]));
    const found = lowerPattern(expression, model, { ...lowering, without });
    return { lowered: found, filters: filtersOf(found.node, once) };
  };
  const fits = ({ lowered: { promised }, filters }: Fitted) =>
    !("refusals" in filters) && isBounded(promised, model.bounding);
  const tried = (left: readonly Predicate[], why: string): readonly Fitted[] =>
    lowered > MOST_LOWERED ? [] : [attempt(left, why)];

  const whole = attempt([]);
  const why = "refusals" in whole.filters ? whole.filters.tooMuch : undefined;
  if (why === undefined || !mayWiden) return whole;
  const { dropped } = whole.lowered;
  const tests = [...new Set(predicatesOf(expression))].filter((test) => !dropped.has(test));
  const bounds = (test: Predicate) => fieldsOf(test).some((path) => model.bounding.includes(path));
  for (const candidates of [tests.filter((test) => !bounds(test)), tests]) {
    const found =
      best(candidates.flatMap((test) => tried([test], why)).filter(fits)) ??
      best(
        pairsOf(candidates)
          .flatMap((pair) => tried(pair, why))
          .filter(fits),
      ) ??
      greedily(candidates, (left) => tried(left, why)[0], fits);
    if (found !== undefined) return found;
  }
  return whole;
}

/** What says the most; of two, the earlier. */
function best(all: readonly Fitted[]): Fitted | undefined {
  const [most] = [...all].sort((one, other) => said(other) - said(one));
  return most;
}

function said({ lowered: { node } }: Fitted): number {
  return typeof node === "boolean" ? 0 : JSON.stringify(patternsOf(node)).length;
}

function pairsOf(tests: readonly Predicate[]): readonly (readonly Predicate[])[] {
  if (tests.length > PAIRED) return [];
  return tests.flatMap((one, index) => tests.slice(index + 1).map((other) => [one, other]));
}

/** Leaves out one after another, from the last, until the rest fits; then takes back what it can. */
function greedily(
  candidates: readonly Predicate[],
  attempt: (left: readonly Predicate[]) => Fitted | undefined,
  fits: (fitted: Fitted) => boolean,
): Fitted | undefined {
  const left: Predicate[] = [];
  let found: Fitted | undefined;
  for (const test of [...candidates].reverse()) {
    left.unshift(test);
    const fitted = attempt(left);
    if (fitted === undefined) return undefined;
    if (!fits(fitted)) continue;
    found = fitted;
    break;
  }
  if (found === undefined) return undefined;
  for (const test of [...left]) {
    const fewer = left.filter((each) => each !== test);
    const fitted = attempt(fewer);
    if (fitted === undefined || !fits(fitted)) continue;
    left.splice(0, left.length, ...fewer);
    found = fitted;
  }
  return found;
}
