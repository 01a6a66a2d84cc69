import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Token, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

import type { ResolvedRule } from "../../compiler/ir/rule";
import { shortId } from "../../compiler/targets/names";
import type { EventBridgePlacement, EventBridgeRoles } from "../props/event-bridge";
import { partOfArn, policyOf, type Statement } from "./iam-policy";
import { withProvenance } from "./provenance";
import { aws } from "./providers";

/** What the two roles of a detection may do, and for whom. */
interface Needs {
  readonly ruleArns: readonly string[];
  readonly topics: readonly string[];
  /** Of the metric. @default - nothing is counted */
  readonly namespace: string | undefined;
  /** Of the key that encrypts the machine. @default - a key of AWS's */
  readonly machineKeyArn: string | undefined;
  readonly placement: EventBridgePlacement & { readonly provider?: TerraformProvider };
}

/** Roles of a detection's own. */
export interface CreatedRoles extends EventBridgeRoles {
  readonly machinePolicy: IamRolePolicy;
  /** Lets the event rules start the machine, which is made after its role. */
  readonly allowStart: (machine: SfnStateMachine) => void;
}

/** A role by which the event rules start the machine, and nothing else does, and one of the machine. */
export function createRoles(scope: Construct, detection: ResolvedRule, needs: Needs): CreatedRoles {
  const { provider, tags } = needs.placement;
  const common = provider === undefined ? {} : { provider };
  const tagged = { ...common, ...(tags === undefined ? {} : { tags }) };
  const { IamRole } = aws.role();
  const { IamRolePolicy } = aws.rolePolicy();
  const account = partOfArn(needs.ruleArns[0] ?? "", 4);
  // Terraform completes the names: roles of all Regions share one account.
  const name = `detection-${shortId(detection.id ?? "")}`;
  const make = <T extends "Start" | "Machine">(id: T, statement: Statement) =>
    withProvenance(
      detection,
      new IamRole(scope, `${id}Role`, {
        ...tagged,
        namePrefix: `${name}-${id.toLowerCase()}-`,
        assumeRolePolicy: policyOf([statement]),
      }),
    );
  const start = make("Start", {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      ArnEquals: { "aws:SourceArn": needs.ruleArns },
      StringEquals: { "aws:SourceAccount": account },
    },
  });
  const machine = make("Machine", {
    Effect: "Allow",
    Principal: { Service: "states.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
  const machinePolicy = withProvenance(
    detection,
    new IamRolePolicy(scope, "MachinePolicy", {
      ...common,
      role: machine.id,
      policy: policyOf(machineStatements(needs)),
    }),
  );
  return {
    startRoleArn: start.arn,
    machineRoleArn: machine.arn,
    machinePolicy,
    allowStart: ({ arn }) => {
      const policy = new IamRolePolicy(scope, "StartPolicy", {
        ...common,
        role: start.id,
        policy: policyOf([{ Effect: "Allow", Action: "states:StartExecution", Resource: arn }]),
      });
      withProvenance(detection, policy);
    },
  };
}

function machineStatements({ topics, namespace, machineKeyArn, placement }: Needs): Statement[] {
  const { topicKeyArns = [] } = placement;
  const anyKey = !Token.isUnresolved(topicKeyArns) && topicKeyArns.length === 0;
  return [
    ...(topics.length === 0
      ? []
      : ([
          { Sid: "Tell", Effect: "Allow", Action: "sns:Publish", Resource: topics },
          {
            Sid: "TopicKeys",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
            Resource: anyKey ? "*" : topicKeyArns,
            Condition: { StringLike: { "kms:ViaService": "sns.*.amazonaws.com" } },
          },
        ] as const)),
    ...(namespace === undefined
      ? []
      : ([
          {
            Sid: "Count",
            Effect: "Allow",
            Action: "cloudwatch:PutMetricData",
            Resource: "*",
            Condition: { StringEquals: { "cloudwatch:namespace": namespace } },
          },
        ] as const)),
    ...(machineKeyArn === undefined
      ? []
      : ([
          {
            Sid: "MachineKey",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: machineKeyArn,
          },
        ] as const)),
    { Sid: "Log", Effect: "Allow", Action: LOG_DELIVERY, Resource: "*" },
  ];
}

/** None of them takes a resource (Step Functions guide, "Logging using CloudWatch Logs"). */
const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:CreateLogStream",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutLogEvents",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];
