/** What a code means, and a rule that gives it: a whole file, or keys that replace a plain rule's. */
export interface ErrorExample {
  readonly meaning: string;
  /** Left out where it takes more than one rule's text to get there. */
  readonly rule?: string;
}

const selections = (items: string, condition = "s") =>
  `detection:\n  ${items.replaceAll("\n", "\n  ")}\n  condition: ${condition}`;
const item = (written: string) => selections(`s: {${written}}`);
const correlation = (written: string) =>
  `title: Many\nid: 3b8e3f7e-6a51-4f0b-9d39-54b5a2a5f3a1\ncorrelation: {${written}}\n---\n` +
  "title: One\nname: one\nlogsource: {product: aws, service: cloudtrail}\n" +
  "detection: {s: {eventName: CreateUser}, condition: s}";
const count = (more: string) =>
  correlation(`type: event_count, rules: [one], timespan: 5m, condition: {gte: 3}, ${more}`);
const filter = (written: string, logsource = "{product: aws, service: cloudtrail}") =>
  `title: Exclude\nlogsource: ${logsource}\nfilter: {${written}}\n---\n` +
  "title: One\nname: one\nlogsource: {product: aws, service: cloudtrail}\n" +
  "detection: {s: {eventName: CreateUser}, condition: s}";

/** Every code of `compiler/messages.ts`. */
export const ERROR_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET101: { meaning: "The text is not YAML 1.2.", rule: "title: [one" },
  DET102: { meaning: "A mapping has one key twice.", rule: "title: One\ntitle: Two" },
  DET103: { meaning: "The file cannot be opened; the system's own code says why." },
  DET104: { meaning: "The file is not UTF-8, for example UTF-16 or Latin-1." },
  DET105: { meaning: "The file is larger than any rule file can reasonably be." },
  DET106: { meaning: "A control character, or half a surrogate pair.", rule: 'title: "\u0007"' },
  DET107: {
    meaning: "Lists or mappings are nested deeper than any rule needs.",
    rule: `fields: ${"[".repeat(70)}${"]".repeat(70)}`,
  },
  DET108: { meaning: "An alias names nothing before it, or itself.", rule: "author: *me" },
  DET109: { meaning: "Aliases multiply the document beyond what is read." },
  DET110: { meaning: "A key is a list or a mapping.", rule: "? [a, b]\n: c" },
  DET111: {
    meaning: "A merge key, which only YAML 1.1 had.",
    rule: "x-a: &a {b: c}\nx-d: {<<: *a}",
  },
  DET112: { meaning: "Nothing here alerts: no document, or filters only." },
  DET113: {
    meaning: "One rule is wanted, and there are several in the file.",
    rule: "title: One\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: CreateUser}, condition: s}\n---\ntitle: Two\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: DeleteUser}, condition: s}",
  },
  DET114: { meaning: "The document is not a mapping of keys.", rule: "title: One\n---\n- two" },

  DET202: { meaning: "The rule says nothing to look for.", rule: "title: One" },
  DET203: {
    meaning: "The log source has no field model here yet.",
    rule: "logsource: {product: okta, service: okta}",
  },
  DET204: { meaning: "The detection has no condition.", rule: "detection: {s: {eventName: X}}" },
  DET205: {
    meaning: "A selection is of another form than Sigma's.",
    rule: selections("s: [[eventName]]"),
  },
  DET207: { meaning: "A selection is empty.", rule: selections("s: {}") },
  DET208: { meaning: "A key has no field name.", rule: item("'': X") },
  DET209: { meaning: "A modifier that Sigma does not have.", rule: item("eventName|containz: X") },
  DET211: {
    meaning: "Two modifiers that exclude each other, or stand in the wrong order.",
    rule: item("eventName|contains|startswith: X"),
  },
  DET212: {
    meaning: "A value is of a form that its field's modifiers do not take.",
    rule: item("eventName: {a: b}"),
  },
  DET213: { meaning: "Null in a list of values.", rule: item("errorCode: [null, X]") },
  DET214: { meaning: "`all` over a single value.", rule: item("eventName|all: X") },
  DET215: { meaning: "Wildcards in the name of a field.", rule: item("eventName|fieldref: a*") },
  DET216: {
    meaning: "The condition is not text.",
    rule: "detection: {s: {eventName: X}, condition: 1}",
  },
  DET217: {
    meaning: "The condition does not follow Sigma's grammar.",
    rule: selections("s: {eventName: X}", "s and"),
  },
  DET218: {
    meaning: "The condition counts with a pipe, as Sigma 1 did.",
    rule: selections("s: {eventName: X}", "s | count() > 5"),
  },
  DET219: {
    meaning: "The condition is nested deeper than is read.",
    rule: selections("s: {eventName: X}", `${"(".repeat(101)}s`),
  },
  DET220: {
    meaning: "The condition names a selection that is not there.",
    rule: selections("sel: {eventName: X}", "sal"),
  },
  DET221: {
    meaning: "A quantifier speaks of no selection.",
    rule: selections("s: {eventName: X}", "1 of filter_*"),
  },
  DET222: {
    meaning: "The time frame of Sigma 1.",
    rule: selections("s: {eventName: X}\ntimeframe: 5m"),
  },
  DET223: {
    meaning: "With every name replaced by its selection, the condition is too large to compile.",
  },
  DET224: { meaning: "A modifier that needs another one before it.", rule: item("eventName|i: X") },
  DET225: {
    meaning: "No regular expression, or one that cannot be searched for in linear time.",
    rule: item("userAgent|re: '(a'"),
  },
  DET226: {
    meaning: "A construct that the engines of the clouds read differently.",
    rule: item("userAgent|re: '\\A'"),
  },
  DET227: {
    meaning: "No network in CIDR notation.",
    rule: item("sourceIPAddress|cidr: 10.0.0.1/8"),
  },
  DET228: {
    meaning: "A placeholder without a value.",
    rule: item("userIdentity.userName|expand: '%admins%'"),
  },
  DET229: { meaning: "A modifier multiplies the value beyond what is compiled." },
  DET230: {
    meaning: "Wildcards in a value that is encoded.",
    rule: item("userAgent|base64: 'a*'"),
  },
  DET231: {
    meaning: "A value too short to be found in base64.",
    rule: item("userAgent|base64offset|contains: a"),
  },
  DET232: { meaning: "An encoding whose bytes are no text.", rule: item("userAgent|utf16: a") },
  DET233: {
    meaning: "A modifier that a text without a field does not take.",
    rule: item("'|re': a"),
  },
  DET234: {
    meaning: "No number that the part of a date can be.",
    rule: item("eventTime|hour: 25"),
  },
  DET235: { meaning: "An index into an array.", rule: item("'resources[0].ARN': X") },
  DET238: { meaning: "The condition is longer than is read." },
  DET239: { meaning: "The selections, with all their variants, are too large to compile." },
  DET240: {
    meaning: "A type of correlation that is not compiled yet.",
    rule: correlation("type: temporal, rules: [one], timespan: 5m"),
  },
  DET241: { meaning: "An unknown key of a correlation.", rule: count("groupby: [a]") },
  DET242: {
    meaning: "A correlation's condition that says nothing, or that cannot hold.",
    rule: correlation("type: event_count, rules: [one], timespan: 5m, condition: {}"),
  },
  DET243: { meaning: "A correlation over what has no matches to count." },
  DET244: { meaning: "Correlated rules that read different logs." },
  DET245: {
    meaning: "The values of several fields counted together.",
    rule: correlation(
      "type: value_count, rules: [one], timespan: 5m, condition: {field: [a, b], gte: 3}",
    ),
  },
  DET246: {
    meaning: "An alias for a rule that is not correlated, or without a field for one that is.",
    rule: count("group-by: [who], aliases: {who: {two: userIdentity.arn}}"),
  },
  DET248: { meaning: "Sentinel would look at less time than the correlation counts over." },
  DET250: {
    meaning: "A reference to a rule that is not loaded.",
    rule: correlation("type: event_count, rules: [two], timespan: 5m, condition: {gte: 3}"),
  },
  DET251: { meaning: "A reference that several rules answer to." },
  DET252: {
    meaning: "A filter that is for no rule.",
    rule: filter("rules: any, s: {a: b}, condition: not s", "{product: okta}"),
  },
  DET253: {
    meaning: "A filter for a rule that it cannot apply to.",
    rule: filter("rules: [one], s: {a: b}, condition: not s", "{product: okta}"),
  },
  DET254: {
    meaning: "A filter that keeps what it was probably to leave out.",
    rule: filter("rules: any, s: {userIdentity.userName: bot}, condition: s"),
  },
  DET255: { meaning: "A filter for a rule whose query is written by hand." },
  DET256: {
    meaning: "The inner part of an encoding, compared with a whole field.",
    rule: item("userAgent|base64offset: abc"),
  },

  DET301: {
    meaning: "A key that the rule needs is missing.",
    rule: "logsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: X}, condition: s}\n-title",
  },
  DET302: {
    meaning: "A key that is nearly a known one; other keys of one's own are kept.",
    rule: "falsepositive: [Backups]",
  },
  DET303: { meaning: "A value of the wrong type.", rule: "references: https://example.com" },
  DET304: { meaning: "A value that is not one of those allowed.", rule: "level: hihg" },
  DET305: {
    meaning: "A value that is too large, too small, too long or too short.",
    rule: "triggerThreshold: 10001",
  },
  DET306: { meaning: "A value of the wrong form.", rule: "queryPeriod: an hour" },
  DET307: {
    meaning: "Sentinel would run more rarely than it looks back.",
    rule: "queryFrequency: 1h\nqueryPeriod: 15m",
  },
  DET308: { meaning: "Two rules of a set have one id." },
  DET309: { meaning: "An entity or a placeholder names a column that the query does not give." },
  DET310: { meaning: "A rule without an id is to be deployed." },
  DET311: { meaning: "Author and link do not fit into what an alert may carry." },

  DET401: {
    meaning: "A field's name given as a text to compare with.",
    rule: item("userIdentity.userName: requestParameters.userName"),
  },
  DET402: {
    meaning: "The rule does not say how grave a match is, or how far it can be trusted.",
    rule: "-level",
  },
  DET403: {
    meaning: "Level and severity say different things.",
    rule: "level: high\nseverity: Low",
  },
  DET404: { meaning: "A date as Sigma 1 wrote it.", rule: "date: 2024/01/31" },
  DET405: { meaning: "A date that the calendar does not have.", rule: "date: 2024-02-30" },
  DET406: {
    meaning: "A rule that was changed before it was written.",
    rule: "date: 2024-02-01\nmodified: 2024-01-01",
  },
  DET410: {
    meaning: "An ATT&CK tactic or technique that there never was.",
    rule: "tags: [attack.persistance]",
  },
  DET411: {
    meaning: "An ATT&CK tactic or technique that MITRE has withdrawn.",
    rule: "tags: [attack.t1562.001]",
  },
  DET420: { meaning: "A field that no event has.", rule: item("eventname: CreateUser") },
  DET421: {
    meaning: "A value outside a field's closed vocabulary.",
    rule: item("userIdentity.type: AssumeRole"),
  },
  DET422: {
    meaning: "A value that AWS spells otherwise.",
    rule: item("additionalEventData.MFAUsed: 'NO'"),
  },
  DET423: {
    meaning: "A value that AWS could not have spelled so.",
    rule: item("eventName: createUser"),
  },
  DET424: { meaning: "An error code for a call that succeeded.", rule: item("errorCode: Success") },
  DET425: {
    meaning: "A whole ARN compared with a bare name.",
    rule: item("userIdentity.arn: alice"),
  },
  DET426: { meaning: "A value that the field's type never equals.", rule: item("readOnly: maybe") },
  DET427: { meaning: "A number or a boolean given as text.", rule: item("readOnly: 'true'") },
  DET428: {
    meaning: "A text looked for in a whole container.",
    rule: item("requestParameters|contains: admin"),
  },
  DET430: {
    meaning: "A selection that no condition uses.",
    rule: selections("s: {eventName: X}\nt: {eventName: Y}"),
  },
  DET431: {
    meaning: "A part of the rule that contradicts the rest.",
    rule: item("eventName|all: [CreateUser, DeleteUser]"),
  },
  DET432: {
    meaning: "An exclusion of what cannot occur beside the rest.",
    rule: selections("s: {eventName: CreateUser}\nf: {eventName: DeleteUser}", "s and not f"),
  },
  DET433: {
    meaning: "Something or its opposite: always true.",
    rule: selections("s: {eventName: CreateUser}", "s or not s"),
  },
  DET434: {
    meaning: "An alternative that another one covers.",
    rule: selections("s: {eventName: X}\nt: {eventName: X, errorCode: null}", "1 of them"),
  },
  DET435: {
    meaning: "A value that another one of the list covers.",
    rule: item("eventName: ['Create*', CreateUser]"),
  },
  DET440: { meaning: "Flags inside a regular expression.", rule: item("userAgent|re: '(?i)curl'") },
  DET441: {
    meaning: "A regular expression that some engines take for ever on.",
    rule: item("userAgent|re: '(a+)+b'"),
  },
};
