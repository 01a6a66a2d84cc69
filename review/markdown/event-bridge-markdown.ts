import { eventCostWords } from "../budgets/event-cost";
import type { RuleReview } from "../model";
import { code, codeBlock, message } from "./markdown";

/** What EventBridge is given of a rule that goes there; nothing of others. */
export function eventBridgeMarkdown({ eventbridge, deployments = [] }: RuleReview): string {
  if (eventbridge === undefined) return "";
  const { verdict, reasons, output, assumptions } = eventbridge.compiled;
  const counts = deployments.some((each) => each.cloud === "eventbridge" && each.metric !== null);
  return [
    "## EventBridge",
    `${verdict ?? "not deployed"}. Each match is told, at once, and at least once.`,
    list(
      "Why:",
      reasons.map(({ code: number, message: said }) => `${message(said)} (${number})`),
    ),
    ...(output?.rules ?? []).map(
      ({ name, eventPattern, state }) =>
        `Event rule ${code(name)}, ${state}:\n\n${codeBlock(JSON.stringify(eventPattern), "json")}`,
    ),
    output === null || output.condition === null
      ? ""
      : `Condition of the state machine:\n\n${codeBlock(output.condition, "")}`,
    eventbridge.message === undefined
      ? ""
      : `The message of the first test event that matches:\n\n${codeBlock(eventbridge.message, "")}`,
    list("It needs:", (output?.needs ?? []).map(message)),
    list("The verdict assumes:", assumptions.map(message)),
    list("Cost by events:", eventCostWords(counts).map(message)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function list(head: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${head}\n\n${items.map((item) => `- ${item}`).join("\n")}`;
}
