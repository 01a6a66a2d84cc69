import { LOAD_LIMITS } from "../../compiler/load/load-yaml";
import { loadMessages } from "../../compiler/load/messages";
import { ruleMessages } from "../../compiler/rule/messages";
import { sigmaMessages } from "../../compiler/sigma/messages";
import { DESCRIPTION_CHARS } from "../../compiler/targets/description";
import { load, onTarget, said, type ErrorExample } from "./example";
import { correlation, count, filter, item, ONE, selections, TWO } from "./rule-text";

const DIVIDE = "Divide it into several rules.";

/** An ARM template of one analytic rule, which says what is given in place of what is right. */
function template(
  { name = "rule", kind = "Scheduled", query = "AWSCloudTrail" },
  other = "",
): string {
  const rule = { type: "Microsoft.SecurityInsights/alertRules", name, kind };
  const properties = { displayName: "A rule", severity: "Low", query };
  return `{"resources": [${JSON.stringify({ ...rule, properties })}${other}]}`;
}

/** Reading a file, Sigma, and the rule's keys. */
export const RULE_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET101: load("title: [one"),
  DET102: load("title: One\ntitle: Two"),
  DET103: said(loadMessages.fileUnreadable("ENOENT")),
  DET104: said(loadMessages.notUtf8()),
  DET105: said(loadMessages.sourceTooLarge(20_000_000, LOAD_LIMITS.sourceChars), DIVIDE),
  DET106: load('title: "\u0007"'),
  DET107: load(`fields: ${"[".repeat(70)}${"]".repeat(70)}`, "Flatten it."),
  DET108: load("author: *me"),
  DET109: said(
    loadMessages.tooManyNodes(LOAD_LIMITS.nodes),
    "Write out what the aliases stand for, in several files.",
  ),
  DET110: load("? [a, b]\n: c"),
  DET111: load("x-a: &a {b: c}\nx-d: {<<: *a}"),
  DET112: load("# nothing here", "Add a rule or a correlation."),
  DET113: load(
    "title: One\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: CreateUser}, condition: s}\n---\ntitle: Two\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: DeleteUser}, condition: s}",
  ),
  DET114: load("title: One\n---\n- two"),

  DET115: load('{"resources": [}'),
  DET116: load('{"name": "workbooks"}'),
  DET117: load(template({ query: "[parameters('query')]" })),
  DET118: load(
    template({}, ', {"type": "Microsoft.Insights/workbooks"}'),
    "Nothing: it is for you to know.",
  ),
  DET119: load(template({ kind: "Fusion" }), "Leave it to the workspace, which brings it."),
  DET120: load(template({ name: "[guid('rule')]" })),

  DET202: load("title: One"),
  DET203: load("logsource: {product: okta, service: okta}"),
  DET204: load("detection: {s: {eventName: X}}"),
  DET205: load(selections("s: [[eventName]]")),
  DET207: load(selections("s: {}")),
  DET208: load(item("'': X"), "Write a field before the `|`, or leave the key away."),
  DET209: load(item("eventName|containz: X")),
  DET211: load(item("eventName|contains|startswith: X")),
  DET212: load(item("eventName: {a: b}"), "Write a value of a form that is allowed."),
  DET213: load(item("errorCode: [null, X]")),
  DET214: load(item("eventName|all: X")),
  DET215: load(item("eventName|fieldref: a*")),
  DET216: load("detection: {s: {eventName: X}, condition: 1}"),
  DET217: load(
    selections("s: {eventName: X}", "s and"),
    "Correct the condition at the place that is shown.",
  ),
  DET218: load(selections("s: {eventName: X}", "s | count() > 5")),
  DET219: load(
    selections("s: {eventName: X}", `${"(".repeat(101)}s`),
    "Name selections alike and use `1 of name_*`.",
  ),
  DET220: load(selections("sel: {eventName: X}", "sal")),
  DET221: load(
    selections("s: {eventName: X}", "1 of filter_*"),
    "Correct the pattern, or add a selection that it is of.",
  ),
  DET222: load(selections("s: {eventName: X}\ntimeframe: 5m")),
  DET223: said(sigmaMessages.conditionTooLarge(2_000_000, 100_000), DIVIDE),
  DET224: load(item("eventName|i: X")),
  DET225: load(item("userAgent|re: '(a'")),
  DET226: load(item("userAgent|re: '\\A'")),
  DET227: load(item("sourceIPAddress|cidr: 10.0.0.1/8")),
  DET228: load(item("userIdentity.userName|expand: '%admins%'")),
  DET229: said(sigmaMessages.tooManyVariants("windash", 1000)),
  DET230: load(item("userAgent|base64: 'a*'")),
  DET231: load(item("userAgent|base64offset|contains: a")),
  DET232: load(item("userAgent|utf16: a")),
  DET233: load(item("'|re': a")),
  DET234: load(item("eventTime|hour: 25"), "Write a number in the range."),
  DET235: load(item("'resources[0].ARN': X")),
  DET238: said(sigmaMessages.conditionTooLong(10_000)),
  DET239: said(
    sigmaMessages.selectionsTooLarge({ tests: 100_000, characters: 10_000_000 }),
    DIVIDE,
  ),
  DET240: load(
    correlation("type: temporal, rules: [one], timespan: 5m"),
    "Write a correlation of a type that is supported.",
  ),
  DET241: load(count("groupby: [a]")),
  DET242: load(correlation("type: event_count, rules: [one], timespan: 5m, condition: {}")),
  DET243: load(
    correlation("type: event_count, rules: [many], timespan: 5m, condition: {gte: 3}"),
    "Correlate rules that have a `detection`.",
  ),
  DET244: said(
    sigmaMessages.correlationLogSources("aws/cloudtrail", "okta/okta"),
    "Correlate rules of one log source.",
  ),
  DET245: load(
    correlation(
      "type: value_count, rules: [one], timespan: 5m, condition: {field: [a, b], gte: 3}",
    ),
    "Count the values of one field.",
  ),
  DET246: load(
    count("group-by: [who], aliases: {who: {two: userIdentity.arn}}"),
    "Name a field for every rule that the correlation counts.",
  ),
  DET248: load(
    correlation(
      "type: event_count, rules: [one], timespan: 1h, condition: {gte: 3}",
      "queryPeriod: 15m\n",
    ),
  ),
  DET250: load(correlation("type: event_count, rules: [two], timespan: 5m, condition: {gte: 3}")),
  DET251: load(
    `${correlation("type: event_count, rules: [one], timespan: 5m, condition: {gte: 3}")}\n---\n${ONE}`,
  ),
  DET252: load(
    filter("rules: any, s: {a: b}, condition: not s", "{product: okta}"),
    "Correct the log source, or load the rules together with the filter.",
  ),
  DET253: load(
    filter("rules: [one], s: {a: b}, condition: not s", "{product: okta}"),
    "Take the rule off the list of the filter.",
  ),
  DET254: load(filter("rules: any, s: {userIdentity.userName: bot}, condition: s")),
  DET255: load(`${filter("rules: [one], s: {a: b}, condition: not s")}\nquery: AWSCloudTrail`),
  DET256: load(item("userAgent|base64offset: abc")),
  DET257: load("action: global"),
  DET258: load("filter: {rules: any, s: {userIdentity.userName: bot}, condition: not s}"),

  DET301: load(
    "logsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: X}, condition: s}\n-title",
  ),
  DET302: load("falsepositive: [Backups]"),
  DET303: load("references: https://example.com", "Write a value of the type that is allowed."),
  DET304: load("level: hihg"),
  DET305: load("triggerThreshold: 10001", "Write a value that is allowed."),
  DET306: load("queryPeriod: an hour", "Write a value of the form that is allowed."),
  DET307: load("queryFrequency: 1h\nqueryPeriod: 15m"),
  DET308: load(TWO),
  DET310: said(ruleMessages.idMissing()),
  DET311: said(ruleMessages.creditTooLong(900, DESCRIPTION_CHARS)),
  DET312: onTarget("cloudwatch", "accept: {cloudwatch: [DET502]}"),
};
