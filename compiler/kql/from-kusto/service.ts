/// <reference types="@kusto/language-service-next" />
import { KqlError } from "../values/error";

/**
 * Microsoft's language service for KQL. This module alone loads it, on first use: it costs half a
 * second and 200 MB, puts `Bridge` and `Kusto` on the global object, and need not be installed where
 * no rule has a hand-written query.
 */
export type Service = typeof Kusto.Language;
export type KustoCode = Kusto.Language.KustoCode;
export type Element = Kusto.Language.Syntax.SyntaxElement;

const PACKAGE = "@kusto/language-service-next";

let service: Service | undefined;

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

/** What is held against a table that lacks columns: one whose columns are not known may have them. */
const LACKS_COLUMNS = ["KS190", "KS249"];

/** Whether a table may have columns that are not known here. */
export function isOpen(type: Kusto.Language.Symbols.TypeSymbol | null): boolean {
  return type instanceof loadService().Symbols.TableSymbol && type.IsOpen;
}

function isOfOpenTable(code: KustoCode, { Code, Start, End }: Kusto.Language.Diagnostic): boolean {
  const { Expression } = loadService().Syntax;
  if (!LACKS_COLUMNS.includes(Code ?? "")) return false;
  return [...nodesOf(code.Syntax)].some(
    (node) =>
      node.TextStart === Start &&
      node.End === End &&
      node instanceof Expression &&
      isOpen(node.ResultType),
  );
}

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
  return toArray(code.GetDiagnostics())
    .filter((found) => !isOfOpenTable(code, found))
    .map((found) => ({
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

/** A node and every one below it, as written; does not recurse. */
export function* nodesOf(root: Element | null): Generator<Element> {
  const pending: Element[] = [required(root)];
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
  return toArray(type.Columns).map(({ Name, Type }) => ({
    name: Name ?? "",
    type: Type?.Name ?? "",
  }));
}

/** The generated types call everything nullable. */
export function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("the language service gave nothing");
  return value;
}

export function toArray<T>(
  list: System.Collections.Generic.IReadOnlyList$1<T> | null,
): readonly T[] {
  const items: readonly T[] | System.Collections.Generic.IReadOnlyList$1<T> = required(list);
  // Lists that the service itself holds are arrays.
  if (Array.isArray(items)) return items;
  return Array.from({ length: items.Count }, (_, index) => items.getItem(index));
}

interface SyntaxList<T> {
  readonly Count: number;
  readonly getItem$1: (index: number) => T;
}

/** The elements of a list in the syntax tree. */
export function syntaxItems<T>(list: SyntaxList<T> | null): readonly T[] {
  const items = required(list);
  return Array.from({ length: items.Count }, (_, index) => items.getItem$1(index));
}

/** The elements of a list that is written with commas. */
export function commaItems<T>(
  list: SyntaxList<{ readonly Element$1: T | null }> | null,
): readonly T[] {
  return syntaxItems(list).map((item) => required(item.Element$1));
}
