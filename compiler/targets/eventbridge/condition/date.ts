import type { DatePart, DatePredicate } from "../../../ir/expression";
import { binary, call, choice, boolean, number, regex, text, type Jsonata } from "../jsonata/ast";
import { asSource, END } from "../jsonata/escape";

const LEAP_YEAR =
  "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)";
const DAYS = [
  `(?:0[13578]|1[02])\\x2d(?:0[1-9]|[12][0-9]|3[01])`,
  `(?:0[469]|11)\\x2d(?:0[1-9]|[12][0-9]|30)`,
  `02\\x2d(?:0[1-9]|1[0-9]|2[0-8])`,
].join("|");
const CLOCK = "(?:[01][0-9]|2[0-3])\\x3a[0-5][0-9]\\x3a[0-5][0-9](?:\\x2e[0-9]+)?Z";

/** A time in UTC that the calendar has, so that nothing has to be asked of a clock. */
const TIME = asSource(
  `^(?!0000)(?:[0-9]{4}\\x2d(?:${DAYS})|${LEAP_YEAR}\\x2d02\\x2d29)T${CLOCK}${END}`,
);

/** Whether a text is a time that JSONata reads. */
export function isTime(value: Jsonata): Jsonata {
  return call("contains", value, regex(TIME));
}

/** Where a part stands in `2026-11-02T10:11:12Z`. */
const PLACES: Readonly<
  Record<Exclude<DatePart, "week">, readonly [start: number, length: number]>
> = { year: [0, 4], month: [5, 2], day: [8, 2], hour: [11, 2], minute: [14, 2] };

const OPERATORS = { eq: "=", lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/** Whether a part of the time that a text is compares so. */
export function comparesDate(
  value: Jsonata,
  { part, operator, value: than }: DatePredicate,
): Jsonata {
  return choice(
    isTime(value),
    binary(call("number", partOf(value, part)), OPERATORS[operator], number(than)),
    boolean(false),
  );
}

function partOf(value: Jsonata, part: DatePart): Jsonata {
  if (part !== "week") {
    const [start, length] = PLACES[part];
    return call("substring", value, number(start), number(length));
  }
  const day = binary(call("substring", value, number(0), number(10)), "&", text("T00:00:00Z"));
  // XPath's `W`, the week of ISO 8601.
  return call("fromMillis", call("toMillis", day), text("[W]"));
}
