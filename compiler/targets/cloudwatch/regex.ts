import { RE2JS } from "re2js";

/*
 * The regexes of filter patterns: literals, classes, quantifiers, anchors and alternatives, no
 * groups (CloudWatch Logs guide, "Filter pattern syntax"). What the guide leaves open and engines
 * read differently (a quantifier on a quantifier, `[` in a class, an empty alternative, bytes
 * above 7F) is a problem here. What is left means the same to every engine but at line breaks,
 * where `.`, `\s` and `$` are read as RE2 does.
 */

export interface RegexProblem {
  readonly message: string;
  /** Characters from the start of the source. */
  readonly offset: number;
}

const ESCAPE = String.raw`\\(?:[dDsSwW]|x[0-7][0-9A-Fa-f]|[$*+.?[\]\\^{|}#=@/;,:-])`;
const ATOM = new RegExp(`[A-Za-z0-9_#=@/;,:.-]|${ESCAPE}`, "y");
/** A member of a class; an unescaped `-` is not one, but may come first or last. */
const MEMBER = `(?:[A-Za-z0-9_#=@/;,:.$?{}|*+^]|${ESCAPE})`;
const CLASS = new RegExp(
  String.raw`\[(?:\^(?!\])|(?![\]^]))-?((?:${MEMBER}(?:-${MEMBER})?)*)-?\]`,
  "y",
);
const RANGE = new RegExp(`(${MEMBER})-(${MEMBER})`, "g");
const QUANTIFIER = /[*+?]|\{(?:([0-9]+)(?:,([0-9]*))?|,([0-9]+))\}/y;

/**
 * Repetitions that the braces of one regex may ask for in all. Our own bound: it keeps the
 * automaton small. The service documents none.
 */
const REPETITION_LIMIT = 1000;

/** Why the source is not a regex of the service; `undefined` where it is one. */
export function regexProblem(source: string): RegexProblem | undefined {
  let repetitions = 0;
  let hasTerm = false;
  let repeatable = false;
  let offset = 0;
  while (offset < source.length) {
    const char = source.charAt(offset);
    const quantifier = matchAt(QUANTIFIER, source, offset);
    if (char === "|") {
      if (!hasTerm) return { message: "an alternative of the regex is empty", offset };
      hasTerm = repeatable = false;
      offset += 1;
    } else if (char === "^" || char === "$") {
      hasTerm = true;
      repeatable = false;
      offset += 1;
    } else if (quantifier !== undefined) {
      if (!repeatable) return { message: `nothing for ${quantifier[0]} to repeat`, offset };
      const least = Number(quantifier[1] ?? 0);
      const most = Number(quantifier[2] || quantifier[3] || least);
      if (least > most) return { message: `${quantifier[0]} is out of order`, offset };
      repetitions += most;
      if (repetitions > REPETITION_LIMIT) {
        return { message: `more than ${REPETITION_LIMIT} repetitions in a regex`, offset };
      }
      repeatable = false;
      offset += quantifier[0].length;
    } else {
      const token = matchAt(char === "[" ? CLASS : ATOM, source, offset);
      if (token === undefined) return misplaced(source, offset);
      const range = token[1] === undefined ? undefined : disorder(token[1]);
      if (range !== undefined) return { message: `${range} is not a range`, offset };
      hasTerm = repeatable = true;
      offset += token[0].length;
    }
  }
  return hasTerm ? undefined : { message: "an alternative of the regex is empty", offset };
}

/**
 * A test of an unanchored, case-sensitive search in time linear in the text. `.` is any character
 * but a line feed; `^` and `$` are the ends of the value.
 * @throws RE2JSSyntaxException where `regexProblem` finds a problem that RE2 has too
 */
export function regexMatcher(source: string): (text: string) => boolean {
  // RE2 takes `{,n}` for literal text; a backslash or a class before it is not a brace.
  const expression = source.replace(
    /\\.|\[(?:\\.|[^\]])*\]|\{,([0-9]+)\}/g,
    (token: string, most: string | undefined) => (most === undefined ? token : `{0,${most}}`),
  );
  const regex = RE2JS.compile(expression);
  return remembering((text) => regex.test(text));
}

/**
 * What of a regex's answers is remembered: a history has few ARNs and user agents, each many times. Our
 * own bounds, 1 MB a regex at most.
 */
const REMEMBERED = { texts: 1_000, chars: 512 } as const;

function remembering(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    if (text.length > REMEMBERED.chars) return test(text);
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = test(text);
    if (answers.size < REMEMBERED.texts) answers.set(text, answer);
    return answer;
  };
}

function matchAt(expression: RegExp, text: string, offset: number): RegExpExecArray | undefined {
  expression.lastIndex = offset;
  return expression.exec(text) ?? undefined;
}

/** The first range of a class whose ends are not two characters in order. */
function disorder(members: string): string | undefined {
  for (const [range, low = "", high = ""] of members.matchAll(RANGE)) {
    const [from, to] = [codeOf(low), codeOf(high)];
    if (from === undefined || to === undefined || from > to) return range;
  }
  return undefined;
}

/** The character that a class member stands for; `undefined` for `\d` and its like. */
function codeOf(token: string): number | undefined {
  if (/^\\[dDsSwW]/.test(token)) return undefined;
  if (token.startsWith("\\x")) return Number.parseInt(token.slice(2), 16);
  return token.charCodeAt(token.length - 1);
}

function misplaced(source: string, offset: number): RegexProblem {
  const char = String.fromCodePoint(source.codePointAt(offset) ?? 0);
  const message =
    char === "[" ? "this class is not one of the service" : `${char} cannot stand here in a regex`;
  return { message, offset };
}
