import { few, quote } from "../../core/message";
import type { Span } from "../../core/source";
import type { Bound } from "../../ir/count";
import type { Correlation } from "../../ir/detection";
import type { Predicate } from "../../ir/expression";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { Reason } from "../verdict";
import type { SharedBudget } from "./limits";

/** Why a metric filter says less than a rule; one function each, codes never change meaning. */
const about = (test: Predicate, code: string, message: string): Reason => ({
  code,
  message: `${quote(test.origin.written, Infinity)}: ${message}`,
  path: test.origin.path,
});

/** The code of a refusal that ends where the language service is installed. */
export const NOT_READ = "DET529";

export const reasons = {
  fieldComparison: (test: Predicate) =>
    about(test, "DET501", "a metric filter compares a field with a constant, not with a field"),
  container: (test: Predicate, type: "object" | "array") =>
    about(test, "DET502", `a metric filter cannot look at the text of an ${type}`),
  negatedElements: (test: Predicate) =>
    about(
      test,
      "DET503",
      "AWS documents nowhere what a negated test of an array's elements matches",
    ),
  arrayInArray: (test: Predicate) =>
    about(test, "DET507", "the field is an array inside an array; a selector has one wildcard"),
  mixedType: (test: Predicate) =>
    about(test, "DET504", "the field holds an object on some calls, which no condition matches"),
  foldedUnicode: (test: Predicate) =>
    about(
      test,
      "DET505",
      "metric filters compare case-sensitively, and only ASCII letters can be given both cases",
    ),
  keyword: (test: Predicate) =>
    about(test, "DET508", "a metric filter looks at named fields, not at all of an event"),
  numberText: (test: Predicate) =>
    about(
      test,
      "DET509",
      "the field may hold a number as text, which a metric filter does not put in order",
    ),
  notAnAddress: (test: Predicate) =>
    about(
      test,
      "DET517",
      "a network is compared only with a field that always holds an IP address",
    ),
  zeroGroups: (test: Predicate) =>
    about(
      test,
      "DET518",
      "addresses of this network are written in several ways (`::`), so none of them begin alike",
    ),
  notATime: (test: Predicate) =>
    about(test, "DET519", "the field is not known to hold times in ISO 8601"),
  weekNumber: (test: Predicate) =>
    about(test, "DET520", "the text of a time does not name the week"),
  withoutRegex: (test: Predicate) =>
    about(test, "DET521", "it needs a regex, which this rule was told to do without"),
  notWritable: (test: Predicate, why: string) => about(test, "DET506", why),

  unbounded: (): Reason => ({
    code: "DET510",
    message:
      "without the dropped conditions some alternative names neither an event name nor an event source",
    path: "detection",
  }),
  silences: (bounds: readonly Bound[], path: TriggerPath): Reason => ({
    code: "DET511",
    message: `more matches could silence an alert on counts ${inWords(bounds)}; only a lower bound may be wider`,
    path: path === "queryPeriod" ? "triggerOperator" : path,
  }),
  neverMatches: (): Reason => ({
    code: "DET512",
    message: "no event can match the rule",
    path: "detection.condition",
  }),
  overBudget: (needs: number, unit: string, allowed: number): Reason => ({
    code: "DET513",
    message: `the filter pattern needs ${needs} ${unit}; at most ${allowed} are allowed, and its parts cannot be divided: shorten its lists, use \`cased\`, or do without regexes`,
    path: "detection",
  }),
  notPrintable: (why: string): Reason => ({
    code: "DET514",
    message: `the filter pattern cannot be written: ${why}`,
    path: "detection",
  }),
  queryNotLifted: (why: string, at?: Span): Reason => ({
    code: "DET515",
    message: `the rule has only a KQL \`query\`, and a metric filter cannot take its place: ${why}; add a \`detection\`, or deploy it to Sentinel alone`,
    path: at === undefined ? "query" : `query[${at.start}]`,
  }),
  queryNotRead: (why: string): Reason => ({
    code: NOT_READ,
    message: `whether a metric filter can take the place of the KQL \`query\` is not known: ${why}`,
    path: "query",
  }),
  otherTables: (): Reason => ({
    code: "DET528",
    message: "the KQL `query` does not read AWSCloudTrail, so no log group has what it looks for",
    path: "query",
  }),
  queryCondition: (condition: string): Reason => ({
    code: "DET527",
    message: `KQL ${condition}`,
    path: "query",
  }),
  countedTwice: (): Reason => ({
    code: "DET522",
    message:
      "the rule needs several filters, an event could match two of them, and its count matters; use `triggerOperator: gt` with 0, or shorten the rule",
    path: "detection",
  }),
  correlatedRule: (): Reason => ({
    code: "DET516",
    message: "a metric counts the events of rules with a `detection`, not of other documents",
    path: "correlation",
  }),
  noLowerBound: (type: Correlation["type"]): Reason => ({
    code: "DET523",
    message: `a metric counts all events, not ${type === "value_count" ? "distinct values" : "groups"}; only \`gt\` and \`gte\` say something of the total`,
    path: "correlation",
  }),
  totalOfGroups: (groupBy: readonly string[]): Reason => ({
    code: "DET524",
    message: `${quote(`group-by: ${groupBy.join(", ")}`, Infinity)}: the alarm counts the events of all groups together, so a few in each of many groups raise it too`,
    path: "correlation",
  }),
  totalOfValues: (field: string): Reason => ({
    code: "DET525",
    message: `${quote(`field: ${field}`)}: the alarm counts events, not distinct values, so one value that comes often raises it too`,
    path: "correlation",
  }),
  upperBound: (): Reason => ({
    code: "DET526",
    message:
      "the upper bound: the total may exceed it where no group does, so the alarm has a lower bound alone",
    path: "correlation",
  }),
  sharedRegexes: (budget: SharedBudget): Reason => ({
    code: "DET530",
    message: `${shares(budget)}. Ways out: compile one of them without regexes and accept \`wider\`, write \`|cased\` where the spelling is known, move rules to another log group, or exclude some`,
    path: "detection",
  }),
  sharedFilters: (budget: SharedBudget): Reason => ({
    code: "DET531",
    message: `${shares(budget)}. Ways out: shorten long rules, move rules to another log group, or exclude some`,
    path: "detection",
  }),
  twoTriggers: (): Reason => ({
    code: "DET801",
    message:
      "a correlation alerts on its own condition; leave triggerOperator and triggerThreshold out",
    path: "triggerOperator",
  }),
  constantTrigger: (always: boolean, path: TriggerPath): Reason => ({
    code: "DET803",
    message: always ? "every count satisfies the trigger" : "no count satisfies the trigger",
    path: path === "queryPeriod" ? "triggerThreshold" : path,
  }),
  period: (period: Seconds, allowed: string, path: TriggerPath): Reason => ({
    code: "DET802",
    message: `an alarm cannot look at ${durationInWords(period)}; allowed: ${allowed}`,
    path,
  }),
} as const;

