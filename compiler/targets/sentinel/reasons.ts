import type { CodeTable } from "../../core/code";
import { beside, correlation, count, kql, selections, values } from "../../core/example";
import { quotedList, quote } from "../../core/message";
import { nearest } from "../../core/suggest";
import type { Predicate } from "../../ir/expression";
import type { LogSource } from "../../log-sources/log-source";
import { durationInWords, type Seconds } from "../../rule/duration";
import type { TriggerOperator } from "../../rule/schema";
import { about, because, FIXES, onTarget } from "../reason";
import { LIMITS, type WorkspaceBudget } from "./limits";

/** Why a query says less than a rule; one function each, codes never change meaning. */
export const reasons = {
  noColumn: (test: Predicate, field: string, table: string) =>
    about(test, "DET601", `the table ${table} has no place for ${field}`),
  columnType: (test: Predicate, field: string, type: string) =>
    about(test, "DET602", `the table holds ${field} as ${type}, not as its text`),
  columnCase: (test: Predicate, field: string) =>
    about(test, "DET621", `the table does not keep the case of the letters of ${field}`),
  emptyOrMissing: (test: Predicate, field: string) =>
    about(test, "DET603", `the table does not tell an empty ${field} from a missing one`),
  keyword: (test: Predicate, field: string) =>
    about(
      test,
      "DET606",
      `the table does not hold all of an event, so a query cannot search it; the nearest that works names a field, such as ${quote(`${field}|contains`)}`,
    ),
  regex: (test: Predicate) =>
    about(test, "DET607", "Kusto may read this regular expression otherwise than the rule does"),
  nullOrMissing: (test: Predicate, field: string) =>
    about(test, "DET608", `the table does not tell a null ${field} from a missing one`),
  typeless: (test: Predicate) =>
    about(test, "DET609", "what stands there is not known without conditions that are left out"),

  noTable: ({ product, service }: LogSource, nearest: string) =>
    because(
      "DET620",
      `no table of Sentinel holds events of ${product}/${service}; ${nearest}`,
      "logsource",
    ),
  notTakenIn: (test: Predicate, table: string, text: string, nearest: string) =>
    about(test, "DET622", `the table ${table} takes in no events with ${quote(text)}; ${nearest}`),
  otherEvents: (why: string) =>
    because("DET623", `nothing proves the query equal to the rule: ${why}`, "logsource"),
  unbounded: (bounding: readonly string[]) =>
    because(
      "DET610",
      `without the dropped conditions some alternative says nothing of ${bounding.join(" or ")}`,
      "detection",
    ),
  silences: (operator: TriggerOperator) =>
    because(
      "DET611",
      `more matches could silence an alert under triggerOperator ${operator}; only \`gt\` may be wider`,
      "triggerOperator",
    ),
  neverMatches: () => because("DET612", "no event can match the rule", "detection.condition"),
  tooLong: (length: number, max: number, path: string) =>
    because("DET613", `the query has ${length} characters; at most ${max} are allowed`, path),
  notPrintable: (why: string) =>
    because("DET614", `the query cannot be written: ${why}`, "detection"),
  correlationField: (path: string, field: string) =>
    because(
      "DET618",
      `a query cannot count by ${field}: the table has no single text for it`,
      path,
    ),
  carriedElements: (field: string) =>
    because(
      "DET624",
      `a query over another correlation cannot group by ${field}, which may be a list`,
      "correlation.group-by",
    ),
  reckonedElements: (field: string) =>
    because(
      "DET625",
      `a query cannot add up ${field}, which may be a list`,
      "correlation.condition",
    ),
  noIdentity: (table: string, field: string) =>
    because(
      "DET627",
      `several of the rules can match one event, and ${table} has no place for ${field}, by which it would count once`,
      "correlation.rules",
    ),
  shortLookBack: (lookBack: Seconds, needed: Seconds) =>
    because(
      "DET626",
      `the rule's own queryPeriod of ${durationInWords(lookBack)} can cut a window at the border of two runs, or lose late events: seeing every window whole takes ${durationInWords(needed)}`,
      "queryPeriod",
    ),
  correlationWider: () =>
    because(
      "DET617",
      "a rule that matches more could keep the count from what the condition asks for",
      "correlation.condition",
    ),
  sharedWorkspace: ({ limit, needs, existing }: WorkspaceBudget) =>
    because(
      "DET630",
      `a workspace has ${limit.value} ${limit.unit}, but ${existing === 0 ? "" : `with the ${existing} that are there already `}${needs} are needed. Ways out: move rules to another workspace, exclude some, or ask Microsoft for more`,
      "query",
    ),
  asWritten: () =>
    because(
      "DET615",
      "the rule's own `query` runs as written: nothing proves what it matches, and only tests can show it",
      "query",
    ),
  duration: (path: string, found: Seconds, allowed: string) =>
    because("DET810", `${path} of ${durationInWords(found)}; allowed: ${allowed}`, path),
  together: (keys: readonly string[], found: Seconds, allowed: string, path: string) =>
    because(
      "DET810",
      `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)} make ${durationInWords(found)} together; allowed: ${allowed}`,
      path,
    ),
  tactic: (path: string, found: string, allowed: readonly string[]) =>
    because("DET811", `unknown tactic ${quote(found)}; allowed: ${quotedList(allowed)}`, path),
  entity: (path: string, message: string) => because("DET812", message, path),
  limit: (path: string, found: string, allowed: string) =>
    because("DET813", `${found}; allowed: ${allowed}`, path),
  columnUnknown: (path: string, found: string, known: readonly string[]) => {
    const near = nearest(found, known);
    const help = near === undefined ? `it has ${quotedList(known)}` : `write \`${near}\``;
    return because("DET814", `the query's result has no column ${quote(found)}; ${help}`, path);
  },
  nrtTrigger: () =>
    because(
      "DET815",
      "an NRT rule alerts on every match: it has no trigger but `gt` with 0",
      "kind",
    ),
  nrtCount: () =>
    because(
      "DET815",
      "an NRT rule sees what came since its last run alone, and cannot count over a time; leave `kind` out",
      "kind",
    ),
  delayOfOwnQuery: (period: string) =>
    because(
      "DET816",
      `\`ingestionDelay\` cannot be built into a \`query\` written by hand; write \`| where ingestion_time() > ago(${period})\` in it, add the delay to \`queryPeriod\` and remove the key`,
      "ingestionDelay",
    ),
} as const;

