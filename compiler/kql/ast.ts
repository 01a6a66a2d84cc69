import type { Span } from "../core/source";
import type { AggregateName } from "./evaluate/aggregate";
import type { WindowName } from "./evaluate/window";
import type { ScalarFunctionName } from "./functions/functions";
import type { BinaryOperator, SetOperator } from "./values/operators";
import type { ScalarType, Value } from "./values/value";

/**
 * The part of hand-written KQL that is evaluated here, with names and types bound. The language service
 * reads it (`read.ts`); nothing else here knows the service. It grows by new kinds.
 */
export interface Program {
  /** In order; each may use those before it. */
  readonly lets: readonly Let[];
  readonly result: Table;
  /** The tables of the workspace that it reads, each once. */
  readonly sources: readonly string[];
}

export type Let =
  | { readonly kind: "scalar"; readonly name: string; readonly value: BoundExpression }
  | { readonly kind: "table"; readonly name: string; readonly table: Table };

export interface Column {
  readonly name: string;
  readonly type: ScalarType;
}

export interface NamedExpression extends Column {
  readonly value: BoundExpression;
}

/** An aggregate of `make-series`, and what stands where no row is. */
export interface SeriesColumn extends NamedExpression {
  readonly missing: BoundExpression | undefined;
}

export interface NestedLevel {
  readonly key: NamedExpression;
  readonly aggregate: NamedExpression;
  readonly descending: boolean;
  /** How many groups; all without it. */
  readonly count: BoundExpression | undefined;
}

export interface SortKey {
  readonly value: BoundExpression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export type JoinKind =
  | "innerunique"
  | "inner"
  | "leftouter"
  | "rightouter"
  | "fullouter"
  | "leftsemi"
  | "rightsemi"
  | "leftanti"
  | "rightanti";

export type Columns = readonly Column[];

interface Expansion {
  readonly of: Table;
  readonly columns: readonly NamedExpression[];
  /** The column that counts the elements, from 0. */
  readonly itemIndex: string | undefined;
  /** How many rows one row may become. */
  readonly limit: BoundExpression | undefined;
  /** What a property bag becomes: bags of one entry each, or pairs. */
  readonly bags: "bag" | "array";
}

/** What `parse` looks for, from the text's start to its end. */
export interface ParsePattern {
  readonly mode: "simple" | "relaxed" | "regex";
  /** RE2's flags, of mode `regex`. */
  readonly flags: string;
  readonly steps: readonly ParseStep[];
}

export type ParseStep =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "skip" }
  | ({ readonly kind: "column" } & Column);

/** How `parse-kv` finds keys and values. */
export interface PairSyntax {
  readonly pairDelimiter: string;
  readonly kvDelimiter: string;
  /** The opening and the closing quote. */
  readonly quotes: readonly [open: string, close: string] | undefined;
  readonly escape: string | undefined;
}

/** A table: where rows come from, or what is done to those of another. */
export type Table = TableForm & {
  /** Where the operator or the name stands in the query's text. @default - not known */
  readonly at?: Span;
};

