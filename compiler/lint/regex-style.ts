import { replacementOf, type Edit } from "../core/diagnostic";
import { item } from "../core/example";
import { quote } from "../core/message";
import type { Span } from "../core/source";
import { entryOfScalar } from "../load/node";
import { lint, type LintedRule } from "./lint";

/** Flags, for what follows or for a group. */
const INLINE_FLAGS = /\(\?[a-zA-Z-]+[:)]/;

export const inlineFlags = lint({
  code: "DET440",
  severity: "warning",
  meaning: "Flags inside a regular expression.",
  example: item("userAgent|re: '(?i)curl'"),
  message: (flags: string) => ({
    text: `flags inside a regular expression (${quote(flags)}) are deprecated in Sigma`,
    fix: "use the sub-modifiers: `re|i`, `re|m`, `re|s`",
  }),
  run(linted, warn) {
    for (const predicate of linted.predicates) {
      if (predicate.kind !== "regex") continue;
      const { span } = predicate.origin;
      const [flags] = INLINE_FLAGS.exec(linted.source.text.slice(span.start, span.end)) ?? [];
      if (flags !== undefined) warn(span, [flags], subModifiers(span, linted));
    }
  },
});

export const repeatedRepetition = lint({
  code: "DET441",
  severity: "warning",
  meaning: "A regular expression that backtracking engines may hang on (ReDoS).",
  example: item("userAgent|re: '(a+)+b'"),
  message: (part: string) => ({
    text: `${quote(part)} repeats a repetition: backtracking engines may hang on it (ReDoS)`,
    fix: "keep one of the two repetitions",
  }),
  run({ predicates }, warn) {
    for (const predicate of predicates) {
      if (predicate.kind !== "regex") continue;
      const part = repetitionIn(predicate.source);
      if (part !== undefined) warn(predicate.origin.span, [part]);
    }
  },
});

/** Anchors and repetitions of anything beside a slash, which are of no use within an expression. */
const SLASHES = /^\/(\^|\.[*+])[^]*\/[gimsuy]*$|^\/[^]*(\$|\.[*+])\/[gimsuy]*$/;

export const slashesAround = lint({
  code: "DET444",
  severity: "warning",
  meaning: "Slashes around a regular expression.",
  example: item("userAgent|re: '/^curl.*/'"),
  message: (source: string) => ({
    text: `the slashes around ${quote(source)} are looked for too: Sigma writes expressions without them`,
    fix: `write ${quote(source.replace(/^\/|\/[gimsuy]*$/g, ""))}`,
  }),
  run({ predicates }, warn) {
    for (const predicate of predicates) {
      if (predicate.kind !== "regex" || !SLASHES.test(predicate.source)) continue;
      warn(predicate.origin.span, [predicate.source]);
    }
  },
});

/** A quoted expression that begins with flags of Sigma's, has no others, and does not end there. */
const LEADING_FLAGS = /^(["'])\(\?([ims]+)\)(?=[^"'])/;
const RE_LAST = /\|re(?=["']?$)/;

/** Where the flags are of the whole expression: `re: '(?i)a'` is `re|i: 'a'`. */
function subModifiers(span: Span, { rule, source }: LintedRule): Edit | undefined {
  const { entry, others = [] } = entryOfScalar(rule.root, span) ?? {};
  if (entry?.value.kind !== "scalar") return undefined;
  const { start, end } = entry.keySpan;
  const key = source.text.slice(start, end);
  const between = source.text.slice(end, span.start);
  const value = source.text.slice(span.start, span.end);
  const [leading, quote = "", flags = ""] = LEADING_FLAGS.exec(value) ?? [];
  const rest = leading === undefined ? "" : quote + value.slice(leading.length);
  const isPlain = RE_LAST.test(key) && !INLINE_FLAGS.test(rest) && /^\s*:\s+$/.test(between);
  const modifiers = [...new Set(flags)].map((flag) => `|${flag}`).join("");
  const isTaken = others.includes(`${entry.key}${modifiers}`);
  if (leading === undefined || !isPlain || isTaken) return undefined;
  const written = key.replace(RE_LAST, `|re${modifiers}`) + between + rest;
  return replacementOf(source, { start, end: span.end }, written);
}

/** An escape, a class, a group's beginning or end, a quantifier, or another character. */
const TOKEN =
  /\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\((?:\?(?:P?<\w+>|[\w-]*:))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/g;
const UNBOUNDED = /^(?:[*+]|\{\d+,\})/;
const OPTIONAL = /^(?:[*?]|\{0,)/;

interface Group {
  readonly start: number;
  /** Whether a group within the current alternative's atoms, or an atom, repeats without bound. */
  repeats: boolean;
  /** Atoms of the current alternative that must be there and do not repeat: they keep rounds apart. */
  fixed: number;
  /** Whether the alternative repeats what matches any character, so that nothing keeps rounds apart. */
  any: boolean;
  /** Whether some alternative can be cut into rounds in more than one way. */
  ambiguous: boolean;
}

/**
 * The first group that repeats while its content is a repetition too, such as `(a+)+`, so that one
 * text can be read in exponentially many ways; undefined where there is none.
 */
export function repetitionIn(source: string): string | undefined {
  const groups: Group[] = [open(0)];
  const tokens = [...source.matchAll(TOKEN)];
  for (const [at, token] of tokens.entries()) {
    const [text] = token;
    const next = tokens[at + 1]?.[0] ?? "";
    const group = groups.at(-1)!;
    if (text.startsWith("(")) groups.push(open(token.index));
    else if (text === "|") endAlternative(group);
    else if (text === ")" && groups.length > 1) {
      endAlternative(group);
      groups.pop();
      if (group.ambiguous && UNBOUNDED.test(next)) {
        return source.slice(group.start, token.index + 1 + next.length);
      }
      addAtom(groups.at(-1)!, next, false, group.ambiguous);
    } else if (!isQuantifier(text) && text !== "^" && text !== "$") {
      addAtom(group, next, text === ".", false);
    }
  }
  return undefined;
}

function open(start: number): Group {
  return { start, repeats: false, fixed: 0, any: false, ambiguous: false };
}

function addAtom(group: Group, quantifier: string, any: boolean, repeats: boolean): void {
  const unbounded = UNBOUNDED.test(quantifier);
  if (unbounded || repeats) group.repeats = true;
  else if (!OPTIONAL.test(quantifier)) group.fixed += 1;
  if (unbounded && any) group.any = true;
}

function endAlternative(group: Group): void {
  if ((group.repeats && group.fixed === 0) || group.any) group.ambiguous = true;
  Object.assign(group, { repeats: false, fixed: 0, any: false });
}

function isQuantifier(text: string): boolean {
  return /^(?:[*+?]\??|\{\d+(?:,\d*)?\}\??)$/.test(text);
}
