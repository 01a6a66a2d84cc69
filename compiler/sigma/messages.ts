import { did, error, list, quote, warning } from "../core/message";

const SIGMA_COUNTS = "count with a correlation document: `correlation: { type: event_count, … }`";

const theyAre = (selections: readonly string[]) =>
  selections.length === 0 ? "the rule has none" : `the rule has: ${list(selections)}`;

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
  emptySelection: () => error("DET207", "an empty selection says nothing", "add a field"),
  emptyField: () => error("DET208", "the field name is missing before `|`"),
  modifierUnknown: (found: string, known: readonly string[], fix: string | undefined) =>
    error("DET209", `unknown modifier ${quote(found)}; allowed: ${list(known)}`, fix),
  modifiersConflict: (first: string, second: string, fix: string | undefined) =>
    error("DET211", `${quote(second)} cannot follow ${quote(first)}`, fix),
  valueForm: (found: string, expected: string) =>
    error("DET212", `found ${found}; allowed: ${expected}`),
  nullInList: (values: number) =>
    error(
      "DET213",
      "null cannot stand in a list of values",
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
      did(found, known),
    ),
  quantifierOverNothing: (pattern: string, known: readonly string[]) =>
    error(
      "DET221",
      `${quote(pattern)} matches no selection; ${theyAre(known)}`,
      /^them$/i.test(pattern) ? "write `them`" : did(pattern.replace(/\*/g, ""), known),
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
      `the placeholder ${quote(`%${name}%`)} has no value; ${known.length === 0 ? "no placeholders are given" : `given: ${list(known)}`}`,
      did(name, known) ??
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
  correlationType: (type: string, supported: readonly string[]) =>
    error(
      "DET240",
      `correlations of the type ${quote(type)} are not supported yet; supported: ${list(supported)}`,
    ),
  correlationCondition: (why: string, fix: string) => error("DET242", why, fix),
  correlationOfCorrelation: (name: string) =>
    error(
      "DET243",
      `${quote(name)} is a correlation; correlating correlations is not supported yet`,
    ),
  correlationOfQuery: (name: string) =>
    error("DET243", `${quote(name)} is a query as written, whose matches cannot be counted`),
  correlationLogSources: (found: string, other: string) =>
    error("DET244", `the correlated rules read different log sources: ${found} and ${other}`),
  correlationValues: (fields: readonly string[]) =>
    error("DET245", `counting the values of ${list(fields)} together is not supported yet`),
  aliasRule: (found: string, known: readonly string[]) =>
    error(
      "DET246",
      `the correlation has no rule ${quote(found)}; it has: ${list(known)}`,
      did(found, known),
    ),
  aliasIncomplete: (alias: string, rule: string) =>
    error("DET246", `the alias ${quote(alias)} names no field of the rule ${quote(rule)}`),
  referenceUnknown: (found: string, known: readonly string[]) =>
    error(
      "DET250",
      `no rule here has the id or name ${quote(found)}`,
      // An id that is near is another rule's; only names are misspelt.
      did(found, known) ?? "load the rule's file together with this one",
    ),
  referenceByTitle: (title: string) =>
    error(
      "DET250",
      `${quote(title)} is a rule's title; rules are referred to by id or name`,
      "give that rule a `name`, and write the name here, or write its id",
    ),
  referenceAmbiguous: (found: string, paths: readonly string[]) =>
    error(
      "DET251",
      `${quote(found)} names several rules: ${list(paths)}`,
      "refer to one by its id",
    ),
  filterOfNothing: (logSource: string) =>
    error("DET252", `no rule here reads the filter's log source ${quote(logSource)}`),
  filterNotApplicable: (rule: string, why: string) =>
    error("DET253", `the filter cannot apply to ${quote(rule)}: ${why}`),
  filterRestricts: () =>
    warning(
      "DET254",
      "the filter's condition is added with `and`: its rules keep only the events that match it",
      "to leave these events out, negate the whole condition: `not (…)`",
    ),
  filterQuery: (rule: string) =>
    warning(
      "DET255",
      `on Sentinel ${quote(rule)} runs its own \`query\`, which the filter does not change`,
      "exclude the events in the query too",
    ),
  periodUnderTimespan: (period: string, timespan: string) =>
    error(
      "DET248",
      `queryPeriod ${period} is shorter than the correlation's timespan ${timespan}: counts would be cut`,
      "leave queryPeriod out",
    ),
  base64offsetWhole: (key: string) =>
    warning(
      "DET256",
      `${quote(key)} compares the whole field with the inner part of an encoding`,
      `write ${quote(`${key}|contains`)}`,
    ),
} as const;
