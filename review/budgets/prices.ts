import * as v from "valibot";

/** What each form's message says is what a diagnostic says is allowed. */
const amount = v.pipe(
  v.number("US dollars, or a number, of 0 or more"),
  v.finite("US dollars, or a number, of 0 or more"),
  v.minValue(0, "US dollars, or a number, of 0 or more"),
);
const text = v.string("text");

const tier = v.strictObject(
  {
    upTo: v.nullable(
      v.pipe(v.number("a number above 0, or null"), v.gtValue(0, "a number above 0, or null")),
    ),
    usd: amount,
  },
  "a mapping of `upTo` and `usd`",
);

export const PRICE_TABLE_FORM = "the keys of a price table, as `prices` of a review.json has them";

const RISING = "a list of prices by rising `upTo`, of which the last and no other is null";

/**
 * List prices of what a rule creates, in US dollars a month without tax. `DEFAULT_PRICES` are for
 * US East (N. Virginia); Regions differ, and prices change: every number can be given by the user.
 */
export const priceTable = v.strictObject(
  {
    /** When the sources were written. */
    asOf: text,
    region: text,
    sources: v.array(text, "a list of texts"),
    /** Per metric, by how many custom metrics the account has: each price up to its `upTo`. */
    customMetric: v.pipe(
      v.array(tier, RISING),
      v.check((tiers) => isRising(tiers), RISING),
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
  },
  PRICE_TABLE_FORM,
);
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

function isRising(tiers: readonly { readonly upTo: number | null }[]): boolean {
  return (
    tiers.at(-1)?.upTo === null &&
    tiers.slice(0, -1).every(({ upTo }, index) => {
      const next = tiers[index + 1]?.upTo ?? Infinity;
      return upTo !== null && upTo < next;
    })
  );
}
