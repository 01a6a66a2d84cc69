import { KEYWORDS } from "../../kql/keywords";
import {
  ARITHMETIC_OPERATORS,
  COMPARE_OPERATORS,
  FUNCTION_NAMES,
  nestsTooDeep,
  STATE,
  WINDOW_FUNCTION_NAMES,
} from "./ast";
import type {
  CompareOperator,
  KqlExpression,
  FunctionName,
  NonEmpty,
  KqlStage,
  KqlTabular,
  KqlUnion,
  SortKey,
  WindowFunctionName,
  Aggregate,
  NamedExpression,
} from "./ast";
import type { TimespanUnit } from "./ast";
import { lex } from "./lex";
import type { ReadError, Token } from "./lex";
import { LIMITS } from "./limits";

const OPERATORS: ReadonlyMap<string, CompareOperator> = new Map(
  COMPARE_OPERATORS.map((operator) => [operator, operator]),
);
const FUNCTIONS: ReadonlyMap<string, FunctionName | WindowFunctionName> = new Map(
  [...FUNCTION_NAMES, ...WINDOW_FUNCTION_NAMES].map((name) => [name, name]),
);
const UNITS: ReadonlyMap<string, TimespanUnit> = new Map([
  ["d", "d"],
  ["h", "h"],
  ["m", "m"],
  ["s", "s"],
]);

const TOO_DEEP = `expressions nest more than ${LIMITS.nestingMax.value} deep`;

/**
 * Reads back what `printQuery` writes, and nothing else of KQL; blanks and line breaks are free.
 * Errors: the first text that is not of that language, or nesting beyond `LIMITS.nestingMax`, with
 * its offset in UTF-16 units.
 */
export function parseQuery(text: string): { query: KqlTabular } | { error: ReadError } {
  const lexed = lex(text);
  if ("error" in lexed) return lexed;
  try {
    const query = parseTokens(lexed.tokens);
    return nestsTooDeep(query) ? { error: { message: TOO_DEEP, offset: 0 } } : { query };
  } catch (error) {
    if (error instanceof Unexpected) return { error: error.at };
    throw error;
  }
}

/** Leaves the parser from any depth; never leaves this file. */
class Unexpected extends Error {
  constructor(readonly at: ReadError) {
    super(at.message);
  }
}

