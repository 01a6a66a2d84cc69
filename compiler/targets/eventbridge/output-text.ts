import type { EventBridgeOutput } from "./compile";

/** The patterns, one a line behind the state of their rule, and the condition. */
export function eventBridgeText({ rules, condition }: EventBridgeOutput): string {
  return [
    ...rules.map(({ eventPattern, state }) => `${state} ${JSON.stringify(eventPattern)}`),
    ...(condition === null ? [] : [`condition ${condition}`]),
  ].join("\n");
}
