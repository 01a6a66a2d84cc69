import type { CodeTable } from "../core/code";
import { correlation, count, filter, ONE, OTHER } from "../core/example";
import { didYouMean, error, quotedList, quote, warning } from "../core/message";

/** What is wrong between rules: with a correlation or a filter, which refer to others, `DET24x`, `DET25x`. */
export const referenceMessages = {
  correlationType: (type: string, supported: readonly string[]) =>
    error(
      "DET240",
      `correlations of the type ${quote(type)} are not supported: ${
        type === "value_percentile"
          ? "the specification describes it in two ways that exclude each other"
          : "it is a type of Sigma 2.2"
      }; supported: ${quotedList(supported)}`,
    ),
  correlationCondition: (why: string, fix: string) => error("DET242", why, fix),
  correlationCycle: (names: readonly string[]) =>
    error(
      "DET247",
      `the correlation is one of its own rules: ${names.map((name) => quote(name)).join(" → ")}`,
    ),
  correlationChain: (max: number) =>
    error("DET247", `more than ${max} correlations stand one over the other`),
  correlationOfQuery: (name: string) =>
    error("DET243", `${quote(name)} is a query as written, whose matches cannot be counted`),
  correlationLogSources: (found: string, other: string) =>
    error(
      "DET244",
      `the correlated rules read different log sources, ${found} and ${other}: of such, matches are counted or put in order, and no values compared and no correlations looked at`,
    ),
  correlationValues: (fields: readonly string[]) =>
    error("DET245", `counting the values of ${quotedList(fields)} together is not supported yet`),
  aliasRule: (found: string, known: readonly string[]) =>
    error(
      "DET246",
      `the correlation has no rule ${quote(found)}; it has: ${quotedList(known)}`,
      didYouMean(found, known),
    ),
  aliasIncomplete: (alias: string, rule: string) =>
    error("DET246", `the alias ${quote(alias)} names no field of the rule ${quote(rule)}`),
  referenceUnknown: (found: string, known: readonly string[]) =>
    error(
      "DET250",
      `no rule here has the id or name ${quote(found)}`,
      // An id that is near is another rule's; only names are misspelt.
      didYouMean(found, known) ?? "load the rule's file together with this one",
    ),
  referenceByTitle: (title: string) =>
    error(
      "DET250",
      `${quote(title)} is a rule's title; rules are referred to by id or name`,
      "give that rule a `name`, and write the name here, or write its id",
    ),
  referenceAmbiguous: (found: string, paths: readonly string[]) =>
    error(
      "DET251",
      `${quote(found)} names several rules: ${quotedList(paths)}`,
      "refer to one by its id",
    ),
  filterOfNothing: (logSource: string) =>
    error("DET252", `no rule here reads the filter's log source ${quote(logSource)}`),
  filterNotApplicable: (rule: string, why: string) =>
    error("DET253", `the filter cannot apply to ${quote(rule)}: ${why}`),
  filterRestricts: () =>
    warning(
      "DET254",
      "the filter's condition is added with `and`: its rules keep only the events that match it",
      "to leave these events out, negate the whole condition: `not (…)`",
    ),
  filterQuery: (rule: string) =>
    warning(
      "DET255",
      `on Sentinel ${quote(rule)} runs its own \`query\`, which the filter does not change`,
      "exclude the events in the query too",
    ),
  sameQuery: (title: string, place: string) =>
    warning(
      "DET259",
      `the rule looks for what ${quote(title)} (${place}) looks for, on the same schedule: both alert on the same events`,
      "remove one of the two, or correct the one that should differ",
    ),
  periodUnderTimespan: (period: string, timespan: string) =>
    error(
      "DET248",
      `queryPeriod ${period} is shorter than the correlation's timespan ${timespan}: counts would be cut`,
      "leave queryPeriod out",
    ),
} as const;

/** What the codes of correlations and filters mean. */
export const referenceCodes: CodeTable<typeof referenceMessages> = {
  DET240: {
    meaning: "A type of correlation that has no clear meaning, or is a later version's.",
    example: correlation(
      "type: value_percentile, rules: [one], timespan: 5m, condition: {field: eventName, lte: 1}",
    ),
    fix: "Write a correlation of a type that is supported.",
  },
  DET242: {
    meaning: "A correlation's condition that says nothing, or that cannot hold.",
    example: count("condition: {}"),
  },
  DET243: {
    meaning: "A correlation over a query as written, whose matches cannot be told apart.",
    example: referenceMessages.correlationOfQuery("listing"),
    fix: "Correlate rules that have a `detection`.",
  },
  DET244: {
    meaning:
      "Correlated rules that read different logs, where values or correlations are looked at.",
    example: referenceMessages.correlationLogSources("aws/cloudtrail", "okta/okta"),
    fix: "Correlate rules of one log source, or count their matches.",
  },
  DET245: {
    meaning: "The values of several fields counted together.",
    example: correlation(
      "type: value_count, rules: [one], timespan: 5m, condition: {field: [a, b], gte: 3}",
    ),
    fix: "Count the values of one field.",
  },
  DET246: {
    meaning: "An alias for a rule that is not correlated, or without a field for one that is.",
    example: count("condition: {gte: 3}, group-by: [who], aliases: {who: {two: userIdentity.arn}}"),
    fix: "Name a field for every rule that the correlation counts.",
  },
  DET247: {
    meaning: "Correlations that are over each other, or too many one over the other.",
    example: correlation("type: temporal, rules: [one, many], timespan: 5m"),
    fix: "Take the correlation off its own list.",
  },
  DET248: {
    meaning: "Sentinel would look at less time than the correlation counts over.",
    example: correlation(
      "type: event_count, rules: [one], timespan: 1h, condition: {gte: 3}",
      "queryPeriod: 15m\n",
    ),
  },
  DET250: {
    meaning: "A reference to a rule that is not loaded, or by its title.",
    example: correlation("type: event_count, rules: [two], timespan: 5m, condition: {gte: 3}"),
  },
  DET251: {
    meaning: "A reference that several rules answer to.",
    example: `${count("condition: {gte: 3}")}\n---\n${ONE}`,
  },
  DET252: {
    meaning: "A filter that is for no rule.",
    example: filter("rules: any, s: {a: b}, condition: not s", "{product: okta}"),
    fix: "Correct the log source, or load the rules together with the filter.",
  },
  DET253: {
    meaning: "A filter for a rule that it cannot apply to.",
    example: filter("rules: [one], s: {a: b}, condition: not s", "{product: okta}"),
    fix: "Take the rule off the list of the filter.",
  },
  DET254: {
    meaning: "A filter that keeps what it was probably to leave out.",
    example: filter("rules: any, s: {userIdentity.userName: bot}, condition: s"),
  },
  DET255: {
    meaning: "A filter for a rule whose query is written by hand.",
    example: `${filter("rules: [one], s: {a: b}, condition: not s")}\nquery: AWSCloudTrail`,
  },
  DET259: {
    meaning: "Two rules with one query.",
    example: `${ONE}\n---\n${OTHER}`,
  },
};
