import { stepOf, stepsOf } from "./path";

/** The types that columns of tables have. */
export type ColumnType = "string" | "bool" | "datetime" | "int" | "long" | "real" | "dynamic";

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
  /**
   * The case in which the service writes the letters of a text.
   * @default - as the event has them
   */
  readonly case?: "upper" | "lower";
  /**
   * What a test of it rests on, in a sentence.
   * @default - it holds what the event has
   */
  readonly assumes?: string;
}

/** What tells events: the texts that each path has, or that it is there (no texts). All must hold. */
export type Marks = Readonly<Record<string, readonly string[]>>;

export type Tables = readonly [SentinelTable, ...SentinelTable[]];

/** A table of Log Analytics, and how Microsoft's connector fills it from raw events. */
export interface SentinelTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /**
   * Whether the table gets columns with its data, so that it may have others too.
   * @default - it has these alone
   */
  readonly grows?: true;
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
  /**
   * What tells the events that it takes in from those that other tables of its log source do.
   * @default - no other takes in what it does not
   */
  readonly marks?: Marks;
  /** What these events are called, of a table with marks: `sign-ins of service principals`. */
  readonly takes?: string;
  /**
   * Paths that these events do not have, where those of other tables do: nothing is there, as it has no
   * column for them.
   * @default - they may have any
   */
  readonly without?: readonly string[];
  /**
   * The table that has every row of this one too, where both are filled.
   * @default - it has rows that no other has
   */
  readonly partOf?: string;
  /**
   * What a verdict over it rests on, whatever the rule asks.
   * @default - nothing but what the columns say
   */
  readonly assumes?: readonly string[];
  /**
   * What the table does not take in of the log source's events: those with such a text at a path. A rule that
   * looks for one is refused.
   * @default - it takes in all
   */
  readonly lacks?: readonly {
    readonly path: string;
    readonly texts: readonly string[];
    /** What holds them, in a sentence. */
    readonly nearest: string;
  }[];
  /**
   * Which other events it holds in place of the log source's, in a sentence: no query over it is then `exact`.
   * @default - it holds the log source's own
   */
  readonly otherEvents?: string;
  /** Ids of the connectors that fill it: what a rule without its own reads from. */
  readonly connectors: readonly string[];
}

/** The value at a path, as it is. */
export const value = (name: string, type: ColumnType, path: string): Column => ({
  name,
  type,
  holds: { kind: "value", path },
});

/** Columns of one type, each with the path of the value that it holds. */
export const values = (
  type: ColumnType,
  paths: Readonly<Record<string, string>>,
): readonly Column[] => Object.entries(paths).map(([name, path]) => value(name, type, path));

/** Objects and arrays, each with its path, parsed. */
export const dynamics = (paths: Readonly<Record<string, string>>): readonly Column[] =>
  Object.entries(paths).map(([name, path]) => dynamic(name, path));

/** An object or array, parsed. */
export const dynamic = (name: string, path: string): Column => ({
  name,
  type: "dynamic",
  holds: { kind: "json", path },
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

/** Columns of one type of which an event alone tells nothing. */
export const unknowns = (type: ColumnType, ...names: readonly string[]): readonly Column[] =>
  names.map((name) => unknown(name, type));

/** The columns that every table of Log Analytics has, of which an event tells nothing. */
export const PLATFORM: readonly Column[] = [
  unknown("TenantId", "string"),
  unknown("SourceSystem", "string"),
  unknown("_BilledSize", "real"),
  unknown("_IsBillable", "string"),
];

/** The column of that name; names are case-sensitive. */
export function columnNamed({ columns }: SentinelTable, name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

/** The types of columns that hold one number. */
export type NumberType = "int" | "long" | "real";

export function isNumberType(type: ColumnType): type is NumberType {
  return type === "int" || type === "long" || type === "real";
}

/** Where the value at a path of the event lies in a row. */
export interface Place {
  readonly column: string;
  readonly type: ColumnType;
  /**
   * Whether the letters are in another case than the event has them.
   * @default - they are as the event has them
   */
  readonly recased?: true;
  /** What a test of the column rests on, beside its field. @default - nothing */
  readonly assumes?: string;
  /** `json`: the column is an object or array, or its JSON text, to be read with `parse_json`. */
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
    const as = holds.kind === "json" ? "json" : "value";
    const { assumes } = column;
    const place = { column: name, type, as, rest, ...(assumes && { assumes }) } as const;
    return column.case === undefined ? place : { ...place, recased: true };
  }
  return undefined;
}

/** The steps of `path` behind those of `root`, none for `root` itself; undefined where it does not lead there. */
function restBehind(root: string, path: string): readonly string[] | undefined {
  if (!path.startsWith(root)) return undefined;
  const [steps, before] = [stepsOf(path), root.split(".")];
  return before.every((key, index) => stepOf(steps[index] ?? "").key === key)
    ? steps.slice(before.length)
    : undefined;
}

/** The keys to take inside what a column holds to come to a path; undefined where it is not there. */
function restIn({ holds }: Column, path: string): readonly string[] | undefined {
  switch (holds.kind) {
    case "value":
      return holds.path === path ? [] : undefined;
    case "json":
      return restBehind(holds.path, path);
    case "constant":
    case "unknown":
      return undefined;
  }
}