type TableForm =
  | { readonly kind: "source"; readonly name: string; readonly columns: readonly Column[] }
  | { readonly kind: "rows"; readonly columns: readonly Column[]; readonly rows: readonly Cells[] }
  | { readonly kind: "print"; readonly columns: readonly NamedExpression[] }
  | {
      readonly kind: "range";
      readonly name: string;
      readonly type: ScalarType;
      readonly from: BoundExpression;
      readonly to: BoundExpression;
      readonly step: BoundExpression;
    }
  | { readonly kind: "variable"; readonly name: string; readonly columns: readonly Column[] }
  | { readonly kind: "where"; readonly of: Table; readonly predicate: BoundExpression }
  | {
      readonly kind: "extend";
      readonly of: Table;
      readonly columns: readonly NamedExpression[];
      /** `serialize`: the order of the rows is vouched for. */
      readonly serialized: boolean;
    }
  | { readonly kind: "project"; readonly of: Table; readonly columns: readonly NamedExpression[] }
  | { readonly kind: "distinct"; readonly of: Table; readonly columns: readonly NamedExpression[] }
  | {
      readonly kind: "summarize";
      readonly of: Table;
      readonly by: readonly NamedExpression[];
      readonly aggregates: readonly NamedExpression[];
    }
  | {
      readonly kind: "make-series";
      readonly of: Table;
      readonly by: readonly NamedExpression[];
      readonly aggregates: readonly SeriesColumn[];
      readonly axis: NamedExpression;
      readonly from: BoundExpression;
      readonly to: BoundExpression;
      readonly step: BoundExpression;
    }
  | { readonly kind: "top-nested"; readonly of: Table; readonly levels: readonly NestedLevel[] }
  | {
      readonly kind: "scan";
      readonly of: Table;
      /** What is declared, with its default. */
      readonly columns: readonly NamedExpression[];
      readonly when: BoundExpression;
      readonly assigned: readonly NamedExpression[];
    }
  | (Expansion & { readonly kind: "mv-expand" })
  /** For each row a table over its elements, whose rows join those of the row. */
  | (Expansion & { readonly kind: "mv-apply"; readonly each: Table; readonly result: Columns })
  /** Inside `mv-apply`: the row once for each element. */
  | { readonly kind: "elements"; readonly columns: Columns }
  | {
      readonly kind: "parse";
      readonly of: Table;
      readonly source: BoundExpression;
      readonly pattern: ParsePattern;
      readonly columns: Columns;
      /** `parse-where`: a row that does not match goes. */
      readonly filters: boolean;
    }
  | {
      readonly kind: "parse-kv";
      readonly of: Table;
      readonly source: BoundExpression;
      readonly columns: Columns;
      readonly syntax: PairSyntax;
    }
  | { readonly kind: "sort"; readonly of: Table; readonly keys: readonly SortKey[] }
  | { readonly kind: "take"; readonly of: Table; readonly count: BoundExpression }
  | { readonly kind: "count"; readonly of: Table; readonly name: string }
  | {
      readonly kind: "join";
      readonly of: Table;
      readonly right: Table;
      readonly join: JoinKind;
      readonly on: readonly { readonly left: string; readonly right: string }[];
      /** The result's columns, and where each comes from. */
      readonly columns: readonly (Column & {
        readonly side: "left" | "right";
        readonly from: string;
      })[];
    }
  | {
      readonly kind: "union";
      readonly tables: readonly Table[];
      readonly columns: readonly Column[];
    };

type Cells = readonly Value[];

export type BoundExpression = {
  readonly type: ScalarType;
  /** Where it is written in the query; nowhere for what the service adds. */
  readonly at?: Span;
} & (
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "member"; readonly of: BoundExpression; readonly name: string }
  | { readonly kind: "element"; readonly of: BoundExpression; readonly selector: BoundExpression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: BoundExpression;
      readonly right: BoundExpression;
    }
  | { readonly kind: "negative"; readonly operand: BoundExpression }
  | {
      readonly kind: "set";
      readonly operator: SetOperator;
      readonly value: BoundExpression;
      readonly list: readonly BoundExpression[] | Table;
    }
  | {
      readonly kind: "between";
      readonly negated: boolean;
      readonly value: BoundExpression;
      readonly from: BoundExpression;
      readonly to: BoundExpression;
    }
  | {
      readonly kind: "call";
      readonly name: ScalarFunctionName;
      readonly arguments: readonly BoundExpression[];
    }
  | {
      readonly kind: "aggregate";
      readonly name: AggregateName;
      readonly arguments: readonly BoundExpression[];
    }
  /** What a step of `scan` last gave a column. */
  | { readonly kind: "state"; readonly name: string }
  | {
      readonly kind: "window";
      readonly name: WindowName;
      readonly arguments: readonly BoundExpression[];
    }
  /** The first cell of a table. */
  | { readonly kind: "toscalar"; readonly table: Table }
);

/** The columns of a table, in their order. */
export function columnsOf(table: Table): readonly Column[] {
  switch (table.kind) {
    case "source":
    case "rows":
    case "print":
    case "variable":
    case "project":
    case "distinct":
    case "join":
    case "union":
    case "elements":
      return table.columns;
    case "mv-apply":
      return table.result;
    case "range":
      return [{ name: table.name, type: table.type }];
    case "count":
      return [{ name: table.name, type: "long" }];
    case "where":
    case "sort":
    case "take":
      return columnsOf(table.of);
    case "summarize":
      return [...table.by, ...table.aggregates];
    case "top-nested":
      return table.levels.flatMap(({ key, aggregate }) => [key, aggregate]);
    case "make-series":
      return [...table.by, ...table.aggregates, table.axis];
    case "extend":
    case "parse":
    case "parse-kv":
    case "scan":
      return extended(columnsOf(table.of), table.columns);
    case "mv-expand": {
      const { itemIndex, columns } = table;
      const index: Columns = itemIndex === undefined ? [] : [{ name: itemIndex, type: "long" }];
      return extended(columnsOf(table.of), [...columns, ...index]);
    }
  }
}

/** Columns with others beside them, or in the place of those of the same name. */
export function extended(columns: Columns, added: Columns): Columns {
  const result = new Map(columns.map(({ name, type }) => [name, { name, type }]));
  for (const { name, type } of added) result.set(name, { name, type });
  return [...result.values()];
}
