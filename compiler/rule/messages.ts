import type { CodeTable } from "../core/code";
import { count, ONE, OTHER } from "../core/example";
import { didYouMean, error, quotedList, quote, warning } from "../core/message";
import type { TextLog } from "../log-sources/text-logs";
import { LOSING_TARGETS, LOSSES } from "./acceptance";

/** What is wrong with the keys of a rule: `DET3xx`. */
export const ruleMessages = {
  keyMissing: (key: string) =>
    error("DET301", `the key ${quote(key)} is missing`, `add ${quote(`${key}: …`)}`),
  keyNearMiss: (found: string, meant: string) =>
    error("DET302", `unknown key ${quote(found)}`, `write ${quote(meant)}`),
  keyBeside: (found: string, known: string) =>
    error(
      "DET302",
      `unknown key ${quote(found)}; ${quote(known)} stands beside it`,
      `remove ${quote(found)}, or write its value behind ${quote(known)}`,
    ),
  valueType: (expected: string, found: string) =>
    error("DET303", `found ${found}; allowed: ${expected}`),
  valueNotOneOf: (found: string, allowed: readonly string[]) =>
    error(
      "DET304",
      `found ${quote(found)}; allowed: ${quotedList(allowed)}`,
      didYouMean(found, allowed),
    ),
  valueRange: (found: string, allowed: string) =>
    error("DET305", `found ${found}; allowed: ${allowed}`),
  valueFormat: (found: string, allowed: string) =>
    error("DET306", `found ${quote(found)}; allowed: ${allowed}`),
  frequencyOverPeriod: (frequency: string, period: string) =>
    error(
      "DET307",
      `queryFrequency ${frequency} is longer than queryPeriod ${period}: events between runs would be missed`,
      "make queryPeriod at least as long as queryFrequency",
    ),
  duplicateId: (id: string, first: string) =>
    error("DET308", `the id ${quote(id)} is already used by ${first}`, "give one of them a new id"),
  idMissing: () =>
    error(
      "DET310",
      "a rule without an id cannot be deployed: resource names and logical ids are derived from it",
      "add `id:` with a UUID",
    ),
  idAdvised: () =>
    warning(
      "DET313",
      "the rule has no `id`: it compiles, and cannot be deployed",
      "add `id:` with a UUID",
    ),
  acceptedUnused: (cloud: string, code: string) =>
    warning(
      "DET312",
      `${cloud}: the rule accepts ${code} and does not lose it`,
      `leave ${code} out: a loss that comes later is then asked about`,
    ),
  allowanceUnused: (code: string) =>
    warning(
      "DET314",
      `the rule allows ${code}, and nothing is reported under it`,
      "remove it: a finding that comes later is then reported",
    ),
  notAllowable: (code: string, known: readonly string[], others: readonly string[]) =>
    error(
      "DET315",
      `${quote(code)} cannot be allowed; allowed: warnings of loading the rule (DET4xx, ${others.join(", ")}), never an error`,
      LOSING_TARGETS.some((target) => LOSSES[target].includes(code))
        ? "what a cloud leaves out is accepted with `accept`"
        : // Of a code, another that is near means another thing.
          /^DET\d{3}$/.test(code)
          ? undefined
          : didYouMean(code, known),
    ),
  creditTooLong: (found: number, limit: number) =>
    error(
      "DET311",
      `author and link have ${found} characters together; an alert carries both whole, at most ${limit}`,
      "shorten `author`, or let a shorter link be the first of `references`",
    ),
  logsourceUnsupported: (found: string, supported: readonly string[]) =>
    error(
      "DET203",
      `${found === "" ? "an empty log source" : `the log source ${quote(found)}`} is not supported: a \`detection\` is compiled for ${quotedList(supported, Infinity)} alone`,
      found === ""
        ? `write the log source that the rule reads, such as ${quote(supported[0] ?? "")}`
        : `for Sentinel write a rule with a \`query\` in KQL in place of \`detection\`; CloudWatch cannot run this one`,
    ),
  logsourceOfText: (found: string, { called, table }: TextLog) =>
    error(
      "DET203",
      `the log source ${quote(found)} is not supported: ${called} are text, and a \`detection\` is compiled for events in JSON alone`,
      `for Sentinel write a rule with a \`query\` over ${table} in place of \`detection\`; CloudWatch cannot run this one`,
    ),
  logsourceMisspelt: (
    found: string,
    nearest: string,
    writes: readonly string[],
    category: string | undefined,
  ) =>
    error(
      "DET203",
      `the log source ${quote(found)} is not supported; nearest: ${quote(nearest)}`,
      [
        ...(writes.length === 0
          ? []
          : [`write ${writes.map((each) => quote(each)).join(" and ")}`]),
        ...(category === undefined ? [] : ["leave `category` out"]),
      ].join(", and "),
    ),
  tableUnknown: (found: string, logSource: string, tables: readonly string[]) =>
    error(
      "DET318",
      tables.length === 0
        ? `no table of Sentinel holds events of ${quote(logSource)}`
        : `${quote(found)} is no table of ${quote(logSource)}, which lies in ${quotedList(tables)}`,
      tables.length === 0 ? "take `sentinelTable` out" : didYouMean(found, tables),
    ),
  tablesApart: (found: readonly string[], logSource: string, together: readonly string[]) =>
    error(
      "DET319",
      `${quotedList(found)} are not read together`,
      together.length > 1
        ? `name one of them, or of ${quotedList(together)} as many as you like`
        : `name one of them: no tables of ${quote(logSource)} are`,
    ),
  keyUnknown: (found: string, known: readonly string[]) =>
    error(
      "DET241",
      `unknown key ${quote(found)}; allowed: ${quotedList(known)}`,
      didYouMean(found, known),
    ),
  noDetection: () =>
    error(
      "DET202",
      "a rule needs `detection` (Sigma) or `query` (Sentinel)",
      "add a `detection` with a selection and a `condition`",
    ),
  twoKinds: (second: string, first: string) =>
    error(
      "DET258",
      `${quote(second)} stands beside ${quote(first)}; a document has one of \`correlation\`, \`filter\` and \`detection\``,
      "write two documents, with a line `---` between them",
    ),
} as const;

