/** One limit of a target: a number, what it counts, and the document that states it. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}
