/// <reference types="@kusto/language-service-next" />
import { LIMITS } from "../capabilities";
import { KqlError } from "../error";
import { COLUMNS, TABLE, type ColumnType } from "../table";

/**
 * Microsoft's language service for KQL. This module alone loads it, on first use: it costs half a
 * second and 200 MB, puts `Bridge` and `Kusto` on the global object, and need not be installed where
 * no rule has a hand-written query.
 */
export type Service = typeof Kusto.Language;
export type KustoCode = Kusto.Language.KustoCode;

const PACKAGE = "@kusto/language-service-next";

let service: Service | undefined;
let globals: Kusto.Language.GlobalState | undefined;
/** A rule's query is checked, lifted and run, one after the other. */
let last: { readonly query: string; readonly code: KustoCode } | undefined;

/** Throws a `KqlError` with code `service` where the package is not installed. */
export function loadService(): Service {
  if (service === undefined) {
    try {
      /* eslint-disable @typescript-eslint/no-require-imports -- loaded late, for what they do */
      require("@kusto/language-service-next/bridge.min.js");
      require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
      /* eslint-enable @typescript-eslint/no-require-imports */
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const what = `a hand-written query is read with ${PACKAGE}, which is not installed`;
      throw new KqlError("service", what);
    }
    service = Kusto.Language;
  }
  return service;
}

function isNotFound(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "MODULE_NOT_FOUND"
  );
}

/**
 * Parses and binds a query over AWSCloudTrail. Throws a `KqlError`: `service`; `nesting` for brackets
 * deeper than `LIMITS.nestingMax`, on which the service would spend seconds.
 */
export function analyse(query: string): KustoCode {
  if (last?.query === query) return last.code;
  const { KustoCode } = loadService();
  checkBrackets(query);
  globals ??= declareTable();
  const code = there(KustoCode.ParseAndAnalyze(query, globals));
  last = { query, code };
  return code;
}

function checkBrackets(query: string): void {
  const { value: max } = LIMITS.nestingMax;
  let depth = 0;
  for (const bracket of query.match(/[([{\])}]/g) ?? []) {
    depth = Math.max(0, depth + ("([{".includes(bracket) ? 1 : -1));
    if (depth > max) throw new KqlError("nesting", `brackets nest more than ${max} deep`);
  }
}

function declareTable(): Kusto.Language.GlobalState {
  const { GlobalState, Symbols } = loadService();
  const { Bool, DateTime, Real, String: Text } = Symbols.ScalarTypes;
  const types: Record<ColumnType, typeof Bool> = {
    bool: Bool,
    datetime: DateTime,
    real: Real,
    string: Text,
  };
  const columns = COLUMNS.map(
    ({ name, type }) => new Symbols.ColumnSymbol(name, types[type], null, null, null, null),
  );
  const table = new Symbols.TableSymbol.$ctor4(TABLE, columns);
  const workspace = new Symbols.DatabaseSymbol.$ctor2("workspace", null, [table]);
  return there(there(GlobalState.Default).WithDatabase(workspace));
}

/** What the service says is wrong; offsets in UTF-16 units of the query. */
export interface Finding {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

/** What the service holds for an error and the engine answers all the same: where, and who says so. */
const ANSWERED: readonly {
  readonly codes: readonly string[];
  readonly in: (node: Element) => boolean;
}[] = [
  // `count(x)` counts rows (null-and-edge-0000#2).
  { codes: ["KS107"], in: (node) => isCall(node, "count") },
  // A bare text or number in `search` is a predicate (parse-search-0012#2, -0040#1).
  { codes: ["KS106", "KS107"], in: (node) => node instanceof loadService().Syntax.SearchOperator },
  // A dynamic of the wrong shape makes null (dynamic-json-0010#1).
  { codes: ["KS234"], in: () => true },
  // Seconds may have a fraction (datetime-timespan-0012#3).
  { codes: ["KS134"], in: (node) => isCall(node, "make_timespan") },
];

function isCall(node: Element, name: string): boolean {
  const { Syntax: S } = loadService();
  return node instanceof S.FunctionCallExpression && node.Name?.SimpleName === name;
}

function isAnswered(code: KustoCode, { Code, Start, End }: Kusto.Language.Diagnostic): boolean {
  const around = [...nodesOf(code.Syntax)].filter(
    (node) => node.TextStart <= Start && node.End >= End,
  );
  return ANSWERED.some((each) => each.codes.includes(Code ?? "") && around.some(each.in));
}

export function findingsOf(code: KustoCode): readonly Finding[] {
  return listed(code.GetDiagnostics()).map((found) => ({
    code: found.Code ?? "",
    severity: found.Severity === "Error" && !isAnswered(code, found) ? "error" : "warning",
    message: found.Message ?? "",
    start: found.Start,
    length: found.Length,
  }));
}

export interface NamedType {
  readonly name: string;
  /** The service's name of the type, which may be one that is not evaluated here. */
  readonly type: string;
}

type Element = Kusto.Language.Syntax.SyntaxElement;

/** A node and every one below it, as written; does not recurse. */
export function* nodesOf(root: Element | null): Generator<Element> {
  const pending: Element[] = [there(root)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    for (let index = next.ChildCount - 1; index >= 0; index -= 1) {
      const child = next.GetChild(index);
      if (child !== null && child !== undefined) pending.push(child);
    }
  }
}

/** The columns of a table or row type; none of anything else. */
export function columnsOf(type: Kusto.Language.Symbols.TypeSymbol | null): readonly NamedType[] {
  const { Symbols } = loadService();
  if (!(type instanceof Symbols.TableSymbol || type instanceof Symbols.TupleSymbol)) return [];
  return listed(type.Columns).map(({ Name, Type }) => ({
    name: Name ?? "",
    type: Type?.Name ?? "",
  }));
}

/** The generated types call everything nullable. */
export function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("the language service gave nothing");
  return value;
}

export function listed<T>(
  list: System.Collections.Generic.IReadOnlyList$1<T> | null,
): readonly T[] {
  const items = there(list);
  return Array.from({ length: items.Count }, (_, index) => items.getItem(index));
}

interface SyntaxList<T> {
  readonly Count: number;
  readonly getItem$1: (index: number) => T;
}

/** The elements of a list in the syntax tree. */
export function elements<T>(list: SyntaxList<T> | null): readonly T[] {
  const items = there(list);
  return Array.from({ length: items.Count }, (_, index) => items.getItem$1(index));
}

/** The elements of a list that is written with commas. */
export function separated<T>(
  list: SyntaxList<{ readonly Element$1: T | null }> | null,
): readonly T[] {
  return elements(list).map((item) => there(item.Element$1));
}
