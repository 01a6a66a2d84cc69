import type {
  CidrPredicate,
  DatePredicate,
  NumberPredicate,
  Order,
  RegexPredicate,
  StringPredicate,
} from "../../ir/expression";
import type { PatternShape } from "../../ir/pattern";
import { assumptions } from "../../kql/assumptions";
import { mayHoldNumber, type Field } from "../../log-sources/field";
import { isNumberType } from "../../log-sources/sentinel-table";
import { regexMatcher } from "../../reference/regex";
import { dropped } from "../lower";
import { allOf, type CompareOperator, type KqlExpression } from "./ast";
import { nullable, predicate, type LoweredPredicate } from "./lowered-predicate";
import { call, column, compare, number, string } from "./query/build";
import {
  isContainer,
  isNotContainer,
  isText,
  isWithin,
  mayHoldContainer,
  textOf,
  type Location,
} from "./query/locate";
import { reasons } from "./reasons";
import { portableRegex } from "./regex-dialect";

/** A search for a regular expression in the field's text. */
export function lowerRegex(test: RegexPredicate, at: Location): LoweredPredicate {
  const { field, place, value } = at;
  const matches = regexMatcher(test.source, test.flags);
  if (place.type === "bool") return lowerBoolean(value, matches);
  if (!isText(place)) return dropped(reasons.columnType(test, field.path, place.type));
  if (place.recased && !test.flags.ignoreCase) {
    return dropped(reasons.columnCase(test, field.path));
  }
  const source = portableRegex(test.source, test.flags, field.ascii);
  if (source === undefined) return dropped(reasons.regex(test));
  const assumes = textAssumptions(field);
  const present = matches("") ? presence(at) : [];
  if (present === undefined) return dropped(reasons.emptyOrMissing(test, field.path));
  return predicate(
    allOf([
      ...present,
      compare("matches regex", textOf(at), source),
      ...(mayHoldContainer(field) ? [isNotContainer(value)] : []),
    ]),
    present.length > 0 && !isWithin(at)
      ? [...assumes, assumptions.neverEmpty(field.path)]
      : assumes,
  );
}

/** What a test of any text at a field rests on: Kusto writes `1E-05` where JSON has `0.00001`. */
export function textAssumptions(field: Field): readonly string[] {
  if (isContainer(field)) return [assumptions.containerText(field.path)];
  return mayHoldNumber(field) ? [assumptions.plainNumbers(field.path)] : [];
}

/** What keeps a missing field from passing for the empty text; undefined where nothing can. */
function presence(at: Location): readonly KqlExpression[] | undefined {
  const { field, place, value } = at;
  if (isWithin(at)) return [call("isnotnull", value)];
  return field.empty ? undefined : [call("isnotempty", column(place.column))];
}

/** A test of a bool column, decided from what its two texts would give. */
export function lowerBoolean(
  value: KqlExpression,
  fits: (text: string) => boolean,
): LoweredPredicate {
  const [yes, no] = [fits("true"), fits("false")];
  if (yes && no) return predicate(call("isnotnull", value));
  if (!yes && !no) return predicate(false);
  return nullable(compare("==", value, { kind: "bool", value: yes }));
}

/** A text beside a column of numbers: one that is a number as JSON writes it, or any. */
export function lowerNumeral(
  test: StringPredicate,
  { field, place, value }: Location,
  shape: PatternShape,
): LoweredPredicate {
  if (shape.kind === "anything") return predicate(call("isnotnull", value));
  if (shape.kind !== "equals") return dropped(reasons.columnType(test, field.path, place.type));
  const wanted = Number(shape.text);
  // The reference compares the text of a number, and JSON writes each in one way.
  if (shape.text !== JSON.stringify(wanted)) return predicate(false);
  return nullable(compare("==", value, number(wanted)));
}

/** A number in JSON's notation, as the reference reads it. */
export const JSON_NUMBER = String.raw`^-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[Ee][+-]?[0-9]+)?$`;

export function lowerNumber(test: NumberPredicate, at: Location): LoweredPredicate {
  const { field, place, value } = at;
  if (place.type === "bool" || isContainer(field)) return predicate(false);
  if (isNumberType(place.type)) {
    return nullable(compare(OPERATORS[test.operator], value, number(test.value)));
  }
  if (!isText(place)) return dropped(reasons.columnType(test, field.path, place.type));
  const text = textOf(at);
  // `toreal` also reads other notations, so the text is held against JSON's first.
  return nullable(
    allOf([
      compare("matches regex", text, JSON_NUMBER),
      compare(OPERATORS[test.operator], call("toreal", text), number(test.value)),
    ]),
  );
}

const OPERATORS: Readonly<Record<Order | "eq", CompareOperator>> = {
  lt: "<",
  lte: "<=",
  gt: ">",
  gte: ">=",
  eq: "==",
};

/** Four numbers without leading zeros; `ipv4_is_in_range` alone sees to their size. */
const IPV4 = "^(?:(?:0|[1-9][0-9]{0,2})[.]){3}(?:0|[1-9][0-9]{0,2})$";
/** Neither a prefix nor an IPv4 address, which `ipv6_is_in_range` would take for its mapping. */
const IPV6 = "^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$";

export function lowerCidr(test: CidrPredicate, at: Location): LoweredPredicate {
  const { field, place } = at;
  if (place.type === "bool" || isContainer(field)) return predicate(false);
  if (!isText(place)) return dropped(reasons.columnType(test, field.path, place.type));
  const text = textOf(at);
  const [form, inRange] =
    test.family === 4
      ? ([IPV4, "ipv4_is_in_range"] as const)
      : ([IPV6, "ipv6_is_in_range"] as const);
  return nullable(
    allOf([compare("matches regex", text, form), call(inRange, text, string(test.network))]),
  );
}

/** CloudTrail's times, as the reference reads them. */
const TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?Z$";

export function lowerDate(test: DatePredicate, at: Location): LoweredPredicate {
  const { field, place, value } = at;
  if (place.type === "bool" || isContainer(field)) return predicate(false);
  const compared = (time: KqlExpression) =>
    compare(OPERATORS[test.operator], datePart(test, time), number(test.value));
  if (place.type === "datetime") return nullable(compared(value), [assumptions.time(field.path)]);
  if (!isText(place)) return dropped(reasons.columnType(test, field.path, place.type));
  const text = textOf(at);
  return nullable(
    allOf([compare("matches regex", text, TIME), compared(call("todatetime", text))]),
  );
}

function datePart({ part }: DatePredicate, time: KqlExpression): KqlExpression {
  // The week of ISO 8601, as the reference has it.
  if (part === "week") return call("week_of_year", time);
  return call("datetime_part", string(part), time);
}