function parseTokens(tokens: readonly Token[]): KqlTabular {
  let position = 0;
  let depth = 0;
  let unions = 0;

  function peek(): Token {
    const token = tokens[position];
    if (token === undefined) throw new RangeError("read past the end token");
    return token;
  }

  function fail(message: string): never {
    throw new Unexpected({ message, offset: peek().offset });
  }

  /** Takes the sign or word if it is next. */
  function accept(text: string): boolean {
    const token = peek();
    if ((token.kind !== "sign" && token.kind !== "name") || token.text !== text) return false;
    position++;
    return true;
  }

  function expect(text: string): void {
    if (!accept(text)) fail(`expected ${text}`);
  }

  function listOf<T>(item: () => T): NonEmpty<T> {
    const items: [T, ...T[]] = [item()];
    while (accept(",")) items.push(item());
    return items;
  }

  function name(): string {
    const token = peek();
    if (token.kind === "name") {
      position++;
      return token.text;
    }
    expect("[");
    const quoted = peek();
    if (quoted.kind !== "string") return fail("expected a quoted name");
    position++;
    expect("]");
    return quoted.value;
  }

  function stage(): KqlStage {
    if (accept("where")) return { kind: "where", predicate: expression() };
    if (accept("project-away")) return { kind: "project-away", columns: listOf(name) };
    if (accept("summarize")) return summarize();
    if (accept("project")) return { kind: "project", columns: listOf(projected) };
    if (accept("sort")) {
      expect("by");
      return { kind: "sort", by: listOf(sortKey) };
    }
    if (accept("scan")) return scan();
    if (accept("mv-apply")) return apply();
    if (accept("mv-expand")) return expand();
    if (accept("extend")) return { kind: "extend", columns: listOf(named) };
    return fail("expected a stage of this language");
  }

  function expand(): KqlStage {
    const column = name();
    expect("=");
    if (!accept("dynamic")) {
      const value = expression();
      for (const word of ["to", "typeof", "(", "string", ")"]) expect(word);
      return { kind: "mv-expand", column: { name: column, value } };
    }
    for (const word of ["(", "["]) expect(word);
    const numbers = listOf(integer);
    for (const word of ["]", ")", "to", "typeof", "(", "long", ")"]) expect(word);
    return { kind: "steps", name: column, numbers };
  }

  function integer(): number {
    const token = peek();
    if (token.kind !== "number" || !Number.isInteger(token.value)) return fail("expected a number");
    position++;
    return token.value;
  }

  function projected(): NamedExpression {
    const column = name();
    return {
      name: column,
      value: accept("=") ? expression() : { kind: "column", name: column },
    };
  }

  function sortKey(): SortKey {
    const column = name();
    const isRising = accept("asc");
    if (!isRising) expect("desc");
    return { column, order: isRising ? "asc" : "desc" };
  }

  function scan(): KqlStage {
    for (const word of ["declare", "("]) expect(word);
    const declared = listOf(() => {
      const column = name();
      for (const word of [":", "datetime"]) expect(word);
      return column;
    });
    for (const word of [")", "with", "(", "step", STATE, ":", "true", "=>"]) expect(word);
    const assign = listOf(named);
    for (const word of [";", ")"]) expect(word);
    if (assign.some((each, at) => each.name !== declared[at])) fail("expected what is declared");
    return { kind: "scan", assign };
  }

  function named(): NamedExpression {
    const column = name();
    expect("=");
    return { name: column, value: expression() };
  }

  function apply(): KqlStage {
    const of: [NamedExpression, ...NamedExpression[]] = [named()];
    expect("on");
    expect("(");
    while (accept("mv-expand")) {
      of.push(named());
      expect("|");
    }
    expect("summarize");
    const aggregates = listOf(aggregate);
    expect(")");
    return { kind: "mv-apply", of, aggregates };
  }

  function aggregate(): Aggregate {
    const column = name();
    expect("=");
    const counts = accept("countif");
    if (!counts) expect("make_set_if");
    expect("(");
    const first = expression();
    if (!counts) expect(",");
    const result: Aggregate = counts
      ? { kind: "countif", name: column, predicate: first }
      : { kind: "make_set_if", name: column, value: first, predicate: expression() };
    expect(")");
    return result;
  }

  function summarize(): KqlStage {
    const next = tokens[position + 1];
    if (next?.kind === "sign" && next.text === "(" && accept("arg_max")) {
      expect("(");
      const column = name();
      for (const word of [",", "*", ")", "by"]) expect(word);
      return { kind: "last-of-each", column, by: listOf(name) };
    }
    const max = listOf(() => {
      const column = name();
      for (const word of ["=", "max", "("]) expect(word);
      if (name() !== column) fail("expected the column of that name");
      expect(")");
      return column;
    });
    return { kind: "summarize", max, by: accept("by") ? listOf(name) : [] };
  }

  function expression(): KqlExpression {
    if (++depth > LIMITS.nestingMax.value) fail(TOO_DEEP);
    const [first, second, ...rest] = separated("or", conjunction);
    depth--;
    return second === undefined ? first : { kind: "or", operands: [first, second, ...rest] };
  }

  function conjunction(): KqlExpression {
    const [first, second, ...rest] = separated("and", comparison);
    return second === undefined ? first : { kind: "and", operands: [first, second, ...rest] };
  }

  function separated(word: string, item: () => KqlExpression): NonEmpty<KqlExpression> {
    const items: [KqlExpression, ...KqlExpression[]] = [item()];
    while (accept(word)) items.push(item());
    return items;
  }

  function comparison(): KqlExpression {
    const left = reckoned();
    for (const operator of ["in", "in~"] as const) {
      if (accept(operator)) {
        expect("(");
        const list = listOf(expression);
        expect(")");
        return { kind: "in", operator, value: left, list };
      }
    }
    const token = peek();
    const operator =
      token.kind === "sign" || token.kind === "name" ? OPERATORS.get(token.text) : undefined;
    if (operator === undefined) return left;
    position++;
    return { kind: "compare", operator, left, right: reckoned() };
  }

  function reckoned(): KqlExpression {
    const left = path();
    const operator = ARITHMETIC_OPERATORS.find((each) => accept(each));
    return operator === undefined ? left : { kind: "arithmetic", operator, left, right: path() };
  }

  function path(): KqlExpression {
    let of = primary();
    for (;;) {
      if (accept(".")) {
        const token = peek();
        if (token.kind !== "name") return fail("expected a property");
        position++;
        of = { kind: "member", of, name: token.text };
      } else if (accept("[")) {
        const token = peek();
        position++;
        if (token.kind === "string") of = { kind: "member", of, name: token.value };
        else if (token.kind === "number") of = { kind: "index", of, index: token.value };
        else return fail("expected a property or an index");
        expect("]");
      } else {
        return of;
      }
    }
  }

  function primary(): KqlExpression {
    const token = peek();
    switch (token.kind) {
      case "string":
        position++;
        return { kind: "string", value: token.value };
      case "number":
        position++;
        return { kind: "number", value: token.value };
      case "timespan": {
        const unit = UNITS.get(token.unit);
        if (unit === undefined) return fail("expected a unit of time");
        position++;
        return { kind: "timespan", amount: token.amount, unit };
      }
      case "name":
        return wordOf(token.text);
      case "sign": {
        if (token.text === "[") return { kind: "column", name: name() };
        expect("(");
        const inner = expression();
        expect(")");
        return inner;
      }
      case "end":
        return fail("expected an expression");
    }
  }

  function wordOf(text: string): KqlExpression {
    position++;
    if (text === "true" || text === "false") return { kind: "bool", value: text === "true" };
    if (!accept("(")) {
      if (KEYWORDS.has(text)) fail(`${text} is a keyword`);
      return { kind: "column", name: text };
    }
    if (text === "not") {
      const operand = expression();
      expect(")");
      return { kind: "not", operand };
    }
    const called = FUNCTIONS.get(text);
    if (called === undefined) return fail(`${text} is not a function of this language`);
    const args = accept(")") ? [] : listOf(expression);
    if (args.length > 0) expect(")");
    return { kind: "call", function: called, arguments: args };
  }

  function tabular(): KqlTabular {
    if (++unions > LIMITS.nestingMax.value) fail(TOO_DEEP);
    const source = accept("union") ? union() : { table: name() };
    const stages: KqlStage[] = [];
    while (accept("|")) stages.push(stage());
    unions--;
    return { ...source, stages };
  }

  function union(): Omit<KqlUnion, "stages"> {
    if (!accept("isfuzzy")) return { legs: listOf(leg) };
    for (const word of ["=", "true"]) expect(word);
    return { legs: listOf(leg), fuzzy: true };
  }

  function leg(): KqlTabular {
    expect("(");
    const query = tabular();
    expect(")");
    return query;
  }

  const query = tabular();
  if (peek().kind !== "end") fail("expected a stage");
  return query;
}
