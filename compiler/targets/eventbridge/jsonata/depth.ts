import type { Limit } from "../../../core/limit";
import type { Jsonata, Lambda } from "./ast";
import { preludeFunction } from "./prelude";
import { isWrapped } from "./print";

/**
 * How deep an evaluation may nest. AWS documents no bound; measured on the service near 100, reported in
 * a third party's tests (floci-io/floci, pull requests 2667 and 2737).
 */
export const DEPTH: Limit = {
  value: 60,
  unit: "evaluations within each other",
  source: "own bound; Step Functions stops near 100 (floci-io/floci, pull request 2737)",
};

/** The most that an evaluation nests; a function that is handed on counts where it is called. */
export function depthOf(node: Jsonata): number {
  const within = (part: Jsonata) => (isWrapped(part, node) ? 1 : 0) + depthOf(part);
  switch (node.kind) {
    case "text":
    case "number":
    case "boolean":
    case "null":
    case "regex":
    case "variable":
    case "function":
      return 1;
    case "path":
      return 1 + within(node.of);
    // The list, and the path in it.
    case "descendants":
      return 2 + within(node.of);
    // The list, the path in it, and the object in that.
    case "flat":
      return 3 + depthOf(node.of);
    case "call": {
      const own = preludeFunction(node.name);
      const called = [...(own === undefined ? [] : [own]), ...node.operands.flatMap(handed)];
      const bodies = called.reduce((sum, { body }) => sum + depthOf(body), 0);
      return 1 + Math.max(1, bodies, ...node.operands.map(depthOf));
    }
    case "binary":
      return 1 + Math.max(within(node.left), within(node.right));
    case "choice": {
      const { test, then, otherwise = then } = node;
      return 1 + Math.max(...[test, then, otherwise].map(within));
    }
    case "block":
      return (
        1 + Math.max(depthOf(node.result), ...node.lets.map(({ value }) => 1 + depthOf(value)))
      );
  }
}

/** The function that an operand is, or names. */
function handed(operand: Jsonata): readonly Lambda[] {
  const found = operand.kind === "variable" ? preludeFunction(operand.name) : operand;
  return found?.kind === "function" ? [found] : [];
}
