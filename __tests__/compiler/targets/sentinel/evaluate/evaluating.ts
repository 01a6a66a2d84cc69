import type { Row } from "../../../../../compiler/kql/values/row";
import type { KqlTabular } from "../../../../../compiler/targets/sentinel/ast";
import { rowMatcher } from "../../../../../compiler/targets/sentinel/evaluate/evaluate";
import type { Clock } from "../../../../../compiler/targets/sentinel/evaluate/functions";
import { parseQuery } from "../../../../../compiler/targets/sentinel/parse";
import { cloudtrailRow } from "../../../../support/cloudtrail";

/** The query that a text of the printed language is. */
export function read(text: string): KqlTabular {
  const result = parseQuery(text);
  if ("error" in result) throw new Error(`${text}: ${result.error.message}`);
  return result.query;
}

/** Whether one row survives a query. */
export function matchesRow(query: KqlTabular, row: Row, clock?: Clock): boolean {
  return rowMatcher(query, clock)(row);
}

/** Whether a row survives a predicate. */
export function survives(predicate: string, row: Row = cloudtrailRow({})): boolean {
  return matchesRow(read(`AWSCloudTrail | where ${predicate}`), row);
}

/** What a predicate is, by the two rows it lets through: itself and its negation. */
export function valueOf(predicate: string, row?: Row): boolean | null {
  const [itself, negated] = [survives(predicate, row), survives(`not(${predicate})`, row)];
  expect(itself && negated).toBe(false);
  return itself === negated ? null : itself;
}
