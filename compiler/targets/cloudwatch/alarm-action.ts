/*
 * What an alarm can do when its state changes. Sources: CloudWatch API, PutMetricAlarm, `AlarmActions` and
 * `OKActions`; the user guide, "Alarm actions". Names of resources have the characters that their own
 * services allow.
 */

interface ActionForm {
  /** What the ARN names, in words. */
  readonly what: string;
  readonly service: string;
  /** The ARN's Region, its account and its resource, as regular expressions. */
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  /** Whether it acts in the alarm's account alone; elsewhere a policy of the resource can let the alarm in. */
  readonly own: boolean;
}

/** A Region of AWS, such as `us-gov-west-1`. */
export const REGION = /^[a-z]{2,}(-[a-z]+)+-[0-9]+$/;

const IN_REGION = { region: REGION.source.slice(1, -1), account: "[0-9]{12}" } as const;

const ACTIONS: readonly ActionForm[] = [
  {
    ...IN_REGION,
    what: "an SNS topic",
    service: "sns",
    resource: "[A-Za-z0-9_-]{1,256}(\\.fifo)?",
    own: false,
  },
  {
    ...IN_REGION,
    what: "a Lambda function",
    service: "lambda",
    resource: "function:[A-Za-z0-9_-]{1,140}(:[A-Za-z0-9_$-]{1,128})?",
    own: false,
  },
  {
    ...IN_REGION,
    what: "an OpsItem of Systems Manager",
    service: "ssm",
    resource: "opsitem:[1-4](#CATEGORY=[A-Za-z]+)?",
    own: true,
  },
  {
    ...IN_REGION,
    what: "a response plan of Incident Manager",
    service: "ssm-incidents",
    region: "",
    resource: "response-plan/[A-Za-z0-9_-]{1,200}",
    own: false,
  },
  {
    ...IN_REGION,
    what: "an investigation group",
    service: "aiops",
    resource: "investigation-group:[A-Za-z0-9_-]+",
    own: true,
  },
  {
    ...IN_REGION,
    what: "a scaling policy",
    service: "autoscaling",
    resource: "scalingPolicy:[0-9A-Fa-f-]+:.*policyName/.+",
    own: true,
  },
  {
    ...IN_REGION,
    what: "an EC2 action",
    service: "automate",
    account: "ec2",
    resource: "(stop|terminate|reboot|recover)",
    own: false,
  },
  {
    ...IN_REGION,
    what: "an EC2 action",
    service: "swf",
    resource: "action/actions/AWS_EC2\\.InstanceId\\.(Stop|Terminate|Reboot|Recover)/1\\.0",
    own: true,
  },
];

/** The ARN of anything that an alarm can do, in the syntax that JavaScript and RE2 share. */
export const ACTION_ARN = new RegExp(
  `^arn:aws[a-z-]*:(${ACTIONS.map(
    ({ service, region, account, resource }) => `${service}:${region}:${account}:${resource}`,
  ).join("|")})$`,
);

/** What can be an action, for a message. */
export const ACTIONS_IN_WORDS = [...new Set(ACTIONS.map(({ what }) => what))].join(", ");

/** Where an alarm's action is; a part that its ARN does not name is undefined. */
export interface ActionPlace {
  readonly region: string | undefined;
  /** Named only where it has to be the alarm's own. */
  readonly account: string | undefined;
}

/** What an ARN that has the form of an action asks of its alarm's place. */
export function placeOfAction(arn: string): ActionPlace {
  const [, , service, region, account] = arn.split(":");
  const { own } = ACTIONS.find((each) => each.service === service) ?? { own: false };
  return { region: region || undefined, account: own ? account : undefined };
}

/** Whether an action stops or restarts an EC2 instance: that of the metric, and a detection's has none. */
export function needsInstance(arn: string): boolean {
  const service = arn.split(":")[2];
  return service === "automate" || service === "swf";
}
