import { inspect } from "node:util";

import type { CodeTable } from "../../compiler/core/code";
import type { Message } from "../../compiler/core/diagnostic";
import { didYouMean, error, few, quotedList, quote, warning } from "../../compiler/core/message";

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
      `\`${prop}\`: the pack has no rule with the id ${quote(found)}`,
      "copy the id from the rule's file, or take this one out",
    ),
  valueUnknown: (prop: string, found: string, allowed: readonly string[]) =>
    error(
      "DET925",
      `\`${prop}\`: found ${quote(found)}; allowed: ${quotedList(allowed)}`,
      didYouMean(found, allowed),
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
      `\`${prop}\`: the pack has no rule with the tag ${quote(found)}`,
      didYouMean(found, known),
    ),
  notCounted: (title: string) =>
    warning(
      "DET936",
      `${quote(title)} is chosen, but only a correlation that is left out would alert on it`,
      "choose the correlation too, or give it `generate: true`",
    ),
  doesNotAlert: (prop: string, title: string, isFilter: boolean) =>
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
      `\`${prop}\`: ${quote(arn, 200)} is in another ${part === "region" ? "Region" : "account"} than the ${prop === "messageTopics" ? "event bus" : "alarm"}, ${quote(right)}`,
      part === "region"
        ? `name ${prop === "messageTopics" ? "a topic in the bus's" : "an action in the alarm's"} Region; a topic there can pass on to others`
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
  nobodyTold: () =>
    error(
      "DET956",
      "messages of matches go nowhere: neither `messageTopics` nor `alarmActions` has a topic",
      'name a topic, or say `notify: "alarm"` to have matches counted',
    ),
  topicsKnownTooLate: (prop: string) =>
    error(
      "DET957",
      `\`${prop}\` is a list that only Terraform will know; each topic is told by a step of its own`,
      "give a list, whose members may be known later, as `messageTopics`",
    ),
  definitionTooLong: (found: number, limit: number) =>
    error(
      "DET958",
      `the definition of the state machine is ${found} bytes of UTF-8; at most ${limit} are taken`,
      "divide the rule into several, or name fewer topics: each repeats the message",
    ),
  noLogGroup: (title: string) =>
    error(
      "DET959",
      `${quote(title)} goes to a metric filter, and no log group is given`,
      'give `logGroupName`, or say `awsTarget: "eventbridge"`',
    ),
  providerMissing: (name: string, range: string) =>
    error("DET952", `${quote(name)} is not installed`, `\`npm install ${name}@${range}\``),
  packUnknown: (found: string, packs: readonly string[]) =>
    error(
      "DET954",
      `there is no pack ${quote(found)} of rules; packs: ${packs.length > 0 ? quotedList(packs) : "none"}`,
      didYouMean(found, packs),
    ),
  logSourceUnknown: (prop: string, found: string, known: readonly string[]) =>
    error(
      "DET955",
      `\`${prop}\`: no log group is named for a log source ${quote(found)}; allowed: ${quotedList(known)}`,
      found === "aws/cloudtrail" ? "CloudTrail's is `logGroupName`" : didYouMean(found, known),
    ),
  overriddenTwice: (id: string) =>
    error(
      "DET939",
      `\`overrides\` has the id ${quote(id)} more than once: upper and lower case are the same`,
      "merge the overrides under one id",
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

/** What the codes of constructs mean. */
export const constructCodes: CodeTable<typeof messages> = {
  DET920: { meaning: "A construct that is given no cloud.", example: messages.nothingToDeployTo() },
  DET921: {
    meaning: "More actions on an alarm's state than CloudWatch takes.",
    example: messages.tooManyActions("alarmActions", 6, 5),
    fix: "Notify through one topic.",
  },
  DET922: {
    meaning: "A name, id or ARN of another form than its cloud takes.",
    example: messages.nameNotAllowed(
      "metricNamespace",
      "AWS/Mine",
      "1 to 255 characters, not `AWS/…`",
    ),
    fix: "Write a name that is allowed.",
  },
  DET923: {
    meaning: "More tags than AWS takes.",
    example: messages.tooManyTags(48, 45),
    fix: "Give fewer.",
  },
  DET924: {
    meaning: "An id that no rule of a pack has.",
    example: messages.ruleUnknown("overrides", "0e4dd6f4"),
  },
  DET925: {
    meaning: "A word where a pack takes only some.",
    example: messages.valueUnknown("levels", "hihg", ["low", "high"]),
  },
  DET926: {
    meaning: "A path under which a pack has no rule.",
    example: messages.pathUnknown("includePaths", "rules/gcp"),
    fix: "Correct the path.",
  },
  DET927: {
    meaning: "A folder without rules, given to a pack.",
    example: messages.noRules("rules"),
    fix: "Correct the path, or write a rule.",
  },
  DET928: {
    meaning: "Two rules that would bear one name in one account.",
    example: messages.nameTaken(
      "alarm",
      "A trail was stopped 7c6f2c0e",
      ["App/Aws/Other"],
      "give one of them a `namePrefix`",
    ),
  },
  DET929: {
    meaning: "One log group given twice.",
    example: messages.sameLogGroup("cloudtrail/management"),
  },
  DET930: {
    meaning: "A value that Terraform knows too late to compile a rule with.",
    example: messages.knownTooLate("placeholders"),
  },
  DET931: {
    meaning: "Further log groups without a first one.",
    example: messages.firstLogGroupMissing(),
  },
  DET932: {
    meaning: "A tag that no rule of a pack has.",
    example: messages.tagUnknown("includeTags", "attack.t1098", []),
    fix: "Correct the tag.",
  },
  DET933: {
    meaning: "An id of a document that does not alert by itself, given to a pack.",
    example: messages.doesNotAlert("excludeIds", "A key was made", false),
  },
  DET934: {
    meaning: "A quota told twice.",
    example: messages.quotaTwice("the log group `cloudtrail`", ["App/Aws/Quota"]),
  },
  DET935: {
    meaning: "A count that cannot be one.",
    example: messages.countNotAllowed("metricFilters", -1),
    fix: "Write a whole number.",
  },
  DET936: {
    meaning: "A rule of a pack that only a correlation beside it would alert on.",
    example: messages.notCounted("A key was made"),
  },
  DET937: {
    meaning: "A prop of another form than the construct takes.",
    example: messages.propNotAllowed(
      "alarmActions",
      "arn:aws:sns:…",
      "a list of non-empty strings",
    ),
    fix: "Give the prop in the form that is allowed.",
  },
  DET938: {
    meaning: "A prop that the construct does not have, near one that it has.",
    example: messages.propUnknown("shadwo", "shadow", "shadow"),
  },
  DET939: {
    meaning: "An id that is overridden twice.",
    example: messages.overriddenTwice("0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2"),
  },
  DET950: {
    meaning: "An alarm's action in a Region or an account that the alarm cannot reach.",
    example: messages.actionElsewhere(
      "alarmActions",
      "arn:aws:sns:eu-west-1:111122223333:security",
      "region",
      "us-east-1",
    ),
  },
  DET951: {
    meaning: "An alarm's action on an EC2 instance, which a detection's metric does not have.",
    example: messages.instanceMissing("okActions", "arn:aws:automate:us-east-1:ec2:stop"),
  },
  DET952: {
    meaning: "A construct of a cloud whose provider is not installed.",
    example: messages.providerMissing("@cdktf/provider-azurerm", "^14.0.0"),
  },
  DET953: {
    meaning: "A saved query of more log groups than one query reads.",
    example: messages.tooManyLogGroups(51, 50),
  },
  DET954: {
    meaning: "A name that no pack of rules has: of packs, see `rules/`.",
    example: messages.packUnknown("cisa", ["cis", "starter"]),
  },
  DET955: {
    meaning: "A log source that no log group can be named for.",
    example: messages.logSourceUnknown("logGroupNames", "okta/oka", ["okta/okta"]),
  },
  DET956: {
    meaning: "Messages of matches that go to no topic.",
    example: messages.nobodyTold(),
  },
  DET957: {
    meaning: "Topics that only Terraform will know, as a list.",
    example: messages.topicsKnownTooLate("alarmActions"),
  },
  DET958: {
    meaning: "A state machine whose definition is longer than Step Functions takes.",
    example: messages.definitionTooLong(1_200_000, 1_048_576),
  },
  DET959: {
    meaning:
      "A rule that goes to a metric filter, among those that go to an event bus, without a log group.",
    example: messages.noLogGroup("A trail was stopped"),
  },
};
