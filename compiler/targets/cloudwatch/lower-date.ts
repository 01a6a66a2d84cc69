import type { DatePart, DatePredicate } from "../../ir/expression";
import type { Field } from "../../log-sources/field";
import { dateRange } from "../../reference/date-part";
import { digitPrefixes } from "../digits";
import { dropped } from "../lower";
import { ANY, literal, textValue, type Value } from "./ast";
import type { LoweredValues } from "./lower-value";
import { reasons } from "./reasons";

/** How a part stands in `2024-05-31T23:59:00Z`, so that no other part can be taken for it. */
interface Place {
  readonly before: string;
  readonly after: string;
  readonly width: number;
  /** Whether its first digits alone, without what follows, are still unmistakable. */
  readonly divisible: boolean;
}

const PLACES: Readonly<Record<Exclude<DatePart, "week">, Place>> = {
  year: { before: "", after: "-", width: 4, divisible: true },
  month: { before: "-", after: "-", width: 2, divisible: false },
  day: { before: "-", after: "T", width: 2, divisible: false },
  hour: { before: "T", after: ":", width: 2, divisible: true },
  minute: { before: ":", after: ":", width: 2, divisible: false },
};

/** What begins with 2 is no later. */
const LAST_HOUR = 23;

/** A part of a time as the texts that stand for it; the field has to be known to hold a time. */
export function lowerDate(test: DatePredicate, field: Field): LoweredValues {
  if (field.holds !== "time") return dropped(reasons.notATime(test));
  if (test.part === "week") return dropped(reasons.weekNumber(test));
  const place = PLACES[test.part];
  const { low, high } = dateRange(test);
  const numbers = place.divisible
    ? digitPrefixes(low, test.part === "hour" && high === LAST_HOUR ? 29 : high, place.width)
    : Array.from({ length: Math.max(0, high - low + 1) }, (_, index) =>
        String(low + index).padStart(place.width, "0"),
      );
  const values = numbers.map((digits) => valueOf(digits, place));
  return { kind: "values", values, assumes: [] };
}

function valueOf(digits: string, { before, after, width }: Place): Value {
  const text = `${before}${digits}${digits.length === width ? after : ""}`;
  return textValue([...(before === "" ? [] : [ANY]), literal(text), ANY]);
}
