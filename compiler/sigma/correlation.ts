import type { Diagnostics, Message } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { holds, type Bound, type CountOperator } from "../ir/count";
import type { Correlation, CorrelationType, ResolvedRule } from "../ir/rule";
import { entryOf, nodeAt, type Node } from "../load/node";
import { UNIT_SECONDS, type Seconds } from "../rule/duration";
import { ruleMessages } from "../rule/messages";
import type { CorrelationRule } from "../rule/schema";
import { referenceMessages } from "./reference-messages";

const OPERATORS: readonly CountOperator[] = ["gt", "gte", "lt", "lte", "eq", "neq"];

/** Types of `condition.field`, whose values are counted or reckoned with. */
const OF_VALUES: readonly CorrelationType[] = ["value_count", "value_sum", "value_avg"];

const TYPES: readonly CorrelationType[] = [
  "event_count",
  ...OF_VALUES,
  "temporal",
  "temporal_ordered",
];

type Condition = Exclude<CorrelationRule["correlation"]["condition"], string | undefined>;

/** A correlated rule, under the id or name by which the correlation refers to it. */
export interface CorrelatedRule {
  readonly name: string;
  readonly detection: ResolvedRule;
}

/** Whether the correlated rules also alert by themselves (specification 2.1.0, "Generate"). */
export function generatesRules({ generate, correlation }: CorrelationRule): boolean {
  return generate ?? correlation.generate ?? false;
}

/** The rules that a correlation refers to, by id or name, with the places where it does. */
export function correlatedNames(root: Node): readonly { name: string; span: Span }[] {
  return scalarsAt(root, ["correlation", "rules"]);
}

/**
 * Resolves a correlation; undefined where something is wrong, which is reported. Without `rules`, as
 * where one of them is refused, only the correlation itself is checked. One without `group-by` counts
 * over everything.
 */
export function resolveCorrelation(
  document: CorrelationRule,
  root: Node,
  rules: readonly CorrelatedRule[] | undefined,
  source: Source,
  diagnostics: Diagnostics,
): Correlation | undefined {
  let refused = false;
  const refuse = (span: Span, message: Message) => {
    diagnostics.report(source, span, message);
    refused = true;
  };
  const { correlation } = document;
  const at = (key: string) => nodeAt(root, ["correlation", key]).node;
  const type = typeOf(correlation.type);
  if (type === undefined) {
    refuse(at("type").span, referenceMessages.correlationType(correlation.type, TYPES));
    return undefined;
  }
  const all = rules?.length ?? correlatedNames(root).length;
  const condition = parseCondition(at("condition"), type, correlation.condition, all, refuse);
  const groupBy = rules && resolveGroupBy(root, correlation.aliases ?? {}, rules, refuse);
  const timespan = seconds(correlation.timespan);
  if (timespan === 0) {
    refuse(at("timespan").span, ruleMessages.valueRange("no time", "at least 1 second"));
  }
  if (refused || rules === undefined || groupBy === undefined) return undefined;
  const [field] = typeof correlation.condition === "object" ? fieldsOf(correlation.condition) : [];
  return {
    type,
    rules: rules.map(({ detection }) => detection),
    ...groupBy,
    timespan,
    condition,
    ...(OF_VALUES.includes(type) && field !== undefined ? { field } : {}),
  };
}

type Refuse = (span: Span, message: Message) => void;

/**
 * The bounds of the count, sum or average; a range is two of them (specification 2.1.0, "Condition").
 * Without a condition all rules of a `temporal` one must match, and of a `temporal_ordered` one always:
 * which of them could be left out in an order, the specification does not say.
 */
