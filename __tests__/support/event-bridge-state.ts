import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import type { AwsEndpoint } from "./aws-endpoint";
import type { Deployed } from "./aws-state";

/** What AWS has of detections on EventBridge, in the words of its API, by kind and name. */
export async function inEventBridge(aws: AwsEndpoint): Promise<Deployed> {
  const entries: (readonly [string, JsonObject])[] = [];
  const rules = await aws.call("events", "ListRules", {});
  for (const rule of objects(rules, "Rules")) {
    const { Name = "" } = rule;
    const targets = await aws.call("events", "ListTargetsByRule", { Rule: Name });
    entries.push([`rule ${String(Name)}`, { ...rule, Targets: objects(targets, "Targets") }]);
  }
  const machines = await aws.call("states", "ListStateMachines", {});
  for (const { stateMachineArn = "", name } of objects(machines, "stateMachines")) {
    const machine = await aws.call("states", "DescribeStateMachine", { stateMachineArn });
    entries.push([`machine ${String(name)}`, machine]);
  }
  const { QueueUrls = [] } = await aws.call("sqs", "ListQueues", {});
  for (const QueueUrl of Array.isArray(QueueUrls) ? QueueUrls : []) {
    const asked = { QueueUrl, AttributeNames: ["All"] };
    const { Attributes = {} } = await aws.call("sqs", "GetQueueAttributes", asked);
    if (isObject(Attributes)) entries.push([`queue ${String(Attributes["QueueArn"])}`, Attributes]);
  }
  for (const { arn, ...role } of await aws.roles()) entries.push([`role ${arn}`, { ...role }]);
  const groups = await aws.call("logs", "DescribeLogGroups", {});
  for (const group of objects(groups, "logGroups")) {
    entries.push([`log group ${String(group["logGroupName"])}`, group]);
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function objects(value: Json | undefined, key: string): readonly JsonObject[] {
  const found = member(value, key);
  return Array.isArray(found) ? found.filter(isObject) : [];
}
