import type { Json } from "../core/json";
import { IN_TIME, type Engine } from "./engine";
import { explainExpression } from "./explain/explain-expression";
import { explainPatterns } from "./explain/explain-pattern";
import { explainQuery } from "./explain/explain-query";
import type { Explanation } from "./explain/explanation";

export type { Explanation } from "./explain/explanation";
export { formatExplanation } from "./explain/format";

/** Explains what an engine makes of an event; nothing for one that runs nothing. */
export function explain(engine: Engine, event: Json): Explanation | undefined {
  if (engine.kind !== "ready") return undefined;
  const { text } = engine;
  switch (text.kind) {
    case "expression":
      return explainExpression(text, event);
    case "patterns":
      return explainPatterns(text.patterns, event);
    case "query":
      return explainQuery(text.query, event, IN_TIME);
    case "written":
      // Its stages are somebody else's; whether it matched is all there is to say.
      return undefined;
  }
}
