import type {
  Condition,
  Decimal,
  FieldPath,
  FieldTest,
  Query,
  QuotedText,
  Test,
} from "../../../compiler/targets/logs-insights/ast";
import {
  fieldPath,
  fieldText,
  isDecimal,
  quotedText,
  stringText,
} from "../../../compiler/targets/logs-insights/escape";
import { LIMITS } from "../../../compiler/targets/logs-insights/limits";
import { printFieldTest } from "../../../compiler/targets/logs-insights/print";
import { regex, regexLiteral } from "../../../compiler/targets/logs-insights/regex";
import { subnet } from "../../../compiler/targets/logs-insights/subnet";

interface ParseError {
  readonly message: string;
  /** The place in the text, in UTF-16 code units from 0. */
  readonly offset: number;
}

export type Parsed =
  | { readonly kind: "parsed"; readonly query: Query }
  | { readonly kind: "error"; readonly error: ParseError };

/** Reads exactly the texts that `printQuery` writes, back into the query they were written from. */
export function parseQuery(text: string): Parsed {
  if (text.length > LIMITS.queryLength.value) {
    const message = `the query is longer than ${LIMITS.queryLength.value} characters`;
    return { kind: "error", error: { message, offset: LIMITS.queryLength.value } };
  }
  const reader: Reader = { text, offset: 0, error: undefined };
  const query = readQuery(reader);
  if (query !== undefined) return { kind: "parsed", query };
  const unread: ParseError = { message: "unreadable query", offset: reader.offset };
  return { kind: "error", error: reader.error ?? unread };
}

/** The text, the place reached, and the first error, after which every reading function gives up. */
interface Reader {
  readonly text: string;
  offset: number;
  error: ParseError | undefined;
}

function fail(reader: Reader, message: string, offset = reader.offset): undefined {
  reader.error ??= { message, offset };
  return undefined;
}

function looksAt(reader: Reader, token: string): boolean {
  return reader.text.startsWith(token, reader.offset);
}

/** Steps over the token, if it comes next. */
function eat(reader: Reader, token: string): boolean {
  if (!looksAt(reader, token)) return false;
  reader.offset += token.length;
  return true;
}

function expect(reader: Reader, token: string): boolean {
  if (eat(reader, token)) return true;
  fail(reader, `expected ${JSON.stringify(token)}`);
  return false;
}

/** Steps over what the sticky pattern matches here. */
function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.offset;
  const found = pattern.exec(reader.text)?.[0];
  reader.offset += found?.length ?? 0;
  return found;
}

function readQuery(reader: Reader): Query | undefined {
  if (!expect(reader, "fields @timestamp, ")) return undefined;
  const fields: FieldPath[] = [];
  while (!eat(reader, "@message")) {
    const field = readField(reader);
    if (field === undefined || !expect(reader, ", ")) return undefined;
    fields.push(field);
  }
  if (!expect(reader, "\n| filter ")) return undefined;
  const filter = readCondition(reader, 1);
  if (filter === undefined) return undefined;
  if (!expect(reader, "\n| sort @timestamp desc\n| limit ")) return undefined;
  const start = reader.offset;
  const limit = Number(take(reader, /[1-9]\d{0,5}/y));
  if (!(limit <= LIMITS.resultRows.value)) {
    return fail(reader, `expected a limit from 1 to ${LIMITS.resultRows.value}`, start);
  }
  if (reader.offset < reader.text.length) return fail(reader, "expected the end of the query");
  return { fields, filter, limit };
}

/** `depth` counts the parentheses around and at this place. */
function readCondition(reader: Reader, depth: number): Condition | undefined {
  if (eat(reader, "ispresent(")) {
    const field = readField(reader);
    return field !== undefined && expect(reader, ")") ? { kind: "present", field } : undefined;
  }
  if (depth > LIMITS.nesting.value) {
    return fail(reader, `more than ${LIMITS.nesting.value} ${LIMITS.nesting.unit}`);
  }
  if (!expect(reader, "(")) return undefined;
  if (eat(reader, "not ")) {
    const operand = readCondition(reader, depth + 1);
    return operand !== undefined && expect(reader, ")") ? { kind: "not", operand } : undefined;
  }
  return readGroupOrTest(reader, depth);
}

/** Groups and tests both begin with conditions; a test's are its guards, and its body follows. */
function readGroupOrTest(reader: Reader, depth: number): Condition | undefined {
  const first = readCondition(reader, depth + 1);
  if (first === undefined) return undefined;
  const kind = looksAt(reader, " or ") ? "or" : "and";
  const rest: Condition[] = [];
  while (!looksAt(reader, ")")) {
    if (!expect(reader, ` ${kind} `)) return undefined;
    if (!looksAt(reader, "(") && !looksAt(reader, "ispresent(")) {
      const test = kind === "and" ? readTest(reader, [first, ...rest]) : undefined;
      if (test === undefined) return fail(reader, "expected a condition");
      return expect(reader, ")") ? test : undefined;
    }
    const next = readCondition(reader, depth + 1);
    if (next === undefined) return undefined;
    rest.push(next);
  }
  const [second, ...others] = rest;
  if (second === undefined) return fail(reader, 'expected " and " or " or "');
  return expect(reader, ")") ? { kind, operands: [first, second, ...others] } : undefined;
}

