import { count } from "../core/example";
import { countFacts, holds, type Bound } from "../ir/count";
import { boundOf, DEFAULT_SCHEDULE, type Correlation } from "../ir/rule";
import { nodeAt } from "../load/node";
import { lint, type LintedRule } from "./lint";

export const constantTrigger = lint({
  code: "DET436",
  severity: "warning",
  meaning: "A trigger that every count satisfies, or none.",
  example: "triggerOperator: lt\ntriggerThreshold: 0",
  message: (alerts: "always" | "at every match" | "never") => ({
    text: {
      always: "every count satisfies the trigger: the rule alerts whatever happens",
      "at every match": "every count satisfies the condition: the rule alerts at every match",
      never: "no count satisfies the trigger: the rule never alerts",
    }[alerts],
    fix: "correct the number, or what it is compared by",
  }),
  run({ rule, matches }, warn) {
    if (matches === undefined) return;
    if (matches.kind === "correlation") {
      const found = countsThatHold(matches.correlation);
      if (found === undefined) return;
      const { none, some, all } = found;
      if (some && !(none && all)) return;
      const { node } = nodeAt(rule.root, ["correlation", "condition"]);
      warn(node.span, [some ? "at every match" : "never"]);
      return;
    }
    const { some, all } = countFacts([scheduled(rule.document)]);
    if (some && !all) return;
    const { node, found } = nodeAt(rule.root, ["triggerThreshold"]);
    const place = found ? node : nodeAt(rule.root, ["triggerOperator"]).node;
    warn(place.span, [all ? "always" : "never"]);
  },
});

export const noLowerBound = lint({
  code: "DET452",
  severity: "warning",
  meaning: "A correlation whose condition holds at the first event.",
  example: count("condition: {lt: 5}"),
  message: () => ({
    text: "the condition holds at the first event of nearly every window, and never where there is no event",
    fix: "add a lower bound such as `gte: 10`",
  }),
  run({ rule, matches }, warn) {
    if (matches?.kind !== "correlation") return;
    const found = countsThatHold(matches.correlation);
    if (found?.one !== true || found.all) return;
    warn(nodeAt(rule.root, ["correlation", "condition"]).node.span, []);
  },
});

/** Which counts at an event hold; undefined of a sum or an average, which may be any number. */
function countsThatHold({ type, rules, condition }: Correlation) {
  if (type === "value_sum" || type === "value_avg") return undefined;
  const isMet = (found: number) => condition.every((bound) => holds(bound, found));
  // Between two numbers around a bound nothing changes; of rules there are only so many.
  const most = type === "temporal" || type === "temporal_ordered" ? rules.length : Infinity;
  const counts = condition
    .flatMap(({ count: bound }) => [bound - 1, bound, bound + 1])
    .concat(1, most === Infinity ? [] : [most])
    .filter((found) => found >= 1 && found <= most);
  return {
    none: isMet(0),
    one: isMet(1),
    some: counts.some(isMet),
    all: counts.every(isMet),
  };
}

function scheduled(document: LintedRule["rule"]["document"]): Bound {
  const {
    triggerOperator = DEFAULT_SCHEDULE.triggerOperator,
    triggerThreshold = DEFAULT_SCHEDULE.triggerThreshold,
  } = "filter" in document ? {} : document;
  return boundOf({ triggerOperator, triggerThreshold });
}
