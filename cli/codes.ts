import codes from "../docs/codes.json";

/** What `explain` tells of a code. */
export interface Explanation {
  readonly severity: string;
  /** A sentence that fits every finding under the code. */
  readonly meaning: string;
  /** What gives it: keys in place of those of a plain rule, or whole documents. */
  readonly example?: string;
  /** What is said of the example. */
  readonly message: string;
  readonly fix?: string;
}

/** Every code, as `npm run docs` writes it from the records of the rooms. */
export const CODES: Readonly<Record<string, Explanation>> = codes;