function readTest(reader: Reader, guards: readonly Condition[]): Test | undefined {
  const [first, second, third] = guards;
  if (first?.kind !== "present" || third !== undefined) return undefined;
  if (second === undefined) return readOneFieldTest(reader, first.field);
  return second.kind === "present" ? readFieldTest(reader, first.field, second.field) : undefined;
}

function readOneFieldTest(reader: Reader, field: FieldPath): Test | undefined {
  const name = fieldText(field);
  if (eat(reader, `isempty(${name}) = 1`)) return { kind: "isEmpty", field };
  if (eat(reader, `isNumeric(${name}) and ${name} `)) return readOrder(reader, field);
  if (eat(reader, `isIpv4InSubnet(${name}, "`)) return readSubnet(reader, field, 4);
  if (eat(reader, `isIpv6InSubnet(${name}, "`)) return readSubnet(reader, field, 6);
  if (eat(reader, `${name} like `)) return readLike(reader, field);
  if (eat(reader, `${name} in [`)) return readIn(reader, field);
  if (!eat(reader, `${name} = `)) return fail(reader, `expected a test of ${name}`);
  if (looksAt(reader, '"') || looksAt(reader, "'")) {
    const text = readString(reader);
    return text === undefined ? undefined : { kind: "equals", field, text };
  }
  const number = readDecimal(reader);
  return number === undefined ? undefined : { kind: "number", field, operator: "=", number };
}

/** The text of such a test follows from its parts, so the one that was written is found by writing. */
function readFieldTest(reader: Reader, field: FieldPath, other: FieldPath): FieldTest | undefined {
  for (const kind of ["sameAs", "contains", "startsWith", "endsWith"] as const) {
    for (const ignoreCase of [true, false]) {
      const test: FieldTest = { kind, field, other, ignoreCase };
      if (eat(reader, printFieldTest(test))) return test;
    }
  }
  return fail(reader, `expected a test of ${fieldText(field)} and ${fieldText(other)}`);
}

function readOrder(reader: Reader, field: FieldPath): Test | undefined {
  const operator = (["<=", ">=", "<", ">"] as const).find((sign) => eat(reader, `${sign} `));
  if (operator === undefined) return fail(reader, "expected <, <=, > or >=");
  const number = readDecimal(reader);
  return number === undefined ? undefined : { kind: "number", field, operator, number };
}

function readIn(reader: Reader, field: FieldPath): Test | undefined {
  const first = readString(reader);
  if (first === undefined) return undefined;
  const rest: QuotedText[] = [];
  while (eat(reader, ",")) {
    const text = readString(reader);
    if (text === undefined) return undefined;
    rest.push(text);
  }
  return expect(reader, "]") ? { kind: "in", field, texts: [first, ...rest] } : undefined;
}

function readLike(reader: Reader, field: FieldPath): Test | undefined {
  const start = reader.offset;
  const literal = take(reader, /\/(?:[^/\\]|\\[^])*\//y) ?? "";
  const read = regex(literal.slice(1, -1));
  if (read.kind === "refused") return fail(reader, `unreadable regex: ${read.reason}`, start);
  if (regexLiteral(read) === literal) return { kind: "like", field, regex: read };
  return fail(reader, `the regex would be written ${regexLiteral(read)}`, start);
}

function readSubnet(reader: Reader, field: FieldPath, family: 4 | 6): Test | undefined {
  const start = reader.offset;
  const written = take(reader, /[^"]+/y) ?? "";
  const read = subnet(written);
  if (read === undefined || read.cidr !== written || read.family !== family) {
    return fail(reader, `expected an IPv${family} network address and prefix length`, start);
  }
  return expect(reader, '")') ? { kind: "inSubnet", field, subnet: read } : undefined;
}

function readField(reader: Reader): FieldPath | undefined {
  const start = reader.offset;
  const written = take(reader, /`[^`]+`|[\w.]+/y) ?? "";
  const field = fieldPath(written.replaceAll("`", ""));
  if (field !== undefined && fieldText(field) === written) return field;
  return fail(reader, "expected a field", start);
}

function readString(reader: Reader): QuotedText | undefined {
  const start = reader.offset;
  const written = take(reader, /"[^"]*"|'[^']*'/y) ?? "";
  const text = quotedText(written.slice(1, -1));
  if (text !== undefined && stringText(text) === written) return text;
  return fail(reader, "expected a quoted string", start);
}

function readDecimal(reader: Reader): Decimal | undefined {
  const start = reader.offset;
  const written = take(reader, /[-\d.]+/y) ?? "";
  return isDecimal(written) ? written : fail(reader, "expected a string or a number", start);
}
