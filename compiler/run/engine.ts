import type { CompiledRule } from "../compile";
import type { Json } from "../core/json";
import {
  countingOf,
  logSourcesOf,
  type Correlation,
  type Matches,
  type ResolvedRule,
} from "../ir/rule";
import { or } from "../ir/expression";
import type { FieldModel } from "../log-sources/field";
import { isEventOf } from "../log-sources/log-source";
import { expressionMatcher, type Matcher } from "../reference/evaluate";
import { leafMatchers } from "../reference/history/correlation-history";
import { NOT_READ } from "../targets/cloudwatch/rule-reasons";
import { group } from "../targets/explanation";
import type { ReadBack } from "../targets/read-back";
import { ALERTING_MODULES } from "../targets/registry";
import {
  ALERTING,
  type AlertingTarget,
  type Promised,
  type Reason,
  type Verdict,
} from "../targets/verdict";
import { explainExpression, type NamedExpression } from "./explain/explain-expression";

/** What decides whether an event matches: the rule itself, or a target's printed text, read back. */
export const ENGINES = ["reference", ...ALERTING] as const;
export type EngineName = (typeof ENGINES)[number];

/** One rule on one engine. */
export type Engine = {
  readonly name: EngineName;
  /** Null for the reference. */
  readonly verdict: Verdict | null;
} & (
  | (Extract<ReadBack, { readonly kind: "ready" }> & {
      /** Under `wider`, what is left out. */
      readonly reasons: readonly Reason[];
      /**
       * What the verdict promises that `matches` equals: the rule under `exact`, the rule without the
       * dropped tests under `wider`.
       * @default - nothing is promised: a hand-written query
       */
      readonly promised?: Matcher;
      /**
       * Of a rule that counts, the same of each of `leavesOf`.
       * @default - nothing is promised, or nothing is counted
       */
      readonly promisedLeaves?: readonly Matcher[];
    })
  /** Nothing may be deployed, for these reasons. */
  | { readonly kind: "refused"; readonly reasons: readonly Reason[] }
  | Extract<ReadBack, { readonly kind: "unreadable" }>
);

/**
 * A rule on an engine. A `wider` version is run whether it is accepted or not: what it would alert on
 * is what somebody who is asked to accept it wants to know. Of a correlation, an engine says which
 * events are counted.
 */
export function engineOf(rule: CompiledRule, name: EngineName): Engine {
  return name === "reference" ? referenceEngine(rule.detection) : targetEngine(rule, name);
}

function referenceEngine({ matches }: ResolvedRule): Engine {
  const name = "reference";
  const rule = expressionOf(matches);
  if (rule === undefined) {
    return unreadable(name, null, "the rule has no `detection`, only a query");
  }
  return {
    kind: "ready",
    name,
    verdict: null,
    reasons: [],
    ...(matches.kind === "correlation" && matches.further !== undefined
      ? ofSeveral(matches.correlation, matches.logSource.fields)
      : {
          matches: expressionMatcher(rule.expression, rule.model),
          explain: (event) => explainExpression(rule, event),
        }),
  };
}

/** A correlation over rules of several log sources: of each the events are asked by its own. */
function ofSeveral(correlation: Correlation, model: FieldModel) {
  const leaves = leafMatchers(correlation, model);
  return {
    matches: (event: Json) => leaves.some((matches) => matches(event)),
    explain: (event: Json) =>
      group(
        "any",
        correlation.rules.flatMap(({ matches }) => {
          const rule = expressionOf(matches);
          const isAsked = logSourcesOf({ matches }).some((each) => isEventOf(event, each));
          return rule !== undefined && isAsked ? [explainExpression(rule, event)] : [];
        }),
      ),
  };
}

/** What a rule matches, or a correlation counts; undefined for a query. */
export function expressionOf(matches: Matches): NamedExpression | undefined {
  switch (matches.kind) {
    case "expression": {
      const names = [...matches.selections].map(([name, node]) => [node, name] as const);
      const { expression, logSource } = matches;
      return { expression, model: logSource.fields, names: new Map(names) };
    }
    case "correlation": {
      const rules = matches.correlation.rules.flatMap((rule) => {
        const own = expressionOf(rule.matches);
        return own === undefined ? [] : [{ ...own, title: rule.title }];
      });
      return {
        expression: or(rules.map(({ expression }) => expression)),
        model: matches.logSource.fields,
        // A rule that is one selection goes by the rule's title.
        names: new Map(
          rules.flatMap(({ names, expression, title }) => [...names, [expression, title] as const]),
        ),
      };
    }
    case "query":
      return undefined;
  }
}

/** What a target would deploy, read back. */
function targetEngine<C extends AlertingTarget>(
  { detection, compiled }: CompiledRule,
  name: C,
): Engine {
  const { verdict, reasons, output, promised } = compiled(name, { accept: "wider" });
  const unread = reasons.find(({ code }) => code === NOT_READ);
  if (unread !== undefined) {
    return { ...unreadable(name, verdict, unread.message), installable: true };
  }
  if (output === null) return { kind: "refused", name, verdict, reasons };
  const read = ALERTING_MODULES[name].readBack(output, detection);
  if (read.kind === "unreadable") return { ...read, name, verdict };
  // A query that can all be applied is held to what its tests say: nobody else speaks for it.
  const isQuery = detection.matches.kind === "query" && verdict === "exact";
  return {
    ...read,
    name,
    verdict,
    reasons,
    ...(promised === undefined || isQuery ? {} : promisesOf(promised, detection)),
  };
}

function unreadable(name: EngineName, verdict: Verdict | null, message: string) {
  return { kind: "unreadable", name, verdict, message } as const;
}

function promisesOf(promised: Promised, detection: ResolvedRule) {
  const matches = matcherOf(promised);
  if (countingOf(detection) === undefined) return { promised: matches };
  const { leaves = [promised.expression], model, sources } = promised;
  const promisedLeaves = leaves.map((expression, at): Matcher => {
    const source = sources?.[at];
    if (source === undefined) return matcherOf({ expression, model });
    const own = matcherOf({ expression, model: source.fields });
    return (event) => isEventOf(event, source) && own(event);
  });
  const isOfSeveral = sources !== undefined;
  return {
    promised: isOfSeveral ? (event: Json) => promisedLeaves.some((leaf) => leaf(event)) : matches,
    promisedLeaves,
  };
}

/** The matcher of an expression, made with the first event: who runs a history asks for none. */
function matcherOf({ expression, model }: Promised): Matcher {
  let matcher: Matcher | undefined;
  return (event) => {
    matcher ??= expressionMatcher(expression, model);
    return matcher(event);
  };
}