const onSentinel = onTarget("sentinel");
const ONE_WITH_KEYWORD = `title: One\nname: one\nlogsource: {product: aws, service: cloudtrail}\n${selections("s: {eventName: A}\nk: [mimikatz]", "s and k")}`;

/** What the codes of Sentinel mean. */
export const sentinelCodes: CodeTable<typeof reasons> = {
  DET601: {
    meaning: "A field that the table AWSCloudTrail does not have.",
    example: onSentinel(beside("userIdentity.inScopeOf.sourceArn: x")),
  },
  DET602: {
    meaning: "A text compared with a column that is no text.",
    example: onSentinel(beside("eventTime|contains: 2024")),
  },
  DET603: {
    meaning: "Empty or missing, which a text column does not tell apart.",
    example: onSentinel(beside("userIdentity.accessKeyId: ''")),
  },
  DET606: {
    meaning: "A text looked for anywhere in the event, of which the table has only a part.",
    example: onSentinel(selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")),
  },
  DET607: {
    meaning: "A regular expression that Kusto may read otherwise.",
    example: onSentinel(beside("userAgent|re: '\\bcurl\\b'")),
  },
  DET608: {
    meaning: "Null or missing, which the table does not tell apart.",
    example: onSentinel(beside("requestParameters|exists: true")),
  },
  DET609: {
    meaning: "A field that holds an object on some calls, where the calls are left out.",
    fix: "Change what is left out, so that the calls are named; or accept what that widens.",
    example: reasons.typeless({
      kind: "null",
      field: "requestParameters.x",
      origin: { path: "detection.s.x", written: "x: {}", span: { start: 0, end: 0 } },
    }),
  },
  DET610: {
    meaning: "Without what Sentinel cannot say, the rule would match nearly every call.",
    example: onSentinel(selections("k: [mimikatz]", "k")),
    fix: FIXES.bound,
  },
  DET611: {
    meaning:
      "A rule that could only be wider on Sentinel, with a trigger that more matches could silence.",
    example: onSentinel(
      `${selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")}\ntriggerOperator: lt\ntriggerThreshold: 3`,
    ),
    fix: FIXES.countUp,
  },
  DET612: {
    meaning: "A rule that no event can match, on Sentinel.",
    example: onSentinel(beside("readOnly: maybe")),
    fix: FIXES.contradiction,
  },
  DET613: {
    meaning: "A query that is longer than an analytic rule may have.",
    example: onSentinel(
      beside(
        `userAgent|contains: [${values(300, (nth) => `a-rather-long-name-of-an-agent-${nth}`)}]`,
      ),
    ),
    fix: FIXES.shorten,
  },
  DET614: {
    meaning: "A query that cannot be written.",
    example: reasons.notPrintable("the query nests more than 100 expressions deep"),
    fix: FIXES.shorten,
  },
  DET615: {
    meaning: "A rule whose own KQL query runs on Sentinel; nothing proves it equal to anything.",
    example: onSentinel(kql('AWSCloudTrail\n| where EventName == "CreateUser"')),
    fix: "Write tests beside the rule: events that match and near misses.",
  },
  DET617: {
    meaning: "A correlation with an upper bound over rules that could only be wider.",
    example: onSentinel(count("condition: {lt: 3}", "", ONE_WITH_KEYWORD)),
    fix: "Ask for more than a number, or change what cannot be said.",
  },
  DET618: {
    meaning: "A correlation by a field that is no single text in the table.",
    example: onSentinel(
      correlation(
        "type: event_count, rules: [one], group-by: [requestParameters], timespan: 5m, condition: {gte: 3}",
      ),
    ),
    fix: "Group by a field that holds one text.",
  },
  DET624: {
    meaning: "A correlation over another that groups by a field which may be a list, on Sentinel.",
    example: reasons.carriedElements("requestParameters.operations"),
    fix: "Group by a field that holds one value.",
  },
  DET625: {
    meaning: "A sum or an average of a field that may be a list, on Sentinel.",
    example: reasons.reckonedElements("requestParameters.sizes"),
    fix: "Add up a field that holds one number.",
  },
  DET626: {
    meaning: "A correlation whose own `queryPeriod` can miss what it looks for, on Sentinel.",
    example: onSentinel(count("condition: {gte: 3}", "queryPeriod: 10m\n")),
    fix: "Leave `queryPeriod` out, or write at least what it takes.",
  },
  DET627: {
    meaning: "A count over several rules in a table that does not tell which rows are one event.",
    example: reasons.noIdentity("AWSEKSLogs_CL", "auditID"),
    fix: "Count the matches of one rule, or read a table that has the event's id.",
  },
  DET620: {
    meaning: "A rule of a log source whose events no table of Sentinel holds.",
    example: onSentinel(
      "logsource: {product: azure, service: pim}\ndetection: {s: {riskEventType: noMfaOnRoleActivationAlertConfiguration}, condition: s}",
    ),
    fix: "Take the nearest thing that works, or a query of your own over a table of your own.",
  },
  DET621: {
    meaning: "A comparison by case with a column that does not keep it.",
    example: onSentinel(
      "logsource: {product: azure, service: activitylogs}\ndetection: {s: {operationName|cased: Microsoft.Web/sites/delete, resultType: Success}, condition: s}",
    ),
    fix: "Leave `cased` out.",
  },
  DET622: {
    meaning: "Events that the connector does not take into the table.",
    example: onSentinel(
      "logsource: {product: m365, service: audit}\ndetection: {s: {Operation: UserLoggedIn}, condition: s}",
    ),
    fix: "Write the rule for the log source that has them, or a `query` over the table that does.",
  },
  DET623: {
    meaning: "A translation onto a table that holds other events than the rule speaks of.",
    example: onSentinel(
      "logsource: {product: m365, service: threat_management}\ndetection: {s: {eventName: Ransomware activity}, condition: s}",
    ),
    fix: "Look at alerts in the workspace that the query finds.",
  },
  DET630: {
    meaning: "More analytic rules than a workspace runs.",
    example: reasons.sharedWorkspace({ limit: LIMITS.enabledRulesMax, needs: 513, existing: 0 }),
    fix: FIXES.chooseWay,
  },
  DET810: {
    meaning: "A duration that Sentinel does not take.",
    example: onSentinel("queryFrequency: 1m\nqueryPeriod: 5m"),
    fix: "Write a duration that is allowed.",
  },
  DET811: {
    meaning: "A tactic that Sentinel does not have.",
    example: onSentinel("tactics: [Stealing]"),
    fix: "Write one of Sentinel's tactics.",
  },
  DET812: {
    meaning: "An entity mapping that Sentinel does not take.",
    example: onSentinel(
      "entityMappings: [{entityType: Person, fieldMappings: [{identifier: Name, columnName: UserName}]}]",
    ),
    fix: "Map to an entity and an identifier that is allowed.",
  },
  DET813: {
    meaning: "A key with more, or of another form, than Sentinel takes.",
    example: onSentinel("customDetails: {'1st': EventName}"),
    fix: "Keep to what is allowed.",
  },
  DET814: {
    meaning: "A column that the query's result does not have.",
    example: onSentinel("customDetails: {Who: UserNam}"),
    fix: "Name a column of the result.",
  },
  DET815: {
    meaning: "A near-real-time rule with a trigger.",
    example: onSentinel("kind: NRT\ntriggerThreshold: 3"),
    fix: "Leave the trigger out, or `kind: NRT`.",
  },
  DET816: {
    meaning: "A delay that cannot be built into a query written by hand.",
    example: onSentinel(`${kql("AWSCloudTrail", "ingestionDelay: 10m\n")}`),
    fix: "Build the delay into the query, and remove the key.",
  },
};
