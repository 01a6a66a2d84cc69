import type { Limit } from "../../core/limit";

/** What CloudWatch Logs Insights accepts, stores and reads. */
export const LIMITS = {
  queryLength: {
    value: 10_000,
    unit: "characters a query",
    source: "API model logs/2014-03-28: QueryString, QueryDefinitionString",
  },
  nesting: {
    value: 64,
    unit: "nested parentheses a filter",
    source: "own bound: AWS states none; keeps reading and evaluating clear of the call stack",
  },
  savedQueryName: {
    value: 255,
    unit: "characters a name",
    source: "API model logs/2014-03-28: QueryDefinitionName",
  },
  logGroupsPerQuery: {
    value: 50,
    unit: "log groups a query",
    source: "API model logs/2014-03-28: StartQuery.logGroupNames",
  },
  resultRows: {
    value: 10_000,
    unit: "rows of a `limit` that one page of results holds",
    source: "API model logs/2014-03-28: GetQueryResults",
  },
} as const satisfies Record<string, Limit>;

/**
 * Whether the service and the Terraform provider accept `name` for a saved query: 1 to 255
 * characters, no colon, no asterisk; slashes make folders, so none leads, trails or doubles.
 * Source: API model (length); aws_cloudwatch_query_definition (characters).
 */
export function isSavedQueryName(name: string): boolean {
  return (
    name.length <= LIMITS.savedQueryName.value &&
    name.split("/").every((folder) => folder !== "" && !/[:*]/.test(folder))
  );
}
