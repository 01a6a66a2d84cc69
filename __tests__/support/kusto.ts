/// <reference types="@kusto/language-service-next" />
import { COLUMNS, TABLE } from "../../compiler/targets/sentinel/table";
import type { ColumnType } from "../../compiler/targets/sentinel/table";

/** What Kusto's language service says of a text; offsets in UTF-16 units. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** Everything the service says of a query over AWSCloudTrail: syntax, names and types. */
export function diagnose(query: string): readonly Diagnostic[] {
  return listed(analyse(query).GetDiagnostics()).map((diagnostic) => ({
    code: diagnostic.Code ?? "",
    message: diagnostic.Message ?? "",
    start: diagnostic.Start,
    length: diagnostic.Length,
  }));
}

/** The columns that a query over AWSCloudTrail returns, with their KQL types. */
export function resultColumns(query: string): readonly ResultColumn[] {
  const result = analyse(query).ResultType;
  if (!(result instanceof load().Symbols.TableSymbol)) return [];
  return listed(result.Columns).map((column) => ({
    name: column.Name ?? "",
    type: column.Type?.Name ?? "",
  }));
}

/** The values of the string literals of a query, in order. */
export function stringValues(query: string): readonly string[] {
  const literal = load().Syntax.SyntaxKind.StringLiteralToken;
  const values: string[] = [];
  let token = there(analyse(query).Syntax).GetFirstToken();
  for (; token !== null; token = token.GetNextToken()) {
    if (token.Kind === literal) values.push(String(token.Value));
  }
  return values;
}

/** The words that the service's grammar knows. */
export function keywords(): readonly string[] {
  const { SyntaxFacts, SyntaxKind } = load().Syntax;
  const words: string[] = [];
  for (const [name, kind] of Object.entries(SyntaxKind)) {
    if (name.endsWith("Keyword") && typeof kind === "number") {
      words.push(there(SyntaxFacts.GetText(kind)));
    }
  }
  return words;
}

function analyse(query: string): Kusto.Language.KustoCode {
  const { KustoCode } = load();
  globals ??= declareTable();
  return there(KustoCode.ParseAndAnalyze(query, globals));
}

function declareTable(): Kusto.Language.GlobalState {
  const { GlobalState, Symbols } = load();
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

let globals: Kusto.Language.GlobalState | undefined;
let service: typeof Kusto.Language | undefined;

/** Loads the two scripts on first use: together they put `Bridge` and `Kusto` on the global object. */
function load(): typeof Kusto.Language {
  if (service === undefined) {
    /* eslint-disable @typescript-eslint/no-require-imports -- loaded late, for what they do */
    require("@kusto/language-service-next/bridge.min.js");
    require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
    /* eslint-enable @typescript-eslint/no-require-imports */
    service = Kusto.Language;
  }
  return service;
}

/** The generated types call everything nullable. */
function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("the language service gave nothing");
  return value;
}

function listed<T>(list: System.Collections.Generic.IReadOnlyList$1<T> | null): readonly T[] {
  const items = there(list);
  return Array.from({ length: items.Count }, (_, index) => items.getItem(index));
}
