import { queryMessages } from "../../compiler/kql/messages";
import { reasons as cloudwatch } from "../../compiler/targets/cloudwatch/reasons";
import { reasons as insights } from "../../compiler/targets/logs-insights/reasons";
import { LIMITS } from "../../compiler/targets/sentinel/limits";
import { reasons as sentinel } from "../../compiler/targets/sentinel/reasons";
import { load, onTarget, said, withoutRegex, type ErrorExample } from "./example";
import { correlation, item, ONE, selections } from "./rule-text";

/** One test beside a call that bounds the rule. */
const beside = (written: string) => item(`eventName: CreateUser, ${written}`);
const onCloudWatch = (text: string, wayOut?: string) => onTarget("cloudwatch", text, wayOut);
const onSentinel = (text: string, wayOut?: string) => onTarget("sentinel", text, wayOut);
const inQuery = (text: string, wayOut = SHOWS_MORE) => onTarget("logs-insights", text, wayOut);
const kql = (query: string, keys = "") =>
  `name: Written\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\n` +
  `triggerThreshold: 0\n${keys}query: |\n  ${query.replaceAll("\n", "\n  ")}`;

const SHOWS_MORE =
  "Nothing has to be done: the saved query shows more events than the rule matches, and says which test it leaves out.";
const BOUND = "Test `eventName` or `eventSource` in each alternative.";
const NEVER = "Correct the condition: its parts contradict each other.";
const COUNT_UP = "Use `triggerOperator: gt`, or change what cannot be said.";
const WAYS = "Choose one of the ways that the message names.";
const ONE_WITH_KEYWORD = `title: One\nname: one\nlogsource: {product: aws, service: cloudtrail}\n${selections("s: {eventName: A}\nk: [mimikatz]", "s and k")}`;
const SHORTEN = "Divide the rule into several, or shorten its lists of values.";

const list = (count: number, make: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => make(nth)).join(", ");
const budget = (unit: string, max: number) => ({
  limit: { value: max, unit, source: "" },
  needs: max + 2,
  existing: 0,
  rules: [
    { name: "one", needs: 2 },
    { name: "other", needs: max },
  ],
});

