import type { Json, JsonObject } from "../../core/json";
import { oneLine } from "../../core/message";
import type { Message } from "./message/message";

/** What becomes of the events that a rule's patterns let through. */
export interface Machine {
  readonly title: string;
  /** JSONata over `$states.input`; null where every event that comes is a match. */
  readonly condition: string | null;
  /** What is published of a match, and to what topics; only what is not decided where it is left out. */
  readonly message?: Message;
  readonly undecided: Message;
  /** ARNs; without any, an execution that fails is all that tells of an event that is not decided. */
  readonly topicArns: readonly string[];
  /** The metric that an alarm watches. @default - none is counted */
  readonly metric?: { readonly namespace: string; readonly name: string };
}

/**
 * The definition of an Express state machine, as plain data (Amazon States Language, `QueryLanguage`
 * JSONata). Whatever goes wrong with an event ends in `PublishUndecided`, and what goes wrong there in an
 * execution that fails, which its alarm watches.
 */
export function machineOf(machine: Machine): JsonObject {
  const { title, topicArns } = machine;
  const undecided = topicArns.length > 0;
  return {
    Comment: oneLine(title),
    QueryLanguage: "JSONata",
    StartAt: "Decide",
    TimeoutSeconds: 60,
    States: {
      Decide: {
        Type: "Parallel",
        Branches: [branchOf(machine)],
        ...(undecided
          ? {
              Catch: [
                {
                  ErrorEquals: ["States.ALL"],
                  Output: { error: expression("$states.errorOutput") },
                  ...(topicArns.length > 1 ? { Assign: { lost: false } } : {}),
                  Next: stateName("PublishUndecided", 0),
                },
              ],
            }
          : {}),
        End: true,
      },
      ...(undecided ? undecidedStates(machine) : {}),
    },
  };
}

type Named = readonly [name: string, state: (next: Next) => JsonObject];
type Next = { readonly Next: string } | { readonly End: true };

function branchOf({ condition, message, topicArns, metric }: Machine): JsonObject {
  const published: readonly Named[] =
    message === undefined
      ? []
      : topicArns.map((topic, at) => [
          stateName("Publish", at),
          (next) => publish(topic, message, next),
        ]);
  const counted: readonly Named[] =
    metric === undefined ? [] : [["Count", (next) => count(metric, next)]];
  const told = inARow([...published, ...counted]);
  const [first = "DoesNotMatch"] = Object.keys(told);
  if (condition === null && first !== "DoesNotMatch") return { StartAt: first, States: told };
  return {
    StartAt: "Matches",
    States: {
      Matches: {
        Type: "Choice",
        Choices: [{ Condition: expression(condition ?? "true"), Next: first }],
        Default: "DoesNotMatch",
      },
      DoesNotMatch: { Type: "Succeed" },
      ...told,
    },
  };
}

/** Each topic is told whatever became of the one before; what was lost fails the execution in the end. */
function undecidedStates({ topicArns, undecided }: Machine): JsonObject {
  const [only, ...others] = topicArns;
  if (only !== undefined && others.length === 0) {
    return { PublishUndecided: publish(only, undecided, { End: true }) };
  }
  const states = topicArns.map((topic, at): readonly [string, JsonObject] => {
    const next = at + 1 < topicArns.length ? stateName("PublishUndecided", at + 1) : "AllTold";
    return [
      stateName("PublishUndecided", at),
      {
        ...publish(topic, undecided, { Next: next }),
        // The next topic is told of the same.
        Output: expression("$states.input"),
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            Output: expression("$states.input"),
            Assign: { lost: true },
            Next: next,
          },
        ],
      },
    ];
  });
  return {
    ...Object.fromEntries(states),
    AllTold: {
      Type: "Choice",
      Choices: [{ Condition: expression("$lost"), Next: "NotTold" }],
      Default: "Told",
    },
    Told: { Type: "Succeed" },
    NotTold: { Type: "Fail", Error: "NotTold", Cause: "a topic was not told of an event" },
  };
}

function publish(topic: string, { subject, expression: message }: Message, next: Next): JsonObject {
  return task(
    "arn:aws:states:::sns:publish",
    { TopicArn: topic, Subject: subject, Message: expression(message) },
    next,
  );
}

function count({ namespace, name }: NonNullable<Machine["metric"]>, next: Next): JsonObject {
  const datum = { MetricName: name, Value: 1, Unit: "Count" };
  return task(
    "arn:aws:states:::aws-sdk:cloudwatch:putMetricData",
    { Namespace: namespace, MetricData: [datum] },
    next,
  );
}

/** A call; one that is throttled is made again. The event goes on, not the answer. */
function task(resource: string, args: JsonObject, next: Next): JsonObject {
  return {
    Type: "Task",
    Resource: resource,
    Arguments: args,
    Output: expression("$states.input"),
    Retry: [
      { ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2 },
    ],
    ...next,
  };
}

function inARow(states: readonly Named[]): JsonObject {
  return Object.fromEntries(
    states.map(([name, state], at): [string, Json] => {
      const following = states[at + 1]?.[0];
      return [name, state(following === undefined ? { End: true } : { Next: following })];
    }),
  );
}

function stateName(name: string, at: number): string {
  return at === 0 ? name : `${name}${at + 1}`;
}

function expression(text: string): string {
  return `{% ${text} %}`;
}
