import type { Json } from "../../compiler/core/json";
import { NOT_INSTALLED, readJsonata } from "../../compiler/targets/eventbridge/jsonata/library";

/** An answer of the engine's, and how deep evaluating it nested. */
export interface Evaluated {
  readonly answer: unknown;
  readonly depth: number;
}

/** An expression on JSONata's own library, with what stands in `$states`; what it throws is its answer. */
export function measured(
  text: string,
  variables: Readonly<Record<string, Json>> = {},
): (states: Readonly<Record<string, Json>>) => Promise<Evaluated> {
  const expression = readJsonata(text);
  if (expression === undefined) throw new Error(NOT_INSTALLED);
  let depth = 0;
  let deepest = 0;
  expression.assign(Symbol.for("jsonata.__evaluate_entry"), () => {
    depth += 1;
    deepest = Math.max(deepest, depth);
  });
  expression.assign(Symbol.for("jsonata.__evaluate_exit"), () => {
    depth -= 1;
  });
  return async (states) => {
    depth = deepest = 0;
    const answer = await expression
      .evaluate(undefined, { ...variables, states })
      .catch((error: unknown) => ({ thrown: JSON.stringify(error) }));
    return { answer, depth: deepest };
  };
}