/** What CloudWatch cannot say, or not all of it. */
export const CLOUDWATCH_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET501: onCloudWatch(beside("userIdentity.userName|fieldref: requestParameters.userName")),
  DET502: onCloudWatch(beside("requestParameters|contains: admin")),
  DET503: onCloudWatch(
    selections("s: {eventName: RunInstances}\nf: {resources.ARN|contains: prod}", "s and not f"),
  ),
  DET504: onCloudWatch(
    selections(
      "s: {eventName: RunInstances}\nf: {requestParameters.imageId|contains: x}",
      "s and not f",
    ),
  ),
  DET505: onCloudWatch(beside("userIdentity.userName: müller")),
  DET506: onCloudWatch(beside("userAgent|re: '\\bcurl\\b'")),
  DET507: onCloudWatch(beside("requestParameters.eventSelectors.dataResources.type: x")),
  DET508: onCloudWatch(selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")),
  DET509: onCloudWatch(beside("requestParameters.maxItems|gt: 5")),
  DET510: onCloudWatch(item("userIdentity.userName|fieldref: requestParameters.userName"), BOUND),
  DET511: onCloudWatch(
    `${beside("userIdentity.userName|fieldref: requestParameters.userName")}\ntriggerOperator: lt\ntriggerThreshold: 3`,
    COUNT_UP,
  ),
  DET512: onCloudWatch(beside("readOnly: maybe"), NEVER),
  DET513: onCloudWatch(
    item(`eventName: A, userAgent|all: [${list(9, (nth) => `"*${"z".repeat(90)}${nth}*"`)}]`),
    SHORTEN,
  ),
  DET514: said(cloudwatch.notPrintable("conditions nest deeper than 100 parentheses"), SHORTEN),
  DET515: onCloudWatch(
    kql("AWSCloudTrail\n| join kind=inner (AWSCloudTrail) on EventName"),
    "Add a `detection`, or deploy the rule to Sentinel alone.",
  ),
  DET516: said(cloudwatch.correlatedRule(), "Correlate rules that have a `detection`."),
  DET517: onCloudWatch(beside("requestParameters.address|cidr: 2001:db8::/32")),
  DET518: onCloudWatch(beside("sourceIPAddress|cidr: 2001:db8::/33")),
  DET519: onCloudWatch(beside("requestParameters.start|hour: 3")),
  DET520: onCloudWatch(beside("eventTime|week: 3")),
  DET521: withoutRegex(beside("userAgent|contains: curl")),
  DET522: onCloudWatch(
    `${item(`eventName: A, userAgent|contains: [${list(60, (nth) => `agent-of-${nth}`)}]`)}\ntriggerThreshold: 5`,
    "Use `triggerOperator: gt` with 0, or shorten the lists.",
  ),
  DET523: onCloudWatch(
    correlation(
      "type: event_count, rules: [one], group-by: [awsRegion], timespan: 5m, condition: {lt: 3}",
    ),
    "Leave `group-by` out, or ask for more than a number.",
  ),
  DET524: onCloudWatch(
    correlation(
      "type: event_count, rules: [one], group-by: [awsRegion], timespan: 5m, condition: {gte: 3}",
    ),
  ),
  DET525: onCloudWatch(
    correlation(
      "type: value_count, rules: [one], timespan: 5m, condition: {field: awsRegion, gte: 3}",
    ),
  ),
  DET526: onCloudWatch(
    correlation(
      "type: event_count, rules: [one], group-by: [awsRegion], timespan: 5m, condition: {gte: 3, lt: 9}",
    ),
  ),
  DET527: onCloudWatch(
    kql('AWSCloudTrail\n| where EventName == "CreateUser"\n| where strlen(UserAgent) > 9'),
  ),
  DET528: onCloudWatch(
    kql("SigninLogs\n| where ResultType == 50126"),
    "Nothing has to be done: the rule is deployed to Sentinel alone.",
  ),
  DET529: said(
    cloudwatch.queryNotRead("Kusto's language service is not installed"),
    "Install @kusto/language-service-next.",
  ),
  DET530: said(cloudwatch.sharedRegexes(budget("regexes a log group", 5)), WAYS),
  DET531: said(cloudwatch.sharedFilters(budget("metric filters a log group", 100)), WAYS),
};

/** What Sentinel cannot say, and what its language service says of KQL. */
export const SENTINEL_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET601: onSentinel(beside("userIdentity.inScopeOf.sourceArn: x")),
  DET602: onSentinel(beside("eventTime|contains: 2024")),
  DET603: onSentinel(beside("userIdentity.accessKeyId: ''")),
  DET604: onSentinel(beside("requestParameters.instanceIds|re: 'i-.*'")),
  DET605: onSentinel(beside("requestParameters.containerDefinitions.image: x")),
  DET606: onSentinel(selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")),
  DET607: onSentinel(beside("userAgent|re: '\\bcurl\\b'")),
  DET608: onSentinel(beside("requestParameters|exists: true")),
  DET610: onSentinel(selections("k: [mimikatz]", "k"), BOUND),
  DET611: onSentinel(
    `${selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")}\ntriggerOperator: lt\ntriggerThreshold: 3`,
    COUNT_UP,
  ),
  DET612: onSentinel(beside("readOnly: maybe"), NEVER),
  DET613: onSentinel(
    beside(`userAgent|contains: [${list(300, (nth) => `a-rather-long-name-of-an-agent-${nth}`)}]`),
    SHORTEN,
  ),
  DET614: said(sentinel.notPrintable("the query nests more than 100 expressions deep"), SHORTEN),
  DET615: onSentinel(
    kql('AWSCloudTrail\n| where EventName == "CreateUser"'),
    "Write tests beside the rule: events that match and near misses.",
  ),
  DET617: onSentinel(
    correlation(
      "type: event_count, rules: [one], timespan: 5m, condition: {lt: 3}",
      "",
      ONE_WITH_KEYWORD,
    ),
    "Ask for more than a number, or change what cannot be said.",
  ),
  DET618: onSentinel(
    correlation(
      "type: event_count, rules: [one], group-by: [requestParameters], timespan: 5m, condition: {gte: 3}",
    ),
    "Group by a field that holds one text.",
  ),
  DET619: onSentinel(
    correlation(
      "type: event_count, rules: [one, other], group-by: [who], aliases: {who: {one: userIdentity.arn, other: userIdentity.userName}}, timespan: 5m, condition: {gte: 3}",
      "",
      `${ONE}\n---\n${ONE.replaceAll(/\bone\b/gi, "other")}`,
    ),
    "Group by a field that both rules have.",
  ),
  DET630: said(
    sentinel.sharedWorkspace({ limit: LIMITS.enabledRulesMax, needs: 513, existing: 0 }),
    WAYS,
  ),
  DET640: load(
    kql('AWSCloudTrail\n| where EventNam == "CreateUser"'),
    "Correct the query at the place that is shown.",
  ),
  DET641: load(
    kql("AWSCloudTrail\n| summarize count(EventName)"),
    "Look at the place that is shown; nothing has to be done if it is meant.",
  ),
  DET642: load(kql("search *")),
  DET643: said(queryMessages.tooLong(12_000, LIMITS.queryMax.value), SHORTEN),
  DET644: load(
    kql('AWSCloudTrail\n| where UserAgent matches regex "(a"'),
    "Write an expression of RE2: no look-around, no back references.",
  ),
  DET645: said(queryMessages.notChecked("Kusto's language service is not installed")),
  DET646: load(
    kql("SigninLogs\n| where ResultType == 50126"),
    "Correct the name if it is not meant; else nothing has to be done.",
  ),
  DET647: load(
    kql("imDns(starttime=ago(1h))\n| summarize count() by SrcIpAddr"),
    "Correct the name if it is not meant; else nothing has to be done.",
  ),
  DET648: load(
    kql(
      'AWSCloudTrail\n| where EventName == "CreateUser" // of any account\n| where isempty(ErrorCode)',
    ).replace("query: |", "query: >"),
  ),
};

