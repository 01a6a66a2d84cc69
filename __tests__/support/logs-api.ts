import { randomUUID } from "node:crypto";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";

/**
 * The six actions of CloudWatch Logs that the stacks need and moto lacks or answers wrongly, over
 * memory, for one region. Shapes, limits and error names: the AWS API model
 * `logs-2014-03-28`; the number of filters a log group: "CloudWatch Logs quotas".
 */

export interface Answer {
  readonly status: 200 | 400;
  readonly body: JsonObject;
}
export type LogsAction = (params: JsonObject) => Promise<Answer>;

const FILTERS_PER_LOG_GROUP = 100;
const PAGE = 50;

interface Limit {
  readonly min: number;
  readonly max: number;
  readonly pattern?: RegExp;
}

/** In UTF-16 units, as Smithy counts a string's length; members not listed go unchecked. */
const LIMITS: Readonly<Record<string, Limit>> = {
  logGroupName: { min: 1, max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ },
  filterName: { min: 1, max: 512, pattern: /^[^:*]*$/ },
  filterPattern: { min: 0, max: 1024 },
  metricName: { min: 0, max: 255, pattern: /^[^:*$]*$/ },
  metricNamespace: { min: 0, max: 255, pattern: /^[^:*$]*$/ },
  metricValue: { min: 0, max: 100 },
  name: { min: 1, max: 255 },
  queryString: { min: 1, max: 10_000 },
  queryDefinitionId: { min: 1, max: 256 },
};

function failure(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } };
}

function success(body: JsonObject): Answer {
  return { status: 200, body };
}

/** The first claim of the API model that `params` breaks. */
function invalid(params: JsonObject, required: readonly string[]): Answer | undefined {
  for (const name of required) {
    if (member(params, name) === undefined) {
      return failure("InvalidParameterException", `${name} is missing`);
    }
  }
  for (const [name, value] of Object.entries(params)) {
    const limit = LIMITS[name];
    if (limit === undefined) continue;
    if (
      typeof value !== "string" ||
      value.length < limit.min ||
      value.length > limit.max ||
      limit.pattern?.test(value) === false
    ) {
      return failure("InvalidParameterException", `${name}: ${JSON.stringify(value)}`);
    }
  }
  return undefined;
}

/** One page of `items`; the token is the number of items already given. */
function page(items: readonly JsonObject[], params: JsonObject, key: string, limitKey: string) {
  const token = member(params, "nextToken");
  const limit = member(params, limitKey);
  const from = typeof token === "string" ? Number(token) : 0;
  const to = from + (typeof limit === "number" ? limit : PAGE);
  const more = to < items.length ? { nextToken: String(to) } : {};
  return success({ [key]: items.slice(from, to), ...more });
}

function startsWith(value: Json | undefined, prefix: Json | undefined): boolean {
  if (prefix === undefined) return true;
  return typeof value === "string" && typeof prefix === "string" && value.startsWith(prefix);
}

/** `params` without those that only say how to answer. */
function pick(params: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.includes(name)));
}

const FILTER_MEMBERS = [
  "filterName",
  "filterPattern",
  "logGroupName",
  "metricTransformations",
  "applyOnTransformedLogs",
];
const QUERY_MEMBERS = ["queryLanguage", "name", "queryString", "logGroupNames", "parameters"];

/** The actions, by name, over a memory of their own. */
export function logsActions(
  logGroupExists: (name: string) => Promise<boolean>,
): ReadonlyMap<string, LogsAction> {
  const filters = new Map<string, JsonObject>();
  const queries = new Map<string, JsonObject>();

  const keyOf = (params: JsonObject) =>
    JSON.stringify([member(params, "logGroupName"), member(params, "filterName")]);
  const inGroup = (group: Json | undefined) =>
    [...filters.values()].filter((filter) => member(filter, "logGroupName") === group);
  async function missingGroup(params: JsonObject): Promise<Answer | undefined> {
    const name = member(params, "logGroupName");
    if (typeof name !== "string" || (await logGroupExists(name))) return undefined;
    return failure("ResourceNotFoundException", "The specified log group does not exist.");
  }

  async function putMetricFilter(params: JsonObject): Promise<Answer> {
    const refused =
      invalid(params, ["logGroupName", "filterName", "filterPattern", "metricTransformations"]) ??
      (await missingGroup(params));
    if (refused !== undefined) return refused;
    const transformations = member(params, "metricTransformations");
    const [only, ...rest] = Array.isArray(transformations) ? transformations : [];
    if (!isObject(only) || rest.length > 0) {
      return failure("InvalidParameterException", "metricTransformations: exactly one is needed");
    }
    const wrong = invalid(only, ["metricName", "metricNamespace", "metricValue"]);
    if (wrong !== undefined) return wrong;
    const isNew = !filters.has(keyOf(params));
    if (isNew && inGroup(member(params, "logGroupName")).length >= FILTERS_PER_LOG_GROUP) {
      return failure("LimitExceededException", "Resource limit exceeded.");
    }
    filters.set(keyOf(params), { ...pick(params, FILTER_MEMBERS), creationTime: Date.now() });
    return success({});
  }

  async function describeMetricFilters(params: JsonObject): Promise<Answer> {
    const refused = invalid(params, []) ?? (await missingGroup(params));
    if (refused !== undefined) return refused;
    const group = member(params, "logGroupName");
    const found = (group === undefined ? [...filters.values()] : inGroup(group)).filter((filter) =>
      startsWith(member(filter, "filterName"), member(params, "filterNamePrefix")),
    );
    return page(found, params, "metricFilters", "limit");
  }

  async function deleteMetricFilter(params: JsonObject): Promise<Answer> {
    const refused = invalid(params, ["logGroupName", "filterName"]) ?? (await missingGroup(params));
    if (refused !== undefined) return refused;
    if (filters.delete(keyOf(params))) return success({});
    return failure("ResourceNotFoundException", "The specified metric filter does not exist.");
  }

  async function putQueryDefinition(params: JsonObject): Promise<Answer> {
    const refused = invalid(params, ["name", "queryString"]);
    if (refused !== undefined) return refused;
    const given = member(params, "queryDefinitionId");
    const id = typeof given === "string" ? given : randomUUID();
    if (given !== undefined && !queries.has(id)) {
      return failure("ResourceNotFoundException", "The query definition does not exist.");
    }
    const definition = { queryLanguage: "CWLI", logGroupNames: [], ...pick(params, QUERY_MEMBERS) };
    queries.set(id, { ...definition, queryDefinitionId: id, lastModified: Date.now() });
    return success({ queryDefinitionId: id });
  }

  async function describeQueryDefinitions(params: JsonObject): Promise<Answer> {
    const found = [...queries.values()].filter((query) =>
      startsWith(member(query, "name"), member(params, "queryDefinitionNamePrefix")),
    );
    return page(found, params, "queryDefinitions", "maxResults");
  }

  async function deleteQueryDefinition(params: JsonObject): Promise<Answer> {
    const id = member(params, "queryDefinitionId");
    if (typeof id === "string" && queries.delete(id)) return success({ success: true });
    return failure("ResourceNotFoundException", "The query definition does not exist.");
  }

  return new Map([
    ["PutMetricFilter", putMetricFilter],
    ["DescribeMetricFilters", describeMetricFilters],
    ["DeleteMetricFilter", deleteMetricFilter],
    ["PutQueryDefinition", putQueryDefinition],
    ["DescribeQueryDefinitions", describeQueryDefinitions],
    ["DeleteQueryDefinition", deleteQueryDefinition],
  ]);
}
