import type {
  CidrPredicate,
  Comparison,
  DatePart,
  DatePredicate,
  FieldrefPredicate,
  NumberPredicate,
  Order,
  Origin,
  Predicate,
  RegexPredicate,
} from "../../compiler/ir/expression";
import { parseStringPattern } from "../../compiler/ir/pattern";

/** Predicates as tests write them: all of one origin, which no test of a target's text is about. */
export const ORIGIN: Origin = {
  path: "detection.selection.field",
  written: "field: value",
  span: { start: 0, end: 0 },
};

export function string(field: string, written: string, cased = false): Predicate {
  return { kind: "string", field, pattern: parseStringPattern(written), cased, origin: ORIGIN };
}

export function regex(field: string, source: string, ignoreCase = false): RegexPredicate {
  const flags = { ignoreCase, multiLine: false, dotAll: false };
  return { kind: "regex", field, source, flags, origin: ORIGIN };
}

/** Whether a field is there, or is not. */
export function there(kind: "null" | "exists", field: string): Predicate {
  return { kind, field, origin: ORIGIN };
}

export function number(field: string, operator: Order, value: number): NumberPredicate {
  return { kind: "number", field, operator, value, origin: ORIGIN };
}

export function cidr(field: string, network: string): CidrPredicate {
  const family = network.includes(":") ? 6 : 4;
  return { kind: "cidr", field, family, network, origin: ORIGIN };
}

export function date(
  field: string,
  part: DatePart,
  operator: Order | "eq",
  value: number,
): DatePredicate {
  return { kind: "date", field, part, operator, value, origin: ORIGIN };
}

export function fieldref(
  field: string,
  other: string,
  comparison: Comparison = "equals",
  cased = false,
): FieldrefPredicate {
  return { kind: "fieldref", field, other, comparison, cased, origin: ORIGIN };
}