const ID = "id: 3b8e3f7e-6a51-4f0b-9d39-54b5a2a5f3a1";

/** What the codes of keys mean. */
export const ruleCodes: CodeTable<typeof ruleMessages> = {
  DET202: { meaning: "The rule says nothing to look for.", example: "title: One" },
  DET203: {
    meaning: "The log source has no field model here yet.",
    example: "logsource: {product: zeek, service: dns}",
  },
  DET241: {
    meaning:
      "An unknown key of a correlation or under `allow`, or a target under `accept` that there is not.",
    example: count("condition: {gte: 3}, groupby: [a]"),
  },
  DET258: {
    meaning: "A document that would be two things.",
    example: "filter: {rules: any, s: {userIdentity.userName: bot}, condition: not s}",
  },
  DET301: {
    meaning: "A key that the rule needs is missing.",
    example:
      "logsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: X}, condition: s}\n-title",
  },
  DET302: {
    meaning: "A key that is nearly a known one; other keys of one's own are kept.",
    example: "falsepositive: [Backups]",
  },
  DET303: {
    meaning: "A value of the wrong type.",
    example: "references: https://example.com",
    fix: "Write a value of the type that is allowed.",
  },
  DET304: { meaning: "A value that is not one of those allowed.", example: "level: hihg" },
  DET305: {
    meaning: "A value that is too large, too small, too long or too short.",
    example: "triggerThreshold: 10001",
    fix: "Write a value that is allowed.",
  },
  DET306: {
    meaning: "A value of the wrong form.",
    example: "queryPeriod: an hour",
    fix: "Write a value of the form that is allowed.",
  },
  DET307: {
    meaning: "Sentinel would run more rarely than it looks back.",
    example: "queryFrequency: 1h\nqueryPeriod: 15m",
  },
  DET308: {
    meaning: "Two rules of a set have one id.",
    example: `${ONE}\n${ID}\n---\n${OTHER}\n${ID}`,
  },
  DET310: { meaning: "A rule without an id is to be deployed.", example: ruleMessages.idMissing() },
  DET311: {
    meaning: "Author and link do not fit into what an alert may carry.",
    example: ruleMessages.creditTooLong(900, 1_024),
  },
  DET312: {
    meaning: "A loss that `accept` lists, and that the rule does not have on that cloud.",
    example: { target: "cloudwatch", rule: "accept: {cloudwatch: [DET502]}" },
  },
  DET313: {
    meaning: "A rule without an id, which `check` compiles and nothing deploys.",
    example: ruleMessages.idAdvised(),
  },
  DET314: {
    meaning: "An allowance of a warning that the rule does not give.",
    example: "allow: [{code: DET402, reason: the level is set where it is deployed}]",
  },
  DET315: {
    meaning: "An allowance of what is no warning of loading the rule: no error can be allowed.",
    example: "allow: [{code: DET203, reason: Okta comes later}]",
    fix: "Mend what the error says, and take the allowance out.",
  },
  DET318: {
    meaning: "A table that does not hold the rule's log source.",
    example: "sentinelTable: AWSCloudTrails",
    fix: "Name a table of docs/log-sources.md.",
  },
  DET319: {
    meaning: "Tables of one log source that are not read together.",
    example:
      "logsource: {product: okta, service: okta}\nsentinelTable: [OktaV2_CL, Okta_CL]\ndetection: {s: {eventType: x}, condition: s}",
    fix: "Name one of them, or tables that docs/log-sources.md says are read together.",
  },
};
