import type { Span } from "../../core/source";

/**
 * Why a query is not printed, or not evaluated:
 * `nesting`: deeper than `NESTING_MAX`;
 * `unprintable`: a literal that KQL cannot write;
 * `unresolved`: a table or column that is not there;
 * `type`: operands that the engine refuses;
 * `unsupported`: a form whose result is not known here, neither recorded nor documented;
 * `clock`: a function of time without a clock;
 * `service`: the language service, which reads hand-written queries, is not installed.
 */
export type KqlErrorCode =
  "nesting" | "unprintable" | "unresolved" | "type" | "unsupported" | "clock" | "service";

/** The one error that `printQuery` and `rowMatcher` throw, before they touch any row. */
export class KqlError extends Error {
  override readonly name = "KqlError";

  constructor(
    readonly code: KqlErrorCode,
    message: string,
    /** The part of the query's text that it is about. @default - not known */
    readonly at?: Span,
  ) {
    super(message);
  }
}

/** What `run` gives; an error that does not say where it is gets this place. */
export function locating<T>(at: Span | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof KqlError) || error.at !== undefined || at === undefined) throw error;
    throw new KqlError(error.code, error.message, at);
  }
}

export function unsupported(what: string): KqlError {
  return new KqlError("unsupported", `${what} is not evaluated here`);
}
