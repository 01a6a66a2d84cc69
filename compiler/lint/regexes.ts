import type { LintedRule, Warn } from "./lint-rule";
import { lintMessages } from "./messages";

/** Lints of regular expressions, which other tools of the Sigma world run on engines of their own. */
export function lintRegexes({ source, tests }: LintedRule, warn: Warn): void {
  for (const test of tests) {
    if (test.kind !== "regex") continue;
    const { span } = test.origin;
    const [flags] = /\(\?[a-zA-Z-]+[:)]/.exec(source.text.slice(span.start, span.end)) ?? [];
    if (flags !== undefined) warn(span, lintMessages.regexInlineFlag(flags));
    const part = repeatedRepetition(test.source);
    if (part !== undefined) warn(span, lintMessages.regexBlowUp(part));
  }
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
