/** The scalar types that columns of tables have. */
export type ColumnType = "string" | "bool" | "datetime" | "real";

/**
 * What a column holds of a raw event: the value at a path (as itself, or as the JSON text of an object
 * or array), the same text in every row, or something that an event alone does not tell.
 */
type Holds =
  | { readonly kind: "value"; readonly path: string }
  | { readonly kind: "json"; readonly path: string }
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "unknown" };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly holds: Holds;
}

/** A table of Log Analytics, and how Microsoft's connector fills it from raw events. */
export interface SentinelTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns that are compared first: the index answers, and the first leaves the fewest rows. */
  readonly indexed: readonly string[];
  /**
   * Columns that generated queries add for entities, each after those it reads, as KQL: the first of
   * the forms whose columns are there. A query over events has those of the first; one that counts has
   * its groups.
   */
  readonly computed: Readonly<Record<string, readonly string[]>>;
  /**
   * The entities of a rule that maps none itself. Of two columns for an identifier, the first that is
   * there; an entity whose first identifier has none is left out.
   */
  readonly entities: readonly {
    readonly entityType: string;
    readonly fieldMappings: readonly {
      readonly identifier: string;
      readonly columnName: string;
    }[];
  }[];
  /** Ids of the connectors that fill it: what a rule without its own reads from. */
  readonly connectors: readonly string[];
}

/** The value at a path, as it is. */
export const value = (name: string, type: ColumnType, path: string): Column => ({
  name,
  type,
  holds: { kind: "value", path },
});

/** The JSON text of an object or array. */
export const json = (name: string, path: string): Column => ({
  name,
  type: "string",
  holds: { kind: "json", path },
});

/** One text in every row. */
export const constant = (name: string, text: string): Column => ({
  name,
  type: "string",
  holds: { kind: "constant", value: text },
});

/** What an event alone does not tell. */
export const unknown = (name: string, type: ColumnType): Column => ({
  name,
  type,
  holds: { kind: "unknown" },
});

/** The column of that name; names are case-sensitive. */
export function columnNamed({ columns }: SentinelTable, name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

/** Where the value at a path of the event lies in a row. */
export interface Place {
  readonly column: string;
  readonly type: ColumnType;
  /** `json`: the column is the JSON text of an object or array, to be read with `parse_json`. */
  readonly as: "value" | "json";
  /** The keys that remain to be taken inside the JSON text; empty for a column of its own. */
  readonly rest: readonly string[];
}

/**
 * The place of a dotted path, such as `requestParameters.userName`. `undefined` where the table has
 * none: a path that the connector drops, or an object that is spread over columns.
 */
export function columnOf({ columns }: SentinelTable, path: string): Place | undefined {
  for (const column of columns) {
    const rest = restIn(column, path);
    if (rest === undefined) continue;
    const { name, type, holds } = column;
    return { column: name, type, as: holds.kind === "json" ? "json" : "value", rest };
  }
  return undefined;
}

/** The keys to take inside what a column holds to come to a path; undefined where it is not there. */
function restIn({ holds }: Column, path: string): readonly string[] | undefined {
  switch (holds.kind) {
    case "value":
      return holds.path === path ? [] : undefined;
    case "json":
      if (holds.path === path) return [];
      return path.startsWith(`${holds.path}.`)
        ? path.slice(holds.path.length + 1).split(".")
        : undefined;
    case "constant":
    case "unknown":
      return undefined;
  }
}
