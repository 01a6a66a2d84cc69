import type { CodeTable } from "../../core/code";
import { beside, kql, selections } from "../../core/example";
import type { Predicate } from "../../ir/expression";
import { noLogGroup } from "../../log-sources/log-group";
import type { LogSource } from "../../log-sources/log-source";
import { about, because, FIXES, onTarget } from "../reason";

/** Why a saved query shows more events than a rule matches; one function each. */
export const reasons = {
  fieldName: (test: Predicate, field: string) =>
    about(test, "DET701", `the field ${field} cannot be written in a query`),
  container: (test: Predicate, field: string) =>
    about(test, "DET702", `${field} may be an object or array, which is no field of a query`),
  character: (test: Predicate) =>
    about(test, "DET703", "only printable ASCII can be looked for in a query"),
  keyword: (test: Predicate) =>
    about(test, "DET705", "a query looks at named fields, not at all of an event"),
  weekNumber: (test: Predicate) =>
    about(test, "DET706", "the text of a time does not say the week"),
  numberText: (test: Predicate, field: string) =>
    about(test, "DET707", `${field} holds text, which a query does not put in order with numbers`),
  notWritable: (test: Predicate, why: string) => about(test, "DET704", why),

  notPrintable: (why: string) =>
    because("DET710", `the query cannot be written: ${why}`, "detection"),
  everyEvent: () => because("DET711", "nothing remains to look for", "detection"),
  queryAlone: () =>
    because("DET712", "the rule has only a KQL `query`, which CloudWatch cannot run", "query"),
  otherLogs: (logSource: LogSource) => because("DET712", noLogGroup(logSource), "logsource"),
} as const;

const inQuery = onTarget("logs-insights");
const SHOWS_MORE =
  "Nothing has to be done: the saved query shows more events than the rule matches, and says which test it leaves out.";

/** What the codes of Logs Insights mean. */
export const insightsCodes: CodeTable<typeof reasons> = {
  DET701: {
    meaning: "A field whose name a Logs Insights query cannot write.",
    example: inQuery(beside("'requestParameters.a`b': x")),
    fix: SHOWS_MORE,
  },
  DET702: {
    meaning: "An object or array, which is no field of a Logs Insights query.",
    example: inQuery(beside("requestParameters|contains: admin")),
    fix: SHOWS_MORE,
  },
  DET703: {
    meaning: "A text outside ASCII, which a Logs Insights query cannot look for.",
    example: inQuery(beside("userIdentity.userName: müller")),
    fix: SHOWS_MORE,
  },
  DET704: {
    meaning: "A test that has no form in a Logs Insights query.",
    example: inQuery(beside("requestParameters.maxItems|gt: 1e300")),
    fix: SHOWS_MORE,
  },
  DET705: {
    meaning: "A text looked for anywhere in the event, in a Logs Insights query.",
    example: inQuery(selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")),
    fix: SHOWS_MORE,
  },
  DET706: {
    meaning: "A week of the year, which the text of a time does not say, in a Logs Insights query.",
    example: inQuery(beside("eventTime|week: 3")),
    fix: SHOWS_MORE,
  },
  DET707: {
    meaning: "An order of numbers in a field that holds text, in a Logs Insights query.",
    example: inQuery(beside("eventName|gt: 3")),
    fix: SHOWS_MORE,
  },
  DET710: {
    meaning: "A Logs Insights query that cannot be written.",
    example: reasons.notPrintable("conditions nest too deep"),
    fix: FIXES.shorten,
  },
  DET711: {
    meaning: "A Logs Insights query in which nothing would remain to look for.",
    example: inQuery(selections("k: [mimikatz]", "k")),
    fix: FIXES.bound,
  },
  DET712: {
    meaning: "A rule with KQL alone, which Logs Insights cannot run, or of a log in no log group.",
    example: inQuery(kql("AWSCloudTrail")),
    fix: "Add a `detection`, name the log group, or look at the events in Sentinel.",
  },
};
