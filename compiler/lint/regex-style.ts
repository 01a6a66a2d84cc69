import { replacementOf, type Edit } from "../core/diagnostic";
import { item } from "../core/example";
import { quote } from "../core/message";
import type { Span } from "../core/source";
import type { RegexFlags } from "../ir/expression";
import { parseRegexTree, type Alternatives, type RegexNode } from "../ir/regex";
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

/**
 * The first group that repeats while its content is a repetition too, such as `(a+)+`, so that one
 * text can be read in exponentially many ways; undefined where there is none.
 */
export function repetitionIn(source: string): string | undefined {
  const found: string[] = [];
  isAmbiguous(parseRegexTree(source, NO_FLAGS), found);
  return found[0];
}

const NO_FLAGS: RegexFlags = { ignoreCase: false, multiLine: false, dotAll: false };

/**
 * Whether some alternative can be cut into rounds in more than one way: it repeats what matches any
 * character, or it repeats and has nothing that must be there, and does not repeat, to keep rounds apart.
 */
function isAmbiguous(alternatives: Alternatives, found: string[]): boolean {
  const each = alternatives.map((row) => {
    const parts = row.map((node) => partOf(node, found));
    return parts.includes("any") || (parts.includes("repeats") && !parts.includes("fixed"));
  });
  return each.includes(true);
}

/** What a part does in its alternative; `found` takes the groups in it that blow up. */
function partOf(node: RegexNode, found: string[]): "any" | "repeats" | "fixed" | undefined {
  const { of, min, max, quantifier } =
    node.kind === "repetition" ? node : { of: node, min: 1, max: 1, quantifier: "" };
  if (of.kind === "anchor") return undefined;
  const ambiguous = of.kind === "group" && isAmbiguous(of.alternatives, found);
  if (max !== Infinity) return ambiguous ? "repeats" : min > 0 ? "fixed" : undefined;
  if (ambiguous) found.push(of.source + quantifier);
  return of.kind === "dot" ? "any" : "repeats";
}
