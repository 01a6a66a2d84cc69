import type { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Annotations, Fn, Token, type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { oneLine } from "../../compiler/core/message";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { eventAlarm } from "../../compiler/targets/eventbridge/alarm";
import type { EventRule } from "../../compiler/targets/eventbridge/compile";
import {
  EVENT_NAME_RULES,
  MACHINE_LIMITS,
  RETRY_LIMITS,
} from "../../compiler/targets/eventbridge/limits";
import { machineOf } from "../../compiler/targets/eventbridge/machine";
import { messageOf } from "../../compiler/targets/eventbridge/message/message";
import { undecidedMessage } from "../../compiler/targets/eventbridge/message/undecided";
import { describeDetection } from "../../compiler/targets/description";
import { checkActions } from "../props/alarm-actions";
import { checkName, checkNaming, checkTags } from "../props/checks";
import type { EventBridgeRoles, EventDeliveryPlaces } from "../props/event-bridge";
import { checkMessageTopics, failureActionsOf, messageTopicsOf } from "../props/message-topics";
import { EventDelivery } from "../event-delivery";
import { diagnosticsOf, report } from "./app-diagnostics";
import { namesOf, type Names, type OnEventBus } from "./event-bridge-names";
import { createRoles, type CreatedRoles } from "./event-bridge-roles";
import { deployable, type Deployable, type RuleSource } from "./load-rule";
import { machineText } from "./machine-text";
import { messages } from "./messages";
import { detectionTags, withProvenance } from "./provenance";
import { aws, hasProvider } from "./providers";
import { terraformText } from "./terraform-text";
import { watchAlarms } from "./watch-alarms";

/** What a rule becomes on EventBridge. Public members are those of `EventBridgeDetection`. */
export class EventBridgeResources extends Construct {
  /** How faithful it is; undefined where the rule is refused. */
  public readonly verdict: string | undefined;
  /** The provider's `CloudwatchEventRule`s; empty where the rule is refused. */
  public readonly eventRules: readonly TerraformResource[] = [];
  /** The provider's `SfnStateMachine`; undefined where the rule is refused. */
  public readonly stateMachine: TerraformResource | undefined;
  /** The provider's `CloudwatchMetricAlarm` on the matches; undefined unless `notify` asks for it. */
  public readonly alarm: TerraformResource | undefined;

  constructor(scope: Construct, id: string, props: OnEventBus, ruleOf: RuleSource) {
    super(scope, id);
    const loaded = ruleOf(this);
    const rule = loaded && deployable(this, "eventbridge", loaded, props);
    if (rule === undefined || !hasProvider(this, "aws")) return;
    this.verdict = rule.compiled.verdict ?? undefined;
    const { detection } = rule.rule;
    const names = namesOf(rule, props);
    for (const { name } of names.rules) checkName(this, "eventRule", name, EVENT_NAME_RULES.rule);
    checkName(this, "stateMachine", names.machine, EVENT_NAME_RULES.machine);
    for (const need of rule.output.needs) {
      Annotations.of(this).addInfo(`${detection.title}: EventBridge needs: ${need}`);
    }
    const delivery = props.eventDelivery ?? ownDelivery(this, props);
    const topics = props.shadow === true ? [] : messageTopicsOf(props);
    diagnosticsOf(this).deployed.eventbridge.push({
      ...rule.rule,
      scope: this,
      settings: props,
      provider: props.provider,
      eventBus: props.eventBus,
      ruleNames: names.rules.map(({ name }) => name),
      machineName: names.machine,
      alarmNames: [names.watch, ...(countsMatches(props) ? [names.alarm] : [])],
      metric: countsMatches(props) ? names.metric : undefined,
      topics,
      uses: rule.output.uses,
    });

    this.eventRules = names.rules.map((each, at) => this.createRule(rule, each, at, props));
    const roles =
      props.eventBridgeRoles ??
      createRoles(this, detection, {
        ruleArns: this.eventRules.map((each) => each.getStringAttribute("arn")),
        topics,
        namespace: countsMatches(props) ? names.metric.namespace : undefined,
        placement: props,
        machineKeyArn: delivery.kmsKeyArn,
      });
    const machine = this.createMachine(rule, names, roles, { topics, delivery, props });
    this.stateMachine = machine;
    if (isCreated(roles)) roles.allowStart(machine);
    this.eventRules.forEach((eventRule, at) => {
      const { CloudwatchEventTarget } = aws.eventTarget();
      const target = new CloudwatchEventTarget(this, numbered("Target", at), {
        ...providerOf(props),
        ...busOf(props),
        rule: eventRule.getStringAttribute("name"),
        targetId: "StateMachine",
        arn: machine.arn,
        roleArn: roles.startRoleArn,
        retryPolicy: {
          maximumEventAgeInSeconds: RETRY_LIMITS.age.value,
          maximumRetryAttempts: RETRY_LIMITS.attempts.value,
        },
        deadLetterConfig: { arn: delivery.queueArn },
      });
      withProvenance(detection, target);
    });
    watchAlarms(this, rule, { names, machine, rules: this.eventRules, props });
    if (countsMatches(props)) this.alarm = this.createAlarm(rule, names, props);
  }

  private createRule(
    { rule: { detection } }: Deployable<"eventbridge">,
    { name, eventPattern, state }: EventRule,
    at: number,
    props: OnEventBus,
  ): TerraformResource {
    const { CloudwatchEventRule } = aws.eventRule();
    const rule = new CloudwatchEventRule(this, numbered("Rule", at), {
      ...providerOf(props),
      ...busOf(props),
      name,
      description: terraformText(descriptionOf(detection)),
      eventPattern: terraformText(JSON.stringify(eventPattern)),
      state,
      tags: tagsOf(detection, props),
    });
    return withProvenance(detection, rule);
  }

  private createMachine(
    { rule: { detection }, compiled, output }: Deployable<"eventbridge">,
    names: Names,
    roles: EventBridgeRoles | CreatedRoles,
    { topics, delivery: { logGroupArn, kmsKeyArn }, props }: Told,
  ): SfnStateMachine {
    const { notify = "match", messageFormat } = props;
    const definition = machineOf({
      title: detection.title,
      condition: output.condition,
      ...(notify === "alarm" ? {} : { message: messageOf(detection, compiled, messageFormat) }),
      undecided: undecidedMessage(detection.title),
      topicArns: topics,
      ...(countsMatches(props) ? { metric: names.metric } : {}),
    });
    const length = Buffer.byteLength(JSON.stringify(definition));
    const most = MACHINE_LIMITS.definition.value;
    if (length > most) report(this, messages.definitionTooLong(length, most));
    const { SfnStateMachine } = aws.stateMachine();
    const machine = new SfnStateMachine(this, "StateMachine", {
      ...providerOf(props),
      name: names.machine,
      type: "EXPRESS",
      roleArn: roles.machineRoleArn,
      ...(isCreated(roles) ? { dependsOn: [roles.machinePolicy] } : {}),
      definition: machineText(definition),
      loggingConfiguration: {
        level: "ERROR",
        // The input is the record, which may hold credentials.
        includeExecutionData: false,
        logDestination: `${logGroupArn}:*`,
      },
      ...(kmsKeyArn === undefined
        ? {}
        : {
            encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: kmsKeyArn },
          }),
      tags: tagsOf(detection, props),
    });
    return withProvenance(detection, machine);
  }

  private createAlarm(
    { rule: { detection }, compiled }: Deployable<"eventbridge">,
    names: Names,
    props: OnEventBus,
  ): TerraformResource {
    const { alarmActions, okActions, shadow } = props;
    const alarm = eventAlarm(detection.schedule);
    const { CloudwatchMetricAlarm } = aws.metricAlarm();
    const resource = new CloudwatchMetricAlarm(this, "Alarm", {
      ...providerOf(props),
      alarmName: terraformText(names.alarm),
      alarmDescription: terraformText(describeDetection(detection, compiled)),
      namespace: names.metric.namespace,
      metricName: names.metric.name,
      statistic: alarm.statistic,
      period: alarm.periodSeconds,
      evaluationPeriods: alarm.evaluationPeriods,
      comparisonOperator: alarm.comparisonOperator,
      threshold: alarm.threshold,
      treatMissingData: alarm.treatMissingData,
      ...(alarmActions === undefined ? {} : { alarmActions }),
      ...(okActions === undefined ? {} : { okActions }),
      ...(shadow === true ? { actionsEnabled: false } : {}),
      tags: tagsOf(detection, props),
    });
    return withProvenance(detection, resource);
  }
}

