import type { Table } from "../ast";
import { unsupported } from "../values/error";
import { conform, itemsOf, longOf, unwrap, type Row, type Value } from "../values/value";
import { evaluate, type Scope } from "./evaluate-expression";

type Expansion = Extract<Table, { kind: "mv-expand" | "mv-apply" }>;

/** One row for each element, the arrays side by side: none of empty ones (dynamic-json-0015#2). */
export function expand(row: Row, expansion: Expansion, scope: Scope): readonly Row[] {
  const { columns, itemIndex, limit, bags } = expansion;
  const lists = columns.map(({ name, type, value }) => {
    const whole = evaluate(value, { rows: [row], index: 0 }, scope);
    return { name, type, items: itemsOf(whole, bags) };
  });
  const most =
    limit === undefined
      ? Infinity
      : Number(longOf(evaluate(limit, { rows: [row], index: 0 }, scope)));
  const size = Math.min(most, Math.max(0, ...lists.map(({ items }) => items.length)));
  return Array.from(
    { length: size },
    (_, index) =>
      new Map([
        ...row,
        ...(itemIndex === undefined ? [] : [[itemIndex, BigInt(index)] as const]),
        ...lists.map(
          ({ name, type, items }) =>
            [name, conform(type, typed(type, items[index] ?? null))] as const,
        ),
      ]),
  );
}

/** `to typeof`: an element that is of another type is not guessed at. */
function typed(type: string, value: Value): Value {
  if (type === "dynamic") return value;
  const plain = unwrap(value);
  if (plain === null) return null;
  const fits =
    (type === "string" && typeof plain === "string") ||
    (type === "bool" && typeof plain === "boolean") ||
    ((type === "long" || type === "int") && typeof plain === "bigint") ||
    (type === "real" && (typeof plain === "number" || typeof plain === "bigint")) ||
    (typeof plain === "object" && plain.kind === type);
  if (!fits) throw unsupported(`mv-expand of such an element to ${type}`);
  return plain;
}
