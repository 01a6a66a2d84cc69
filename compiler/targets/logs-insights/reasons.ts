import { quote } from "../../core/message";
import type { Predicate } from "../../ir/expression";
import type { Reason } from "../verdict";

/** Why a saved query shows more events than a rule matches; one function each. */
const about = (test: Predicate, code: string, message: string): Reason => ({
  code,
  message: `${quote(test.origin.written, Infinity)}: ${message}`,
  path: test.origin.path,
});

export const reasons = {
  fieldName: (test: Predicate, field: string) =>
    about(test, "DET701", `the field ${field} cannot be written in a query`),
  container: (test: Predicate, field: string) =>
    about(test, "DET702", `${field} is an object or array, which is no field of a query`),
  character: (test: Predicate) =>
    about(test, "DET703", "only printable ASCII can be looked for in a query"),
  keyword: (test: Predicate) =>
    about(test, "DET705", "a query looks at named fields, not at all of an event"),
  weekNumber: (test: Predicate) =>
    about(test, "DET706", "the text of a time does not say the week"),
  numberText: (test: Predicate, field: string) =>
    about(test, "DET707", `${field} holds text, which a query does not put in order with numbers`),
  notWritable: (test: Predicate, why: string) => about(test, "DET704", why),

  notPrintable: (why: string): Reason => ({
    code: "DET710",
    message: `the query cannot be written: ${why}`,
    path: "detection",
  }),
  everyEvent: (): Reason => ({
    code: "DET711",
    message: "nothing remains to look for",
    path: "detection",
  }),
  correlatedRule: (): Reason => ({
    code: "DET713",
    message: "a saved query shows the events of rules with a `detection`, not of other documents",
    path: "correlation",
  }),
  queryAlone: (): Reason => ({
    code: "DET712",
    message: "the rule has only a KQL `query`, which CloudWatch cannot run",
    path: "query",
  }),
} as const;
