import { isDeepStrictEqual } from "node:util";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import type { AwsEndpoint } from "./aws-endpoint";

/** What detections are made of, by kind and name. Several of one name get a number. */
export type Deployed = Readonly<Record<string, JsonObject>>;

/** What AWS has, in the words of its API. */
export async function inAws(aws: AwsEndpoint): Promise<Deployed> {
  const filters = await aws.metricFilters();
  const alarms = await aws.alarms();
  const queries = await aws.queryDefinitions();
  return named([
    ...filters.map((each) => [filterKey(each, "logGroupName", "filterName"), each] as const),
    ...alarms.map((each) => [`alarm ${text(each, "AlarmName")}`, sortMetrics(each)] as const),
    ...queries.map((each) => [`query ${text(each, "name")}`, each] as const),
  ]);
}

/** An expression and the metrics that it reads are a set to Terraform, in an order of its own. */
function sortMetrics(alarm: JsonObject): JsonObject {
  const metrics = [...list(alarm, "Metrics")];
  return { ...alarm, Metrics: metrics.sort((a, b) => (text(a, "Id") < text(b, "Id") ? -1 : 1)) };
}

const KEYS: Readonly<Record<string, (attributes: JsonObject) => string>> = {
  aws_cloudwatch_log_metric_filter: (each) => filterKey(each, "log_group_name", "name"),
  aws_cloudwatch_metric_alarm: (each) => `alarm ${text(each, "alarm_name")}`,
  aws_cloudwatch_query_definition: (each) => `query ${text(each, "name")}`,
};

/** What a state of Terraform (version 4) says there is, in the state's words. */
export function inState(state: JsonObject): Deployed {
  return named(
    list(state, "resources").flatMap((resource) => {
      const keyOf = KEYS[text(resource, "type")];
      return list(resource, "instances").flatMap((instance) => {
        const attributes = member(instance, "attributes");
        if (keyOf === undefined || !isObject(attributes)) return [];
        return [[keyOf(attributes), attributes] as const];
      });
    }),
  );
}

/** What is not the same in two looks at AWS: put again is not the same, for the API keeps the time. */
export function difference(before: Deployed, after: Deployed) {
  const keys = Object.keys(before);
  return {
    added: Object.keys(after).filter((key) => !Object.hasOwn(before, key)),
    changed: keys.filter(
      (key) => Object.hasOwn(after, key) && !isDeepStrictEqual(before[key], after[key]),
    ),
    removed: keys.filter((key) => !Object.hasOwn(after, key)),
  };
}

function filterKey(value: Json | undefined, group: string, name: string): string {
  return `filter ${text(value, group)} ${text(value, name)}`;
}

function named(entries: readonly (readonly [string, JsonObject])[]): Deployed {
  const found = new Map<string, JsonObject>();
  for (const [key, value] of entries) {
    let free = key;
    for (let copy = 2; found.has(free); copy += 1) free = `${key} (${copy})`;
    found.set(free, value);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function list(value: Json | undefined, key: string): readonly Json[] {
  const found = member(value, key);
  return Array.isArray(found) ? found : [];
}

function text(value: Json | undefined, key: string): string {
  const found = member(value, key);
  if (typeof found !== "string") throw new Error(`no ${key} in ${JSON.stringify(value)}`);
  return found;
}
