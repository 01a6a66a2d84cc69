import type {
  Condition,
  Decimal,
  FieldPath,
  Query,
  QuotedText,
  Regex,
  RegexFlags,
  Subnet,
} from "../../../../compiler/targets/logs-insights/ast";
import { decimal, fieldPath, quotedText } from "../../../../compiler/targets/logs-insights/escape";
import { printQuery } from "../../../../compiler/targets/logs-insights/print";
import { regex } from "../../../../compiler/targets/logs-insights/regex";
import { subnet } from "../../../../compiler/targets/logs-insights/subnet";

/** Parts of queries that a test knows to be writable; each throws where it is mistaken. */

export function path(text: string): FieldPath {
  return present(fieldPath(text), text);
}

export function quoted(text: string): QuotedText {
  return present(quotedText(text), text);
}

export function net(cidr: string): Subnet {
  return present(subnet(cidr), cidr);
}

export function num(value: number): Decimal {
  return present(decimal(value), String(value));
}

export function re(source: string, flags: Partial<RegexFlags> = {}): Regex {
  const made = regex(source, flags);
  if (made.kind === "refused") throw new Error(`${source}: ${made.reason}`);
  return made;
}

export function query(filter: Condition, fields: readonly FieldPath[] = []): Query {
  return { fields, filter, limit: 100 };
}

export function print(query: Query): string {
  const printed = printQuery(query);
  if (printed.kind === "refused") throw new Error(printed.reason);
  return printed.text;
}

/** The filter as it is printed, without the stages around it. */
export function filterText(filter: Condition): string {
  const line = print(query(filter)).split("\n")[1] ?? "";
  return line.replace("| filter ", "");
}

export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`not writable: ${what}`);
  return value;
}
