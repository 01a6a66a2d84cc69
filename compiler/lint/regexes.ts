import { withReplacement, type Message } from "../core/diagnostic";
import type { Span } from "../core/source";
import { entryOfScalar } from "../load/node";
import type { LintedRule, Warn } from "./lint";
import { lintMessages } from "./messages";

/** Flags, for what follows or for a group. */
const INLINE_FLAGS = /\(\?[a-zA-Z-]+[:)]/;

/** Lints of regular expressions, which other tools of the Sigma world run on engines of their own. */
export function lintRegexes(linted: LintedRule, warn: Warn): void {
  const { source, tests } = linted;
  for (const test of tests) {
    if (test.kind !== "regex") continue;
    const { span } = test.origin;
    const [flags] = INLINE_FLAGS.exec(source.text.slice(span.start, span.end)) ?? [];
    if (flags !== undefined) {
      warn(span, withSubModifiers(lintMessages.regexInlineFlag(flags), span, linted));
    }
    const part = repeatedRepetition(test.source);
    if (part !== undefined) warn(span, lintMessages.regexBlowUp(part));
  }
}

/** A quoted expression that begins with flags of Sigma's, has no others, and does not end there. */
const LEADING_FLAGS = /^(["'])\(\?([ims]+)\)(?=[^"'])/;
const RE_LAST = /\|re(?=["']?$)/;

/** With an edit, where the flags are of the whole expression: `re: '(?i)a'` is `re|i: 'a'`. */
function withSubModifiers(message: Message, span: Span, { rule, source }: LintedRule): Message {
  const { entry, others = [] } = entryOfScalar(rule.root, span) ?? {};
  if (entry?.value.kind !== "scalar") return message;
  const { start, end } = entry.keySpan;
  const key = source.text.slice(start, end);
  const between = source.text.slice(end, span.start);
  const value = source.text.slice(span.start, span.end);
  const [leading, quote = "", flags = ""] = LEADING_FLAGS.exec(value) ?? [];
  const rest = leading === undefined ? "" : quote + value.slice(leading.length);
  const isPlain = RE_LAST.test(key) && !INLINE_FLAGS.test(rest) && /^\s*:\s+$/.test(between);
  const modifiers = [...new Set(flags)].map((flag) => `|${flag}`).join("");
  const isTaken = others.includes(`${entry.key}${modifiers}`);
  if (leading === undefined || !isPlain || isTaken) return message;
  const written = key.replace(RE_LAST, `|re${modifiers}`) + between + rest;
  return withReplacement(message, source, { start, end: span.end }, written);
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
export function repeatedRepetition(source: string): string | undefined {
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
