import { did, list, quote, warning } from "../core/message";

/** What lints say (4xx): the rule works as written, and is almost surely not meant so. */
export const lintMessages = {
  literalLooksLikeField: (value: string, wayOut: string) =>
    warning(
      "DET401",
      `${quote(value)} is compared as text, but it looks like a field of the event`,
      wayOut,
    ),
  comparison: (key: string, other: string, isInList = false) =>
    `write ${quote(`${key}: ${other}`, 200)}${isInList ? ", in a selection of its own" : ""}`,
  noComparison: (holds: { readonly field: string; readonly other: string } | undefined) =>
    holds === undefined
      ? "compare with a value, or with a field that events have"
      : `the one field holds ${holds.field}, the other ${holds.other}, which are never equal: compare two fields that hold the same`,

  // The rule's own keys
  keyAdvised: (key: string, allowed: readonly string[]) =>
    warning("DET402", `the rule has no ${quote(key)}`, `add ${quote(key)}: ${list(allowed)}`),
  severityDisagrees: (severity: string, level: string, expected: string) =>
    warning(
      "DET403",
      `the severity ${quote(severity)} disagrees with the level ${quote(level)}, which is ${quote(expected)} on Sentinel`,
      `write ${quote(expected)}, or leave one of the two out`,
    ),
  dateWithSlashes: (right: string) =>
    warning("DET404", "Sigma writes dates with dashes", `write ${quote(right)}`),
  dateImpossible: (date: string) =>
    warning("DET405", `there is no day ${quote(date)}`, "write a date as YYYY-MM-DD"),
  modifiedBeforeDate: (modified: string, date: string) =>
    warning(
      "DET406",
      `the rule was modified on ${quote(modified)}, before its date ${quote(date)}`,
      "set `modified` to the day of the last change",
    ),

  // ATT&CK
  attackUnknown: (found: string, near: string | undefined) =>
    warning(
      "DET410",
      `ATT&CK Enterprise 19 has no ${quote(found)}`,
      near === undefined
        ? "look the technique or tactic up at attack.mitre.org"
        : `write ${quote(`attack.${near}`)}`,
    ),
  attackTacticById: (found: string) =>
    warning(
      "DET410",
      `Sigma names tactics by their short names, not by ids such as ${quote(found)}`,
      `write the short name, for example ${quote("attack.persistence")}`,
    ),
  attackRetired: (found: string, successors: readonly string[]) =>
    warning(
      "DET411",
      `ATT&CK Enterprise 19 has retired ${quote(found)}`,
      successors.length === 0
        ? "leave it out"
        : `write ${successors.map((each) => quote(each)).join(" or ")}`,
    ),

  // Fields
  fieldNeverOccurs: (field: string, known: readonly string[]) =>
    warning(
      "DET420",
      `no event of this log source has the field ${quote(field)}: a test of it never holds`,
      did(field, known) ?? "look the name up in an event",
    ),

  // Values
  valueOutsideVocabulary: (value: string, field: string, values: readonly string[]) =>
    warning(
      "DET421",
      `${quote(value)} is no value of ${quote(field)}, which is one of ${list(values)}`,
      did(value, values),
    ),
  spellingDiffers: (value: string, spelled: string) =>
    warning(
      "DET422",
      `AWS spells ${quote(value)} as ${quote(spelled)}`,
      `write ${quote(spelled)}: tools that compare case find nothing otherwise`,
    ),
  identifierShape: (value: string, field: string, example: string) =>
    warning(
      "DET423",
      `${quote(value)} is not spelled like any ${quote(field)} of AWS's`,
      `write it as events do, for example ${quote(example)}`,
    ),
  successIsNoErrorCode: (value: string, isAlone: boolean) =>
    warning(
      "DET424",
      `no event has the error code ${quote(value)}: a call that succeeds has none`,
      isAlone
        ? "write `errorCode: null`"
        : "write `errorCode: null` in a selection of its own, and join the two with `or`",
    ),
  arnComparedWithName: (arn: string, other: string, instead: string | undefined) =>
    warning(
      "DET425",
      `${quote(arn)} is a whole ARN and never equals the bare name ${quote(other)}`,
      instead ?? "compare an ARN with an ARN, or a name with a name",
    ),
  neverEqual: (
    field: string,
    other: string,
    holds: { readonly field: string; readonly other: string },
    instead: string | undefined,
  ) =>
    warning(
      "DET438",
      `${quote(field)} holds ${holds.field}, which never equals ${quote(other)}, ${holds.other}`,
      instead ?? "compare two fields that hold the same",
    ),
  valueOfOtherType: (value: string, field: string, type: string) =>
    warning("DET426", `${quote(field)} is a ${type}, which ${quote(value)} never equals`),
  scalarQuoted: (value: string, field: string, type: string) =>
    warning(
      "DET427",
      `${quote(field)} is a ${type}, not text`,
      `write ${quote(value)} without quotes`,
    ),
  objectAsText: (field: string) =>
    warning(
      "DET428",
      `${quote(field)} is a container: the value is looked for in its JSON text, in names and values alike`,
      `name the member that is meant: ${quote(`${field}.…`)}`,
    ),

  placeholderAsText: (value: string, field: string) =>
    warning(
      "DET429",
      `${quote(value)} is compared as text; a placeholder is filled in under \`expand\` alone`,
      `write ${quote(`${field}|expand`)}`,
    ),
  regexAsText: (value: string, field: string, isRegex: boolean) =>
    warning(
      "DET437",
      `${quote(value)} is compared as text, but it looks like a regular expression`,
      isRegex
        ? `write ${quote(`${field}|re`)}`
        : "write a regular expression under `|re`, or wildcards (`*`, `?`) here",
    ),

  // Logic
  selectionUnused: (name: string) =>
    warning(
      "DET430",
      `the condition never uses the selection ${quote(name)}`,
      "use it in the condition, or remove it",
    ),
  neverHolds: (written: string) =>
    warning(
      "DET431",
      `${quote(written)} cannot hold together with the rest: this part never matches`,
      "give alternatives as a list, or join the two with `or`",
    ),
  exclusionNeverHolds: (written: string) =>
    warning(
      "DET432",
      `${quote(written)} never holds where the rest does, so it excludes nothing`,
      "correct the exclusion, or remove it",
    ),
  alwaysHolds: (written: string) =>
    warning(
      "DET433",
      `either ${quote(written)} or its opposite holds for every event: this part says nothing`,
      "remove one of the two",
    ),
  selectionShadowed: (written: string, by: string) =>
    warning(
      "DET434",
      `what ${quote(written)} matches, ${quote(by)} matches already`,
      "remove the narrower one, or correct the wider one",
    ),
  valueRedundant: (value: string, by: string) =>
    warning("DET435", `${quote(by)} covers ${quote(value)} already`, `remove ${quote(value)}`),
  triggerConstant: (always: boolean) =>
    warning(
      "DET436",
      always
        ? "every count satisfies the trigger: the rule alerts whatever happens"
        : "no count satisfies the trigger: the rule never alerts",
      "correct the number, or what it is compared by",
    ),

  // Regular expressions
  regexInlineFlag: (flags: string) =>
    warning(
      "DET440",
      `flags inside a regular expression (${quote(flags)}) are deprecated in Sigma`,
      "use the sub-modifiers: `re|i`, `re|m`, `re|s`",
    ),
  regexBlowUp: (part: string) =>
    warning(
      "DET441",
      `${quote(part)} repeats a repetition: engines that backtrack may take for ever on it`,
      "keep one of the two repetitions",
    ),
} as const;
