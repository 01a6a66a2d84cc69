import fc from "fast-check";

import { DecimalSum } from "../../../../compiler/reference/history/decimal-sum";

test("tenths add up, which they do not in binary", () => {
  const sum = new DecimalSum();
  for (const value of [0.1, 0.2]) sum.add(value);
  expect(0.1 + 0.2).not.toBe(0.3);
  expect(sum.compareTo(0.3)).toBe(0);
  expect(sum.compareTo(0.3000001)).toBe(-1);
  expect(sum.compareTo(0.15, 2)).toBe(0);
});

test("a large number leaves nothing behind it", () => {
  const sum = new DecimalSum();
  for (const value of [1e23, 2.5, -1e-9]) sum.add(value);
  sum.add(1e23, -1);
  sum.add(-1e-9, -1);
  expect(sum.compareTo(2.5)).toBe(0);
});

test("what is added and taken out again leaves the sum of the rest", () => {
  const hundredths = fc.array(fc.integer({ min: -100_000, max: 100_000 }));
  fc.assert(
    fc.property(hundredths, hundredths, fc.integer(), (kept, gone, bound) => {
      const sum = new DecimalSum();
      for (const value of [...gone, ...kept]) sum.add(value / 100);
      for (const value of gone) sum.add(value / 100, -1);
      const wanted = Math.sign(kept.reduce((all, value) => all + value, 0) - bound);
      expect(sum.compareTo(bound / 100)).toBe(wanted);
    }),
  );
});
