/**
 * Why a query is not printed, or not evaluated:
 * `nesting`: deeper than `LIMITS.nestingMax`;
 * `unprintable`: a literal that KQL cannot write;
 * `unresolved`: a table or column that is not there;
 * `type`: operands that the engine refuses;
 * `unsupported`: a form whose result is not known here, neither recorded nor documented;
 * `clock`: a function of time without a clock;
 * `service`: the language service, which reads hand-written queries, is not installed.
 */
export type KqlErrorCode =
  "nesting" | "unprintable" | "unresolved" | "type" | "unsupported" | "clock" | "service";

/** The one error that `printQuery` and `compileQuery` throw, before they touch any row. */
export class KqlError extends Error {
  override readonly name = "KqlError";

  constructor(
    readonly code: KqlErrorCode,
    message: string,
  ) {
    super(message);
  }
}