/** What a saved query cannot say; it has no verdict. */
export const LOGS_INSIGHTS_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET701: inQuery(beside("'requestParameters.a`b': x")),
  DET702: inQuery(beside("requestParameters|contains: admin")),
  DET703: inQuery(beside("userIdentity.userName: müller")),
  DET704: inQuery(beside("requestParameters.maxItems|gt: 1e300")),
  DET705: inQuery(selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")),
  DET706: inQuery(beside("eventTime|week: 3")),
  DET707: inQuery(beside("eventName|gt: 3")),
  DET710: said(insights.notPrintable("conditions nest too deep"), SHORTEN),
  DET711: inQuery(selections("k: [mimikatz]", "k"), BOUND),
  DET712: inQuery(kql("AWSCloudTrail"), "Add a `detection`, or look at the events in Sentinel."),
  DET713: said(insights.correlatedRule(), "Correlate rules that have a `detection`."),
};

/** Triggers and schedules. */
export const SCHEDULE_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET801: onCloudWatch(
    correlation(
      "type: event_count, rules: [one], timespan: 5m, condition: {gte: 3}",
      "triggerThreshold: 3\n",
    ),
    "Leave triggerOperator and triggerThreshold out.",
  ),
  DET802: onCloudWatch("queryPeriod: 30d\nqueryFrequency: 1d", "Shorten queryPeriod."),
  DET803: onCloudWatch(
    "triggerOperator: lt\ntriggerThreshold: 0",
    "Correct triggerOperator or triggerThreshold.",
  ),
  DET810: onSentinel("queryFrequency: 1m\nqueryPeriod: 5m", "Write a duration that is allowed."),
  DET811: onSentinel("tactics: [Stealing]", "Write one of Sentinel's tactics."),
  DET812: onSentinel(
    "entityMappings: [{entityType: Person, fieldMappings: [{identifier: Name, columnName: UserName}]}]",
    "Map to an entity and an identifier that is allowed.",
  ),
  DET813: onSentinel("customDetails: {'1st': EventName}", "Keep to what is allowed."),
  DET814: onSentinel("customDetails: {Who: UserNam}", "Name a column of the result."),
  DET815: onSentinel("kind: NRT\ntriggerThreshold: 3", "Leave the trigger out, or `kind: NRT`."),
  DET816: onSentinel(
    `${kql("AWSCloudTrail", "ingestionDelay: 10m\n")}`,
    "Build the delay into the query, and remove the key.",
  ),
};
