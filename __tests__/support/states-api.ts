import { member, type Json, type JsonObject } from "../../compiler/core/json";
import type { Answer, LogsAction } from "./logs-api";

/**
 * What of Step Functions moto lacks or answers wrongly: it calls every machine a standard one, and has
 * neither versions nor validation, which the provider asks for again and again. The API model
 * `states-2016-11-23`.
 */
export function statesActions(
  moto: (action: string, params: JsonObject) => Promise<Answer>,
): ReadonlyMap<string, LogsAction> {
  const types = new Map<Json | undefined, Json>();
  const answer = (body: JsonObject) => Promise.resolve({ status: 200, body } as const);
  return new Map<string, LogsAction>([
    ["ValidateStateMachineDefinition", () => answer({ result: "OK", diagnostics: [] })],
    ["ListStateMachineVersions", () => answer({ stateMachineVersions: [] })],
    [
      "CreateStateMachine",
      async (params) => {
        const created = await moto("CreateStateMachine", params);
        types.set(member(created.body, "stateMachineArn"), member(params, "type") ?? "STANDARD");
        return created;
      },
    ],
    [
      "DescribeStateMachine",
      async (params) => {
        const machine = await moto("DescribeStateMachine", params);
        const type = types.get(member(params, "stateMachineArn"));
        return type === undefined || machine.status !== 200
          ? machine
          : { ...machine, body: { ...machine.body, type } };
      },
    ],
  ]);
}
