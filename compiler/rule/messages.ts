import { did, error, list, quote, warning } from "../core/message";

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
    error("DET304", `found ${quote(found)}; allowed: ${list(allowed)}`, did(found, allowed)),
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
      "a rule without an id cannot be deployed: names and logical ids hang on it",
      "add `id:` with a UUID",
    ),
  acceptedUnused: (cloud: string, code: string) =>
    warning(
      "DET312",
      `${cloud}: the rule accepts ${code} and does not lose it`,
      `leave ${code} out: a loss that comes later is then asked about`,
    ),
  creditTooLong: (found: number, limit: number) =>
    error(
      "DET311",
      `author and link have ${found} characters together; an alert carries both whole, at most ${limit}`,
      "shorten `author`, or let a shorter link be the first of `references`",
    ),
  logsourceUnsupported: (found: string, supported: readonly string[], table: string | undefined) =>
    error(
      "DET203",
      `${found === "" ? "an empty log source" : `the log source ${quote(found)}`} is not supported: a \`detection\` is compiled for ${list(supported)} alone`,
      found === ""
        ? `write the log source that the rule reads, such as ${quote(supported[0] ?? "")}`
        : `for Sentinel write a rule with a \`query\` in KQL${table === undefined ? "" : ` over ${quote(table)}`} in place of \`detection\`; CloudWatch cannot run this one`,
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
  keyUnknown: (found: string, known: readonly string[]) =>
    error("DET241", `unknown key ${quote(found)}; allowed: ${list(known)}`, did(found, known)),
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
