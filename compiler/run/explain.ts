import type { Json } from "../core/json";
import type { Explanation } from "../targets/explanation";
import type { Engine } from "./engine";

export type { Explanation } from "../targets/explanation";
export { formatExplanation } from "./explain/format";

/** Explains what an engine makes of an event; nothing for one that runs nothing. */
export function explain(engine: Engine, event: Json): Explanation | undefined {
  return engine.kind === "ready" ? engine.explain?.(event) : undefined;
}
