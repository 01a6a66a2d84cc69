import type { Predicate } from "../../ir/expression";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { TriggerOperator } from "../../rule/schema";
import type { Reason } from "../../verdict";

/** Why a metric filter says less than a rule; one function each, codes never change meaning. */
const about = (test: Predicate, code: string, message: string): Reason => ({
  code,
  message: `\`${test.origin.written}\`: ${message}`,
  path: test.origin.path,
});

export const reasons = {
  fieldComparison: (test: Predicate) =>
    about(test, "DET501", "a metric filter compares a field with a constant, not with a field"),
  container: (test: Predicate, type: "object" | "array") =>
    about(test, "DET502", `a metric filter cannot look at the text of an ${type}`),
  negatedElements: (test: Predicate) =>
    about(test, "DET503", "no source says what a negated test of an array's elements matches"),
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
  unsupported: (test: Predicate) =>
    about(test, "DET508", `a ${test.kind} test is not supported in a metric filter yet`),
  notWritable: (test: Predicate, why: string) => about(test, "DET506", why),

  unbounded: (): Reason => ({
    code: "DET510",
    message:
      "without the dropped conditions some alternative names neither an event name nor an event source",
    path: "detection",
  }),
  silences: (operator: TriggerOperator): Reason => ({
    code: "DET511",
    message: `more matches could silence an alert under triggerOperator ${operator}; only \`gt\` may be wider`,
    path: "triggerOperator",
  }),
  neverMatches: (): Reason => ({
    code: "DET512",
    message: "no event can match the rule",
    path: "detection.condition",
  }),
  overBudget: (needs: number, unit: string, allowed: number): Reason => ({
    code: "DET513",
    message: `the filter pattern needs ${needs} ${unit}; at most ${allowed} are allowed`,
    path: "detection",
  }),
  notPrintable: (why: string): Reason => ({
    code: "DET514",
    message: `the filter pattern cannot be written: ${why}`,
    path: "detection",
  }),
  queryAlone: (): Reason => ({
    code: "DET515",
    message:
      "the rule has only a KQL `query`, which a metric filter cannot run; add a `detection`, or deploy it to Sentinel alone",
    path: "query",
  }),
  correlation: (): Reason => ({
    code: "DET516",
    message: "correlations are not supported in an alarm yet",
    path: "correlation",
  }),
  operator: (operator: TriggerOperator): Reason => ({
    code: "DET801",
    message: `an alarm for triggerOperator ${operator} is not supported yet; supported: gt, lt`,
    path: "triggerOperator",
  }),
  period: (period: Seconds, allowed: string): Reason => ({
    code: "DET802",
    message: `an alarm cannot look at ${durationInWords(period)}; allowed: ${allowed}`,
    path: "queryPeriod",
  }),
} as const;

/** What a filter pattern can rest on without a document that settles it. */
export const assumptions = {
  spelled: (field: string) => `values of ${field} are spelled as AWS spells them`,
  scalar: (field: string) => `${field}, which is not listed, holds a string, number or boolean`,
  negatedBoolean: (field: string) => `\`!=\` with text does not hold where ${field} is a boolean`,
  quoting: () => "in quoted text a backslash makes a quote or a backslash literal",
  numberText: (field: string) => `a regex sees the text of a number at ${field}`,
  oneCharacter: (field: string) =>
    `\`?\` at ${field} stands for a character that a regex counts as one`,
} as const;
