import fc from "fast-check";

import { foldCase } from "../../compiler/core/fold-case";
import type { Json } from "../../compiler/core/json";
import { fieldsOf, type DatePart, type Predicate } from "../../compiler/ir/expression";
import { type StringPattern } from "../../compiler/ir/pattern";
import type { Field, FieldModel, Spelling } from "../../compiler/log-sources/field";
import { contradicted } from "../compiler/log-sources/claims";
import { SEED } from "./fast-check-seed";

/** A keyword is looked for in the whole event; a generated event holds it here. */
export const KEYWORD_PATH = "requestParameters.remark";

/** The paths whose values decide a test in generated events. */
export function pathsOf(test: Predicate): readonly string[] {
  return test.kind === "keyword" ? [KEYWORD_PATH] : fieldsOf(test);
}

/**
 * Values at a path between which the tests of a rule may differ, the plainest first: only such as the
 * field model says that AWS writes there. Undefined: the path is missing.
 */
export function candidatesFor(
  path: string,
  tests: readonly Predicate[],
  model: FieldModel,
): readonly (Json | undefined)[] {
  const field = model.field(path);
  const reads = (test: Predicate) => pathsOf(test).includes(path);
  const beside = new Set(tests.filter(reads).flatMap(pathsOf));
  // What one side of a comparison is tested for is worth a try on the other.
  const near = tests.filter((test) => pathsOf(test).some((each) => beside.has(each)));
  // Whole values first: of an identifier they have the spelling.
  const texts = [
    ...near.flatMap((test) =>
      test.kind === "string" && isWhole(test) ? [filled(test.pattern, "", "")] : [],
    ),
    ...near.filter(isWhole).flatMap(textsFor),
    ...near.filter((test) => !isWhole(test)).flatMap(textsFor),
    ...together(near),
  ];
  const values = valuesOf(field, spellings(field, [...new Set([...texts, ...ORDINARY])]));
  return [
    ...(field.presence === "always" ? [] : [undefined]),
    ...(field.nullable ? [null] : []),
    // Of a path that is not listed nothing is claimed, also not that no object stands there.
    ...values.filter((value) => !model.lists(path) || contradicted(field, value).length === 0),
  ];
}

/** Texts that satisfy two tests of a part each: `AdminFullAccess` of `*Admin*` and `*FullAccess*`. */
function together(tests: readonly Predicate[]): readonly string[] {
  const parts = tests.flatMap((test) =>
    test.kind === "string" && !isWhole(test) ? [filled(test.pattern, "", "x")] : [],
  );
  return parts.slice(0, 4).flatMap((one) => parts.slice(0, 4).map((other) => one + other));
}

function isWhole(test: Predicate): boolean {
  return test.kind === "string" && test.pattern.every(({ kind }) => kind === "text");
}

/** Of each kind of field, a value that no rule is about. */
const ORDINARY = ["Other", "other.amazonaws.com", "192.0.2.77", "2024-05-15T12:30:00Z"];

function valuesOf(field: Field, texts: readonly string[]): readonly Json[] {
  const values = elementsOf(field, texts);
  switch (field.many) {
    case "one":
      return values;
    case "many":
      return [...values.flatMap((value) => [[value], [values[0] ?? value, value]]), []];
    case "either":
      return [...values, ...values.slice(0, 2).map((value) => [value])];
  }
}

function elementsOf({ type }: Field, texts: readonly string[]): readonly Json[] {
  const numbers = texts.filter((text) => text !== "" && text === text.trim()).map(Number);
  const scalars = [...texts, true, false, ...new Set(numbers.filter(Number.isFinite)), 7];
  switch (type) {
    case "string":
      return texts;
    case "boolean":
      return [true, false];
    case "number":
      return scalars.filter((value) => typeof value === "number");
    case "scalar":
      return scalars;
    case "mixed":
    case "unknown":
      return [...scalars, ...texts.slice(0, 2).map((text) => ({ note: text }))];
    case "object":
      return [...texts.map((text) => ({ note: text })), {}];
  }
}

/** The texts as the field spells them; of texts that differ in case alone, an identifier has one. */
function spellings({ spelling }: Field, texts: readonly string[]): readonly string[] {
  switch (spelling.kind) {
    case "free":
      return texts;
    case "lower":
      return [...new Set(texts.map(foldCase))];
    case "closed":
      return spelling.values;
    case "identifier": {
      const known = new Map<string, string>();
      const asWritten = texts.filter((text) => spelling.shape.test(text));
      for (const text of [...asWritten, ...texts.flatMap((each) => shaped(each, spelling) ?? [])]) {
        if (!known.has(foldCase(text))) known.set(foldCase(text), text);
      }
      return [...known.values()];
    }
  }
}

