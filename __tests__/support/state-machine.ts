import { isObject, type Json, type JsonObject } from "../../compiler/core/json";
import { measured } from "./jsonata";

/**
 * Plays a definition in the Amazon States Language as far as machines here use it: Choice, Parallel,
 * Task, Succeed and Fail; Retry without waiting, Catch, Output and Assign; expressions on JSONata's own
 * library. What a service answers is the caller's to say.
 */
export interface Service {
  /** What a call answers; it fails by what it throws. */
  call(resource: string, args: JsonObject): Json;
}

export interface Played {
  readonly status: "succeeded" | "failed";
  /** The names of the states that were entered, in order. */
  readonly entered: readonly string[];
  /** The calls that were tried. */
  readonly calls: readonly { readonly resource: string; readonly args: JsonObject }[];
  readonly deepest: number;
}

class Failure extends Error {
  constructor(
    readonly error: string,
    readonly why: string,
  ) {
    super(`${error}: ${why}`);
  }
}

export async function play(definition: JsonObject, input: Json, service: Service): Promise<Played> {
  const entered: string[] = [];
  const calls: { resource: string; args: JsonObject }[] = [];
  const variables: Record<string, Json> = {};
  let deepest = 0;
  const context = {
    Execution: { Id: "arn:aws:states:us-east-1:111122223333:express:m:1", Input: input },
  };

  async function evaluate(value: Json, states: JsonObject): Promise<Json> {
    if (typeof value === "string" && value.startsWith("{%") && value.endsWith("%}")) {
      const run = measured(value.slice(2, -2), variables);
      const { answer, depth } = await run({ context, ...states });
      deepest = Math.max(deepest, depth);
      if (
        answer === undefined ||
        (isObject(answer as Json) && "thrown" in (answer as JsonObject))
      ) {
        throw new Failure("States.QueryEvaluationError", JSON.stringify(answer ?? "nothing"));
      }
      return answer as Json;
    }
    if (Array.isArray(value)) {
      return Promise.all((value as readonly Json[]).map((each) => evaluate(each, states)));
    }
    if (!isObject(value)) return value;
    const entries: [string, Json][] = [];
    for (const [key, each] of Object.entries(value))
      entries.push([key, await evaluate(each, states)]);
    return Object.fromEntries(entries);
  }

  async function runAll(machine: JsonObject, start: Json): Promise<Json> {
    const states = machine["States"] as JsonObject;
    let name = machine["StartAt"] as string | undefined;
    let current = start;
    while (name !== undefined) {
      entered.push(name);
      const state = states[name] as JsonObject;
      const reached: { readonly output: Json; readonly next: string | undefined } = await step(
        state,
        current,
      );
      current = reached.output;
      name = reached.next;
    }
    return current;
  }

  async function step(state: JsonObject, current: Json) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await stepOnce(state, current);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const retry = listOf(state["Retry"]).find((each) => isFor(each, error));
        if (retry !== undefined && tries < Number(retry["MaxAttempts"])) continue;
        const caught = listOf(state["Catch"]).find((each) => isFor(each, error));
        if (caught === undefined) throw error;
        const states = { input: current, errorOutput: { Error: error.error, Cause: error.why } };
        const output = await evaluate(caught["Output"] ?? states.errorOutput, states);
        Object.assign(variables, await evaluate(caught["Assign"] ?? {}, states));
        return { output, next: caught["Next"] as string };
      }
    }
  }

  async function stepOnce(state: JsonObject, current: Json) {
    const states = { input: current };
    const next = state["Next"] as string | undefined;
    switch (state["Type"]) {
      case "Succeed":
        return { output: current, next: undefined };
      case "Fail":
        throw new Failure(String(state["Error"]), String(state["Cause"]));
      case "Choice": {
        for (const choice of listOf(state["Choices"])) {
          const holds = await evaluate(choice["Condition"] ?? null, states);
          if (typeof holds !== "boolean")
            throw new Failure("States.QueryEvaluationError", "no boolean");
          if (holds) return { output: current, next: choice["Next"] as string };
        }
        return { output: current, next: state["Default"] as string };
      }
      case "Parallel": {
        const outputs = listOf(state["Branches"]).map((branch) => runAll(branch, current));
        return { output: await Promise.all(outputs), next };
      }
      case "Task": {
        const args = (await evaluate(state["Arguments"] ?? {}, states)) as JsonObject;
        const resource = String(state["Resource"]);
        calls.push({ resource, args });
        let result: Json;
        try {
          result = service.call(resource, args);
        } catch (error) {
          throw new Failure("States.TaskFailed", String(error));
        }
        const output = await evaluate(state["Output"] ?? result, { ...states, result });
        return { output, next };
      }
      default:
        throw new Error(`no state of type ${String(state["Type"])} is played here`);
    }
  }

  try {
    await runAll(definition, input);
    return { status: "succeeded", entered, calls, deepest };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { status: "failed", entered, calls, deepest };
  }
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return (value ?? []) as unknown as readonly JsonObject[];
}

function isFor(handler: JsonObject, { error }: Failure): boolean {
  const errors = handler["ErrorEquals"] as readonly string[];
  return errors.includes("States.ALL") || errors.includes(error);
}
