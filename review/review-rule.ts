import { createHash } from "node:crypto";

import type { CompiledRule, CompileOptions, Outputs } from "../compiler/compile";
import { controlsOf } from "../compiler/controls/controls";
import { positionAt } from "../compiler/core/source";
import { logSourcesOf, type ResolvedRule } from "../compiler/ir/rule";
import type { Origin } from "../compiler/ir/expression";
import { connectorsOf as connectorsRead } from "../compiler/log-sources/read-tables";
import { isoDuration } from "../compiler/rule/duration";
import type { RuleDocument } from "../compiler/rule/schema";
import { ALLOWABLE } from "../compiler/rule-set/allowances";
import { alertWords } from "../compiler/targets/alert-words";
import { armTemplate } from "../compiler/targets/sentinel/rule/arm";
import {
  type AlertingTarget,
  type Cloud,
  CLOUDS,
  type Compiled,
  listed,
} from "../compiler/targets/verdict";
import { ruleAttack } from "./attack/rule-attack";
import { billedOf, billedThere } from "./budgets/billed";
import { monthlyCost, sumBilled } from "./budgets/cost";
import type { PriceTable } from "./budgets/prices";
import { eventPatternBudgets, ruleBudgets } from "./budgets/quotas";
import { correlationReview } from "./conditions/correlation";
import { conditionTree, stagesOf } from "./conditions/stages";
import type { DeployedRule } from "./deployments";
import { choosesEventBridge, eventBridgeReview } from "./event-bridge";
import { lateEventsOf } from "./late-events";
import type { RuleFormat, RuleReview, TestOutcome } from "./model";
import { notDeployed, onCloud } from "./versions";

/** A rule under review, with the outcomes of its tests. */
export interface ReviewInput extends CompiledRule, CompileOptions {
  /** @default false */
  readonly shadow?: boolean | undefined;
  readonly deployed?: readonly DeployedRule[];
  /** @default - none: the page says that nothing was tested */
  readonly tests?: readonly TestOutcome[];
}

/** What a rule's review takes from the set it stands in. */
export type SetContext = Pick<
  RuleReview,
  "key" | "apiCalls" | "exclusions" | "indicators" | "sameAction" | "countedBy" | "findings"
> & {
  /** The page of a rule, where it has one. */
  readonly keyOf: (rule: ResolvedRule) => string | undefined;
  readonly prices: PriceTable;
  /** Clouds that the app deploys to, where one is asked. */
  readonly clouds: ReadonlySet<AlertingTarget>;
};

/** All that a reviewer is shown of one rule. */
export function reviewRule(input: ReviewInput, context: SetContext): RuleReview {
  const { detection, compiled, shadow = false, tests = [], deployed } = input;
  const { keyOf, prices, clouds: inApp, ...ofSet } = context;
  const { id, title, document, matches, source, root } = detection;
  const { compiled: cloudwatch, others: otherCloudWatch } = choosesEventBridge(input)
    ? { compiled: notDeployed("cloudwatch"), others: [] }
    : onCloud("cloudwatch", input, inApp);
  const eventbridge = eventBridgeReview(input);
  const { compiled: sentinel, others: otherSentinel } = onCloud("sentinel", input, inApp);
  const clouds = { cloudwatch, sentinel };
  const notApplied = ({ path, written }: Origin): readonly Cloud[] =>
    CLOUDS.filter((cloud) =>
      clouds[cloud].reasons.some(
        // Two rules that a correlation counts may have a test at the same path.
        ({ origin }) => origin?.path === path && origin.written === written,
      ),
    );
  const condition = conditionTree(detection, notApplied);
  const template = templateOf(detection, sentinel);
  const lateEvents = sentinel.output === null ? undefined : lateEventsOf(detection);
  const deployments = deployed?.map(({ deployment }) => deployment);
  const otherVersions = {
    cloudwatch: otherCloudWatch.map((each) => ({ ...each, compiled: listed(each.compiled) })),
    sentinel: otherSentinel.map((each) => ({ ...each, compiled: listed(each.compiled) })),
  };
  const billed =
    deployments === undefined
      ? billedOf(cloudwatch, sentinel)
      : sumBilled(
          deployments.map((each) => billedThere(each, { cloudwatch, sentinel, otherVersions })),
        );
  return {
    ...ofSet,
    ...(id === undefined ? {} : { id }),
    title,
    format: formatOf(detection),
    ...textsOf(document),
    shadow,
    references: listOf(document["references"]),
    falsePositives: listOf(document["falsepositives"]),
    source: {
      path: source.path,
      line: positionAt(source, root.span.start).line,
      text: writtenText(detection),
      sha256: createHash("sha256").update(source.text).digest("hex"),
    },
    ...(matches.kind === "query"
      ? {}
      : {
          logSource: [
            ...new Set(logSourcesOf({ matches }).map((each) => `${each.product}/${each.service}`)),
          ].join(" and "),
          ...(matches.logSource.logGroupName === undefined
            ? {}
            : { logGroupName: matches.logSource.logGroupName }),
        }),
    kind: document.kind ?? "Scheduled",
    schedule: scheduleOf(detection),
    attack: ruleAttack(document),
    controls: controlsOf(document.controls),
    ...(condition === undefined ? {} : { condition }),
    ...(matches.kind === "correlation"
      ? { correlation: correlationReview(matches.correlation, keyOf, notApplied) }
      : {}),
    stages: stagesOf(detection),
    dataConnectors: connectorsOf(detection, sentinel),
    entityMappings: sentinel.output?.entityMappings ?? document.entityMappings ?? [],
    cloudwatch: listed(cloudwatch),
    sentinel: listed(sentinel),
    ...(eventbridge === undefined ? {} : { eventbridge }),
    logsInsights: listed(compiled("logs-insights")),
    ...(deployments === undefined ? {} : { deployments }),
    otherVersions,
    tests,
    ...(lateEvents === undefined ? {} : { lateEvents }),
    allowances: (document.allow ?? []).map(({ code, reason }) => ({
      code,
      meaning: ALLOWABLE.get(code) ?? "",
      reason,
    })),
    cost: monthlyCost(billed, prices),
    budgets: [
      ...ruleBudgets(cloudwatch.output, sentinel.output),
      ...(eventbridge?.compiled.output ? eventPatternBudgets(eventbridge.compiled.output) : []),
    ],
    ...(template === undefined ? {} : { armTemplate: template }),
  };
}

