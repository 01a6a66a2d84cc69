import { inspect } from "node:util";

import type { Message } from "../compiler/core/diagnostic";
import { did, error, few, list, quote, warning } from "../compiler/core/message";

/** Every text about how constructs are used together, one function each; codes never change meaning. */
export const messages = {
  nothingToDeployTo: () =>
    error(
      "DET920",
      "neither `logGroupName` nor `workspaceId` is given",
      "give one of them, or both; `targets` of one rule can only be what all rules go to",
    ),
  tooManyActions: (prop: string, found: number, limit: number) =>
    error("DET921", `\`${prop}\` has ${found} actions; at most ${limit} a state`),
  nameNotAllowed: (prop: string, found: string, allowed: string) =>
    error("DET922", `\`${prop}\` is ${quote(found)}; allowed: ${allowed}`),
  tooManyTags: (found: number, limit: number) =>
    error("DET923", `\`tags\` has ${found} tags; at most ${limit} fit beside the detection's own`),
  // No id is suggested: one that is near is another rule's.
  ruleUnknown: (prop: string, found: string) =>
    error(
      "DET924",
      `\`${prop}\`: no rule of the pack has the id ${quote(found)}`,
      "copy the id from the rule's file, or take this one out",
    ),
  valueUnknown: (prop: string, found: string, allowed: readonly string[]) =>
    error(
      "DET925",
      `\`${prop}\`: found ${quote(found)}; allowed: ${list(allowed)}`,
      did(found, allowed),
    ),
  pathUnknown: (prop: string, found: string) =>
    error("DET926", `\`${prop}\`: no rule file of the pack is, or lies under, ${quote(found)}`),
  noRules: (path: string) =>
    error("DET927", `no rule files (*.yml, *.yaml, ARM *.json) under ${quote(path)}`),
  nameTaken: (kind: string, name: string, others: readonly string[], ways: string) =>
    error("DET928", `the ${kind} ${quote(name, 120)} is also that of ${shortList(others)}`, ways),
  sameLogGroup: (name: string) =>
    error("DET929", `the log group ${quote(name)} is given twice`, "give each log group once"),
  knownTooLate: (prop: string) =>
    error(
      "DET930",
      `\`${prop}\` holds what is known only when Terraform runs; rules are compiled before that`,
      "write the value itself",
    ),
  firstLogGroupMissing: () =>
    error(
      "DET931",
      "`furtherLogGroups` is given without `logGroupName`",
      "give one of the log groups as `logGroupName`",
    ),
  tagUnknown: (prop: string, found: string, known: readonly string[]) =>
    warning(
      "DET932",
      `\`${prop}\`: no rule of the pack has the tag ${quote(found)}`,
      did(found, known),
    ),
  countedByNone: (title: string) =>
    warning(
      "DET936",
      `${quote(title)} is chosen, but only a correlation that is left out would alert on it`,
      "choose the correlation too, or give it `generate: true`",
    ),
  alertsNot: (prop: string, title: string, isFilter: boolean) =>
    error(
      "DET933",
      `\`${prop}\`: ${quote(title)} does not alert by itself: ${isFilter ? "it is a filter" : "a correlation counts it"}`,
      isFilter ? undefined : "name the correlation, or give it `generate: true`",
    ),
  quotaTwice: (what: string, others: readonly string[]) =>
    error(
      "DET934",
      `the quota of ${what} is declared twice, also in ${shortList(others)}`,
      "declare it once",
    ),
  countNotAllowed: (prop: string, found: number) =>
    error("DET935", `\`${prop}\` is ${found}; allowed: a whole number, 0 or more`),
  propNotAllowed: (prop: string, found: unknown, allowed: string) =>
    error(
      "DET937",
      `\`${prop}\` is ${found === undefined ? "not given" : quote(inspect(found, { depth: 0, breakLength: Infinity }))}; allowed: ${allowed}`,
    ),
  propUnknown: (prop: string, meant: string | undefined, near: string | undefined) =>
    error(
      "DET938",
      `there is no prop ${quote(prop)}`,
      meant === undefined
        ? `${quote(near ?? "")} takes one value, not a list`
        : `write ${quote(meant)}`,
    ),
  actionElsewhere: (prop: string, arn: string, part: "region" | "account", right: string) =>
    error(
      "DET950",
      `\`${prop}\`: ${quote(arn, 200)} is in another ${part === "region" ? "Region" : "account"} than the alarm, ${quote(right)}`,
      part === "region"
        ? "name an action in the alarm's Region; a topic there can pass on to others"
        : "name an action of the alarm's own account",
    ),
  instanceMissing: (prop: string, arn: string) =>
    warning(
      "DET951",
      `\`${prop}\`: ${quote(arn, 200)} acts on the EC2 instance of the alarm's metric, and a detection's metric has none`,
      "name a topic or a Lambda function",
    ),
  tooManyLogGroups: (found: number, limit: number) =>
    error(
      "DET953",
      `a saved query of ${found} log groups; at most ${limit}`,
      "give fewer log groups, or `savedQuery: false`",
    ),
  providerMissing: (name: string, range: string) =>
    error("DET952", `${quote(name)} is not installed`, `\`npm install ${name}@${range}\``),
  overriddenTwice: (id: string) =>
    error(
      "DET939",
      `\`overrides\` has the id ${quote(id)} more than once: upper and lower case are the same`,
      "say all of a rule under one id",
    ),
} as const;

/** Places that are named; a mistake in what a pack says of all its rules is found at each. */
const PLACES = 3;

export function shortList(places: readonly string[]): string {
  return few(places, PLACES);
}

/** A message that has no place in a rule's file. */
export function formatMessage({ code, message, fix }: Message): string {
  return `${code} ${message}${fix === undefined ? "" : `\n    fix: ${fix}`}`;
}
