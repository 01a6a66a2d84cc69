import type { Diagnostics } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import type { ResolvedRule, Matches } from "../ir/rule";
import { and, isPredicate, type Expression } from "../ir/expression";
import { renamer } from "../ir/rename";
import { entryOf, nodeAt, type Node } from "../load/node";
import { LOG_SOURCES } from "../log-sources/registry";
import type { ParsedRule } from "../rule/parse-rule";
import type { FilterRule, SigmaRule } from "../rule/schema";
import { scalarsAt } from "./correlation";
import { referenceMessages } from "./reference-messages";
import type { Placeholders } from "./placeholders";
import { resolveDetection } from "./resolve";

/** A condition that is added to rules, so that they need no edit to leave events out. */
export interface Filter {
  readonly source: Source;
  readonly root: Node;
  readonly logsource: SigmaRule["logsource"];
  /** The rules it applies to, by id or name, or every rule of its log source. */
  readonly rules: "any" | readonly { readonly name: string; readonly span: Span }[];
  readonly expression: Expression;
  readonly selections: ReadonlyMap<string, Expression>;
}

/** Resolves a filter's condition; undefined where something is wrong, which is reported. */
export function resolveFilter(
  document: FilterRule,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
  placeholders: Placeholders,
): Filter | undefined {
  const entry = entryOf(root, "filter");
  // The title tells the tests of one filter from those of another.
  const filter = document.id ?? document.title;
  const context = { source, diagnostics, placeholders, path: `filter[${filter}]`, filter };
  const resolved = entry && resolveDetection(entry, context, ["rules"]);
  if (resolved === undefined) return undefined;
  if (!negates(resolved.expression)) {
    const { span } = nodeAt(root, ["filter", "condition"]).node;
    diagnostics.report(source, span, referenceMessages.filterRestricts());
  }
  const { rules } = document.filter;
  return {
    source,
    root,
    logsource: document.logsource,
    rules:
      rules === "any" || (rules.length === 1 && rules[0] === "any")
        ? "any"
        : scalarsAt(root, ["filter", "rules"]),
    ...resolved,
  };
}

/** Whether anything is negated: what is not only keeps what it names. */
function negates(node: Expression): boolean {
  if (isPredicate(node) || node.kind === "constant") return false;
  switch (node.kind) {
    case "not":
      return true;
    case "and":
    case "or":
      return node.operands.some(negates);
  }
}

/** Why a filter cannot apply to a document; undefined where it can. */
export function filterObstacle({ logsource }: Filter, rule: ParsedRule): string | undefined {
  switch (rule.kind) {
    case "correlation":
      return "it is a correlation; filter the rules that it counts";
    case "filter":
      return "it is a filter";
    case "sentinel":
      return "it is a query as written, without a `detection`";
    case "sigma": {
      return covers(logsource, rule.document.logsource) ? undefined : "it reads another log source";
    }
  }
}

/** A filter's log source is a rule's, or a more general one (specification 2.1.0). */
function covers(general: SigmaRule["logsource"], read: SigmaRule["logsource"]): boolean {
  return (["product", "service", "category"] as const).every(
    (key) => general[key] === undefined || general[key] === read[key],
  );
}

/** What a filter looks for, in the log source of the rules that it can apply to. */
export function filterMatches({ logsource, expression, selections }: Filter): Matches | undefined {
  const logSource = LOG_SOURCES.find(({ product, service }) =>
    covers(logsource, { product, service }),
  );
  if (logSource === undefined) return undefined;
  const rename = renamer(logSource);
  return {
    kind: "expression",
    logSource,
    expression: rename(expression),
    selections: new Map([...selections].map(([name, each]) => [name, rename(each)])),
  };
}

/** The rule with the filter's condition added: `(rule) and (filter)`. */
export function applyFilter(filter: Filter, detection: ResolvedRule): ResolvedRule {
  const { matches } = detection;
  if (matches.kind !== "expression") return detection;
  const rename = renamer(matches.logSource);
  const expression = and([matches.expression, rename(filter.expression)]);
  return { ...detection, matches: { ...matches, expression } };
}
