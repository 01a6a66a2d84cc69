/**
 * What a filter pattern can rest on without a document that settles it: first what nothing recorded or
 * documented supports, the least likely first, then what the model's facts support.
 */
export const assumptions = {
  onTime: () =>
    "each event is counted in the minute in which it happens, before the alarm looks at that minute",
  insideElements: (field: string) => `a selector with \`[*]\` before its end selects ${field}`,
  scalar: (field: string) =>
    `${field}, of which nothing is known, holds a string, number or boolean, and no list is on the way`,
  besideContainers: () =>
    "a condition on an array or object does not stop the alternatives beside it",
  negatedBoolean: (field: string) => `\`!=\` with text does not hold where ${field} is a boolean`,
  numberText: (field: string) => `a regex sees the text of a number at ${field}`,
  quotedKey: (field: string) => `the quoted form of a field name, \`.['…']\`, selects ${field}`,
  quoting: () => "in quoted text a backslash makes a quote or a backslash literal",
  oneCharacter: (field: string) =>
    `\`?\` at ${field} stands for a character that a regex counts as one`,
  alternatives: () => "a `|` in a regex separates whole alternatives",
  dottedAddress: (field: string) => `text at ${field} in four parts of digits is an IPv4 address`,
  canonicalAddress: (field: string) => `IPv6 addresses at ${field} are written as RFC 5952 says`,
  plainNumbers: (field: string) => `a number at ${field} is written without an exponent`,
  neverEmpty: (field: string) => `no event has an empty ${field}`,
  spelled: (field: string) => `values of ${field} are spelled as their source spells them`,
} as const;

const FIELD = "\0";

/** The texts before and behind the field's name, in the order of every list. */
const FORMS = Object.values(assumptions).map((of) => of(FIELD).split(FIELD));

/** Assumptions, each once, in their order; what rests on no filter pattern is last. */
export function inOrder(all: Iterable<string>): readonly string[] {
  const rank = (text: string) => {
    const form = FORMS.findIndex(
      ([before = "", after = ""]) => text.startsWith(before) && text.endsWith(after),
    );
    return form === -1 ? FORMS.length : form;
  };
  return [...new Set(all)].sort().sort((one, other) => rank(one) - rank(other));
}
