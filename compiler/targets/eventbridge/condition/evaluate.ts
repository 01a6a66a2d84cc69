import type { Json } from "../../../core/json";
import { NOT_INSTALLED, readJsonata } from "../jsonata/library";

/** A condition, read by JSONata's own library. */
export type ReadCondition =
  | {
      readonly kind: "ready";
      /** What it makes of an event in its envelope; rejected where the engine throws, or answers otherwise. */
      readonly matches: (envelope: Json) => Promise<boolean>;
    }
  /** The library is not installed. */
  | { readonly kind: "unreadable"; readonly message: string; readonly installable: true };

/**
 * Reads the text of a condition, once for all events.
 * @throws what the engine throws where the text is no expression
 */
export function readCondition(text: string): ReadCondition {
  const expression = readJsonata(text);
  if (expression === undefined) {
    return { kind: "unreadable", message: NOT_INSTALLED, installable: true };
  }
  return {
    kind: "ready",
    matches: async (envelope) => {
      const answer = await expression.evaluate(undefined, { states: { input: envelope } });
      if (typeof answer !== "boolean") {
        throw new Error(
          `the condition is ${JSON.stringify(answer)}, which is neither true nor false`,
        );
      }
      return answer;
    },
  };
}
