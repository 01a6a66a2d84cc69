import { createHash } from "node:crypto";
import { compile, type CompileOptions } from "../compiler/compile";
import type { Diagnostic } from "../compiler/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import { durationInWords, isoDuration } from "../compiler/rule/duration";
import { nameOf } from "../compiler/rule/name";
import type { RuleDocument } from "../compiler/rule/schema";
import { positionAt } from "../compiler/source";
import { attackCoverage, coverageGaps } from "./attack/coverage";
import { ruleAttack } from "./attack/rule-attack";
import { monthlyCost, NOTHING_BILLED, sumBilled, type Billed } from "./budgets/cost";
import { DEFAULT_PRICES, type PriceTable } from "./budgets/prices";
import { ruleBudgets, sharedBudgets, type UsedElsewhere } from "./budgets/quotas";
import { apiCalls, overlap } from "./conditions/api-calls";
import {
  exclusionsOf,
  indicatorCounts,
  indicatorsOf,
  withCounts,
  type Exclusion,
} from "./conditions/indicators";
import { conditionTree, stagesOf } from "./conditions/stages";
import type { RuleReview, SetReview, TestOutcome } from "./model";

/** A rule under review, with what other parts of the product know of it. */
export interface ReviewInput {
  readonly detection: Detection;
  /** @default - none: the page says that nothing was tested */
  readonly tests?: readonly TestOutcome[];
  /** The rule as an ARM template, indented. @default - none */
  readonly armTemplate?: string;
}

export interface ReviewOptions extends CompileOptions {
  /** @default "Detection review" */
  readonly title?: string;
  /** @default DEFAULT_PRICES */
  readonly prices?: PriceTable;
  /** What already uses the quotas of the log group and the workspace. @default - not known */
  readonly usedElsewhere?: UsedElsewhere;
  /** ATT&CK techniques that should be covered. @default - none */
  readonly targetTechniques?: readonly string[];
  /** What reading the rules reported: rules that could not be read are listed. @default - nothing */
  readonly diagnostics?: readonly Diagnostic[];
}

/** Everything that the review of a rule set shows, as plain data. */
export function reviewSet(inputs: readonly ReviewInput[], options: ReviewOptions = {}): SetReview {
  const prices = options.prices ?? DEFAULT_PRICES;
  const keys = keysOf(inputs.map(({ detection }) => detection));
  const drafts = inputs.map((input, index) => {
    const { matches } = input.detection;
    const expression = matches.kind === "expression" ? matches.expression : undefined;
    return {
      key: keys[index] ?? "rule",
      input,
      apiCalls: expression === undefined ? [] : apiCalls(expression),
      exclusions: expression === undefined ? [] : exclusionsOf(expression),
      indicators: expression === undefined ? [] : indicatorsOf(expression),
    };
  });
  const counts = indicatorCounts(drafts.map(({ indicators }) => indicators));
  const sameAction = rulesByAction(drafts);
  const rules = drafts
    .map((draft) => reviewRule(draft, { counts, sameAction, prices, options }))
    .sort(byLevelAndTitle);
  return {
    title: options.title ?? "Detection review",
    rules,
    coverage: attackCoverage(rules),
    gaps: coverageGaps(rules, options.targetTechniques ?? []),
    untagged: rules.filter(({ attack }) => attack.techniques.length === 0).length,
    budgets: sharedBudgets(rules, options.usedElsewhere ?? {}),
    cost: monthlyCost(sumBilled(rules.map(({ cost }) => cost.billed)), prices),
    prices: { asOf: prices.asOf, region: prices.region, sources: prices.sources },
    diagnostics: options.diagnostics ?? [],
  };
}

interface Draft {
  readonly key: string;
  readonly input: ReviewInput;
  readonly apiCalls: RuleReview["apiCalls"];
  readonly exclusions: readonly Exclusion[];
  readonly indicators: readonly Exclusion[];
}

interface Context {
  readonly counts: ReadonlyMap<string, number>;
  readonly sameAction: (draft: Draft) => RuleReview["sameAction"];
  readonly prices: PriceTable;
  readonly options: ReviewOptions;
}