/** What a rule's file says of it: of a template its own resource, since there may be hundreds. */
function writtenText({ source, root, matches }: ResolvedRule): string {
  const isTemplate = matches.kind === "query" && /^\s*[{[]/.test(source.text);
  return isTemplate ? source.text.slice(root.span.start, root.span.end) : source.text;
}

/** What a rule is written as. */
export function formatOf({ matches }: ResolvedRule): RuleFormat {
  switch (matches.kind) {
    case "expression":
      return "Sigma";
    case "correlation":
      return "Sigma correlation";
    case "query":
      return "Sentinel";
  }
}

const TEXT_KEYS = {
  description: "description",
  level: "level",
  severity: "severity",
  status: "status",
  author: "author",
  date: "date",
  modified: "modified",
  version: "version",
  license: "license",
  runbook: "runbook",
  originalUri: "OriginalUri",
} as const;

function textsOf(document: RuleDocument): Partial<Record<keyof typeof TEXT_KEYS, string>> {
  return Object.fromEntries(
    Object.entries(TEXT_KEYS).flatMap(([name, key]) => {
      const value = document[key];
      const isText = typeof value === "string" || typeof value === "number";
      return isText ? [[name, unquoted(String(value).trim())]] : [];
    }),
  );
}

/** Without the quotes that Microsoft's rules have inside a block of text, where they are no syntax. */
function unquoted(text: string): string {
  return /^'([^]+)'$/.exec(text)?.[1] ?? text;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function scheduleOf(detection: ResolvedRule): RuleReview["schedule"] {
  const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold } = detection.schedule;
  return {
    queryFrequency: isoDuration(queryFrequency),
    queryPeriod: isoDuration(queryPeriod),
    triggerOperator,
    triggerThreshold,
    words: alertWords(detection),
  };
}

/** The rule's own connectors; of a rule that names none, those that fill the table it reads. */
function connectorsOf(
  detection: ResolvedRule,
  { output }: Compiled<Outputs["sentinel"]>,
): RuleReview["dataConnectors"] {
  const { requiredDataConnectors } = detection.document;
  if (requiredDataConnectors === undefined) {
    return output === null ? [] : connectorsRead(logSourcesOf(detection), output.query);
  }
  return requiredDataConnectors.map((connector) => ({
    id: String(connector["connectorId"] ?? ""),
    dataTypes: listOf(connector["dataTypes"]),
  }));
}

function templateOf(
  detection: ResolvedRule,
  { output }: Compiled<Outputs["sentinel"]>,
): string | undefined {
  const { id } = detection;
  if (id === undefined || output === null) return undefined;
  return `${JSON.stringify(armTemplate([{ detection: { ...detection, id }, output }]), null, 2)}\n`;
}