function parseCondition(
  node: Node,
  type: CorrelationType,
  condition: CorrelationRule["correlation"]["condition"],
  all: number,
  refuse: Refuse,
): readonly Bound[] {
  const isTemporal = type === "temporal" || type === "temporal_ordered";
  if (condition === undefined) {
    if (!isTemporal) refuse(node.span, ruleMessages.keyMissing("condition"));
    return [{ operator: "gte", count: all }];
  }
  const wrong = (span: Span, why: string, fix: string) =>
    refuse(span, referenceMessages.correlationCondition(why, fix));
  if (typeof condition === "string") {
    wrong(
      node.span,
      "a condition in words is one of Sigma 2.2, which is not supported yet",
      isTemporal
        ? "write a bound such as `gte: 2`, or leave it out"
        : "write a bound such as `gte: 10`",
    );
    return [];
  }
  if (node.kind !== "mapping") return [];
  const takesField = OF_VALUES.includes(type);
  if (takesField && condition.field === undefined) {
    wrong(node.span, `\`${type}\` needs the field whose values it is about`, "add `field: …`");
  }
  const field = entryOf(node, "field");
  if (field !== undefined && !takesField) {
    refuse(field.keySpan, ruleMessages.keyUnknown("field", OPERATORS));
  }
  if (takesField && field?.value.kind === "sequence" && field.value.items.length > 1) {
    refuse(field.value.span, referenceMessages.correlationValues(fieldsOf(condition)));
  }
  const bounds = OPERATORS.flatMap((operator) => {
    const count = condition[operator];
    return count === undefined ? [] : [{ operator, count }];
  });
  const counts = type !== "value_sum" && type !== "value_avg";
  for (const { operator, count } of bounds) {
    const { span } = entryOf(node, operator)?.value ?? node;
    if (counts && (!Number.isSafeInteger(count) || count < 0)) {
      wrong(span, `${count} is not a count`, "write a whole number of 0 or more");
    }
  }
  if (bounds.length === 0) {
    wrong(node.span, "the condition says no count", "add a bound such as `gte: 10`");
  }
  if (type === "temporal_ordered" && !isAll(bounds, all)) {
    wrong(
      node.span,
      "which rules of an order may be left out, Sigma does not say: all of them must match",
      "leave `condition` out, or write the shorter order",
    );
  }
  return bounds;
}

/** Whether only the count of all rules meets the bounds. */
function isAll(bounds: readonly Bound[], all: number): boolean {
  const meets = (count: number) => bounds.every((bound) => holds(bound, count));
  return meets(all) && !meets(all - 1);
}

/** The fields of `group-by`. An alias that is one field in every rule is that field. */
function resolveGroupBy(
  root: Node,
  aliases: Readonly<Record<string, Readonly<Record<string, string>>>>,
  rules: readonly CorrelatedRule[],
  refuse: Refuse,
): Pick<Correlation, "groupBy" | "aliases"> {
  const known = rules.map(({ name }) => name);
  const ruleOf = byEveryName(rules);
  const aliasNode = nodeAt(root, ["correlation", "aliases"]);
  const written = aliasNode.found && aliasNode.node.kind === "mapping" ? aliasNode.node : undefined;
  for (const { value } of written?.entries ?? []) {
    for (const { key, keySpan } of value.kind === "mapping" ? value.entries : []) {
      if (ruleOf(key) === undefined) {
        refuse(keySpan, referenceMessages.aliasRule(key, known));
      }
    }
  }
  const differing = new Map<string, readonly string[]>();
  const fields = scalarsAt(root, ["correlation", "group-by"]).map(({ name, span }) => {
    const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
    if (alias === undefined) return name;
    const named = new Map(Object.entries(alias).map(([key, field]) => [ruleOf(key), field]));
    const ofRules = rules.flatMap((rule) => named.get(rule) ?? []);
    for (const rule of rules) {
      if (!named.has(rule)) refuse(span, referenceMessages.aliasIncomplete(name, rule.name));
    }
    const [first] = ofRules;
    if (first !== undefined && ofRules.every((field) => field === first)) return first;
    differing.set(name, ofRules);
    return name;
  });
  const groupBy = [...new Set(fields)];
  return differing.size === 0 ? { groupBy } : { groupBy, aliases: Object.fromEntries(differing) };
}

/** The correlated rule that an alias means: by what `rules` calls it, by its id or by its name. */
function byEveryName(
  rules: readonly CorrelatedRule[],
): (key: string) => CorrelatedRule | undefined {
  const names = new Map<string, CorrelatedRule>();
  const ids = new Map<string, CorrelatedRule>();
  for (const rule of [...rules].reverse()) {
    const { id, document } = rule.detection;
    if (id !== undefined) ids.set(id, rule);
    if (document.name !== undefined) names.set(document.name, rule);
  }
  for (const rule of rules) names.set(rule.name, rule);
  return (key) => names.get(key) ?? ids.get(key.toLowerCase());
}

function typeOf(written: CorrelationRule["correlation"]["type"]): CorrelationType | undefined {
  return TYPES.find((type) => type === written);
}

function fieldsOf({ field }: Condition): readonly string[] {
  return field === undefined ? [] : typeof field === "string" ? [field] : field;
}

function seconds(timespan: string): Seconds {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(timespan) ?? [];
  return Number(amount ?? 0) * UNIT_SECONDS[(unit ?? "s") as keyof typeof UNIT_SECONDS];
}

/** The texts at a key that takes one or a list of them. */
export function scalarsAt(
  root: Node,
  path: readonly string[],
): readonly { name: string; span: Span }[] {
  const { node, found } = nodeAt(root, path);
  if (!found) return [];
  return (node.kind === "sequence" ? node.items : [node]).flatMap((item) =>
    item.kind === "scalar" ? [{ name: item.text, span: item.span }] : [],
  );
}
