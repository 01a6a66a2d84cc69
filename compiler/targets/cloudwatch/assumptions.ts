/** What a filter pattern can rest on without a document that settles it. */
export const assumptions = {
  neverEmpty: (field: string) => `AWS never writes an empty ${field}`,
  spelled: (field: string) => `values of ${field} are spelled as AWS spells them`,
  scalar: (field: string) => `${field}, which is not listed, holds a string, number or boolean`,
  negatedBoolean: (field: string) => `\`!=\` with text does not hold where ${field} is a boolean`,
  quotedKey: (field: string) => `the quoted form of a field name, \`.['…']\`, selects ${field}`,
  insideElements: (field: string) => `a selector with \`[*]\` before its end selects ${field}`,
  quoting: () => "in quoted text a backslash makes a quote or a backslash literal",
  plainNumbers: (field: string) => `a number at ${field} is written without an exponent`,
  numberText: (field: string) => `a regex sees the text of a number at ${field}`,
  alternatives: () => "a `|` in a regex separates whole alternatives",
  dottedAddress: (field: string) => `text at ${field} in four parts of digits is an IPv4 address`,
  canonicalAddress: (field: string) => `IPv6 addresses at ${field} are written as RFC 5952 says`,
  oneCharacter: (field: string) =>
    `\`?\` at ${field} stands for a character that a regex counts as one`,
} as const;
