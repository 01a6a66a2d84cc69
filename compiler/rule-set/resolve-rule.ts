import type { Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import type { Correlation, Matches, ResolvedRule, Schedule } from "../ir/rule";
import { entryOf, nodeAt, type Node } from "../load/node";
import { renamer } from "../ir/rename";
import { inLogGroup } from "../log-sources/log-group";
import type { LogSource } from "../log-sources/log-source";
import { renamed } from "../log-sources/other-names";
import type { TableChoice } from "../log-sources/read-tables";
import { isoDuration } from "../rule/duration";
import { logSourceText, resolveLogSource } from "../rule/log-source";
import { ruleMessages } from "../rule/messages";
import type { ParsedRule } from "../rule/parse-rule";
import type { RuleDocument } from "../rule/schema";
import { resolveCorrelation, type CorrelatedRule } from "../sigma/correlation";
import { referenceMessages } from "../sigma/reference-messages";
import type { Placeholders } from "../sigma/placeholders";
import { resolveDetection } from "../sigma/resolve";
import { correlationScheduleOf, scheduleOf } from "./schedule";

/** A rule that alerts by itself. */
export type AlertingRule = ParsedRule & { readonly kind: "sigma" | "sentinel" };

/** What a set of rules is resolved with. */
export interface RuleValues {
  /**
   * Values of the placeholders that rules use under `expand`: Sigma strings, any of which may match.
   * @default - a placeholder is an error
   */
  readonly placeholders?: Placeholders | undefined;
  /**
   * The tables that rules without a word on it read.
   * @default - those that each log source is read in
   */
  readonly sentinelTables?: TableChoice | undefined;
  /**
   * The log groups that hold raw events, by log source: `{ "kubernetes/audit": "/aws/eks/prod/cluster" }`.
   * What a name is, nobody looks at: it may stand for one that is not known yet.
   * @default - CloudTrail's alone, which needs no name, lie in CloudWatch Logs
   */
  readonly logGroupNames?: Readonly<Record<string, string>> | undefined;
}

/** Resolves a rule's names and defaults; undefined where something is wrong, which is reported. */
export function resolveRule(
  rule: AlertingRule,
  source: Source,
  diagnostics: Diagnostics,
  values: RuleValues = {},
): ResolvedRule | undefined {
  const matches = resolveMatches(rule, source, diagnostics, values);
  const { document, root } = rule;
  const title = rule.kind === "sigma" ? rule.document.title : rule.document.name;
  const schedule = scheduleOf(document, matches);
  return detectionOf({ document, root, title, matches }, schedule, source, diagnostics);
}

/**
 * The same for a correlation, of rules that are resolved; it alerts where its condition holds.
 */
export function resolveCorrelationRule(
  rule: ParsedRule & { readonly kind: "correlation" },
  rules: readonly CorrelatedRule[] | undefined,
  source: Source,
  diagnostics: Diagnostics,
): ResolvedRule | undefined {
  const { root, document } = rule;
  const correlation = resolveCorrelation(document, root, rules, source, diagnostics);
  const logSource = rules && commonLogSource(rules, root, source, diagnostics);
  if (correlation === undefined || logSource === undefined) return undefined;
  const { timespan } = correlation;
  const detection = detectionOf(
    {
      document,
      root,
      title: document.title,
      matches: { kind: "correlation", logSource, correlation: ofPaths(correlation, logSource) },
    },
    correlationScheduleOf(document, correlation, logSource),
    source,
    diagnostics,
  );
  if (detection !== undefined && detection.schedule.queryPeriod < timespan) {
    diagnostics.report(
      source,
      nodeAt(root, ["queryPeriod"]).node.span,
      referenceMessages.periodUnderTimespan(
        isoDuration(detection.schedule.queryPeriod),
        isoDuration(timespan),
      ),
    );
    return undefined;
  }
  return detection;
}

/** The correlation by the paths of its fields. */
function ofPaths(correlation: Correlation, logSource: LogSource): Correlation {
  const pathOf = (name: string) => renamed(name, logSource)?.path ?? name;
  const { aliases, groupBy, field } = correlation;
  const stands = (name: string) => aliases !== undefined && Object.hasOwn(aliases, name);
  return {
    ...correlation,
    groupBy: groupBy.map((name) => (stands(name) ? name : pathOf(name))),
    ...(field === undefined ? {} : { field: pathOf(field) }),
    ...(aliases === undefined
      ? {}
      : {
          aliases: Object.fromEntries(
            Object.entries(aliases).map(([name, fields]) => [name, fields.map(pathOf)]),
          ),
        }),
  };
}

interface Described {
  readonly document: RuleDocument;
  readonly root: Node;
  readonly title: string;
  readonly matches: Matches | undefined;
}

function detectionOf(
  { document, root, title, matches }: Described,
  schedule: Schedule,
  source: Source,
  diagnostics: Diagnostics,
): ResolvedRule | undefined {
  if (schedule.queryFrequency > schedule.queryPeriod) {
    const at = nodeAt(root, ["queryFrequency"]);
    diagnostics.report(
      source,
      (at.found ? at : nodeAt(root, ["queryPeriod"])).node.span,
      ruleMessages.frequencyOverPeriod(
        isoDuration(schedule.queryFrequency),
        isoDuration(schedule.queryPeriod),
      ),
    );
    return undefined;
  }
  if (matches === undefined) return undefined;
  const { id } = document;
  return {
    ...(id === undefined ? {} : { id: id.toLowerCase() }),
    title,
    source,
    root,
    document,
    schedule,
    matches,
  };
}

function resolveMatches(
  rule: AlertingRule,
  source: Source,
  diagnostics: Diagnostics,
  { placeholders = {}, sentinelTables = {}, logGroupNames = {} }: RuleValues,
): Matches | undefined {
  if (rule.kind === "sentinel") return { kind: "query", query: rule.document.query };
  const detection = entryOf(rule.root, "detection");
  const context = { source, diagnostics, placeholders, path: "detection" };
  const resolved = detection && resolveDetection(detection, context);
  const found = resolveLogSource(rule.document, rule.root, source, diagnostics, sentinelTables);
  if (resolved === undefined || found === undefined) return undefined;
  const logGroupName = logGroupNames[logSourceText(found)];
  const logSource = logGroupName === undefined ? found : inLogGroup(found, logGroupName);
  const rename = renamer(logSource);
  const selections = new Map([...resolved.selections].map(([name, each]) => [name, rename(each)]));
  return { kind: "expression", logSource, selections, expression: rename(resolved.expression) };
}

/** The one log source of the rules that are counted together. */
function commonLogSource(
  rules: readonly CorrelatedRule[],
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
): LogSource | undefined {
  let common: LogSource | undefined;
  for (const { detection } of rules) {
    if (detection.matches.kind === "query") return undefined;
    const { logSource } = detection.matches;
    if (common !== undefined && common !== logSource) {
      const message = referenceMessages.correlationLogSources(
        logSourceText(common),
        logSourceText(logSource),
      );
      diagnostics.report(source, nodeAt(root, ["correlation", "rules"]).node.span, message);
      return undefined;
    }
    common = logSource;
  }
  return common;
}
