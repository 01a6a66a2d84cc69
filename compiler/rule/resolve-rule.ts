import type { Diagnostics } from "../diagnostic";
import { LOG_SOURCES } from "../fields/logsources";
import { DEFAULT_SCHEDULE, type Detection, type Matches, type Schedule } from "../ir/detection";
import { entryOf, nodeAt } from "../load/node";
import { messages } from "../messages";
import { resolveDetection } from "../sigma/resolve";
import type { Source } from "../source";
import { isoDuration, parseDuration } from "./duration";
import type { ParsedRule } from "./parse-rule";
import type { RuleDocument, SigmaRule } from "./schema";

/** Resolves a rule's names and defaults; undefined where something is wrong, which is reported. */
export function resolveRule(
  rule: ParsedRule,
  source: Source,
  diagnostics: Diagnostics,
): Detection | undefined {
  const matches = resolveMatches(rule, source, diagnostics);
  const schedule = scheduleOf(rule.document);
  if (schedule.queryFrequency > schedule.queryPeriod) {
    const at = nodeAt(rule.root, ["queryFrequency"]);
    diagnostics.report(
      source,
      (at.found ? at : nodeAt(rule.root, ["queryPeriod"])).node.span,
      messages.frequencyOverPeriod(
        isoDuration(schedule.queryFrequency),
        isoDuration(schedule.queryPeriod),
      ),
    );
    return undefined;
  }
  if (matches === undefined) return undefined;
  const { id } = rule.document;
  return {
    ...(id === undefined ? {} : { id: id.toLowerCase() }),
    title: rule.kind === "sigma" ? rule.document.title : rule.document.name,
    source,
    root: rule.root,
    document: rule.document,
    schedule,
    matches,
  };
}

function resolveMatches(
  rule: ParsedRule,
  source: Source,
  diagnostics: Diagnostics,
): Matches | undefined {
  if (rule.kind === "sentinel") return { kind: "query", query: rule.document.query };
  const detection = entryOf(rule.root, "detection")?.value;
  const resolved = detection && resolveDetection(detection, source, diagnostics);
  const logSource = logSourceOf(rule.document);
  if (logSource === undefined) {
    const { product, service, category } = rule.document.logsource;
    diagnostics.report(
      source,
      nodeAt(rule.root, ["logsource"]).node.span,
      messages.logsourceUnsupported(
        [product, service, category].filter((part) => part !== undefined).join("/"),
        LOG_SOURCES.map((each) => `${each.product}/${each.service}`),
      ),
    );
  }
  if (resolved === undefined || logSource === undefined) return undefined;
  return { kind: "expression", logSource, ...resolved };
}

function logSourceOf({ logsource }: SigmaRule) {
  if (logsource.category !== undefined) return undefined;
  return LOG_SOURCES.find(
    (each) => each.product === logsource.product && each.service === logsource.service,
  );
}

function scheduleOf(document: RuleDocument): Schedule {
  const seconds = (written: string | undefined, usual: number) =>
    written === undefined ? usual : (parseDuration(written) ?? usual);
  const usual = DEFAULT_SCHEDULE;
  return {
    queryFrequency: seconds(document.queryFrequency, usual.queryFrequency),
    queryPeriod: seconds(document.queryPeriod, usual.queryPeriod),
    triggerOperator: document.triggerOperator ?? usual.triggerOperator,
    triggerThreshold: document.triggerThreshold ?? usual.triggerThreshold,
  };
}
