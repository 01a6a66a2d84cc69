import type { Message } from "../core/diagnostic";
import { nearest } from "../core/suggest";
import type { Comparison, DatePart, Order, RegexFlags } from "../ir/expression";
import { sigmaMessages } from "./messages";

/** What the modifiers of one detection item ask for. */
export interface Modifiers {
  readonly test: ItemKind;
  /** Whether a list's values must all match, instead of any. */
  readonly all: boolean;
  /** Whether the whole item is negated. */
  readonly neq: boolean;
}

/** How each value of an item is tested. */
export type ItemKind =
  | {
      readonly kind: "string";
      /** In the order written: each makes one or more values of a value. */
      readonly transforms: readonly Transform[];
      readonly comparison: Comparison;
      readonly cased: boolean;
    }
  | { readonly kind: "fieldref"; readonly comparison: Comparison; readonly cased: boolean }
  | { readonly kind: "regex"; readonly flags: RegexFlags; readonly expand: boolean }
  | { readonly kind: "number"; readonly operator: Order }
  | { readonly kind: "date"; readonly part: DatePart; readonly operator: Order | "eq" }
  | { readonly kind: "cidr" }
  | { readonly kind: "exists" };

const COMPARISONS = ["contains", "startswith", "endswith"] as const;
export const CHARSETS = ["wide", "utf16le", "utf16be", "utf16"] as const;
export const BASE64 = ["base64", "base64offset"] as const;
const FLAGS = ["i", "m", "s"] as const;
const ORDERS = ["lt", "lte", "gt", "gte"] as const;
const DATE_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;
const GENERIC = ["all", "neq"] as const;

const TRANSFORMS = ["expand", "windash", ...CHARSETS, ...BASE64] as const;

export type Charset = (typeof CHARSETS)[number];
export type Base64 = (typeof BASE64)[number];
export type Transform = (typeof TRANSFORMS)[number];

type Modifier =
  | Transform
  | (typeof COMPARISONS | typeof FLAGS | typeof ORDERS | typeof DATE_PARTS | typeof GENERIC)[number]
  | "cased"
  | "re"
  | "cidr"
  | "exists"
  | "fieldref";

const TEXT: readonly Modifier[] = ["expand", "windash", "cased"];
const rows = <Name extends Modifier>(names: readonly Name[], after: readonly Modifier[]) =>
  Object.fromEntries(names.map((name) => [name, after])) as Record<Name, readonly Modifier[]>;

/**
 * Every modifier of the specification's appendix (2.1.0), with the ones that may stand before it; the
 * order is that in which they are applied. `all` and `neq` are about the whole item, so they may
 * stand anywhere, but not with `exists`, which is asked of an unmodified field.
 */
const AFTER: Readonly<Record<string, readonly Modifier[]>> = {
  ...rows(COMPARISONS, [...TEXT, ...CHARSETS, ...BASE64, "fieldref", ...GENERIC]),
  ...rows(["cased"], [...TRANSFORMS, ...COMPARISONS, "fieldref", ...GENERIC]),
  ...rows(["expand"], [...COMPARISONS, "windash", "cased", "re", ...FLAGS, ...GENERIC]),
  ...rows(["windash"], [...COMPARISONS, "expand", "cased", ...GENERIC]),
  ...rows(CHARSETS, [...TEXT, ...GENERIC]),
  ...rows(BASE64, [...TEXT, ...CHARSETS, ...GENERIC]),
  ...rows(["fieldref"], ["cased", ...GENERIC]),
  ...rows(["re", "cidr", ...DATE_PARTS], GENERIC),
  ...rows(FLAGS, ["re", ...FLAGS, "expand", ...GENERIC]),
  ...rows(ORDERS, [...DATE_PARTS, ...GENERIC]),
  ...rows(["exists"], []),
  ...rows(GENERIC, [
    ...[...TRANSFORMS, ...COMPARISONS, ...FLAGS, ...ORDERS, ...DATE_PARTS, ...GENERIC],
    ...(["cased", "re", "cidr", "fieldref"] as const),
  ]),
} satisfies Readonly<Record<Modifier, readonly Modifier[]>>;

export const MODIFIERS: readonly string[] = Object.keys(AFTER);

interface WayOut {
  readonly fix: string | undefined;
  /** What the modifiers are then; undefined where that is not certain. */
  readonly names: readonly string[] | undefined;
}

/** Of a pair that nothing else explains: what to do, and whether the second is to be left out. */
const PAIRS: Readonly<Record<string, { readonly fix: string; readonly isLeftOut: boolean }>> = {
  "re contains": {
    fix: "leave `contains` out: a regular expression is searched for anywhere",
    isLeftOut: true,
  },
  "re cased": {
    fix: "leave `cased` out: a regular expression minds case, unless it has `i`",
    isLeftOut: true,
  },
  "exists neq": { fix: "ask for the other truth value", isLeftOut: false },
};

