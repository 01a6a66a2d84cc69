/**
 * Set by `npm run check`: the long run, with many cases of each property.
 * `npm test` is the short one.
 */
export const LONG = process.env["DETECTIONS_LONG"] !== undefined;

/** How many cases are tried: enough to show a mistake while working, or enough to find a rare one. */
export function runs(short: number, long: number): number {
  return LONG ? long : short;
}
