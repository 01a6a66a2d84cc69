import { ANY, NESTING_LIMIT, allOf, anyOf, isWildcard, literal, textValue } from "./ast";
import type { Condition, Pattern, Selector, Step, TextPart, Value } from "./ast";
import { NUMBER, keyProblem, textProblem } from "./escape";
import { PATTERN_LIMITS } from "./limits";
import { regexProblem } from "./regex";

export type Parsed =
  | { readonly kind: "parsed"; readonly pattern: Pattern }
  | { readonly kind: "error"; readonly error: ParseError };

interface ParseError {
  readonly message: string;
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
}

/**
 * Reads a JSON filter pattern, in normal form. Rejects what the service rejects, as far as it is
 * documented or recorded: also the quotas of one pattern, and white space outside the braces.
 * Keywords may be in any case, white space in the braces may be a line break: both are deployed.
 */
export function parsePattern(text: string): Parsed {
  const reader: Reader = { text, at: 0, regexes: 0, wildcardSelectors: 0 };
  const pattern = readPattern(reader);
  return "message" in pattern ? { kind: "error", error: pattern } : { kind: "parsed", pattern };
}

interface Reader {
  readonly text: string;
  at: number;
  regexes: number;
  wildcardSelectors: number;
}

/** An open parenthesis: the alternatives before the last `||`, and the conditions since. */
interface Open {
  readonly alternatives: Pattern[];
  readonly conditions: Pattern[];
}

