import * as v from "valibot";

import type { Node } from "../load/node";
import type { Remarks } from "./schema-parts";
import { asWord } from "./spelling";

/**
 * The forms that values of a rule document have. What a form's message says is what diagnostics say is
 * allowed.
 */

export const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));

export const form = (pattern: RegExp, meaning: string) =>
  v.pipe(v.string(meaning), v.regex(pattern, meaning));

/** One of `words`, which have no spaces. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  v.picklist(words, words.join(" "));

const remarks = <Value extends v.GenericSchema>(value: Value, said: Remarks) =>
  v.pipe(value, v.metadata({ ...said }));

/** A value that is read in another spelling too. */
export const spelledBy = <Value extends v.GenericSchema>(
  value: Value,
  spell: (node: Node) => Node,
) => remarks(value, { spell });

/** One of Microsoft's words, in any case; the document has Microsoft's spelling. */
export const word = <const Words extends readonly string[]>(words: Words) =>
  spelledBy(oneOf(words), (node) => asWord(node, words));

/** A text, which is spelled as Microsoft does where it is one of Microsoft's words. */
export const wordOr = <Value extends v.GenericSchema>(value: Value, words: readonly string[]) =>
  spelledBy(value, (node) => asWord(node, words));

/** A number that JSON can write too: YAML's `.inf` is none. */
export const number = v.pipe(v.number(), v.finite());

// For valibot a list is an object too.
const noList = v.custom<object>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** A mapping with these keys; others may be there too. */
export const mapping = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(noList, v.looseObject(entries));

/** An object of Microsoft's API, in which nobody has keys of their own. */
export const microsoft = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  remarks(mapping(entries), { microsoft: true });

/** A mapping with these keys alone. */
export const strict = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  remarks(mapping(entries), { strict: true });

/** A mapping of keys of one's own to values of one form. */
export const record = <Value extends v.GenericSchema>(value: Value) =>
  v.pipe(noList, v.record(v.string(), value));

/** A key that may be absent, and what editors say about it. */
export const optional = <Value extends v.GenericSchema>(value: Value, meaning: string) =>
  v.optional(v.pipe(value, v.description(meaning)));