function shaped(text: string, { shape }: Extract<Spelling, { kind: "identifier" }>) {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return [text, capital, text.toLowerCase()].find((each) => shape.test(each));
}

/** Texts that satisfy a test or nearly do. */
function textsFor(test: Predicate): readonly string[] {
  switch (test.kind) {
    case "string":
    case "keyword":
      return [
        ...near(filled(test.pattern, "", "x")),
        filled(test.pattern, "x", "\u{1f600}"),
        filled(test.pattern, "\n", "\n"),
        filled(test.pattern, "", ""),
      ];
    case "regex":
      return samples(test.source).flatMap((text) => [text, text.toUpperCase(), `x\n${text}\ny`]);
    case "number": {
      const around = [0, 1, -1, 0.5, -0.5].map((step) => String(test.value + step));
      return [...around, `${test.value}e0`, ` ${test.value}`, `0${test.value}`, "0x10", "ten"];
    }
    case "cidr":
      return addressesNear(test.network);
    case "date":
      return [-1, 0, 1].map((step) => timeAt(test.part, test.value + step)).concat(NO_TIMES);
    case "fieldref":
      return ["Kim", "kim", "the Kimono", "Kimono", "the Kim", "\u212aim", "Kim\u0301", "12", ""];
    case "null":
    case "exists":
      return [""];
  }
}

/** The pattern's text with something in place of its wildcards. */
function filled(pattern: StringPattern, any: string, one: string): string {
  return pattern
    .map((part) => ({ text: part.kind === "text" ? part.text : "", any, one })[part.kind])
    .join("");
}

/** A text, and texts beside it: cases, neighbours, what folds into it, what its signs could mean. */
function near(text: string): readonly string[] {
  return [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    `x${text}`,
    `${text}x`,
    `${text} ${text}`,
    text.slice(0, -1),
    "",
    text.replace(/[*?%.\\]/g, "zz"),
    text.replace(/[\\]/g, ""),
    text.replace(/k/gi, "\u212a").replace(/s/gi, "\u017f").replace(/i/gi, "\u0131"),
    text.replace(/ss/gi, "\u00df").replace(/i/gi, "\u0130"),
    `${text}\u0301`,
    `${text}\u00df\u{1f600}\u212a`,
    text.normalize("NFD"),
    `${text}\n`,
  ];
}

const SAMPLES = new Map<string, readonly string[]>();

/** Texts in which a regex finds something, by itself and among others. */
function samples(source: string): readonly string[] {
  // The sampler knows no group of nothing, which is found in any text.
  if (source === "") return ["", "x"];
  const known = SAMPLES.get(source);
  if (known !== undefined) return known;
  // JavaScript's notation, without what its sampler cannot do; candidates need not match.
  const plain = source.replace(/\\[bB]|\(\?[a-z]+\)/g, "").replace(/\(\?(?:P?<\w+>|[a-z]*:)/g, "(");
  const sample = (regex: string) =>
    fc.sample(fc.stringMatching(new RegExp(regex)), { seed: SEED, numRuns: 4 });
  const found = [...new Set([...sample(`^(?:${plain})$`), ...sample(plain)])];
  SAMPLES.set(source, found);
  return found;
}

/** The first and last address of a network and those around it, and texts that only look alike. */
function addressesNear(network: string): readonly string[] {
  const [first = "", prefix] = network.split("/");
  const lookalikes = [`${first}/${prefix}`, `0${first}`, `x${first}`, "::ffff:10.0.0.1"];
  if (first.includes(":"))
    return [first.replace(/::$/, "::1"), "fe80::9", "10.0.0.1", ...lookalikes];
  const start = first.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(prefix));
  return [start, start + size - 1, start - 1, start + size]
    .filter((address) => address >= 0 && address < 2 ** 32)
    .map((address) => [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join("."))
    .concat(lookalikes);
}

/** Texts in the form of a time, and one that is not. */
const NO_TIMES = ["2024-02-30T12:30:00Z", "0000-05-15T12:30:00Z", "2024-05-15 12:30:00Z"];

/** A time whose part has the value; for a value that the part cannot have, no time at all. */
function timeAt(part: DatePart, value: number): string {
  const two = String(value).padStart(2, "0");
  switch (part) {
    case "minute":
      return `2024-05-15T12:${two}:00Z`;
    case "hour":
      return `2024-05-15T${two}:30:00Z`;
    case "day":
      return `2024-05-${two}T12:30:00Z`;
    case "month":
      return `2024-${two}-15T12:30:00Z`;
    case "year":
      return `${String(value).padStart(4, "0")}-05-15T12:30:00Z`;
    case "week":
      // The first of January 2024 is the first day of its first week.
      return new Date(Date.UTC(2024, 0, 1 + 7 * (value - 1))).toISOString();
  }
}