function readPattern(reader: Reader): Pattern | ParseError {
  const { length } = PATTERN_LIMITS;
  if (Buffer.byteLength(reader.text) > length.value) {
    return { message: `a pattern has at most ${length.value} ${length.unit}`, offset: 0 };
  }
  if (take(reader, /\{/y) === undefined) return expected(reader, "{");
  // A stack of our own: precedence without recursion, so that nesting costs no call stack.
  const outer: Open[] = [];
  let open: Open = { alternatives: [], conditions: [] };
  for (;;) {
    while (takeOne(reader, ["("]) !== undefined) {
      if (outer.push(open) > NESTING_LIMIT) {
        return problem(reader, `parentheses nest deeper than ${NESTING_LIMIT}`);
      }
      open = { alternatives: [], conditions: [] };
    }
    const condition = readCondition(reader);
    if ("message" in condition) return condition;
    open.conditions.push(condition);
    while (takeOne(reader, [")"]) !== undefined) {
      const inner = close(open);
      const parent = outer.pop();
      if (parent === undefined) return problem(reader, "this ) closes nothing");
      open = parent;
      open.conditions.push(inner);
    }
    const operator = takeOne(reader, ["&&", "||", "}"]);
    if (operator === undefined) return expected(reader, "&&, ||, ) or }");
    if (operator === "||") open.alternatives.push(allOf(open.conditions.splice(0)));
    if (operator === "}") break;
  }
  if (outer.length > 0) return problem(reader, "a ( is not closed");
  if (reader.at < reader.text.length) return expected(reader, "the end of the pattern");
  return close(open);
}

function close({ alternatives, conditions }: Open): Pattern {
  return anyOf([...alternatives, allOf(conditions)]);
}

function readCondition(reader: Reader): Condition | ParseError {
  const selector = readSelector(reader);
  if ("message" in selector) return selector;
  const ordering = takeOne(reader, ["<=", ">=", "<", ">"]);
  if (ordering !== undefined) {
    skipSpace(reader);
    const start = reader.at;
    const number = take(reader, BARE);
    if (number === undefined || !NUMBER.test(number)) {
      return { message: `${ordering} needs a number without quotes`, offset: start };
    }
    return { kind: "order", selector, operator: ordering, number };
  }
  const comparison = takeOne(reader, ["!=", "="]);
  if (comparison !== undefined) {
    const value = readValue(reader);
    if ("message" in value) return value;
    return { kind: "compare", selector, operator: comparison, value };
  }
  skipSpace(reader);
  if (take(reader, /NOT[ \t\r\n]+EXISTS\b/iy) !== undefined) return { kind: "notExists", selector };
  const check = take(reader, /IS[ \t\r\n]+(?:NULL|TRUE|FALSE)\b/iy)?.toUpperCase();
  const state = (["NULL", "TRUE", "FALSE"] as const).find((word) => check?.endsWith(word));
  if (state !== undefined) return { kind: "is", selector, state };
  return expected(reader, "a comparison, IS NULL, IS TRUE, IS FALSE or NOT EXISTS");
}

function readSelector(reader: Reader): Selector | ParseError {
  skipSpace(reader);
  const start = reader.at;
  if (take(reader, /\$(?=\.)/y) === undefined) return expected(reader, "a selector such as $.name");
  const steps: Step[] = [];
  for (let step = readStep(reader); step !== undefined; step = readStep(reader)) {
    if ("message" in step) return step;
    steps.push(step);
  }
  if (steps.length === 0) return expected(reader, "a field name");
  const wildcards = steps.filter(isWildcard).length;
  if (wildcards > PATTERN_LIMITS.wildcardsPerSelector.value) {
    return { message: "a selector holds one wildcard at most", offset: start };
  }
  reader.wildcardSelectors += wildcards;
  const { value: max } = PATTERN_LIMITS.wildcardSelectors;
  if (reader.wildcardSelectors > max) {
    return { message: `a pattern holds ${max} wildcard selectors at most`, offset: start };
  }
  return { steps };
}

function readStep(reader: Reader): Step | ParseError | undefined {
  const start = reader.at;
  if (take(reader, /\.\*/y) !== undefined) return { kind: "anyField" };
  if (take(reader, /\[\*\]/y) !== undefined) return { kind: "anyElement" };
  const bare = take(reader, /\.[A-Za-z0-9_-]+/y);
  if (bare !== undefined) return { kind: "key", name: bare.slice(1) };
  const quoted = take(reader, /\.\['[^']*'\]/y);
  if (quoted !== undefined) {
    const name = quoted.slice(3, -2);
    const message = keyProblem(name);
    return message === undefined ? { kind: "key", name } : { message, offset: start };
  }
  const subscript = take(reader, /\[[0-9]+\]/y);
  if (subscript === undefined) return undefined;
  const index = Number(subscript.slice(1, -1));
  if (Number.isSafeInteger(index)) return { kind: "index", index };
  return { message: `${subscript} is not an array index`, offset: start };
}

/** A value without quotes; what else may stand there is rejected, as the guide says. */
const BARE = /[A-Za-z0-9_.*+-]+/y;

function readValue(reader: Reader): Value | ParseError {
  skipSpace(reader);
  const start = reader.at;
  const regex = take(reader, /%[^%]*%/y);
  if (regex !== undefined) return readRegex(reader, regex.slice(1, -1), start + 1);
  const quoted = take(reader, /"(?:[^"\\]|\\["\\])*"/y);
  if (quoted !== undefined) return readText(quoted.slice(1, -1), start + 1);
  const bare = take(reader, BARE);
  if (bare === undefined) return expected(reader, 'a value: "text", a number or %regex%');
  if (NUMBER.test(bare)) return { kind: "number", text: bare };
  if (!bare.includes("+")) return readText(bare, start);
  return { message: `${bare} needs quotes`, offset: start };
}

function readRegex(reader: Reader, source: string, offset: number): Value | ParseError {
  const wrong = regexProblem(source);
  if (wrong !== undefined) return { message: wrong.message, offset: offset + wrong.offset };
  reader.regexes += 1;
  const { value: max } = PATTERN_LIMITS.regexes;
  if (reader.regexes > max) return { message: `a pattern holds ${max} regexes at most`, offset };
  return { kind: "regex", source };
}

function readText(escaped: string, offset: number): Value | ParseError {
  const parts: TextPart[] = [];
  for (const [token] of escaped.matchAll(/\*|(?:[^*\\]|\\.)+/g)) {
    parts.push(token === "*" ? ANY : literal(token.replace(/\\(.)/g, "$1")));
  }
  for (const part of parts) {
    const message = part.kind === "literal" ? textProblem(part.text) : undefined;
    if (message !== undefined) return { message, offset };
  }
  return textValue(parts);
}

function take(reader: Reader, expression: RegExp): string | undefined {
  expression.lastIndex = reader.at;
  const token = expression.exec(reader.text)?.[0];
  reader.at += token?.length ?? 0;
  return token;
}

/** The first of the symbols that stands next, after any white space. */
function takeOne<S extends string>(reader: Reader, symbols: readonly S[]): S | undefined {
  skipSpace(reader);
  const symbol = symbols.find((each) => reader.text.startsWith(each, reader.at));
  reader.at += symbol?.length ?? 0;
  return symbol;
}

function skipSpace(reader: Reader): void {
  take(reader, /[ \t\r\n]*/y);
}

function expected(reader: Reader, what: string): ParseError {
  const found = reader.text.slice(reader.at, reader.at + 12);
  return problem(reader, `expected ${what}, found ${found === "" ? "the end" : `"${found}"`}`);
}

function problem(reader: Reader, message: string): ParseError {
  return { message, offset: reader.at };
}
