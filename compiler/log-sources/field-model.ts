import type { Field, FieldModel, Spelling } from "./field";
import { withoutSelectors } from "./path";
import type { Column, ColumnType } from "./sentinel-table";

/** What a row says of a path, beside what is usual in its log source. */
export type Facts = Partial<Omit<Field, "path">>;

/** What a log source's module knows of its events, from which its model is made. */
export interface ModelFacts {
  readonly rows: Readonly<Record<string, Facts>>;
  /** What a row does not say. */
  readonly usual: Omit<Field, "path">;
  /**
   * Objects all of whose members have known names, by path (`""` is the event itself), with the names
   * that no row has.
   * @default - of no object are all members known
   */
  readonly members?: Readonly<Record<string, readonly string[]>>;
  /**
   * What tells of objects that no row has, and rows lie in.
   * @default - what is usual
   */
  readonly containers?: Pick<Field, "ground" | "source">;
}

const FREE: Spelling = { kind: "free" };

/** What a row does not say of a field, unless its log source says more: a string that anyone may have written. */
export const OPTIONAL_STRING: Omit<Field, "path" | "source"> = {
  type: "string",
  many: "one",
  ground: "asserted",
  presence: "optional",
  nullable: false,
  empty: false,
  spelling: FREE,
  ascii: false,
};

export const closed = (...values: readonly string[]): Spelling => ({ kind: "closed", values });

export const shaped = (shape: RegExp, example: string): Spelling => ({
  kind: "identifier",
  shape,
  example,
});

/** The same facts for several paths. */
export const all = (facts: Facts, ...paths: readonly string[]): Readonly<Record<string, Facts>> =>
  Object.fromEntries(paths.map((path) => [path, facts]));

/**
 * A row for each value that columns of a table hold, by their type: the table tells which members events
 * have, and its documentation of what type.
 */
export const rowsOf = (columns: readonly Column[]): Readonly<Record<string, Facts>> =>
  Object.fromEntries(
    columns.flatMap(({ type, holds }) => {
      if (holds.kind !== "value" && holds.kind !== "json") return [];
      return [[holds.path, holds.kind === "json" ? { type: "object" } : TYPES[type]] as const];
    }),
  );

const TYPES: Readonly<Record<ColumnType, Facts>> = {
  string: {},
  datetime: {},
  bool: { type: "boolean", empty: false },
  int: { type: "number", empty: false },
  long: { type: "number", empty: false },
  real: { type: "number", empty: false },
  dynamic: { type: "object", empty: false },
};

/** The part of a field model that rows tell. */
export function tabulated({
  rows,
  usual,
  members = {},
  containers: { ground, source } = usual,
}: ModelFacts): Pick<FieldModel, "field" | "lists" | "paths"> &
  Required<Pick<FieldModel, "members">> {
  const fields = new Map(
    Object.entries(rows).map(([path, facts]): [string, Field] => [
      path,
      { ...usual, path, ...facts },
    ]),
  );
  const paths = [...fields.keys()];
  /** What holds the paths that are listed, and is none of them itself. */
  const containers = new Set(paths.flatMap(parentsOf));
  const unlisted = { ...usual, nullable: true, empty: true, ascii: false, spelling: FREE };
  const container = { ...unlisted, type: "object", many: "one", ground, source } as const;
  const unknown = {
    ...unlisted,
    type: "unknown",
    many: "either",
    presence: "optional",
    ground: "none",
    source: "assumed: the path is not listed",
  } as const;
  const known = (path: string): Field =>
    fields.get(path) ?? { ...(containers.has(path) ? container : unknown), path };
  return {
    field: (path) => known(withoutSelectors(path)),
    lists: (path) => fields.has(withoutSelectors(path)),
    paths,
    members: new Map(
      Object.entries(members).map(([parent, more]) => [
        parent,
        [...childrenOf(parent, paths), ...more].sort(),
      ]),
    ),
  };
}

function parentsOf(path: string): readonly string[] {
  const steps = path.split(".");
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("."));
}

/** The direct members of `parent` among the paths. */
function childrenOf(parent: string, paths: readonly string[]): readonly string[] {
  const before = parent === "" ? "" : `${parent}.`;
  const names = paths
    .filter((path) => path.startsWith(before))
    .map((path) => path.slice(before.length).split(".")[0] ?? "");
  return [...new Set(names)];
}
