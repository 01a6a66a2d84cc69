import type { CloudwatchMetricAlarmMetricQuery } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Token, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";

import { METRIC_MATH_LIMITS } from "../../compiler/targets/cloudwatch/limits";
import { failureActionsOf } from "../props/message-topics";
import type { Names, OnEventBus } from "./event-bridge-names";
import type { Deployable } from "./load-rule";
import { withProvenance } from "./provenance";
import { aws } from "./providers";
import { terraformText } from "./terraform-text";

/** What of AWS's own metrics says that an event was not decided, or that nobody was told of it. */
interface Failure {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Executions that end otherwise than well (Step Functions guide, "Execution metrics"). */
const OF_MACHINES = ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"];

/**
 * Alarms on what fails: an execution, or its start by an event rule. As many as the metrics of one alarm
 * make necessary.
 */
export function watchAlarms(
  scope: Construct,
  { rule: { detection } }: Deployable<"eventbridge">,
  {
    names,
    machine,
    rules,
    props,
  }: {
    readonly names: Names;
    readonly machine: SfnStateMachine;
    readonly rules: readonly TerraformResource[];
    readonly props: OnEventBus;
  },
): void {
  const failures: readonly Failure[] = [
    ...OF_MACHINES.map((metricName) => ({
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: machine.arn },
    })),
    ...rules.map((rule) => ({
      namespace: "AWS/Events",
      metricName: "FailedInvocations",
      dimensions: { RuleName: rule.getStringAttribute("name"), ...busDimension(props) },
    })),
  ];
  const { provider, shadow, tags } = props;
  const alarmActions = failureActionsOf({ ...props, shadow: false });
  const most = METRIC_MATH_LIMITS.metrics.value;
  for (let first = 0; first < failures.length; first += most) {
    const nth = first === 0 ? "" : `${first / most + 1}`;
    const { CloudwatchMetricAlarm } = aws.metricAlarm();
    const alarm = new CloudwatchMetricAlarm(scope, `NotTold${nth}`, {
      ...(provider === undefined ? {} : { provider }),
      alarmName: terraformText(names.watch + nth),
      alarmDescription: terraformText(
        `An event that may match "${detection.title}" was not decided, or nobody was told of it. See the log of the state machine ${names.machine}, and the queue of what was not delivered.`,
      ),
      metricQuery: queriesOf(failures.slice(first, first + most)),
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      ...(alarmActions === undefined ? {} : { alarmActions }),
      ...(shadow === true ? { actionsEnabled: false } : {}),
      ...(tags === undefined ? {} : { tags }),
    });
    withProvenance(detection, alarm);
  }
}

function queriesOf(failures: readonly Failure[]): CloudwatchMetricAlarmMetricQuery[] {
  const ids = failures.map((_, at) => `failed${at + 1}`);
  return [
    ...failures.map((metric, at) => ({
      id: ids[at] ?? "",
      metric: { ...metric, dimensions: { ...metric.dimensions }, period: 60, stat: "Sum" },
      returnData: false,
    })),
    {
      id: "failed",
      expression: ids.map((each) => `FILL(${each}, 0)`).join(" + "),
      label: "failed",
      returnData: true,
    },
  ];
}

/** Rules of another bus than the default one are told apart by it, too (EventBridge guide, metrics). */
function busDimension({ eventBus }: OnEventBus): Readonly<Record<string, string>> {
  if (eventBus === undefined) return {};
  const name = Token.isUnresolved(eventBus) ? eventBus : eventBus.replace(/^.*event-bus\//, "");
  return name === "default" ? {} : { EventBusName: name };
}
