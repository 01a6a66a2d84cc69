import type { Message, Severity } from "./diagnostic";
import { nearest } from "./suggest";

const QUOTE_CHARS = 60;

/** A value of the rule, short enough for one line. */
function quote(value: string): string {
  return `\`${value.length > QUOTE_CHARS ? `${value.slice(0, QUOTE_CHARS)}…` : value}\``;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 30).map(quote).join(", ");
  return names.length > 30 ? `${shown}, …` : shown;
}

function make(severity: Severity, code: string, message: string, fix?: string): Message {
  return fix === undefined ? { code, severity, message } : { code, severity, message, fix };
}

const error = (code: string, message: string, fix?: string) => make("error", code, message, fix);
const warning = (code: string, message: string, fix?: string) =>
  make("warning", code, message, fix);

function did(found: string, allowed: readonly string[]): string | undefined {
  const near = nearest(found, allowed);
  return near === undefined ? undefined : `write ${quote(near)}`;
}

const YAML_FIX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "keep one of the two, or make their values a list under one key",
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "indent entries of one mapping or list alike",
  MISSING_CHAR: "close the quote or bracket, or quote the whole value",
  BAD_ALIAS: "quote a value that begins with `*`",
  BAD_SCALAR_START: "quote a value that begins with a character YAML uses",
  MULTILINE_IMPLICIT_KEY: "check the indentation and that a space follows the colon",
  BLOCK_AS_IMPLICIT_KEY: "check the indentation and that a space follows the colon",
  TAG_RESOLVE_FAILED: "leave the tag out",
};

