import { member, type JsonObject } from "../../compiler/core/json";
import { logsActions } from "./logs-api";

const LOG_GROUP = "trail";

function api() {
  const actions = logsActions(async (name) => name === LOG_GROUP);
  return async (name: string, params: JsonObject) => {
    const action = actions.get(name);
    if (action === undefined) throw new Error(`no action ${name}`);
    return action(params);
  };
}

function filter(filterName: string, filterPattern = "{ $.a = 1 }"): JsonObject {
  const transformation = { metricName: "m", metricNamespace: "n", metricValue: "1" };
  return {
    logGroupName: LOG_GROUP,
    filterName,
    filterPattern,
    metricTransformations: [transformation],
  };
}

function refused(type: string) {
  return { status: 400, body: expect.objectContaining({ __type: type }) };
}

test("putting a metric filter again replaces it", async () => {
  const call = api();
  await call("PutMetricFilter", filter("one", "{ $.a = 1 }"));
  await call("PutMetricFilter", filter("one", "{ $.a = 2 }"));
  const { body } = await call("DescribeMetricFilters", { logGroupName: LOG_GROUP });
  expect(member(body, "metricFilters")).toEqual([
    expect.objectContaining({ filterName: "one", filterPattern: "{ $.a = 2 }" }),
  ]);
});

test("a log group takes a hundred metric filters, described by fifty", async () => {
  const call = api();
  for (let i = 0; i < 100; i++) {
    expect(await call("PutMetricFilter", filter(`filter-${i}`))).toEqual({ status: 200, body: {} });
  }
  expect(await call("PutMetricFilter", filter("next"))).toEqual(refused("LimitExceededException"));
  expect(await call("PutMetricFilter", filter("filter-0"))).toEqual({ status: 200, body: {} });

  const names = (body: JsonObject) => {
    const found = member(body, "metricFilters");
    return Array.isArray(found) ? found.map((each) => member(each, "filterName")) : [];
  };
  const first = (await call("DescribeMetricFilters", {})).body;
  expect(names(first)).toHaveLength(50);
  const nextToken = member(first, "nextToken");
  expect(nextToken).toBeDefined();
  const last = (await call("DescribeMetricFilters", { nextToken: nextToken ?? null })).body;
  expect(new Set([...names(first), ...names(last)]).size).toBe(100);
  expect(member(last, "nextToken")).toBeUndefined();
});

test("what the API model forbids is refused by its error names", async () => {
  const call = api();
  const put = (params: JsonObject) => call("PutMetricFilter", params);
  expect(await put(filter("a:b"))).toEqual(refused("InvalidParameterException"));
  expect(await put(filter("a", "x".repeat(1025)))).toEqual(refused("InvalidParameterException"));
  expect(await put({ ...filter("a"), logGroupName: "other" })).toEqual(
    refused("ResourceNotFoundException"),
  );
  expect(await put({ ...filter("a"), metricTransformations: [] })).toEqual(
    refused("InvalidParameterException"),
  );
  expect(await call("DeleteMetricFilter", { logGroupName: LOG_GROUP, filterName: "a" })).toEqual(
    refused("ResourceNotFoundException"),
  );
});

test("a query definition keeps its id through an update, and is gone after deletion", async () => {
  const call = api();
  const { body } = await call("PutQueryDefinition", { name: "q", queryString: "limit 1" });
  const queryDefinitionId = member(body, "queryDefinitionId") ?? null;
  await call("PutQueryDefinition", { name: "q", queryString: "limit 2", queryDefinitionId });
  expect((await call("DescribeQueryDefinitions", {})).body).toEqual({
    queryDefinitions: [
      expect.objectContaining({ name: "q", queryString: "limit 2", queryDefinitionId }),
    ],
  });
  await call("DeleteQueryDefinition", { queryDefinitionId });
  expect((await call("DescribeQueryDefinitions", {})).body).toEqual({ queryDefinitions: [] });
  expect(await call("DeleteQueryDefinition", { queryDefinitionId })).toEqual(
    refused("ResourceNotFoundException"),
  );
});
