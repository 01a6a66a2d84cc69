/** 0 fine, 1 findings, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** The command was called in a way that cannot work; the message says how it can. */
export class UsageError extends Error {}