/** Reports what AWS would refuse. */
export function checkOnEventBus(scope: Construct, props: OnEventBus): void {
  checkNaming(scope, props);
  checkTags(scope, props.tags ?? {});
  checkActions(scope, props);
  checkMessageTopics(scope, props);
}

/** Who is told, and where what fails goes. */
interface Told {
  readonly topics: readonly string[];
  readonly delivery: EventDeliveryPlaces;
  readonly props: OnEventBus;
}

function isCreated(roles: EventBridgeRoles | CreatedRoles): roles is CreatedRoles {
  return "allowStart" in roles;
}

/** Whether the machine counts matches in a metric: where nobody is told of them, too. */
function countsMatches({ notify = "match", shadow = false }: OnEventBus): boolean {
  return notify !== "match" || shadow;
}

/** For a detection that stands alone. */
function ownDelivery(scope: Construct, props: OnEventBus): EventDelivery {
  const { namePrefix, tags } = props;
  const alarmActions = failureActionsOf(props);
  return new EventDelivery(scope, "EventDelivery", {
    ...providerOf(props),
    ...(namePrefix === undefined ? {} : { namePrefix }),
    ...(tags === undefined ? {} : { tags }),
    ...(alarmActions === undefined ? {} : { alarmActions }),
  });
}

function descriptionOf({ title }: ResolvedRule): string {
  return [...oneLine(title)].slice(0, EVENT_NAME_RULES.description.value).join("");
}

function tagsOf(detection: ResolvedRule, { tags }: OnEventBus): Record<string, string> {
  return Token.isUnresolved(tags)
    ? Token.asStringMap(Fn.merge([detectionTags(detection), tags]))
    : { ...detectionTags(detection), ...tags };
}

function busOf({ eventBus }: OnEventBus) {
  return eventBus === undefined ? {} : { eventBusName: eventBus };
}

function providerOf({ provider }: OnEventBus) {
  return provider === undefined ? {} : { provider };
}

/** Ids of what there may be several of: the first has no number. */
function numbered(id: string, at: number): string {
  return at === 0 ? id : `${id}${at + 1}`;
}
