/** One limit of a target: a number, what it counts, and the document that states it. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

/** What a name may be: as long as its limit, and of these characters. */
export interface NameRule extends Limit {
  /** The whole name matches. */
  readonly allowed: RegExp;
}
