import type { ParsePattern, ParseStep } from "../ast";
import { valueOfText } from "../values/convert";
import { unsupported } from "../values/error";
import { re2Of } from "../values/regex";
import type { ScalarType, Value } from "../values/value";

/** What a pattern reads out of a text: a value for each column; undefined where it does not match. */
export type Parse = (text: string) => ReadonlyMap<string, Value> | undefined;

/**
 * `parse`: the pattern made one regular expression over the whole text (KQL reference, parse operator).
 * A column takes as little as it can up to the next text, in mode `regex` as much as it can, unless
 * the flag `U` turns that around (parse-search-0002#1, -0010#1).
 *
 * Running it throws `unsupported` where the reference leaves the answer open: text goes on after a
 * pattern that does not end in `*`, or a match hangs on how much a `*` takes.
 */
export function parserOf(pattern: ParsePattern): Parse {
  const { mode, steps } = pattern;
  const names = steps.flatMap((step) => (step.kind === "column" ? [step] : []));
  if (names.length > new Set(names.map(({ name }) => name)).size)
    throw unsupported("a column twice");
  const whole = compile(pattern, "$", ".*?");
  const other = mode === "regex" ? compile(pattern, "$", ".*") : whole;
  const prefix = compile(pattern, "", ".*?");

  return (text) => {
    const found = whole(text);
    if (found === undefined && prefix(text) !== undefined) {
      throw unsupported("a parse whose pattern ends before the text does");
    }
    if (found?.join("\0") !== other(text)?.join("\0")) throw unsupported("a parse with such a *");
    if (found === undefined) return undefined;
    const values = new Map<string, Value>();
    for (const [index, { name, type }] of names.entries()) {
      const part = found[index] ?? "";
      const value = valueOfText(type, part);
      // Strict: all columns or none. A relaxed match may lack some.
      if (value === null && mode !== "relaxed") return undefined;
      values.set(name, value);
    }
    return values;
  };
}

function compile(pattern: ParsePattern, end: string, skip: string) {
  const { mode, flags, steps } = pattern;
  if (/[^Umsi]/.test(flags)) throw unsupported(`a parse with the flags ${flags}`);
  // A text may run over lines, which the reference's own expression does not say for `regex`.
  const on = mode === "regex" ? flags : "s";
  const groups = steps.filter(({ kind }) => kind === "column").map((_, index) => `c${index}`);
  const names = groups[Symbol.iterator]();
  const source = steps.map((step) => sourceOf(step, pattern, skip, () => names.next().value ?? ""));
  const regex = re2Of(`${on === "" ? "" : `(?${on})`}^(?:${source.join("")})${end}`);
  return (text: string): readonly string[] | undefined => {
    const matcher = regex.matcher(text);
    if (!matcher.find()) return undefined;
    return groups.map((name) => matcher.group(name) ?? "");
  };
}

function sourceOf(
  step: ParseStep,
  { mode }: ParsePattern,
  skip: string,
  nextName: () => string,
): string {
  switch (step.kind) {
    case "text":
      return mode === "regex" ? `(?:${step.text})` : quote(step.text);
    case "skip":
      return skip;
    case "column":
      return `(?P<${nextName()}>${wanted(step.type, mode)})`;
  }
}

/** What a column of the type takes; numbers as the reference writes them. */
function wanted(type: ScalarType, mode: ParsePattern["mode"]): string {
  const isStrict = mode !== "relaxed";
  if (isStrict && (type === "int" || type === "long")) return "-?\\d+";
  return mode === "regex" ? ".*" : ".*?";
}

function quote(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}
