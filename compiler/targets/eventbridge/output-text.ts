import type { EventBridgeOutput } from "./compile";

/** The patterns, one a line behind the state of their rule, and the condition; before all that, what has to be there. */
export function eventBridgeText({ rules, condition, needs }: EventBridgeOutput): string {
  return [
    ...needs.map((need) => `# needs: ${need}`),
    ...rules.map(({ eventPattern, state }) => `${state} ${JSON.stringify(eventPattern)}`),
    ...(condition === null ? [] : [`condition ${condition}`]),
  ].join("\n");
}
