import * as v from "valibot";

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/**
 * List prices of what a rule creates, in US dollars a month without tax. `DEFAULT_PRICES` are for
 * US East (N. Virginia); Regions differ, and prices change: every number can be given by the user.
 */
export const priceTable = v.strictObject({
  /** When the sources were written. */
  asOf: v.string(),
  region: v.string(),
  sources: v.array(v.string()),
  /** Per metric, by how many custom metrics the account has: each price up to its `upTo`. */
  customMetric: v.array(
    v.strictObject({ upTo: v.nullable(v.pipe(v.number(), v.finite(), v.gtValue(0))), usd: amount }),
  ),
  /** Custom metrics that an account has free. */
  freeCustomMetrics: amount,
  /** Per metric that a standard-resolution alarm looks at. */
  alarmMetric: amount,
  freeAlarmMetrics: amount,
  metricFilter: amount,
  /** Per scheduled or near-real-time analytics rule. */
  sentinelRule: amount,
  /** Per GB scanned by a saved query, when somebody runs it. */
  logsInsightsGb: amount,
});
export type PriceTable = v.InferOutput<typeof priceTable>;

export const DEFAULT_PRICES: PriceTable = {
  asOf: "2026",
  region: "US East (N. Virginia)",
  sources: [
    "AWS Solutions, Automated Security Response on AWS, implementation guide, Cost (3.1.0 and later)",
    "Amazon CloudWatch pricing, free tier",
    "Microsoft, Plan costs and understand pricing for Microsoft Sentinel: no meter per rule or run",
  ],
  customMetric: [
    { upTo: 10_000, usd: 0.3 },
    { upTo: 250_000, usd: 0.1 },
    { upTo: 1_000_000, usd: 0.05 },
    { upTo: null, usd: 0.02 },
  ],
  freeCustomMetrics: 10,
  alarmMetric: 0.1,
  freeAlarmMetrics: 10,
  metricFilter: 0,
  sentinelRule: 0,
  logsInsightsGb: 0.005,
};
