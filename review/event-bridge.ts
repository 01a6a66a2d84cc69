import { awsWayOf, type Outputs } from "../compiler/compile";
import { listed, type Compiled } from "../compiler/targets/verdict";
import { subjectOf } from "../compiler/targets/eventbridge/message/message";
import { versionsOf, type Given, type Version } from "./versions";

/** What a rule becomes on EventBridge. */
export interface EventBridgeReview {
  readonly compiled: Compiled<Outputs["eventbridge"]>;
  /** What some deployments get in place of it: placeholders may differ by place. */
  readonly otherVersions: readonly Version<"eventbridge">[];
  /** What stands above a message. */
  readonly subject: string;
  /**
   * What is told of the first test event that matches.
   * @default - there is none, or the review was made in a synthesis, which does not wait for JSONata
   */
  readonly message?: string;
}

/** Of a rule that goes there: where an app deploys it, or where no app is asked, by its own `awsTarget`. */
export function eventBridgeReview(input: Given): EventBridgeReview | undefined {
  const { deployed, compiled, detection } = input;
  const [first, ...others] = versionsOf("eventbridge", deployed ?? []);
  if (first === undefined && !choosesEventBridge(input)) return undefined;
  return {
    compiled: listed(first?.compiled ?? compiled("eventbridge")),
    otherVersions: others.map((each) => ({ ...each, compiled: listed(each.compiled) })),
    subject: subjectOf(detection.title),
  };
}

/** Whether a rule of which no app says where it goes does not become a metric filter. */
export function choosesEventBridge({ deployed, accept, regex, ...rule }: Given): boolean {
  return deployed === undefined && awsWayOf(rule, undefined, { accept, regex }) === "eventbridge";
}
