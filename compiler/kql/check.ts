import type { Diagnostics, Message } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { nearest } from "../core/suggest";
import { tableOf } from "../log-sources/log-source";
import { renamed } from "../log-sources/other-names";
import { logSourcesReadBy } from "../log-sources/registry";
import { columnOf } from "../log-sources/sentinel-table";
import type { Node } from "../load/node";
import { spanInScalar } from "../load/scalar-position";
import { KEY_LIMITS } from "../rule/sentinel-limits";
import { analyse } from "./from-kusto/analyse";
import {
  columnsOf,
  findingsOf,
  isOpen,
  loadService,
  nodesOf,
  commaItems,
  required,
} from "./from-kusto/service";
import type { Element, KustoCode } from "./from-kusto/service";
import { queryMessages } from "./messages";
import { KqlError } from "./values/error";
import { re2Of } from "./values/regex";

/** Something wrong with a query, and where: offsets in UTF-16 units of its text. */
interface QueryProblem {
  readonly span: Span;
  readonly message: Message;
}

export interface CheckedQuery {
  readonly problems: readonly QueryProblem[];
  /** The names of the columns that the query returns; undefined where that is not known. */
  readonly columns: readonly string[] | undefined;
}

/**
 * Checks a hand-written query: syntax, names and types by the language service, and
 * what it lets through: forbidden operators, length, regular expressions. Never throws; without the
 * service one warning says so.
 */
export function checkQuery(query: string): CheckedQuery {
  const { value: max } = KEY_LIMITS.queryMax;
  const whole: Span = { start: 0, end: query.length };
  const tooLong =
    query.length > max ? [{ span: whole, message: queryMessages.tooLong(query.length, max) }] : [];
  // The service's time grows with the text: what is refused anyway is not given to it.
  if (tooLong.length > 0) return { problems: tooLong, columns: undefined };
  try {
    const { code, unknown } = analyse(query);
    const wildcards = forbidden(code, query);
    const findings = findingsOf(code).filter(
      ({ start }) => !wildcards.some(({ span }) => span.start === start),
    );
    const problems = [
      ...unknown.map(({ span, ...name }) => ({ span, message: queryMessages.unknown(name) })),
      ...findings.map(({ code: name, severity, message, start, length }) => {
        const span = { start, end: start + length };
        if (severity !== "error") return { span, message: queryMessages.suspicious(name, message) };
        const near = name === NO_NAME ? nearestColumn(code, span, query) : undefined;
        return { span, message: queryMessages.wrong(name, message, near) };
      }),
      ...wildcards,
      ...badRegexes(code),
    ];
    const isKnown =
      wildcards.length === 0 &&
      !isOpen(code.ResultType) &&
      findings.every(({ severity }) => severity !== "error");
    const columns = columnsOf(code.ResultType).map(({ name }) => name);
    return {
      problems: problems.slice(0, PROBLEMS_MAX),
      columns: isKnown && columns.length > 0 ? columns : undefined,
    };
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const message =
      error.code === "service"
        ? queryMessages.notChecked(error.message)
        : queryMessages.wrong(error.code, error.message);
    return { problems: [{ span: whole, message }], columns: undefined };
  }
}

/** What the service says of a name that nothing has. */
const NO_NAME = "KS142";

/** The column that is meant by a name that nothing has: one of the table that the pipe before it gives. */
function nearestColumn(code: KustoCode, span: Span, query: string): string | undefined {
  const S = loadService().Syntax;
  const names = [...nodesOf(code.Syntax)].filter(
    (node) => node instanceof S.NameReference && node.TextStart === span.start,
  );
  let node: Element | null = names[0] ?? null;
  const name = names[0] instanceof S.NameReference ? (names[0].SimpleName ?? "") : "";
  for (; node !== null; node = node.Parent) {
    const { Parent } = node;
    if (!(Parent instanceof S.PipeExpression) || Parent.Operator !== node) continue;
    const columns = columnsOf(required(Parent.Expression).ResultType).map((each) => each.name);
    return columnFor(name, query, columns) ?? nearest(name, columns);
  }
  return undefined;
}

/** The column that holds what has the name in raw events, or in another table of the log source. */
function columnFor(name: string, query: string, columns: readonly string[]): string | undefined {
  for (const logSource of logSourcesReadBy(query)) {
    const path = renamed(name, logSource)?.path ?? name;
    const place = columnOf(tableOf(logSource), path);
    if (place?.rest.length === 0 && columns.includes(place.column)) return place.column;
  }
  return undefined;
}

/** One mistake may have thousands of consequences. */
const PROBLEMS_MAX = 20;

