import type { Diagnostics, Message } from "../../../diagnostic";
import type { Node } from "../../../load/node";
import { spanInScalar } from "../../../load/scalar-position";
import type { Source, Span } from "../../../source";
import { LIMITS } from "../capabilities";
import { KqlError } from "../error";
import { re2Of } from "../regex";
import { queryMessages } from "./messages";
import { analyse, columnsOf, findingsOf, loadService, nodesOf, separated, there } from "./service";
import type { KustoCode } from "./service";

/** Something wrong with a query, and where: offsets in UTF-16 units of its text. */
export interface QueryProblem {
  readonly span: Span;
  readonly message: Message;
}

export interface CheckedQuery {
  readonly problems: readonly QueryProblem[];
  /** The names of the columns that the query returns; undefined where that is not known. */
  readonly columns: readonly string[] | undefined;
}

/**
 * Checks a hand-written query over AWSCloudTrail: syntax, names and types by the language service, and
 * what it lets through: forbidden operators, length, regular expressions. Never throws; without the
 * service one warning says so.
 */
export function checkQuery(query: string): CheckedQuery {
  const { value: max } = LIMITS.queryMax;
  const whole: Span = { start: 0, end: query.length };
  const tooLong =
    query.length > max ? [{ span: whole, message: queryMessages.tooLong(query.length, max) }] : [];
  // The service's time grows with the text: what is refused anyway is not given to it.
  if (tooLong.length > 0) return { problems: tooLong, columns: undefined };
  try {
    const code = analyse(query);
    const found = findingsOf(code).map(({ code: name, severity, message, start, length }) => {
      const text = query.slice(start, start + length);
      const told =
        severity === "error" && !isOfWorkspace(name, text)
          ? queryMessages.wrong(name, message)
          : queryMessages.suspicious(name, message);
      return {
        span: { start, end: start + length },
        message: name === UNKNOWN_TABLE ? queryMessages.tableUnknown(text) : told,
      };
    });
    const problems = [...found, ...forbidden(code, query), ...badRegexes(code)];
    const isKnown = findingsOf(code).every(
      ({ severity, code: name }) => severity !== "error" && name !== UNKNOWN_FUNCTION,
    );
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

/** One mistake may have thousands of consequences. */
const PROBLEMS_MAX = 20;

const UNKNOWN_FUNCTION = "KS211";
const UNKNOWN_TABLE = "KS204";

/** Functions that a workspace brings along, such as `_GetWatchlist`, are not known here. */
function isOfWorkspace(code: string, name: string): boolean {
  return code === UNKNOWN_FUNCTION && name.startsWith("_");
}

/** Reports what `checkQuery` finds at its place in a rule's source. */
export function reportQuery(
  query: string,
  scalar: Node,
  source: Source,
  diagnostics: Diagnostics,
): void {
  for (const { span, message } of checkQuery(query).problems) {
    diagnostics.report(source, spanInScalar(source, scalar.span, query, span), message);
  }
}

type Element = Kusto.Language.Syntax.SyntaxElement;

function spanOf(node: Element): Span {
  return { start: node.TextStart, end: node.End };
}

/** `search` over all tables, `find`, and `union` over names with a wildcard. */
function forbidden(code: KustoCode, query: string): readonly QueryProblem[] {
  const S = loadService().Syntax;
  const problems: QueryProblem[] = [];
  const report = (node: Element) => {
    const span = spanOf(node);
    const message = queryMessages.forbidden(query.slice(span.start, span.end));
    problems.push({ span, message });
  };
  for (const node of nodesOf(code.Syntax)) {
    if (node instanceof S.UnionOperator) {
      const names = separated(node.Expressions);
      if (names.some(({ TextStart, End }) => query.slice(TextStart, End).includes("*"))) {
        report(node);
      }
    } else if (node instanceof S.SearchOperator && !(node.Parent instanceof S.PipeExpression)) {
      if (node.InClause === null) report(node);
    } else if (node instanceof S.FindOperator && node.InClause === null) report(node);
  }
  return problems;
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
      if (there(node.Operator).Text === "matches regex") check(node.Right);
    } else if (node instanceof S.FunctionCallExpression) {
      const at = PATTERN_ARGUMENT.get(there(node.Name).SimpleName ?? "");
      if (at !== undefined) check(separated(there(node.ArgumentList).Expressions)[at]);
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
