import type { Predicate } from "../../ir/expression";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { TriggerOperator } from "../../rule/schema";
import type { Reason } from "../../verdict";

/** Why a query says less than a rule; one function each, codes never change meaning. */
const about = (test: Predicate, code: string, message: string): Reason => ({
  code,
  message: `\`${test.origin.written}\`: ${message}`,
  path: test.origin.path,
});

export const reasons = {
  noColumn: (test: Predicate, field: string) =>
    about(test, "DET601", `the table AWSCloudTrail has no place for ${field}`),
  columnType: (test: Predicate, field: string, type: string) =>
    about(test, "DET602", `the table holds ${field} as ${type}, not as its text`),
  emptyOrMissing: (test: Predicate, field: string) =>
    about(test, "DET603", `the table does not tell an empty ${field} from a missing one`),
  elements: (test: Predicate) =>
    about(test, "DET604", "a query cannot test these values against the elements of an array"),
  unsupported: (test: Predicate) =>
    about(test, "DET606", `a ${test.kind} test is not supported in a query yet`),
  throughArray: (test: Predicate) =>
    about(test, "DET605", "the path leads through the elements of an array"),

  unbounded: (): Reason => ({
    code: "DET610",
    message:
      "without the dropped conditions some alternative names neither an event name nor an event source",
    path: "detection",
  }),
  silences: (operator: TriggerOperator): Reason => ({
    code: "DET611",
    message: `more matches could silence an alert under triggerOperator ${operator}; only \`gt\` may be wider`,
    path: "triggerOperator",
  }),
  neverMatches: (): Reason => ({
    code: "DET612",
    message: "no event can match the rule",
    path: "detection.condition",
  }),
  tooLong: (length: number, max: number): Reason => ({
    code: "DET613",
    message: `the query has ${length} characters; at most ${max} are allowed`,
    path: "detection",
  }),
  notPrintable: (why: string): Reason => ({
    code: "DET614",
    message: `the query cannot be written: ${why}`,
    path: "detection",
  }),
  correlation: (): Reason => ({
    code: "DET616",
    message: "correlations are not supported in a query yet",
    path: "correlation",
  }),
  asWritten: (): Reason => ({
    code: "DET615",
    message: "the rule's own `query` runs as written; its tests are its evidence",
    path: "query",
  }),
  duration: (path: "queryFrequency" | "queryPeriod", found: Seconds, allowed: string): Reason => ({
    code: "DET810",
    message: `${path} of ${durationInWords(found)}; allowed: ${allowed}`,
    path,
  }),
  tactic: (found: string, allowed: readonly string[]): Reason => ({
    code: "DET811",
    message: `unknown tactic \`${found}\`; allowed: ${allowed.join(", ")}`,
    path: "tactics",
  }),
  entity: (path: string, message: string): Reason => ({ code: "DET812", message, path }),
} as const;

export const assumptions = {
  arrayText: (field: string) => `Kusto writes the array at ${field} as compact JSON`,
  containerText: (field: string) =>
    `Kusto writes ${field} as compact JSON with the keys in the event's order`,
  neverEmpty: (field: string) => `AWS never writes an empty ${field}`,
} as const;
