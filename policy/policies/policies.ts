import type { Policy } from "../policy";
import { alarmPolicies } from "./alarms";
import { detectionPolicies } from "./detections";
import { eventPolicies } from "./events";
import { logPolicies } from "./logs";
import { sentinelPolicies } from "./sentinel";
import { topicPolicies } from "./topics";

/** Every policy. Ids are kebab-case words, not codes: people write them, and their level is theirs to choose. */
export const POLICIES: readonly Policy[] = [
  ...alarmPolicies,
  ...logPolicies,
  ...topicPolicies,
  ...eventPolicies,
  ...sentinelPolicies,
  ...detectionPolicies,
];

export const POLICY_IDS: readonly string[] = POLICIES.map(({ id }) => id);
