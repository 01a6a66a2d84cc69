import type { Message } from "../diagnostic";
import type { Comparison, DatePart, Order, RegexFlags } from "../ir/expression";
import { messages } from "../messages";

/** What the modifiers of one detection item ask for. */
export interface Modifiers {
  readonly test: Test;
  /** Whether a list's values must all match, instead of any. */
  readonly all: boolean;
  /** Whether the whole item is negated. */
  readonly neq: boolean;
}

/** How each value of an item is tested. */
export type Test =
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
const CHARSETS = ["wide", "utf16le", "utf16be", "utf16"] as const;
const BASE64 = ["base64", "base64offset"] as const;
const FLAGS = ["i", "m", "s"] as const;
const ORDERS = ["lt", "lte", "gt", "gte"] as const;
const DATE_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;
const GENERIC = ["all", "neq"] as const;

export type Charset = (typeof CHARSETS)[number];
export type Base64 = (typeof BASE64)[number];
export type Transform = "expand" | "windash" | Charset | Base64;
const TRANSFORMS: readonly Transform[] = ["expand", "windash", ...CHARSETS, ...BASE64];

type Modifier =
  | Transform
  | (typeof COMPARISONS | typeof FLAGS | typeof ORDERS | typeof DATE_PARTS | typeof GENERIC)[number]
  | "cased"
  | "re"
  | "cidr"
  | "exists"
  | "fieldref";

const TEXT: readonly Modifier[] = ["expand", "windash", "cased"];
const rows = (names: readonly Modifier[], after: readonly Modifier[]) =>
  Object.fromEntries(names.map((name) => [name, after]));

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
};

export const MODIFIERS: readonly string[] = Object.keys(AFTER);

/** Of a pair that nothing else explains. */
const FIXES: Readonly<Record<string, string>> = {
  "re contains": "leave `contains` out: a regular expression is searched for anywhere",
  "re cased": "leave `cased` out: a regular expression minds case, unless it has `i`",
  "exists neq": "ask for the other truth value",
};

/** The effect of modifiers in the order written, or the first that cannot stand where it does. */
export function parseModifiers(
  names: readonly string[],
): Modifiers | { readonly index: number; readonly message: Message } {
  for (const [index, name] of names.entries()) {
    if (!MODIFIERS.includes(name)) {
      return { index, message: messages.modifierUnknown(name, MODIFIERS) };
    }
    for (const first of names.slice(0, index)) {
      const fix = conflict(first, name);
      if (fix !== undefined) {
        return { index, message: messages.modifiersConflict(first, name, fix) };
      }
    }
    if (FLAGS.some((flag) => flag === name) && !names.slice(0, index).includes("re")) {
      return { index, message: messages.modifierNeeds(name, "re") };
    }
  }
  return { test: testOf(names), all: names.includes("all"), neq: names.includes("neq") };
}

/** What to do about `second` after `first`; undefined where it may stand there. */
function conflict(first: string, second: string): string | undefined {
  if (first === second) return "write it once";
  if (AFTER[second]?.some((each) => each === first)) return undefined;
  const reversed = AFTER[first]?.some((each) => each === second);
  return (
    FIXES[`${first} ${second}`] ??
    (reversed ? `write \`${second}|${first}\`` : "keep one of the two")
  );
}

function testOf(names: readonly string[]): Test {
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
