/** US dollars, US East (N. Virginia), first tier of prices: list prices of 2026. */
const PRICES = {
  /** Requests of an Express machine, $1.00 a million, and 100 ms of 64 MB each (Step Functions pricing). */
  millionLookedAt: 1.2,
  /** `Publish` (SNS pricing). */
  millionPublished: 0.5,
  /** `PutMetricData` (CloudWatch pricing: $0.01 a thousand requests). */
  millionCounted: 10,
};

/** What EventBridge costs by events, each a sentence without a point. */
export function eventCostWords(counts: boolean): readonly string[] {
  const dollars = (usd: number) => `$${usd.toFixed(2)}`;
  return [
    "events of AWS's own services cost nothing on the bus",
    `a million events that the patterns let through: about ${dollars(PRICES.millionLookedAt)}`,
    `a million matches: ${dollars(PRICES.millionPublished)} for each topic, and what its subscribers cost`,
    ...(counts ? [`a million matches that are counted: ${dollars(PRICES.millionCounted)}`] : []),
  ];
}
