import { list, quote } from "../../core/message";
import { nearest } from "../../core/suggest";
import type { Predicate } from "../../ir/expression";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { TriggerOperator } from "../../rule/schema";
import type { Reason } from "../verdict";
import type { WorkspaceBudget } from "./limits";

/** Why a query says less than a rule; one function each, codes never change meaning. */
const about = (test: Predicate, code: string, message: string): Reason => ({
  code,
  message: `${quote(test.origin.written, Infinity)}: ${message}`,
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
  throughArray: (test: Predicate) =>
    about(test, "DET605", "the path leads through the elements of an array"),
  keyword: (test: Predicate) =>
    about(test, "DET606", "the table does not hold all of an event, so a query cannot search it"),
  regex: (test: Predicate) =>
    about(test, "DET607", "Kusto may read this regular expression otherwise than the rule does"),
  nullOrMissing: (test: Predicate, field: string) =>
    about(test, "DET608", `the table does not tell a null ${field} from a missing one`),

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
  tooLong: (length: number, max: number, path: string): Reason => ({
    code: "DET613",
    message: `the query has ${length} characters; at most ${max} are allowed`,
    path,
  }),
  notPrintable: (why: string): Reason => ({
    code: "DET614",
    message: `the query cannot be written: ${why}`,
    path: "detection",
  }),
  correlationField: (path: string, field: string): Reason => ({
    code: "DET618",
    message: `a query cannot count by ${field}: the table has no single text for it`,
    path,
  }),
  correlationAlias: (alias: string, fields: readonly string[]): Reason => ({
    code: "DET619",
    message: `a query cannot count by ${quote(alias)}, which is another field in each rule: ${list(fields)}`,
    path: "correlation.group-by",
  }),
  correlationWider: (): Reason => ({
    code: "DET617",
    message: "a rule that matches more could keep the count from what the condition asks for",
    path: "correlation.condition",
  }),
  sharedWorkspace: ({ limit, needs, existing }: WorkspaceBudget): Reason => ({
    code: "DET630",
    message: `a workspace has ${limit.value} ${limit.unit}, but ${existing === 0 ? "" : `with the ${existing} that are there already `}${needs} are needed. Ways out: move rules to another workspace, exclude some, or ask Microsoft for more`,
    path: "query",
  }),
  asWritten: (): Reason => ({
    code: "DET615",
    message:
      "the rule's own `query` runs as written: nothing proves what it matches, and only tests can show it",
    path: "query",
  }),
  duration: (path: string, found: Seconds, allowed: string): Reason => ({
    code: "DET810",
    message: `${path} of ${durationInWords(found)}; allowed: ${allowed}`,
    path,
  }),
  lateWindow: (periodKey: string, found: Seconds, allowed: string): Reason => ({
    code: "DET810",
    message: `${periodKey} and ingestionDelay make ${durationInWords(found)} together; allowed: ${allowed}`,
    path: "ingestionDelay",
  }),
  tactic: (path: string, found: string, allowed: readonly string[]): Reason => ({
    code: "DET811",
    message: `unknown tactic ${quote(found)}; allowed: ${list(allowed)}`,
    path,
  }),
  entity: (path: string, message: string): Reason => ({ code: "DET812", message, path }),
  limit: (path: string, found: string, allowed: string): Reason => ({
    code: "DET813",
    message: `${found}; allowed: ${allowed}`,
    path,
  }),
  columnUnknown: (path: string, found: string, known: readonly string[]): Reason => {
    const near = nearest(found, known);
    const help = near === undefined ? `it has ${list(known)}` : `write \`${near}\``;
    return {
      code: "DET814",
      message: `the query's result has no column ${quote(found)}; ${help}`,
      path,
    };
  },
  nrtTrigger: (): Reason => ({
    code: "DET815",
    message: "an NRT rule alerts on every match: it has no trigger but `gt` with 0",
    path: "kind",
  }),
  delayOfOwnQuery: (period: string): Reason => ({
    code: "DET816",
    message: `\`ingestionDelay\` cannot be built into a \`query\` written by hand; write \`| where ingestion_time() > ago(${period})\` in it, add the delay to \`queryPeriod\` and remove the key`,
    path: "ingestionDelay",
  }),
} as const;