type TriggerPath = "queryPeriod" | "correlation";

function inWords(bounds: readonly Bound[]): string {
  return bounds.map(({ operator, count }) => `${operator} ${count}`).join(" and ");
}

/** Each rule that competes for a regex has a finding of its own, so the message names the largest. */
const MOST_COMPETING = 10;

function shares({ limit, needs, existing, rules }: SharedBudget): string {
  const competing = few(
    rules.map((rule) => `${quote(rule.name)} (${rule.needs})`),
    MOST_COMPETING,
  );
  const these = rules.length === 1 ? "this rule needs" : `these ${rules.length} rules need`;
  const all = existing === 0 ? these : `with what is there already (${existing}) ${these}`;
  return `${limit.value} ${limit.unit}, but ${all} ${needs}: ${competing}`;
}

/** What a filter pattern can rest on without a document that settles it. */
export const assumptions = {
  neverEmpty: (field: string) => `AWS never writes an empty ${field}`,
  spelled: (field: string) => `values of ${field} are spelled as AWS spells them`,
  scalar: (field: string) => `${field}, which is not listed, holds a string, number or boolean`,
  negatedBoolean: (field: string) => `\`!=\` with text does not hold where ${field} is a boolean`,
  quotedKey: (field: string) => `the quoted form of a field name, \`.['…']\`, selects ${field}`,
  insideElements: (field: string) => `a selector with \`[*]\` before its end selects ${field}`,
  quoting: () => "in quoted text a backslash makes a quote or a backslash literal",
  plainNumbers: (field: string) => `a number at ${field} is written without an exponent`,
  numberText: (field: string) => `a regex sees the text of a number at ${field}`,
  alternatives: () => "a `|` in a regex separates whole alternatives",
  dottedAddress: (field: string) => `text at ${field} in four parts of digits is an IPv4 address`,
  canonicalAddress: (field: string) => `IPv6 addresses at ${field} are written as RFC 5952 says`,
  oneCharacter: (field: string) =>
    `\`?\` at ${field} stands for a character that a regex counts as one`,
} as const;