/** Every text that a user reads about a rule file, one function each; codes never change meaning. */
export const messages = {
  // 1xx: reading
  yaml: (code: string, text: string) =>
    error(
      code === "DUPLICATE_KEY" ? "DET102" : "DET101",
      code === "DUPLICATE_KEY"
        ? "this key stands twice in one mapping"
        : `not valid YAML 1.2: ${text.split("\n")[0]}`,
      YAML_FIX[code] ?? "check the indentation, colons and quotes around this place",
    ),
  fileUnreadable: (code: string) =>
    error(
      "DET103",
      `the file cannot be read (${code})`,
      code === "ENOENT" ? "check the path; rule text needs at least one line break" : undefined,
    ),
  notUtf8: () => error("DET104", "the file is not UTF-8", "save it as UTF-8"),
  sourceTooLarge: (size: number, limit: number) =>
    error("DET105", `the file has ${size} characters; at most ${limit} are read`),
  characterNotAllowed: (codePoint: number) =>
    error(
      "DET106",
      `the character U+${codePoint.toString(16).toUpperCase().padStart(4, "0")} is not allowed in YAML`,
      "remove it, or write it as an escape in double quotes",
    ),
  nestedTooDeep: (limit: number) => error("DET107", `nested deeper than ${limit} levels`),
  aliasToItself: (name: string) => error("DET108", `the alias ${quote(name)} holds itself`),
  aliasUnknown: (name: string) =>
    error("DET108", `no anchor ${quote(name)} stands before this alias`, YAML_FIX["BAD_ALIAS"]),
  tooManyNodes: (limit: number) =>
    error("DET109", `more than ${limit} values once aliases are followed`),
  keyNotText: () => error("DET110", "a key is plain text", "write the key as text"),
  mergeKey: () =>
    error("DET111", "YAML 1.2 has no merge key `<<`", "write the merged keys themselves"),
  noDocument: () => error("DET112", "no rule: the document is empty"),
  severalDocuments: () =>
    error("DET113", "several documents in one file are not supported yet", "one rule a file"),
  notAMapping: (found: string) =>
    error("DET114", `a rule is a mapping of keys; found ${found}`, "begin with `title: …`"),

  // 2xx: Sigma
  kindUnsupported: (kind: string) =>
    error("DET201", `Sigma ${kind} documents are not supported yet`),
  noDetection: () =>
    error(
      "DET202",
      "a rule needs `detection` (Sigma) or `query` (Sentinel)",
      "add a `detection` with a selection and a `condition`",
    ),
  logsourceUnsupported: (found: string, allowed: readonly string[]) =>
    error("DET203", `the log source ${quote(found)} is not supported; supported: ${list(allowed)}`),
  noCondition: () =>
    error("DET204", "`detection` has no `condition`", "add `condition: selection`"),
  selectionForm: (found: string) =>
    error(
      "DET205",
      `a selection is a mapping of fields or a list of such mappings; found ${found}`,
      "write `selection: { eventName: … }`",
    ),
  keywords: () =>
    error(
      "DET206",
      "keywords (values without a field) are not supported yet",
      "name the field: `fieldName|contains: …`",
    ),
  emptySelection: () => error("DET207", "an empty selection says nothing", "add a field"),
  emptyField: () => error("DET208", "the field name is missing before `|`"),
  modifierUnknown: (found: string, known: readonly string[]) =>
    error("DET209", `unknown modifier ${quote(found)}; allowed: ${list(known)}`, did(found, known)),
  modifierUnsupported: (found: string, supported: readonly string[]) =>
    error(
      "DET210",
      `the modifier ${quote(found)} is not supported yet; supported: ${list(supported)}`,
    ),
  modifiersConflict: (first: string, second: string, fix: string) =>
    error("DET211", `${quote(second)} cannot follow ${quote(first)}`, fix),
  valueForm: (found: string, expected: string) =>
    error("DET212", `found ${found}; allowed: ${expected}`),
  nullInList: () =>
    error(
      "DET213",
      "null cannot stand in a list of values",
      "give null a selection of its own and join the two with `or`",
    ),
  allOnOne: () => error("DET214", "`all` needs a list of at least two values", "leave `all` out"),
  fieldrefWildcard: () => error("DET215", "the name of a field has no wildcards", "name one field"),
  conditionNotText: (found: string) =>
    error("DET216", `a condition is text; found ${found}`, "write `condition: selection`"),
  conditionSyntax: (found: string, expected: string, fix?: string) =>
    error("DET217", `in the condition: found ${found}; expected ${expected}`, fix),
  conditionPipe: () =>
    error(
      "DET218",
      "Sigma 2 conditions have no pipe aggregation",
      "use a correlation document for counts",
    ),
  conditionTooDeep: (limit: number) =>
    error("DET219", `the condition is nested deeper than ${limit} levels`),
  selectionUnknown: (found: string, known: readonly string[]) =>
    error(
      "DET220",
      `the condition names no selection ${quote(found)}; the rule has: ${list(known)}`,
      did(found, known),
    ),
  quantifierOverNothing: (pattern: string, known: readonly string[]) =>
    error(
      "DET221",
      `${quote(pattern)} matches no selection; the rule has: ${list(known)}`,
      did(pattern.replace(/\*/g, ""), known),
    ),

  // 3xx: the rule's keys
  keyMissing: (key: string) =>
    error("DET301", `the key ${quote(key)} is missing`, `add ${quote(`${key}: …`)}`),
  keyNearMiss: (found: string, meant: string) =>
    error("DET302", `unknown key ${quote(found)}`, `write ${quote(meant)}`),
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
  columnUnknown: (column: string, known: readonly string[]) =>
    error(
      "DET309",
      `the query's result has no column ${quote(column)}`,
      did(column, known) ?? `columns: ${list(known)}`,
    ),
  idMissing: () =>
    error(
      "DET310",
      "a rule without an id cannot be deployed: names and logical ids hang on it",
      "add `id:` with a UUID",
    ),

  // 4xx: lint
  literalLooksLikeField: (value: string, field: string) =>
    warning(
      "DET401",
      `${quote(value)} is compared as text, but it looks like a field of the event`,
      `to compare two fields write ${quote(`${field}|fieldref: ${value}`)}`,
    ),
} as const;
