/**
 * JSONata's own implementation, at the version that Step Functions runs (AWS Step Functions guide,
 * "Transforming data with JSONata"). This module alone loads it, on
 * first use: it need not be installed where nothing asks what an expression makes of an event.
 */
type Library = (text: string) => CompiledExpression;

interface CompiledExpression {
  evaluate(input: undefined, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Sets a variable, or a hook of the engine's. */
  assign(name: string | symbol, value: unknown): void;
}

/** Why an expression cannot be run here. */
export const NOT_INSTALLED = "the expression is run with jsonata 2.0.6, which is not installed";

let library: Library | undefined;

/**
 * An expression as the engine reads it; undefined where the package is not installed.
 * @throws what the engine throws where the text is no expression
 */
export function readJsonata(text: string): CompiledExpression | undefined {
  return load()?.(text);
}

function load(): Library | undefined {
  if (library === undefined) {
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late, for what it does
      library = require("jsonata") as Library;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return library;
}

function isNotFound(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "MODULE_NOT_FOUND"
  );
}
