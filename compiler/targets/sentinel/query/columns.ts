import { oncePer } from "../../../core/once-per";
import type { SentinelTable } from "../../../log-sources/sentinel-table";
import type { KqlExpression, RowStage } from "../ast";
import { parseQuery } from "../parse";
import { columnsRead, extend } from "./stages";

/** A computed column, with the expression of each of its forms and the columns that it reads. */
interface Computed {
  readonly name: string;
  readonly forms: readonly Form[];
}

interface Form {
  readonly value: KqlExpression;
  readonly reads: readonly string[];
}

/** A table's computed columns. */
const computedOf = oncePer((computed: SentinelTable["computed"]): readonly Computed[] =>
  Object.entries(computed).map(([name, texts]) => ({
    name,
    forms: texts.map((text) => {
      const value = expressionOf(text);
      return { value, reads: columnsRead(value) };
    }),
  })),
);

function expressionOf(text: string): KqlExpression {
  const parsed = parseQuery(`Rows\n| extend Computed = ${text}`);
  const [stage] = "error" in parsed ? [] : parsed.query.stages;
  const [column] = stage?.kind === "extend" ? stage.columns : [];
  if (column === undefined) throw new Error(`a computed column is no KQL: ${text}`);
  return column.value;
}

/** The columns of a result, and what can be computed from them. */
export interface Columns {
  readonly given: readonly string[];
  readonly computed: ReadonlyMap<string, Form>;
  /** Of both. */
  readonly names: readonly string[];
}

export function columnsFrom(given: readonly string[], table: SentinelTable): Columns {
  const known = new Set(given);
  const computed = new Map<string, Form>();
  for (const { name, forms } of computedOf(table.computed)) {
    const form = forms.find(({ reads }) => reads.every((read) => known.has(read)));
    if (form === undefined || known.has(name)) continue;
    known.add(name);
    computed.set(name, form);
  }
  return { given, computed, names: [...given, ...computed.keys()] };
}

/** The columns of a table's own rows. */
export const columnsOf = oncePer((table: SentinelTable): Columns =>
  columnsFrom(
    table.columns.map(({ name }) => name),
    table,
  ),
);

/** The stages that add those of `names` that are computed. A name that is given needs none. */
export function columnStages(names: readonly string[], { computed }: Columns): readonly RowStage[] {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const form = computed.get(name);
    if (form === undefined || wanted.has(name)) return;
    wanted.add(name);
    form.reads.forEach(want);
  };
  names.forEach(want);
  const columns = [...computed].filter(([name]) => wanted.has(name));
  const isFirst = ([, { reads }]: readonly [string, Form]) =>
    reads.every((read) => !wanted.has(read));
  const stage = (some: typeof columns) =>
    extend(some.map(([name, { value }]) => ({ name, value })));
  // Columns of one `extend` do not see each other.
  return [
    ...stage(columns.filter(isFirst)),
    ...stage(columns.filter((column) => !isFirst(column))),
  ];
}
