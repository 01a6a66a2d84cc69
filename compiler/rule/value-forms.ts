import * as v from "valibot";

/**
 * The forms that values of a rule document have. What a form's message says is what diagnostics say is
 * allowed.
 */

export const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));

export const form = (pattern: RegExp, meaning: string) =>
  v.pipe(v.string(), v.regex(pattern, meaning));

/** One of `words`, which have no spaces. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  v.picklist(words, words.join(" "));

/** A number that JSON can write too: YAML's `.inf` is none. */
export const number = v.pipe(v.number(), v.finite());

// For valibot a list is an object too.
const noList = v.custom<object>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** A mapping with these keys; others may be there too. */
export const mapping = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(noList, v.looseObject(entries));

/** A mapping of keys of one's own to values of one form. */
export const record = <Value extends v.GenericSchema>(value: Value) =>
  v.pipe(noList, v.record(v.string(), value));

/** A key that may be absent, and what editors say about it. */
export const optional = <Value extends v.GenericSchema>(value: Value, meaning: string) =>
  v.optional(v.pipe(value, v.description(meaning)));
