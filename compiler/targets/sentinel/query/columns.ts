import type { SentinelTable } from "../../../log-sources/sentinel-table";
import type { KqlExpression, RowStage } from "../ast";
import { parseQuery } from "../parse";
import { columnsRead, extend } from "./stages";

type Forms = readonly (readonly [name: string, forms: readonly KqlExpression[]])[];

const FORMS = new WeakMap<SentinelTable, Forms>();

/** A table's computed columns, with the expression of each of their forms. */
function formsOf(table: SentinelTable): Forms {
  const known = FORMS.get(table);
  if (known !== undefined) return known;
  const forms = Object.entries(table.computed).map(
    ([name, texts]) => [name, texts.map((text) => expressionOf(text, table))] as const,
  );
  FORMS.set(table, forms);
  return forms;
}

function expressionOf(text: string, { name }: SentinelTable): KqlExpression {
  const parsed = parseQuery(`${name}\n| extend Computed = ${text}`);
  const [stage] = "error" in parsed ? [] : parsed.query.stages;
  const [column] = stage?.kind === "extend" ? stage.columns : [];
  if (column === undefined) throw new Error(`a computed column of ${name} is no KQL: ${text}`);
  return column.value;
}

/** What can be computed from the given columns. */
function computedFrom(
  given: readonly string[],
  table: SentinelTable,
): ReadonlyMap<string, KqlExpression> {
  const known = new Set(given);
  const computed = new Map<string, KqlExpression>();
  for (const [name, forms] of formsOf(table)) {
    const form = forms.find((each) => columnsRead(each).every((read) => known.has(read)));
    if (form === undefined || known.has(name)) continue;
    known.add(name);
    computed.set(name, form);
  }
  return computed;
}

/** The given columns and those that can be computed from them. */
export function resultColumns(given: readonly string[], table: SentinelTable): readonly string[] {
  return [...given, ...computedFrom(given, table).keys()];
}

/** The stages that add those of `names` that are computed. A name that is given needs none. */
export function columnStages(
  names: readonly string[],
  given: readonly string[],
  table: SentinelTable,
): readonly RowStage[] {
  const computed = computedFrom(given, table);
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const value = computed.get(name);
    if (value === undefined || wanted.has(name)) return;
    wanted.add(name);
    columnsRead(value).forEach(want);
  };
  names.forEach(want);
  const columns = [...computed]
    .filter(([name]) => wanted.has(name))
    .map(([name, value]) => ({ name, value }));
  const isFirst = ({ value }: { readonly value: KqlExpression }) =>
    columnsRead(value).every((read) => !wanted.has(read));
  // Columns of one `extend` do not see each other.
  return [...extend(columns.filter(isFirst)), ...extend(columns.filter((each) => !isFirst(each)))];
}
