import type { Span } from "../../../source";
import type { AggregateName } from "./aggregate";
import type { ScalarFunctionName } from "./functions";
import type { BinaryOperator, SetOperator } from "./operators";
import type { ScalarType, Value } from "./value";
import type { WindowName } from "./window";

/**
 * The part of analysts' KQL that is evaluated here, with names and types bound. The language service
 * reads it (`read.ts`); nothing else here knows the service. It grows by new kinds.
 */
export interface Program {
  /** In order; each may use those before it. */
  readonly lets: readonly Let[];
  readonly result: Table;
}

export type Let =
  | { readonly kind: "scalar"; readonly name: string; readonly value: Expression }
  | { readonly kind: "table"; readonly name: string; readonly table: Table };

export interface Column {
  readonly name: string;
  readonly type: ScalarType;
}

export interface NamedExpression extends Column {
  readonly value: Expression;
}

export interface SortKey {
  readonly value: Expression;
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

/** A table: where rows come from, or what is done to those of another. */
export type Table =
  | { readonly kind: "source"; readonly name: string; readonly columns: readonly Column[] }
  | { readonly kind: "rows"; readonly columns: readonly Column[]; readonly rows: readonly Cells[] }
  | { readonly kind: "print"; readonly columns: readonly NamedExpression[] }
  | {
      readonly kind: "range";
      readonly name: string;
      readonly type: ScalarType;
      readonly from: Expression;
      readonly to: Expression;
      readonly step: Expression;
    }
  | { readonly kind: "variable"; readonly name: string; readonly columns: readonly Column[] }
  | { readonly kind: "where"; readonly of: Table; readonly predicate: Expression }
  | { readonly kind: "extend"; readonly of: Table; readonly columns: readonly NamedExpression[] }
  | { readonly kind: "project"; readonly of: Table; readonly columns: readonly NamedExpression[] }
  | { readonly kind: "distinct"; readonly of: Table; readonly columns: readonly NamedExpression[] }
  | {
      readonly kind: "summarize";
      readonly of: Table;
      readonly by: readonly NamedExpression[];
      readonly aggregates: readonly NamedExpression[];
    }
  | { readonly kind: "mv-expand"; readonly of: Table; readonly columns: readonly NamedExpression[] }
  | { readonly kind: "sort"; readonly of: Table; readonly keys: readonly SortKey[] }
  | { readonly kind: "take"; readonly of: Table; readonly count: Expression }
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

export type Cells = readonly Value[];

export type Expression = {
  readonly type: ScalarType;
  /** Where it is written in the query; nowhere for what the service adds. */
  readonly at?: Span;
} & (
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | { readonly kind: "element"; readonly of: Expression; readonly selector: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "negative"; readonly operand: Expression }
  | {
      readonly kind: "set";
      readonly operator: SetOperator;
      readonly value: Expression;
      readonly list: readonly Expression[] | Table;
    }
  | {
      readonly kind: "between";
      readonly negated: boolean;
      readonly value: Expression;
      readonly from: Expression;
      readonly to: Expression;
    }
  | {
      readonly kind: "call";
      readonly name: ScalarFunctionName;
      readonly arguments: readonly Expression[];
    }
  | {
      readonly kind: "aggregate";
      readonly name: AggregateName;
      readonly arguments: readonly Expression[];
    }
  | {
      readonly kind: "window";
      readonly name: WindowName;
      readonly arguments: readonly Expression[];
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
      return table.columns;
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
    case "extend":
    case "mv-expand": {
      const columns = new Map(columnsOf(table.of).map((column) => [column.name, column]));
      for (const column of table.columns) columns.set(column.name, column);
      return [...columns.values()];
    }
  }
}
