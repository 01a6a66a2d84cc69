import type { Column } from "../../../compiler/kql/ast";
import type { DynamicJson } from "../../../compiler/kql/values/dynamic";
import { textOf } from "../../../compiler/kql/values/value";
import type { Row, Value } from "../../../compiler/kql/values/value";

/** What the real engine answered to a query. Rows are tuples in Python's style. */
export interface Recorded {
  readonly id: string;
  readonly kql: string;
  /** `name:Type`. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly complete: boolean;
}

/** How the recorder calls the types. */
const TYPES: Readonly<Record<string, string>> = {
  bool: "Bool",
  int: "Int",
  long: "Int",
  real: "Real",
  string: "String",
  datetime: "DateTime",
  timespan: "TimeSpan",
  dynamic: "Dynamic",
};

/** How an answer differs from the recorded one, if it does. Rows without a sort have no order. */
export function differences(
  columns: readonly Column[],
  rows: readonly Row[],
  recorded: Recorded,
): readonly string[] {
  const header = columns.map(({ name, type }) => `${name}:${TYPES[type] ?? type}`).join(", ");
  const expectedHeader = recorded.columns.join(", ");
  const tuple = (row: Row) =>
    `(${columns.map(({ name }) => cell(row.get(name) ?? null)).join(", ")})`;
  const isSorted = /\b(sort|order|top)\b(?!-)/.test(recorded.kql);
  const inOrder = (tuples: readonly string[]) =>
    (isSorted ? tuples : [...tuples].sort()).join("\n");
  const [found, expected] = [inOrder(rows.map(tuple)), inOrder(recorded.rows)];
  return [
    ...(header === expectedHeader ? [] : [`columns ${header}; recorded ${expectedHeader}`]),
    ...(found === expected ? [] : [`rows ${found}; recorded ${expected}`]),
  ];
}
export const answerOf = differences;

function cell(value: Value): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return `'${value}'`;
    case "boolean":
      return value ? "True" : "False";
    case "bigint":
      return String(value);
    case "number":
      return real(value);
    case "object":
      return value.kind === "dynamic" ? pretty(value.json, "") : textOf(value);
  }
}

/** .NET's shortest form: no fraction for a whole number. */
function real(value: number): string {
  return Object.is(value, -0) ? "-0" : textOf(value).replace(/\.0$/, "");
}

function pretty(json: DynamicJson, indent: string): string {
  if (json === null) return "null";
  switch (typeof json) {
    case "string":
      return JSON.stringify(json);
    case "boolean":
    case "bigint":
      return String(json);
    case "number":
      return Number.isFinite(json) ? textOf(json) : JSON.stringify(textOf(json));
    case "object": {
      const deeper = `${indent}  `;
      if (Array.isArray(json)) {
        if (json.length === 0) return "[]";
        const items = json.map((item: DynamicJson) => `\n${deeper}${pretty(item, deeper)}`);
        return `[${items.join(",")}\n${indent}]`;
      }
      if (json instanceof Map) {
        if (json.size === 0) return "{}";
        const entries = [...json].map(
          ([key, item]) => `\n${deeper}${JSON.stringify(key)}: ${pretty(item, deeper)}`,
        );
        return `{${entries.join(",")}\n${indent}}`;
      }
      return JSON.stringify(textOf(json as Value));
    }
  }
}
