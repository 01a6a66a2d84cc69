import type { Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import {
  logSourcesOf,
  type Correlation,
  type Matches,
  type ResolvedRule,
  type Schedule,
} from "../ir/rule";
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
  const sources = rules && correlation && sourcesOf(rules, correlation, root, source, diagnostics);
  if (correlation === undefined || sources === undefined) return undefined;
  const [logSource, ...further] = sources;
  const { timespan } = correlation;
  const detection = detectionOf(
    {
      document,
      root,
      title: document.title,
      matches: {
        kind: "correlation",
        logSource,
        ...(further.length === 0 ? {} : { further }),
        correlation: ofPaths(correlation, logSource),
      },
    },
    correlationScheduleOf(document, correlation, sources),
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

/** The correlation by the paths of its fields, which different log sources may have different ones for. */
function ofPaths(correlation: Correlation, logSource: LogSource): Correlation {
  const pathOf = (name: string, of: LogSource) => renamed(name, of)?.path ?? name;
  const sources = correlation.rules.map((rule) => logSourcesOf(rule)[0] ?? logSource);
  const { aliases = {}, groupBy, field } = correlation;
  const groups = groupBy.map((name) => {
    const isAlias = Object.hasOwn(aliases, name);
    const paths = sources.map((each, rule) =>
      pathOf(isAlias ? (aliases[name]?.[rule] ?? name) : name, each),
    );
    const isOne = !isAlias && new Set(paths).size === 1;
    return { name: isOne ? (paths[0] ?? name) : name, paths: isOne ? undefined : paths };
  });
  const named = groups.flatMap(({ name, paths }) =>
    paths === undefined ? [] : [[name, paths] as const],
  );
  return {
    ...correlation,
    groupBy: groups.map(({ name }) => name),
    ...(field === undefined ? {} : { field: pathOf(field, logSource) }),
    ...(named.length === 0 ? {} : { aliases: Object.fromEntries(named) }),
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

/**
 * The log sources of the rules that are looked at together, the first rule's first; undefined where they may
 * not be: values are compared, and correlations looked at, in one log source.
 */
function sourcesOf(
  rules: readonly CorrelatedRule[],
  correlation: Correlation,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
): readonly [LogSource, ...LogSource[]] | undefined {
  const found = rules.flatMap(({ detection }) => logSourcesOf(detection));
  const isWritten = rules.some(({ detection }) => detection.matches.kind === "query");
  const [first, ...others] = new Set(found);
  if (isWritten || first === undefined) return undefined;
  const [other] = others;
  const isPlain =
    correlation.field === undefined &&
    rules.every(({ detection }) => detection.matches.kind === "expression");
  if (other !== undefined && !isPlain) {
    const message = referenceMessages.correlationLogSources(
      logSourceText(first),
      logSourceText(other),
    );
    diagnostics.report(source, nodeAt(root, ["correlation", "rules"]).node.span, message);
    return undefined;
  }
  return [first, ...others];
}