/**
 * Reports what `checkQuery` finds at its place in a rule's source.
 * @public loaded by name, when a rule has a query
 */
export function reportQuery(
  query: string,
  scalar: Node,
  source: Source,
  diagnostics: Diagnostics,
): void {
  const placed = (span: Span) => spanInScalar(source, scalar.span, query, span);
  const folded = commentsOf(query)
    .map(placed)
    .filter(({ start, end }) => source.text.slice(start, end).includes("\n"));
  for (const { start } of folded) {
    const end = source.text.indexOf("\n", start);
    diagnostics.report(source, { start, end }, queryMessages.foldedComment());
  }
  // What is left is another query than the one that is meant.
  if (folded.length > 0) return;
  for (const { span, message } of checkQuery(query).problems) {
    diagnostics.report(source, placed(span), message);
  }
}

/** Texts of every form that KQL has, in which `//` begins no comment; and comments. */
const TEXT_OR_COMMENT =
  /@"(?:[^"\n]|"")*"|@'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|```[^]*?```|~~~[^]*?~~~|\/\/.*/g;

function commentsOf(query: string): readonly Span[] {
  return [...query.matchAll(TEXT_OR_COMMENT)]
    .map(({ 0: text, index }) => ({ text: text.trimEnd(), index }))
    .filter(({ text }) => text.startsWith("//"))
    .map(({ text, index }) => ({ start: index, end: index + text.length }));
}

function spanOf(node: Element): Span {
  return { start: node.TextStart, end: node.End };
}

/** `search` and `find` over all tables, and names of tables with a wildcard. */
function forbidden(code: KustoCode, query: string): readonly QueryProblem[] {
  const S = loadService().Syntax;
  const problems: QueryProblem[] = [];
  const report = (node: Element, verb = "") => {
    const span = spanOf(node);
    const message = queryMessages.forbidden(verb + query.slice(span.start, span.end));
    problems.push({ span, message });
  };
  for (const node of nodesOf(code.Syntax)) {
    if (node instanceof S.UnionOperator) {
      commaItems(node.Expressions)
        .filter(hasWildcard)
        .forEach((table) => report(table, "union "));
    } else if (node instanceof S.FindInClause) {
      commaItems(node.Expressions)
        .filter(hasWildcard)
        .forEach((table) => report(table));
    } else if (node instanceof S.SearchOperator && !(node.Parent instanceof S.PipeExpression)) {
      if (node.InClause === null) report(node);
    } else if (node instanceof S.FindOperator && node.InClause === null) report(node);
  }
  return problems;
}

/** Whether a table is named with a wildcard, at the end of a path too: `workspace("x").Sign*`. */
function hasWildcard(table: Element): boolean {
  const S = loadService().Syntax;
  if (table instanceof S.ParenthesizedExpression) return hasWildcard(required(table.Expression));
  if (table instanceof S.PathExpression) return hasWildcard(required(table.Selector));
  return (
    table instanceof S.StarExpression ||
    (table instanceof S.NameReference && table.Name instanceof S.WildcardedName)
  );
}

/** Which argument of a function is a regular expression. */
const PATTERN_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ["extract", 0],
  ["extract_all", 0],
  ["indexof_regex", 1],
  ["replace", 0],
  ["replace_regex", 1],
  ["trim", 0],
  ["trim_end", 0],
  ["trim_start", 0],
]);

function badRegexes(code: KustoCode): readonly QueryProblem[] {
  const S = loadService().Syntax;
  const problems: QueryProblem[] = [];
  const check = (node: Kusto.Language.Syntax.Expression | null | undefined) => {
    if (!(node instanceof S.LiteralExpression) || typeof node.LiteralValue !== "string") return;
    const why = whyNotRegex(node.LiteralValue);
    if (why === undefined) return;
    problems.push({ span: spanOf(node), message: queryMessages.regex(node.LiteralValue, why) });
  };
  for (const node of nodesOf(code.Syntax)) {
    if (node instanceof S.BinaryExpression) {
      if (required(node.Operator).Text === "matches regex") check(node.Right);
    } else if (node instanceof S.FunctionCallExpression) {
      const at = PATTERN_ARGUMENT.get(required(node.Name).SimpleName ?? "");
      if (at !== undefined) check(commaItems(required(node.ArgumentList).Expressions)[at]);
    }
  }
  return problems;
}

/** Undefined for a pattern that is one, and for one that cannot be judged here. */
function whyNotRegex(pattern: string): string | undefined {
  try {
    re2Of(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    return error.code === "type" ? error.message : undefined;
  }
}
