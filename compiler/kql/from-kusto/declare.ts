import { oncePer } from "../../core/once-per";
import { TABLES } from "../../log-sources/registry";
import { rowTableNamed, rowTableNames } from "../../log-sources/row-tables/row-tables";
import type { ColumnType, SentinelTable } from "../../log-sources/sentinel-table";
import { toArray, loadService, required } from "./service";
import type { Unknown } from "./unknown";

type GlobalState = Kusto.Language.GlobalState;
type TableSymbol = Kusto.Language.Symbols.TableSymbol;
type FunctionSymbol = Kusto.Language.Symbols.FunctionSymbol;

/**
 * Functions of Azure Monitor that lead to tables elsewhere, which the service does not know. Source:
 * Azure Monitor documentation, "Query across resources" and "Correlate data in Azure Data Explorer
 * and Azure Resource Graph". There they have the tables of the workspace, as far as is known.
 */
const ELSEWHERE = ["workspace", "app", "resource", "adx", "arg"];

const globals = new Map<string, GlobalState>();

/**
 * What the service knows before it reads a query: the tables whose columns are known, with what the query
 * names of the columns that all have, and the names given.
 */
export function declare(query: string, unknown: readonly Unknown[]): GlobalState {
  const standard = STANDARD.filter(({ name }) => query.includes(name));
  if (unknown.length > 0) return declareAll(standard, unknown);
  const key = standard.map(({ name }) => name).join(" ");
  const known = globals.get(key) ?? declareAll(standard, []);
  globals.set(key, known);
  return known;
}

/**
 * Columns that every table has and that no result shows unless a query names them (Azure Monitor
 * documentation, standard columns).
 */
const STANDARD: readonly KnownColumn[] = [
  { name: "TenantId", type: "string" },
  { name: "TimeGenerated", type: "datetime" },
  { name: "_TimeReceived", type: "datetime" },
  { name: "Type", type: "string" },
  { name: "_ItemId", type: "string" },
  { name: "_ResourceId", type: "string" },
  { name: "_SubscriptionId", type: "string" },
  { name: "_IsBillable", type: "string" },
  { name: "_BilledSize", type: "real" },
];

interface KnownColumn {
  readonly name: string;
  readonly type: ColumnType;
}

function declareAll(standard: readonly KnownColumn[], unknown: readonly Unknown[]): GlobalState {
  const { GlobalState, PlugIns, Symbols } = loadService();
  const rows = rowTableNames().flatMap((name) => rowTableNamed(name) ?? []);
  const tables = [...TABLES, ...rows].map((table) => withColumns(table, standard));
  const known = [...tables, ...unknown.map(symbolOf)];
  const database = new Symbols.DatabaseSymbol.$ctor2("workspace", null, known);
  const identifier = new Symbols.Parameter.$ctor2("identifier", Symbols.ScalarTypes.String);
  const elsewhere = ELSEWHERE.map(
    (name) => new Symbols.FunctionSymbol.$ctor5(name, database, [identifier]),
  );
  const workspace = required(database.AddMembers(elsewhere));
  const plugIns = toArray(PlugIns.All).map((each) =>
    LOOKUPS.includes(each.Name ?? "") ? keepOpen(each) : each,
  );
  const { List$1 } = System.Collections.Generic;
  const list = new (List$1<FunctionSymbol>(Symbols.FunctionSymbol).$ctor1)([...plugIns]);
  return required(
    required(required(GlobalState.Default).WithDatabase(workspace)).WithPlugIns(list),
  );
}

function withColumns(table: SentinelTable, standard: readonly KnownColumn[]): TableSymbol {
  const own = new Set(table.columns.map(({ name }) => name));
  const more = standard.filter(({ name }) => !own.has(name));
  return more.length === 0 ? tableSymbol(table) : symbolWith(table, [...table.columns, ...more]);
}

const tableSymbol = oncePer((table: SentinelTable) => symbolWith(table, table.columns));

function symbolWith({ name, grows }: SentinelTable, columns: readonly KnownColumn[]): TableSymbol {
  const { Symbols } = loadService();
  const { Bool, DateTime, Dynamic, Int, Long, Real, String: Text } = Symbols.ScalarTypes;
  const types: Record<ColumnType, typeof Bool> = {
    bool: Bool,
    datetime: DateTime,
    dynamic: Dynamic,
    int: Int,
    long: Long,
    real: Real,
    string: Text,
  };
  const symbols = columns.map(
    (column) => new Symbols.ColumnSymbol(column.name, types[column.type], null, null, null, null),
  );
  const symbol = new Symbols.TableSymbol.$ctor4(name, symbols);
  return grows ? required(symbol.WithIsOpen(true)) : symbol;
}

/** A table of any columns. */
function openTable(name: string): TableSymbol {
  const { Symbols } = loadService();
  return required(new Symbols.TableSymbol.$ctor4(name, []).WithIsOpen(true));
}

/** Arguments that a function which is not known may have. Our own bound. */
const ARGUMENTS_MAX = 100;

function symbolOf(unknown: Unknown): TableSymbol | FunctionSymbol {
  if (unknown.kind === "table") return openTable(unknown.name);
  const { Symbols } = loadService();
  const { ScalarTypes, Signature, FunctionSymbol } = Symbols;
  const result = unknown.givesTable ? openTable(unknown.name) : ScalarTypes.Unknown;
  const parameters = [
    ...unknown.argumentNames.map((name) => anyParameter(name, 1)),
    anyParameter("argument", ARGUMENTS_MAX),
  ];
  return new FunctionSymbol.$ctor4(unknown.name, [new Signature.$ctor5(result, parameters)]);
}

function anyParameter(name: string, max: number): Kusto.Language.Symbols.Parameter {
  const { ArgumentKind, Parameter, ParameterTypeKind } = loadService().Symbols;
  const [kind, as] = [ParameterTypeKind.Any, ArgumentKind.Expression];
  return new Parameter.ctor(name, kind, as, null, null, false, null, 0, max, null, null);
}

/** Plugins that add columns, of which the service forgets that they may be given an open table. */
const LOOKUPS = ["ipv4_lookup", "ipv6_lookup"];

/** The plugin, whose result is open where one of its tables is. */
function keepOpen(plugIn: FunctionSymbol): FunctionSymbol {
  const { FunctionSymbol, Signature, TableSymbol, Tabularity } = loadService().Symbols;
  const [signature] = toArray(plugIn.Signatures);
  const { CustomReturnType: resultOf, Parameters, Layout } = required(signature);
  const wrapped = new Signature.$ctor1(
    (context) => {
      const result = required(resultOf)(context);
      const [lookup] = toArray(context.ArgumentTypes);
      const open = [context.RowScope, lookup].some(
        (table) => table instanceof TableSymbol && table.IsOpen,
      );
      return open && result instanceof TableSymbol ? required(result.WithIsOpen(true)) : result;
    },
    Tabularity.Tabular,
    Parameters,
  );
  return new FunctionSymbol.$ctor4(plugIn.Name, [required(wrapped.WithLayout(Layout))]);
}
