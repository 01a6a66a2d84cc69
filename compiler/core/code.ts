/** What there is to know of a code besides its messages: `explain`, SARIF and the docs are made from it. */
export interface CodeFacts {
  /** One sentence that fits every finding under the code. */
  readonly meaning: string;
  readonly example: Example;
  /**
   * What to do about it.
   * @default - the message says so itself
   */
  readonly fix?: string;
}

/** What gives a code. The tests run every example, and the docs show it. */
export type Example =
  /** Keys in place of those of a plain rule, or whole documents, which are reported when they are loaded. */
  | string
  /** The same that a target refuses, or takes only in part. */
  | { readonly rule: string; readonly target: string; readonly regex?: false }
  /** A file of tests beside a plain rule. */
  | { readonly tests: string }
  /** A message, where it takes more than a rule's text to get it. */
  | Said;

interface Said {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

type CodeOf<Saying> = Saying extends (...args: never[]) => {
  readonly code: infer Code extends string;
}
  ? Code
  : never;

/** The facts of every code that a table of messages says, and of no other. */
export type CodeTable<Messages> = Readonly<Record<CodeOf<Messages[keyof Messages]>, CodeFacts>>;
