import type { Diagnostics } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import type { ResolvedRule } from "../ir/rule";
import { lazyKql } from "../kql/lazy";
import { lintRule } from "../lint/lints";
import { entryOf, nodeAt } from "../load/node";
import { logSourceText } from "../rule/log-source";
import { generatesRules } from "../sigma/correlation";
import {
  applyFilter,
  filterMatches,
  filterObstacle,
  resolveFilter,
  type Filter,
} from "../sigma/filter";
import { referenceMessages } from "../sigma/reference-messages";
import { applyAllowances } from "./allowances";
import { correlatedRules, correlationsOf, type Detections } from "./correlations";
import { resolveCorrelationRule, resolveRule, type RuleValues } from "./resolve-rule";
import type { RuleInput } from "./rule-input";
import {
  firstToEach,
  indexDocuments,
  parseSet,
  refer,
  reportDuplicateIds,
  titleOf,
  type ReferenceIndex,
  type SetDocument,
} from "./rule-set";
import { reportSameQueries } from "./same-query";

export type LoadOptions = RuleValues;

/** One rule of a set, with what it was loaded from. */
export interface LoadedRule<Input extends RuleInput | Source = RuleInput> {
  readonly source: Input;
  readonly detection: ResolvedRule;
}

/**
 * Loads a set of rules; everything wrong with any of them is reported. Documents refer to each other
 * by id or name across inputs: filters are applied to the rules they name, correlations count the
 * rules they name. The result is what alerts: no filters, and a correlated rule only where a
 * correlation of it says `generate: true` (the others are in their correlation's `rules`). No two
 * documents share an id.
 */
export function loadRules<Input extends RuleInput | Source>(
  inputs: readonly Input[],
  diagnostics: Diagnostics,
  options: LoadOptions = {},
): readonly LoadedRule<Input>[] {
  return resolveSet(parseSet(inputs, diagnostics), diagnostics, options);
}

/**
 * The same of documents that are read. One that is `excluded` does not alert, if it is a filter is not
 * applied, and what is wrong with it is not reported; correlations still count it.
 */
export function resolveSet<Input extends RuleInput | Source>(
  documents: readonly SetDocument<Input>[],
  diagnostics: Diagnostics,
  options: LoadOptions = {},
  excluded: ReadonlySet<SetDocument> = new Set(),
): readonly LoadedRule<Input>[] {
  const index = indexDocuments(documents);
  const placeholders = options.placeholders ?? {};
  const detections: Detections = new Map();
  const keep = (document: SetDocument<Input>, detection: ResolvedRule) =>
    detections.set(document, { ...detection, placeholders });
  for (const document of documents) {
    const { rule, source, own } = document;
    if (rule?.kind !== "sigma" && rule?.kind !== "sentinel") continue;
    const detection = resolveRule(rule, source, own, options);
    lintRule(rule, detection?.matches, source, own);
    const query = entryOf(rule.root, "query");
    if (rule.document.query !== undefined && query !== undefined) {
      lazyKql.check().reportQuery(rule.document.query, query.value, source, own);
    }
    if (detection !== undefined && !own.hasErrors) keep(document, detection);
  }
  for (const document of documents) {
    const { rule, source, own } = document;
    if (rule?.kind !== "filter" || excluded.has(document)) continue;
    const { root } = rule;
    const filter = resolveFilter(rule.document, root, source, own, placeholders);
    lintRule(rule, filter && filterMatches(filter), source, own);
    if (filter !== undefined) applyToSet(filter, detections, index, own);
  }
  const counted = new Set<SetDocument>();
  const ignored = new Set(excluded);
  for (const use of correlationsOf(documents, index)) {
    const { document, rule, members } = use;
    const { source, own } = document;
    for (const member of members) {
      if (!generatesRules(rule.document)) counted.add(member.document);
      if (!excluded.has(document)) ignored.delete(member.document);
    }
    const rules = correlatedRules(use, detections);
    const detection = resolveCorrelationRule(rule, rules, source, own);
    lintRule(rule, detection?.matches, source, own);
    if (detection !== undefined && !own.hasErrors) keep(document, detection);
  }
  const used = documents.filter((document) => !ignored.has(document));
  const alerting = used.flatMap((document) => {
    const alerts = !counted.has(document) && !excluded.has(document);
    const detection = alerts ? detections.get(document) : undefined;
    return detection === undefined ? [] : [{ document, detection }];
  });
  reportDuplicateIds(used);
  reportSameQueries(alerting);
  for (const { rule, source, own } of used) {
    if (rule !== undefined) applyAllowances(rule, source, own);
    diagnostics.addAll(own);
  }
  return alerting.map(({ document, detection }) => ({ source: document.input, detection }));
}

/** Applies a filter to the rules it is for; one that is for none is a mistake. */
function applyToSet(
  filter: Filter,
  detections: Detections,
  index: ReferenceIndex,
  own: Diagnostics,
): void {
  const { source, root } = filter;
  const place = nodeAt(root, ["filter", "rules"]).node.span;
  const apply = (document: SetDocument, detection: ResolvedRule, span: Span) => {
    detections.set(document, applyFilter(filter, detection));
    if (detection.document.query !== undefined) {
      own.report(source, span, referenceMessages.filterQuery(detection.title));
    }
  };
  if (filter.rules === "any") {
    const fitting = [...detections].filter(
      ([{ rule }]) => rule !== undefined && filterObstacle(filter, rule) === undefined,
    );
    for (const [document, detection] of fitting) apply(document, detection, place);
    if (fitting.length === 0) {
      own.report(source, place, referenceMessages.filterOfNothing(logSourceText(filter.logsource)));
    }
    return;
  }
  for (const { document, span } of firstToEach(refer(filter.rules, index, source, own))) {
    const obstacle = document.rule && filterObstacle(filter, document.rule);
    const detection = detections.get(document);
    if (obstacle !== undefined) {
      own.report(source, span, referenceMessages.filterNotApplicable(titleOf(document), obstacle));
    } else if (detection !== undefined) apply(document, detection, span);
  }
}
