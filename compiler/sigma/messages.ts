import type { CodeTable } from "../core/code";
import { item, selections } from "../core/example";
import { didYouMean, error, quotedList, quote, warning } from "../core/message";

const SIGMA_COUNTS = "count with a correlation document: `correlation: { type: event_count, … }`";

const theyAre = (selections: readonly string[]) =>
  selections.length === 0 ? "the rule has none" : `the rule has: ${quotedList(selections)}`;

/** 2xx: what is wrong with a Sigma document. */
export const sigmaMessages = {
  collectionAction: (action: string) =>
    error(
      "DET257",
      `Sigma 2 has no \`action: ${action}\`: it does not put rules together from parts`,
      "write each rule whole, in a document of its own",
    ),
  noCondition: (selection = "selection") =>
    error("DET204", "`detection` has no `condition`", `add ${quote(`condition: ${selection}`)}`),
  selectionForm: (found: string) =>
    error(
      "DET205",
      `a selection is a mapping of fields, a list of such mappings, or texts to search for; found ${found}`,
      "write `selection: { eventName: … }`",
    ),
  emptySelection: () => error("DET207", "the selection is empty", "add a field"),
  emptyField: () => error("DET208", "the field name is missing before `|`"),
  modifierUnknown: (found: string, known: readonly string[], fix: string | undefined) =>
    error("DET209", `unknown modifier ${quote(found)}; allowed: ${quotedList(known)}`, fix),
  modifiersConflict: (first: string, second: string, fix: string | undefined) =>
    error("DET211", `${quote(second)} cannot follow ${quote(first)}`, fix),
  valueForm: (found: string, expected: string) =>
    error("DET212", `found ${found}; allowed: ${expected}`),
  nullInList: (values: number) =>
    error(
      "DET213",
      "null is not allowed in a list of values",
      values === 1
        ? "write null without the list"
        : "give null a selection of its own and join the two with `or`",
    ),
  allOnOne: () => error("DET214", "`all` needs a list of at least two values", "leave `all` out"),
  fieldrefWildcard: () => error("DET215", "the name of a field has no wildcards", "name one field"),
  conditionNotText: (found: string) =>
    error("DET216", `a condition is text; found ${found}`, "write `condition: selection`"),
  conditionSyntax: (found: string, expected: string, fix?: string) =>
    error("DET217", `in the condition: found ${found}; expected ${expected}`, fix),
  conditionPipe: () => error("DET218", "Sigma 2 conditions have no pipe aggregation", SIGMA_COUNTS),
  conditionTooLong: (limit: number) =>
    error(
      "DET238",
      `the condition has more than ${limit} words and parentheses`,
      "name the selections alike and use `1 of name_*` or `all of name_*`",
    ),
  conditionTooDeep: (limit: number) =>
    error("DET219", `the condition is nested deeper than ${limit} levels`),
  selectionUnknown: (found: string, known: readonly string[]) =>
    error(
      "DET220",
      `the condition names no selection ${quote(found)}; ${theyAre(known)}`,
      didYouMean(found, known),
    ),
  quantifierOverNothing: (pattern: string, known: readonly string[]) =>
    error(
      "DET221",
      `${quote(pattern)} matches no selection; ${theyAre(known)}`,
      /^them$/i.test(pattern) ? "write `them`" : didYouMean(pattern.replace(/\*/g, ""), known),
    ),
  timeframe: () =>
    error("DET222", "Sigma 2 has no `timeframe` beside the selections", SIGMA_COUNTS),
  selectionsTooLarge: ({ tests, characters }: { tests: number; characters: number }) =>
    error(
      "DET239",
      `the selections stand for more than ${tests} tests or ${characters} characters of values`,
    ),
  conditionTooLarge: (tests: number, limit: number) =>
    error("DET223", `written out, the condition has ${tests} tests; at most ${limit} are compiled`),
  modifierNeeds: (name: string, first: string) =>
    error(
      "DET224",
      `${quote(name)} can only follow ${quote(first)}`,
      `write ${quote(`${first}|${name}`)}`,
    ),
  regexInvalid: (why: string) =>
    error(
      "DET225",
      `not a regular expression that can be searched for in linear time: ${why}`,
      "Sigma allows `. ^ $ * + ? {n,m} [a-z] [^a-z] | ()`, without look-around and back references",
    ),
  placeholderInClass: (name: string) =>
    error(
      "DET225",
      `the placeholder ${quote(`%${name}%`)} stands in a class, where its values cannot be text`,
      "write it outside of the brackets",
    ),
  regexUnsupported: (construct: string) =>
    error(
      "DET226",
      `engines read ${quote(construct)} differently; Sigma allows \`. ^ $ * + ? {n,m} [a-z] [^a-z] | ()\``,
      "write out what it stands for",
    ),
  networkForm: (found: string) =>
    error("DET227", `${quote(found)} is not a network`, "write one such as `10.0.0.0/8`"),
  networkPrefix: (found: string, bits: number) =>
    error("DET227", `the prefix of ${quote(found)} is not a number of 0 to ${bits}`),
  networkHostBits: (found: string, network: string) =>
    error("DET227", `${quote(found)} has bits behind its prefix`, `write ${quote(network)}`),
  placeholderUnknown: (name: string, known: readonly string[]) =>
    error(
      "DET228",
      `the placeholder ${quote(`%${name}%`)} has no value; ${known.length === 0 ? "no placeholders are given" : `given: ${quotedList(known)}`}`,
      didYouMean(name, known) ??
        "give its values: in `placeholders.json` of the app, `placeholders` of a construct, or `--placeholders FILE` of a command",
    ),
  placeholderEmpty: (name: string) =>
    error("DET228", `the placeholder ${quote(`%${name}%`)} has an empty list of values`),
  tooManyVariants: (modifier: string, limit: number) =>
    error("DET229", `${quote(modifier)} makes more than ${limit} values of this one`, "shorten it"),
  encodingWildcard: (modifier: string) =>
    error(
      "DET230",
      `a value with wildcards cannot be encoded with ${quote(modifier)}`,
      "escape them as `\\*` and `\\?`, or leave them out",
    ),
  encodingTooShort: () =>
    error(
      "DET231",
      "at some offset nothing of this value can be recognised in base64",
      "use a value of at least two characters",
    ),
  encodingNotText: (modifier: string) =>
    error(
      "DET232",
      `the bytes that ${quote(modifier)} makes of this value are no text`,
      `add \`base64\` or \`base64offset\` behind ${quote(modifier)}`,
    ),
  encodingSurrogate: () => error("DET232", "half a surrogate pair cannot be encoded"),
  keywordModifier: () =>
    error(
      "DET233",
      "a text without a field is searched for anywhere in the event; only `all`, `contains`, `cased`, `neq` and encodings can modify it",
      "name the field before the first `|`",
    ),
  fieldBrackets: (field: string) =>
    error(
      "DET235",
      `Sigma 2.1 has no syntax for the elements of an array: ${quote(field)}`,
      `write ${quote(field.slice(0, 1_000).replace(/\[.*?\]/g, ""))}: a test holds if it holds for any element`,
    ),
  datePart: (part: string, found: string, least: number, most: number) =>
    error("DET234", `found ${quote(found)}; \`${part}\` is a whole number of ${least} to ${most}`),
  base64offsetWhole: (key: string) =>
    warning(
      "DET256",
      `${quote(key)} compares the whole field with the inner part of an encoding`,
      `write ${quote(`${key}|contains`)}`,
    ),
} as const;