function reviewRule(draft: Draft, { counts, sameAction, prices, options }: Context): RuleReview {
  const { key, input, apiCalls, exclusions, indicators } = draft;
  const { detection, tests = [], armTemplate } = input;
  const { id, title, document, matches, source, root } = detection;
  const cloudwatch = compile(detection, "cloudwatch", options);
  const sentinel = compile(detection, "sentinel", options);
  const condition = conditionTree(detection);
  const billed: Billed = {
    ...NOTHING_BILLED,
    ...(cloudwatch.output === null
      ? {}
      : { metrics: 1, alarmMetrics: 1, filters: cloudwatch.output.filters.length }),
    sentinelRules: sentinel.output === null ? 0 : 1,
  };
  return {
    key,
    ...(id === undefined ? {} : { id }),
    title,
    ...textsOf(document),
    references: listOf(document["references"]),
    falsePositives: listOf(document["falsepositives"]),
    source: {
      path: source.path,
      line: positionAt(source, root.span.start).line,
      text: source.text,
      sha256: createHash("sha256").update(source.text).digest("hex"),
    },
    ...(matches.kind === "query"
      ? {}
      : { logSource: `${matches.logSource.product}/${matches.logSource.service}` }),
    kind: document.kind ?? "Scheduled",
    schedule: scheduleOf(detection),
    attack: ruleAttack(document),
    apiCalls,
    ...(condition === undefined ? {} : { condition }),
    stages: stagesOf(detection),
    exclusions,
    indicators: withCounts(indicators, counts),
    dataConnectors: (document.requiredDataConnectors ?? []).map((connector) => ({
      id: String(connector["connectorId"] ?? ""),
      dataTypes: listOf(connector["dataTypes"]),
    })),
    entityMappings: sentinel.output?.entityMappings ?? document.entityMappings ?? [],
    cloudwatch,
    sentinel,
    logsInsights: compile(detection, "logs-insights", options),
    tests,
    cost: monthlyCost(billed, prices),
    budgets: ruleBudgets(cloudwatch.output, sentinel.output),
    sameAction: sameAction(draft),
    ...(armTemplate === undefined ? {} : { armTemplate }),
  };
}

const TEXT_KEYS = [
  "description",
  "level",
  "severity",
  "status",
  "author",
  "date",
  "modified",
  "version",
  "license",
  "runbook",
] as const;

function textsOf(document: RuleDocument): Partial<Record<(typeof TEXT_KEYS)[number], string>> {
  return Object.fromEntries(
    TEXT_KEYS.flatMap((key) => {
      const value = document[key];
      const isText = typeof value === "string" || typeof value === "number";
      return isText ? [[key, String(value).trim()]] : [];
    }),
  );
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

const OPERATOR_WORDS = {
  gt: "more than",
  lt: "fewer than",
  eq: "exactly",
  ne: "any number but",
} as const;

function scheduleOf({ schedule }: Detection): RuleReview["schedule"] {
  const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold } = schedule;
  const isAny = triggerOperator === "gt" && triggerThreshold === 0;
  const amount = isAny ? "one or more" : `${OPERATOR_WORDS[triggerOperator]} ${triggerThreshold}`;
  return {
    queryFrequency: isoDuration(queryFrequency),
    queryPeriod: isoDuration(queryPeriod),
    triggerOperator,
    triggerThreshold,
    words: `${amount} matching events in ${durationInWords(queryPeriod)}`,
  };
}

/** A file name for each rule; no two are the same, also where a file system folds case. */
function keysOf(detections: readonly Detection[]): readonly string[] {
  const taken = new Set<string>();
  return detections.map((detection) => {
    const name = nameOf(detection);
    let key = name;
    for (let next = 2; taken.has(key); next += 1) key = `${name}-${next}`;
    taken.add(key);
    return key;
  });
}

/** As many related rules as anybody reads; the rest is counted. */
const MOST_RELATED = 50;

/** Finds the other rules that look for a call of a rule. */
function rulesByAction(drafts: readonly Draft[]): Context["sameAction"] {
  const byName = new Map<string, Draft[]>();
  for (const draft of [...drafts].sort(byTitle)) {
    const names = draft.apiCalls.flatMap(({ name }) => name?.toLowerCase() ?? []);
    for (const name of new Set(names)) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [draft]);
      else known.push(draft);
    }
  }
  return (draft) => {
    const others = draft.apiCalls.flatMap((call) =>
      (byName.get(call.name?.toLowerCase() ?? "") ?? []).filter(
        (other) => other !== draft && other.apiCalls.some((theirs) => overlap(call, theirs)),
      ),
    );
    const distinct = [...new Set(others)];
    const rules = distinct.slice(0, MOST_RELATED).sort(byTitle);
    return {
      rules: rules.map(({ key, input }) => ({ key, title: input.detection.title })),
      total: distinct.length,
    };
  };
}

function byTitle(a: Draft, b: Draft): number {
  const [left, right] = [a.input.detection.title, b.input.detection.title];
  return (left === right ? a.key < b.key : left < right) ? -1 : 1;
}

const LEVEL_ORDER = ["critical", "high", "medium", "low", "informational"];

/** The level that a rule has on both clouds' terms: Sigma's, else Sentinel's severity. */
export function levelOf({ level, severity }: Pick<RuleReview, "level" | "severity">): string {
  return level ?? severity?.toLowerCase() ?? "none";
}

function byLevelAndTitle(a: RuleReview, b: RuleReview): number {
  const rank = (rule: RuleReview) => {
    const at = LEVEL_ORDER.indexOf(levelOf(rule));
    return at === -1 ? LEVEL_ORDER.length : at;
  };
  const text = ({ title, key }: RuleReview) => `${title.toLowerCase()} ${key}`;
  return rank(a) - rank(b) || (text(a) < text(b) ? -1 : 1);
}