/** Words that other tools have for modifiers, too far from Sigma's to be near: what is meant, or why none is. */
const OTHER_WORDS: ReadonlyMap<string, { readonly meant: string } | { readonly fix: string }> =
  new Map([
    ["not", { fix: "write `neq`, or `not` in the condition" }],
    ["ne", { meant: "neq" }],
    ["regex", { meant: "re" }],
    ["regexp", { meant: "re" }],
    ["ignorecase", { meant: "i" }],
    ["multiline", { meant: "m" }],
    ["dotall", { meant: "s" }],
  ]);

/** Words that say what holds without a modifier. */
const NEEDLESS: ReadonlyMap<string, string> = new Map([
  ["", "leave the `|` before it out"],
  ["equals", "leave it out: values are compared whole"],
  ["in", "leave it out: a list holds if any value does"],
]);

/** A modifier that cannot stand where it does. */
export interface WrongModifier {
  readonly index: number;
  readonly message: Message;
  /** What the modifiers are then; undefined where that is not certain. */
  readonly instead: readonly string[] | undefined;
}

/** The effect of modifiers in the order written, or the first that cannot stand where it does. */
export function parseModifiers(names: readonly string[]): Modifiers | WrongModifier {
  for (const [index, name] of names.entries()) {
    if (!MODIFIERS.includes(name)) {
      const { fix, names: instead } = meant(names, index);
      return { index, message: sigmaMessages.modifierUnknown(name, MODIFIERS, fix), instead };
    }
    for (const first of names.slice(0, index)) {
      const wayOut = conflict(first, name, names, index);
      if (wayOut !== undefined) {
        const message = sigmaMessages.modifiersConflict(first, name, wayOut.fix);
        return { index, message, instead: wayOut.names };
      }
    }
    if (FLAGS.some((flag) => flag === name) && !names.slice(0, index).includes("re")) {
      return { index, message: sigmaMessages.modifierNeeds(name, "re"), instead: undefined };
    }
  }
  return { test: testOf(names), all: names.includes("all"), neq: names.includes("neq") };
}

/** What is meant by a word that is no modifier. */
function meant(names: readonly string[], index: number): WayOut {
  const word = (names[index] ?? "").trim().toLowerCase();
  const needless = NEEDLESS.get(word);
  if (needless !== undefined) return { fix: needless, names: replaced(names, index) };
  const other = OTHER_WORDS.get(word);
  if (other !== undefined && "fix" in other) return { fix: other.fix, names: undefined };
  const right = other?.meant ?? nearest(word, MODIFIERS);
  if (right === undefined) return { fix: undefined, names: undefined };
  return { fix: `write \`${right}\``, names: replaced(names, index, right) };
}

/** What to do about the modifier at `index`, `second`, after `first`; undefined where it may stand there. */
function conflict(
  first: string,
  second: string,
  names: readonly string[],
  index: number,
): WayOut | undefined {
  const without = replaced(names, index);
  if (first === second) return { fix: "write it once", names: without };
  if (AFTER[second]?.some((each) => each === first)) return undefined;
  const pair = PAIRS[`${first} ${second}`];
  if (pair !== undefined) return { fix: pair.fix, names: pair.isLeftOut ? without : undefined };
  const reversed = AFTER[first]?.some((each) => each === second);
  if (reversed !== true) return { fix: "keep one of the two", names: undefined };
  const swapped = replaced(without, names.indexOf(first), second, first);
  return { fix: `write \`${second}|${first}\``, names: swapped };
}

/** The modifiers with some in place of the one at `index`. */
function replaced(names: readonly string[], index: number, ...by: string[]): readonly string[] {
  return [...names.slice(0, index), ...by, ...names.slice(index + 1)];
}

function testOf(names: readonly string[]): ItemKind {
  const find = <T extends string>(among: readonly T[]) =>
    among.find((each) => names.includes(each));
  const comparison = find(COMPARISONS) ?? "equals";
  const cased = names.includes("cased");
  if (names.includes("exists")) return { kind: "exists" };
  if (names.includes("cidr")) return { kind: "cidr" };
  if (names.includes("fieldref")) return { kind: "fieldref", comparison, cased };
  if (names.includes("re")) {
    const [ignoreCase, multiLine, dotAll] = FLAGS.map((flag) => names.includes(flag));
    return {
      kind: "regex",
      flags: { ignoreCase: ignoreCase!, multiLine: multiLine!, dotAll: dotAll! },
      expand: names.includes("expand"),
    };
  }
  const part = find(DATE_PARTS);
  const operator = find(ORDERS);
  if (part !== undefined) return { kind: "date", part, operator: operator ?? "eq" };
  if (operator !== undefined) return { kind: "number", operator };
  const transforms = names.filter((name): name is Transform =>
    TRANSFORMS.some((each) => each === name),
  );
  return { kind: "string", transforms, comparison, cased };
}
