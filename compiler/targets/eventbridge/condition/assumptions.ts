/** What a condition can rest on that no document settles. */
export const assumptions = {
  plainObjects: () =>
    "no object of an event has a true member `_jsonata_lambda` or `_jsonata_function`, which JSONata takes for a function; a rule that looks into one alerts",
  wholeCharacters: () => "no text of an event holds half of a character of two units (UTF-16)",
  wordBoundary: () =>
    "to Step Functions only ASCII letters, digits and `_` make words, as to JavaScript",
  backtracking: (field: string) =>
    `a search in ${field} that repeats what repeats ends in time; where it does not, the event is published as undecided`,
  shortNumbers: () => "a number that is compared as text has at most 15 digits",
} as const;