/** What the codes of detections mean. */
export const sigmaCodes: CodeTable<typeof sigmaMessages> = {
  DET204: { meaning: "The detection has no condition.", example: "detection: {s: {eventName: X}}" },
  DET205: {
    meaning: "A selection is of another form than Sigma's.",
    example: selections("s: [[eventName]]"),
  },
  DET207: { meaning: "A selection is empty.", example: selections("s: {}") },
  DET208: {
    meaning: "A key has no field name.",
    example: item("'': X"),
    fix: "Write a field before the `|`, or leave the key away.",
  },
  DET209: {
    meaning: "A modifier that Sigma does not have.",
    example: item("eventName|containz: X"),
  },
  DET211: {
    meaning: "Two modifiers that exclude each other, or stand in the wrong order.",
    example: item("eventName|contains|startswith: X"),
  },
  DET212: {
    meaning: "A value is of a form that its field's modifiers do not take.",
    example: item("eventName: {a: b}"),
    fix: "Write a value of a form that is allowed.",
  },
  DET213: { meaning: "Null in a list of values.", example: item("errorCode: [null, X]") },
  DET214: { meaning: "`all` over a single value.", example: item("eventName|all: X") },
  DET215: { meaning: "Wildcards in the name of a field.", example: item("eventName|fieldref: a*") },
  DET216: {
    meaning: "The condition is not text.",
    example: "detection: {s: {eventName: X}, condition: 1}",
  },
  DET217: {
    meaning: "The condition does not follow Sigma's grammar.",
    example: selections("s: {eventName: X}", "s and"),
    fix: "Correct the condition at the place that is shown.",
  },
  DET218: {
    meaning: "The condition counts with a pipe, as Sigma 1 did.",
    example: selections("s: {eventName: X}", "s | count() > 5"),
  },
  DET219: {
    meaning: "The condition is nested deeper than is read.",
    example: selections("s: {eventName: X}", `${"(".repeat(101)}s`),
    fix: "Name selections alike and use `1 of name_*`.",
  },
  DET220: {
    meaning: "The condition names a selection that is not there.",
    example: selections("sel: {eventName: X}", "sal"),
  },
  DET221: {
    meaning: "A quantifier speaks of no selection.",
    example: selections("s: {eventName: X}", "1 of filter_*"),
    fix: "Correct the pattern, or add a selection that it is of.",
  },
  DET222: {
    meaning: "The time frame of Sigma 1.",
    example: selections("s: {eventName: X}\ntimeframe: 5m"),
  },
  DET223: {
    meaning: "With every name replaced by its selection, the condition is too large to compile.",
    example: sigmaMessages.conditionTooLarge(2_000_000, 100_000),
    fix: "Divide it into several rules.",
  },
  DET224: {
    meaning: "A modifier that needs another one before it.",
    example: item("eventName|i: X"),
  },
  DET225: {
    meaning: "No regular expression, or one that cannot be searched for in linear time.",
    example: item("userAgent|re: '(a'"),
  },
  DET226: {
    meaning: "A construct that the engines of the clouds read differently.",
    example: item("userAgent|re: '\\A'"),
  },
  DET227: {
    meaning: "No network in CIDR notation.",
    example: item("sourceIPAddress|cidr: 10.0.0.1/8"),
  },
  DET228: {
    meaning: "A placeholder without a value.",
    example: item("userIdentity.userName|expand: '%admins%'"),
  },
  DET229: {
    meaning: "A modifier multiplies the value beyond what is compiled.",
    example: sigmaMessages.tooManyVariants("windash", 1000),
  },
  DET230: {
    meaning: "Wildcards in a value that is encoded.",
    example: item("userAgent|base64: 'a*'"),
  },
  DET231: {
    meaning: "A value too short to be found in base64.",
    example: item("userAgent|base64offset|contains: a"),
  },
  DET232: { meaning: "An encoding whose bytes are no text.", example: item("userAgent|utf16: a") },
  DET233: {
    meaning: "A modifier that a text without a field does not take.",
    example: item("'|re': a"),
  },
  DET234: {
    meaning: "No number that the part of a date can be.",
    example: item("eventTime|hour: 25"),
    fix: "Write a number in the range.",
  },
  DET235: { meaning: "An index into an array.", example: item("'resources[0].ARN': X") },
  DET238: {
    meaning: "The condition is longer than is read.",
    example: sigmaMessages.conditionTooLong(10_000),
  },
  DET239: {
    meaning: "The selections, with all their variants, are too large to compile.",
    example: sigmaMessages.selectionsTooLarge({ tests: 100_000, characters: 10_000_000 }),
    fix: "Divide it into several rules.",
  },
  DET256: {
    meaning: "The inner part of an encoding, compared with a whole field.",
    example: item("userAgent|base64offset: abc"),
  },
  DET257: { meaning: "A part of a collection, as Sigma 1 had them.", example: "action: global" },
};
