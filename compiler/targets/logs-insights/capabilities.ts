/** A limit of the service (or, where the source says so, of this compiler). */
export interface Limit {
  readonly max: number;
  readonly unit: string;
  /** The vendor document or API model that states it. */
  readonly source: string;
}

/** What CloudWatch Logs Insights accepts, stores and reads. */
export const LIMITS = {
  queryLength: {
    max: 10_000,
    unit: "characters a query",
    source: "API model logs/2014-03-28: QueryString, QueryDefinitionString",
  },
  nesting: {
    max: 64,
    unit: "nested parentheses a filter",
    source: "own bound: AWS states none; keeps reading and evaluating clear of the call stack",
  },
  fieldsPerEvent: {
    max: 200,
    unit: "fields extracted from a JSON event; the others cannot be seen by a query",
    source: "CloudWatch Logs user guide: Supported logs and discovered fields",
  },
  savedQueries: {
    max: 1_000,
    unit: "saved queries an account and Region",
    source: "CloudWatch Logs user guide: quotas (2022)",
  },
  savedQueryName: {
    max: 255,
    unit: "characters a name",
    source: "API model logs/2014-03-28: QueryDefinitionName",
  },
  logGroupsPerQuery: {
    max: 50,
    unit: "log groups a query",
    source: "API model logs/2014-03-28: StartQuery.logGroupNames",
  },
  concurrentQueries: {
    max: 100,
    unit: "running queries an account and Region",
    source: "API model logs/2014-03-28: StartQuery",
  },
  queryDuration: {
    max: 60,
    unit: "minutes a query",
    source: "API model logs/2014-03-28: StartQuery",
  },
  resultRows: {
    max: 10_000,
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
    name.length <= LIMITS.savedQueryName.max &&
    name.split("/").every((folder) => folder !== "" && !/[:*]/.test(folder))
  );
}
