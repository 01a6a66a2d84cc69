import fc from "fast-check";
import { is, parse } from "valibot";

import { costLines, monthlyCost, NOTHING_BILLED, sumBilled } from "../../../review/budgets/cost";
import { DEFAULT_PRICES, priceTable } from "../../../review/budgets/prices";
import { shareOf, sharedBudgets } from "../../../review/budgets/quotas";
import { reviewSet } from "../../../review/review-set";
import { ruleOf } from "../reviewed";

const packOf = (rules: number) => ({
  ...NOTHING_BILLED,
  metrics: rules,
  alarmMetrics: rules,
  filters: rules,
  sentinelRules: rules,
});

describe("cost a month", () => {
  // One metric and one alarm metric a rule: 0.30 + 0.10; ten of each are free in an account.
  test.each([
    [1, 0.4, 0],
    [15, 6, 2],
    [100, 40, 36],
  ])("%i rules cost $%d, or $%d with the whole free tier", (rules, most, least) => {
    expect(monthlyCost(packOf(rules), DEFAULT_PRICES)).toMatchObject({ most, least });
  });

  test("beyond 10,000 metrics each further one costs the next tier's price", () => {
    const metrics = { ...NOTHING_BILLED, metrics: 10_001 };
    expect(monthlyCost(metrics, DEFAULT_PRICES).most).toBe(3000.1);
  });

  test("more is never cheaper, and the free tier never costs", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(2_000_000), (a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map((rules) =>
          monthlyCost(packOf(rules), DEFAULT_PRICES),
        );
        return few!.most <= many!.most && few!.least <= many!.least && few!.least <= few!.most;
      }),
    );
  });

  test("a price of the user's own is used, and one that is misspelt is refused", () => {
    const prices = parse(priceTable, { ...DEFAULT_PRICES, alarmMetric: 1 });
    expect(monthlyCost(packOf(1), prices).most).toBe(1.3);
    expect(is(priceTable, { ...DEFAULT_PRICES, alarmMetrics: 1 })).toBe(false);
  });

  test("is made of lines that come to the most it can be", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), (rules) => {
        const lines = costLines([packOf(rules)], DEFAULT_PRICES);
        const sum = lines.reduce((total, { usd }) => total + usd, 0);
        expect(sum).toBeCloseTo(monthlyCost(packOf(rules), DEFAULT_PRICES).most, 2);
      }),
    );
    const [metrics, alarms] = costLines([packOf(10_001)], DEFAULT_PRICES);
    expect(metrics).toMatchObject({ count: 10_001, each: 0.3, falling: true, usd: 3000.1 });
    expect(alarms).toMatchObject({ count: 10_001, each: 0.1, falling: false, usd: 1000.1 });
  });

  test("sums are by what is billed", () => {
    expect(sumBilled([packOf(2), packOf(3)])).toEqual(packOf(5));
  });
});

describe("budgets", () => {
  const rule = (title: string, test: string) =>
    ruleOf(
      `title: ${title}\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: CreateUser, ${test} }\n  condition: a`,
    );
  const set = reviewSet(
    [rule("plain", "awsRegion: us-east-1"), rule("folded", "userAgent|contains: curl")],
    { usedElsewhere: { metricFilters: 98 } },
  );
  const budget = (name: string) => set.budgets.find((each) => each.name === name);

  test("filters of the set and of others come to the limit of 100", () => {
    expect(budget("metric filters")).toMatchObject({ used: 2, usedElsewhere: 98, limit: 100 });
    expect(shareOf(budget("metric filters")!)).toBe(1);
  });

  test("only the pattern that must fold case takes a regex", () => {
    expect(budget("regexes")).toMatchObject({ used: 1, limit: 5 });
    expect(budget("regexes")?.usedElsewhere).toBeUndefined();
  });

  test("rules on a log group of their own take of that one's", () => {
    const named = set.rules.map((each, index) =>
      index === 0 ? { ...each, logGroupName: "/eks" } : each,
    );
    const filters = (rules: typeof named) =>
      sharedBudgets(rules, { metricFilters: 98 })
        .filter(({ name }) => name === "metric filters")
        .map(({ place, used, usedElsewhere }) => [place, used, usedElsewhere]);
    expect(filters(named)).toEqual([
      [undefined, 1, 98],
      ["/eks", 1, undefined],
    ]);
    expect(filters(named.slice(0, 1))).toEqual([["/eks", 1, undefined]]);
  });

  test("near-real-time rules have a quota of their own", () => {
    const nrt = set.rules.map((each) => ({ ...each, kind: "NRT" }));
    const used = sharedBudgets(nrt, {}).map((each) => [each.name, each.used]);
    expect(used).toContainEqual(["enabled scheduled rules", 0]);
    expect(used).toContainEqual(["enabled near-real-time rules", 2]);
  });
});
