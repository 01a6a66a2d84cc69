import type { Message } from "../core/diagnostic";
import { quote } from "../core/message";
import { ANY, stringMatcher, concat, text } from "../ir/pattern";
import { sigmaMessages } from "./messages";

/** A Sigma condition as written: names of selections, quantifiers over them, and logic. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly operands: readonly Condition[] }
  | { readonly kind: "not"; readonly operand: Condition }
  | { readonly kind: "selection"; readonly name: string; readonly offset: number }
  | {
      readonly kind: "quantifier";
      readonly quantifier: "1" | "all";
      /** `them`, or a name in which `*` stands for any characters. */
      readonly pattern: string;
      readonly offset: number;
    };

/** A refusal, with its offset in the condition's text. */
export interface ConditionError {
  readonly offset: number;
  readonly message: Message;
}

/** Parentheses and nots that may be open at once. Our own bound. */
const MAX_DEPTH = 100;

/** Words and parentheses: each may speak of every selection. The longest public rule has some 20. */
const MAX_TOKENS = 1_000;

const TOKEN = /\s+|[()]|\|\|?|[^\s()|]+/gy;

interface Token {
  readonly text: string;
  readonly offset: number;
}

/**
 * Parses a condition by the specification's precedence: `or` binds loosest, then `and`, `not`,
 * quantifier, parentheses. Operators are lower case.
 */
export function parseCondition(written: string): Condition | ConditionError {
  const tokens = [...written.matchAll(TOKEN)]
    .map((match): Token => ({ text: match[0], offset: match.index }))
    .filter((token) => token.text.trim() !== "");
  const last = tokens[MAX_TOKENS];
  if (last !== undefined) {
    return { offset: last.offset, message: sigmaMessages.conditionTooLong(MAX_TOKENS) };
  }
  let at = 0;
  let depth = 0;

  const fail = (expected: string, fix?: string): ConditionError => {
    const token = tokens[at];
    if (token?.text === "|")
      return { offset: token.offset, message: sigmaMessages.conditionPipe() };
    const found = token === undefined ? "its end" : quote(token.text);
    const right = token && rightWord(token.text);
    return {
      offset: token?.offset ?? written.length,
      message: sigmaMessages.conditionSyntax(
        found,
        expected,
        (right && `write ${quote(right)}`) ?? fix,
      ),
    };
  };

  function chain(
    kind: "and" | "or",
    parseOperand: () => Condition | ConditionError,
  ): Condition | ConditionError {
    const operands: Condition[] = [];
    do {
      const operand = parseOperand();
      if ("message" in operand) return operand;
      operands.push(operand);
    } while (tokens[at]?.text === kind && (at += 1));
    return operands.length === 1 ? operands[0]! : { kind, operands };
  }

  const parseOr = () => chain("or", parseAnd);
  const parseAnd = () => chain("and", parseNot);

  function parseNot(): Condition | ConditionError {
    const token = tokens[at];
    if (token?.text !== "not") return parsePrimary();
    if ((depth += 1) > MAX_DEPTH) return tooDeep(token);
    at += 1;
    const operand = parseNot();
    depth -= 1;
    return "message" in operand ? operand : { kind: "not", operand };
  }

  function parsePrimary(): Condition | ConditionError {
    const token = tokens[at];
    if (token?.text === "(") {
      if ((depth += 1) > MAX_DEPTH) return tooDeep(token);
      at += 1;
      const inner = parseOr();
      if ("message" in inner) return inner;
      if (tokens[at]?.text !== ")") return fail("`and`, `or` or `)`", "close the parenthesis");
      at += 1;
      depth -= 1;
      return inner;
    }
    if (token === undefined || /^(and|or|of|\)|\|\|?|&&)$/.test(token.text)) {
      return fail("a selection, `1 of …`, `all of …`, `not` or `(`");
    }
    if (tokens[at + 1]?.text === "of") return parseQuantifier(token);
    if (/^(AND|OR|NOT)$/.test(token.text)) return fail("a selection; operators are lower case");
    at += 1;
    return { kind: "selection", name: token.text, offset: token.offset };
  }

  function parseQuantifier(token: Token): Condition | ConditionError {
    const quantifier = token.text === "any" ? "1" : token.text;
    if (quantifier !== "1" && quantifier !== "all") {
      return fail("`1 of`, `any of` or `all of`", COUNT_WORDS.get(token.text.toLowerCase()) ?? ONE);
    }
    at += 2;
    const pattern = tokens[at];
    if (pattern === undefined || /^[()|]+$/.test(pattern.text)) {
      return fail("`them` or a selection name, in which `*` may stand for any characters");
    }
    at += 1;
    return { kind: "quantifier", quantifier, pattern: pattern.text, offset: pattern.offset };
  }

  const tooDeep = (token: Token): ConditionError => ({
    offset: token.offset,
    message: sigmaMessages.conditionTooDeep(MAX_DEPTH),
  });

  const condition = parseOr();
  if ("message" in condition || at === tokens.length) return condition;
  return fail("`and`, `or` or the end");
}

/** Sigma's word, for one in other letters or of another language. */
function rightWord(written: string): string | undefined {
  const lower = written.toLowerCase();
  if (lower !== written && OPERATORS.test(lower)) return lower;
  return OTHER_WORDS.get(lower);
}

const OPERATORS = /^(and|or|not|of|them|all|any)$/;

const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ["&&", "and"],
  ["||", "or"],
]);

/** What to do about another word than `1`, `any` and `all` before `of`. */
const COUNT_WORDS: ReadonlyMap<string, string> = new Map([
  ["one", "write `1 of`"],
  ["none", "write `not 1 of`"],
  ["no", "write `not 1 of`"],
]);
const ONE = "Sigma supports `1 of`, `any of` and `all of` only";

/**
 * The selections that a quantifier speaks of. Names that begin with an underscore are left out unless
 * the pattern begins with one (Sigma specification 2.1.0, "Condition").
 */
export function selectionsOf(pattern: string, names: readonly string[]): readonly string[] {
  const visible = names.filter((name) => pattern.startsWith("_") || !name.startsWith("_"));
  if (pattern === "them") return visible;
  const pieces = pattern.split("*").map(text);
  const fits = stringMatcher(
    concat(...pieces.flatMap((piece, index) => (index === 0 ? [piece] : [[ANY], piece]))),
    true,
  );
  return visible.filter(fits);
}
