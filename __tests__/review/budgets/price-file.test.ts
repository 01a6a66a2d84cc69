import fc from "fast-check";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { readPrices } from "../../../review/budgets/price-file";
import { DEFAULT_PRICES } from "../../../review/budgets/prices";
import { reviewFiles } from "../../../review/review-files";
import { textOf } from "../reviewed";

function read(text: string) {
  const diagnostics = new Diagnostics();
  const prices = readPrices({ path: "prices.json", text }, diagnostics);
  return {
    prices,
    said: diagnostics.all.map(({ code, line, message }) => ({ code, line, message })),
  };
}

const withPrices = (more: object) => JSON.stringify({ ...DEFAULT_PRICES, ...more }, null, 2);

describe("a file of prices", () => {
  test("the prices that a review was reckoned with are one", () => {
    const { prices } = JSON.parse(textOf(reviewFiles([]), "review.json"));
    expect(read(JSON.stringify(prices))).toEqual({ prices: DEFAULT_PRICES, said: [] });
  });

  test("any amounts of the same shape are", () => {
    const usd = fc
      .double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true })
      .map((n) => n + 0);
    fc.assert(
      fc.property(usd, usd, fc.nat({ max: 1000 }), (alarmMetric, first, upTo) => {
        const customMetric = [
          { upTo: upTo + 1, usd: first },
          { upTo: null, usd: 0 },
        ];
        const { prices } = read(withPrices({ alarmMetric, customMetric }));
        expect(prices).toEqual({ ...DEFAULT_PRICES, alarmMetric, customMetric });
      }),
    );
  });

  test.each([
    [withPrices({ alarmMetric: "0.1" }), "DET303", "alarmMetric: `0.1`", "of 0 or more"],
    [withPrices({ alarmMetric: -1 }), "DET303", "alarmMetric: `-1`", "of 0 or more"],
    [
      withPrices({ alarmMetrics: 1 }),
      "DET303",
      "alarmMetrics: unknown key",
      "the keys of a price table",
    ],
    [withPrices({ region: undefined }), "DET301", "`region`", "missing"],
    [withPrices({ sources: "a" }), "DET303", "sources: `a`", "a list of texts"],
    [
      withPrices({ customMetric: [{ upTo: 5, usd: 1 }] }),
      "DET303",
      "customMetric: a list",
      "by rising `upTo`, of which the last and no other is null",
    ],
    [
      withPrices({ customMetric: [{ upTo: null, usd: 1, eur: 2 }] }),
      "DET303",
      "customMetric.0.eur: unknown key",
      "`upTo` and `usd`",
    ],
    ["[]", "DET303", "a list", "the keys of a price table"],
    ["0.3", "DET303", "a number", "the keys of a price table"],
    ["{", "DET101", "not valid", ""],
  ])(
    "%# says where it is wrong, what was found and what is allowed",
    (text, code, found, allowed) => {
      const { prices, said } = read(text);
      expect(prices).toBeUndefined();
      expect(said).toEqual([expect.objectContaining({ code })]);
      expect(said[0]?.message).toContain(found);
      expect(said[0]?.message).toContain(allowed);
    },
  );

  test("prices that fall the wrong way round are refused", () => {
    const customMetric = [
      { upTo: 10, usd: 1 },
      { upTo: 5, usd: 1 },
      { upTo: null, usd: 1 },
    ];
    expect(read(withPrices({ customMetric })).prices).toBeUndefined();
  });

  test("the error stands on the line of the value", () => {
    const text = withPrices({ alarmMetric: "x" });
    const line = text.split("\n").findIndex((each) => each.includes("alarmMetric")) + 1;
    expect(read(text).said[0]?.line).toBe(line);
  });
});
