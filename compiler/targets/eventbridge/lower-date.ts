import type { DatePart, DatePredicate } from "../../ir/expression";
import type { Field } from "../../log-sources/field";
import { dateRange } from "../../reference/date-part";
import { digitPrefixes } from "../digits";
import type { Test } from "./ast";
import { ABSENT, none, tests, type LoweredTests } from "./lower-text";

/** How a part stands in `2024-05-31T23:59:00Z`, so that no other part can be taken for it. */
const PLACES: Readonly<
  Record<Exclude<DatePart, "week" | "year">, readonly [before: string, after: string]>
> = {
  month: ["-", "-"],
  day: ["-", "T"],
  hour: ["T", ":"],
  minute: [":", ":"],
};

/** A part of a time as the texts that stand for it; the field has to be known to hold a time. */
export function lowerDate(test: DatePredicate, field: Field, negated: boolean): LoweredTests {
  if (field.holds !== "time") return none("the field is not known to hold times in ISO 8601");
  const { part } = test;
  if (part === "week") return none("the text of a time does not name the week");
  const { low, high } = dateRange(test);
  const found = part === "year" ? years(low, high) : wildcards(PLACES[part], low, high);
  if (found.length === 0) return negated ? { kind: "always" } : tests();
  if (!negated) {
    const kind = part === "year" ? "prefix" : "wildcard";
    return tests(
      ...found.map((text): Test =>
        kind === "prefix" ? { kind, text, anyCase: false } : { kind, text },
      ),
    );
  }
  const of = part === "year" ? "prefix" : "wildcard";
  return tests({ kind: "anythingBut", of, values: found }, ABSENT);
}

function years(low: number, high: number): readonly string[] {
  return digitPrefixes(low, high, 4)
    .map((digits) => (digits.length === 4 ? `${digits}-` : digits))
    .filter((start) => start !== "");
}

function wildcards(
  [before, after]: readonly [string, string],
  low: number,
  high: number,
): readonly string[] {
  return Array.from(
    { length: Math.max(0, high - low + 1) },
    (_, index) => `*${before}${String(low + index).padStart(2, "0")}${after}*`,
  );
}
