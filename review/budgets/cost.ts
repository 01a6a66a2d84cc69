import type { Cloud } from "../../compiler/targets/verdict";
import type { PriceTable } from "./prices";

/** What is billed by the month. */
export interface Billed {
  readonly metrics: number;
  readonly alarmMetrics: number;
  readonly filters: number;
  readonly sentinelRules: number;
}

export const NOTHING_BILLED: Billed = {
  metrics: 0,
  alarmMetrics: 0,
  filters: 0,
  sentinelRules: 0,
};

/** US dollars a month. What else of the free tier is used is not known, so both ends are given. */
export interface MonthlyCost {
  readonly billed: Billed;
  /** With the account's whole free tier left. */
  readonly least: number;
  /** With nothing of it left. */
  readonly most: number;
}

export function monthlyCost(billed: Billed, prices: PriceTable): MonthlyCost {
  const cost = (freeMetrics: number, freeAlarmMetrics: number) =>
    cents(
      tiered(Math.max(0, billed.metrics - freeMetrics), prices.customMetric) +
        Math.max(0, billed.alarmMetrics - freeAlarmMetrics) * prices.alarmMetric +
        billed.filters * prices.metricFilter +
        billed.sentinelRules * prices.sentinelRule,
    );
  return {
    billed,
    least: cost(prices.freeCustomMetrics, prices.freeAlarmMetrics),
    most: cost(0, 0),
  };
}

/** What several accounts come to, each with a free tier of its own. */
export function accountsCost(accounts: readonly Billed[], prices: PriceTable): MonthlyCost {
  const costs = accounts.map((billed) => monthlyCost(billed, prices));
  const sum = (of: (cost: MonthlyCost) => number) =>
    cents(costs.reduce((total, cost) => total + of(cost), 0));
  return {
    billed: sumBilled(accounts),
    least: sum(({ least }) => least),
    most: sum(({ most }) => most),
  };
}

export function sumBilled(all: readonly Billed[]): Billed {
  return all.reduce(
    (sum, each) => ({
      metrics: sum.metrics + each.metrics,
      alarmMetrics: sum.alarmMetrics + each.alarmMetrics,
      filters: sum.filters + each.filters,
      sentinelRules: sum.sentinelRules + each.sentinelRules,
    }),
    NOTHING_BILLED,
  );
}

/** A kind of thing that is billed, in US dollars a month. */
export interface CostLine {
  readonly what: string;
  readonly cloud: Cloud;
  readonly count: number;
  /** Of the first of them. */
  readonly each: number;
  /** Whether further ones cost less. */
  readonly falling: boolean;
  readonly usd: number;
}

/** What the most that rules can cost is made of. */
export function costLines(accounts: readonly Billed[], prices: PriceTable): readonly CostLine[] {
  const [first] = prices.customMetric;
  const billed = sumBilled(accounts);
  const line = (what: string, count: number, each: number): CostLine => {
    return { what, cloud: "cloudwatch", count, each, falling: false, usd: cents(count * each) };
  };
  return [
    {
      what: "Custom metrics",
      cloud: "cloudwatch",
      count: billed.metrics,
      each: first?.usd ?? 0,
      falling: accounts.some(({ metrics }) => metrics > (first?.upTo ?? Infinity)),
      usd: cents(
        accounts.reduce((sum, { metrics }) => sum + tiered(metrics, prices.customMetric), 0),
      ),
    },
    line("Alarm metrics", billed.alarmMetrics, prices.alarmMetric),
    line("Metric filters", billed.filters, prices.metricFilter),
    { ...line("Sentinel rules", billed.sentinelRules, prices.sentinelRule), cloud: "sentinel" },
  ];
}

/** `$0.40` */
export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function tiered(units: number, tiers: PriceTable["customMetric"]): number {
  let [cost, from] = [0, 0];
  for (const { upTo, usd } of tiers) {
    const until = Math.min(units, upTo ?? Infinity);
    cost += Math.max(0, until - from) * usd;
    from = Math.max(from, until);
  }
  return cost;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
