import type { Comparison } from "../ir/expression";
import { messages } from "../messages";
import type { Message } from "../diagnostic";

/** What the modifiers of one detection item ask for. */
export interface Modifiers {
  readonly comparison: Comparison;
  /** Whether the value names another field. */
  readonly fieldref: boolean;
  readonly cased: boolean;
  /** Whether a list's values must all match, instead of any. */
  readonly all: boolean;
  /** Whether the whole item is negated. */
  readonly neq: boolean;
}

const PLAIN: Modifiers = {
  comparison: "equals",
  fieldref: false,
  cased: false,
  all: false,
  neq: false,
};

type Effect = (so: Modifiers) => Modifiers;

const comparison =
  (kind: Comparison): Effect =>
  (so) => ({ ...so, comparison: kind });

const EFFECTS: Readonly<Record<string, Effect>> = {
  contains: comparison("contains"),
  startswith: comparison("startswith"),
  endswith: comparison("endswith"),
  all: (so) => ({ ...so, all: true }),
  cased: (so) => ({ ...so, cased: true }),
  neq: (so) => ({ ...so, neq: true }),
  fieldref: (so) => ({ ...so, fieldref: true }),
};

/** Modifiers of Sigma 2.1.0 that are refused by name for now. */
const LATER: readonly string[] = [
  ...[
    "exists",
    "re",
    "i",
    "m",
    "s",
    "base64",
    "base64offset",
    "wide",
    "utf16le",
    "utf16be",
    "utf16",
  ],
  ...["windash", "lt", "lte", "gt", "gte", "minute", "hour", "day", "week", "month", "year"],
  ...["cidr", "expand"],
];

/** The effect of modifiers in the order written, or the first that cannot stand where it does. */
export function parseModifiers(
  names: readonly string[],
): Modifiers | { readonly index: number; readonly message: Message } {
  let modifiers = PLAIN;
  for (const [index, name] of names.entries()) {
    const refuse = (message: Message) => ({ index, message });
    const effect = Object.hasOwn(EFFECTS, name) ? EFFECTS[name] : undefined;
    if (effect === undefined) {
      const supported = Object.keys(EFFECTS);
      return refuse(
        LATER.includes(name)
          ? messages.modifierUnsupported(name, supported)
          : messages.modifierUnknown(name, [...supported, ...LATER]),
      );
    }
    if (names.indexOf(name) !== index) {
      return refuse(messages.modifiersConflict(name, name, "write it once"));
    }
    if (modifiers.comparison !== "equals") {
      const first = modifiers.comparison;
      if (name === "fieldref") {
        return refuse(messages.modifiersConflict(first, name, `write \`fieldref|${first}\``));
      }
      if (name === "contains" || name === "startswith" || name === "endswith") {
        return refuse(messages.modifiersConflict(first, name, "keep one of the two"));
      }
    }
    modifiers = effect(modifiers);
  }
  return modifiers;
}
