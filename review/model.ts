import type { Outputs } from "../compiler/compile";
import type { Control } from "../compiler/controls/controls";
import type { Diagnostic } from "../compiler/core/diagnostic";
import type { EntityMapping } from "../compiler/rule/sentinel-keys";
import type { AlertingTarget, Cloud, Compiled } from "../compiler/targets/verdict";
import type { CoveredTactic } from "./attack/coverage";
import type { RuleAttack } from "./attack/rule-attack";
import type { Billed, MonthlyCost } from "./budgets/cost";
import type { PriceTable } from "./budgets/prices";
import type { Budget } from "./budgets/quotas";
import type { CorrelationReview } from "./conditions/correlation";
import type { CoveredCall } from "./conditions/event-coverage";
import type { Exclusion, Indicator } from "./conditions/indicators";
import type { ConditionTree, Stage } from "./conditions/stages";
import type { Deployment } from "./deployments";
import type { EventBridgeReview } from "./event-bridge";
import type { LateEvents } from "./late-events";
import type { Version } from "./versions";

/** What a test gave, by the rule itself and by each target's printed text. */
export interface TestOutcome {
  readonly name: string;
  /** Whether an event matches, or counts, or whether events with their times alert, or how often. */
  readonly asks: "match" | "count" | "alert";
  /** What the test says should happen. */
  readonly expected: boolean | number;
  /** Null, here and below, where there is nothing to evaluate. */
  readonly reference: boolean | number | null;
  readonly cloudwatch: boolean | number | null;
  readonly sentinel: boolean | number | null;
  /** Which of them do not do what the test says. */
  readonly unexpected: readonly ("reference" | AlertingTarget)[];
  /** Whether one of them does not do what the test, or its verdict, says. */
  readonly failed: boolean;
  /** Of events with their times. */
  readonly timeline?: Timeline;
}

/** Events and alerts, in seconds since the first event. */
export interface Timeline {
  readonly events: readonly {
    readonly at: number;
    readonly arrived: number;
    /** Whether the rule matches or counts it; null where there is nothing to evaluate. */
    readonly counts: boolean | null;
  }[];
  readonly alerts: Readonly<Record<"reference" | Cloud, readonly number[] | null>>;
}

/** A warning that is not reported, and why. */
export interface Allowance {
  readonly code: string;
  /** What is reported under the code. */
  readonly meaning: string;
  readonly reason: string;
}

/** What a rule is written as. */
export type RuleFormat = "Sigma" | "Sigma correlation" | "Sentinel";

/** A rule with a page in the set. */
export interface RuleLink {
  /** Name of the rule's files. */
  readonly key: string;
  readonly title: string;
  readonly format: RuleFormat;
}

/** All that a reviewer is shown of one rule: plain data, the same in HTML, Markdown and JSON. */
export interface RuleReview {
  /** Name of the rule's files, unique in the set. */
  readonly key: string;
  readonly id?: string;
  readonly title: string;
  readonly format: RuleFormat;
  readonly description?: string;
  readonly level?: string;
  /** Sentinel's severity. */
  readonly severity?: string;
  readonly status?: string;
  readonly author?: string;
  readonly date?: string;
  readonly modified?: string;
  readonly version?: string;
  readonly license?: string;
  readonly runbook?: string;
  /** Where the rule was taken from: Sentinel's `OriginalUri`. */
  readonly originalUri?: string;
  /** Whether it is deployed so that it pages nobody, wherever it is deployed. */
  readonly shadow: boolean;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly source: {
    readonly path: string;
    /** Line of the rule's first key. */
    readonly line: number;
    readonly text: string;
    /** SHA-256 of the text, in hexadecimal. */
    readonly sha256: string;
  };
  /** `aws/cloudtrail`; absent where the rule has only a query. */
  readonly logSource?: string;
  /** The log group that is named for the log source; absent where none is. */
  readonly logGroupName?: string;
  /** `Scheduled` or `NRT`. */
  readonly kind: string;
  readonly schedule: {
    readonly queryFrequency: string;
    readonly queryPeriod: string;
    readonly triggerOperator: string;
    readonly triggerThreshold: number;
    /** The same as a sentence. */
    readonly words: string;
  };
  readonly attack: RuleAttack;
  /** Controls of benchmarks that it serves, those that it names and what they are called elsewhere. */
  readonly controls: readonly Control[];
  readonly apiCalls: readonly CoveredCall[];
  /** Of a query by hand, what could be proven of it. */
  readonly condition?: ConditionTree;
  /** What is counted, where the rule counts the matches of others. */
  readonly correlation?: CorrelationReview;
  /** Correlations of the set that count this rule's matches. */
  readonly countedBy: readonly RuleLink[];
  readonly stages: readonly Stage[];
  readonly exclusions: readonly Exclusion[];
  readonly indicators: readonly Indicator[];
  readonly dataConnectors: readonly {
    readonly id: string;
    readonly dataTypes: readonly string[];
  }[];
  readonly entityMappings: readonly EntityMapping[];
  readonly cloudwatch: Compiled<Outputs["cloudwatch"]>;
  readonly sentinel: Compiled<Outputs["sentinel"]>;
  readonly logsInsights: Compiled<Outputs["logs-insights"]>;
  /** Absent where it does not go there. */
  readonly eventbridge?: EventBridgeReview;
  /** Where an app deploys it to; absent where no app was asked. */
  readonly deployments?: readonly Deployment[];
  /** What some deployments get in place of `cloudwatch` and `sentinel`, which are the least faithful. */
  readonly otherVersions: {
    readonly cloudwatch: readonly Version<"cloudwatch">[];
    readonly sentinel: readonly Version<"sentinel">[];
  };
  readonly tests: readonly TestOutcome[];
  /** What becomes of late events on Sentinel; absent where the rule's own query decides. */
  readonly lateEvents?: LateEvents;
  /** What was found in reading the rule. */
  readonly findings: readonly Diagnostic[];
  /** What the rule says not to report. */
  readonly allowances: readonly Allowance[];
  readonly cost: MonthlyCost;
  /** What the rule takes of the limits that hold for one rule. */
  readonly budgets: readonly Budget[];
  /** Other rules of the set that look for one of the same API calls: how many, and the first of them. */
  readonly sameAction: { readonly rules: readonly RuleLink[]; readonly total: number };
  /** The rule as an ARM template, indented, where it can be deployed to Sentinel. */
  readonly armTemplate?: string;
}

/** A rule set under review. */
export interface SetReview {
  readonly title: string;
  /** What stands above all else: what is over a limit, fails, or could not be read. */
  readonly problems: readonly SetProblem[];
  /** Clouds that the rules are for: all, or those that the app deploys to. */
  readonly clouds: readonly Cloud[];
  readonly rules: readonly RuleReview[];
  readonly coverage: readonly CoveredTactic[];
  /** Techniques of the target list that no rule names. */
  readonly gaps: readonly string[];
  /** Rules that name no technique. */
  readonly untagged: number;
  readonly budgets: readonly Budget[];
  readonly cost: MonthlyCost;
  /** What is billed in each account; the free tier is one for each. */
  readonly accounts: readonly Billed[];
  /** What the costs are reckoned with. */
  readonly prices: PriceTable;
  /** Findings of reading the rules; the errors among them name rules that have no page. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Something that keeps a set from being deployed, or from being believed: it stands above all else. */
export interface SetProblem {
  /** Section of the index that says more. */
  readonly section: "findings" | "rules-section" | "budgets";
  /** One sentence without its full stop. */
  readonly words: string;
  /** Pages that say more. */
  readonly rules: readonly RuleLink[];
}
