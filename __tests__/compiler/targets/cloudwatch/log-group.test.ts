import { logGroupRefusals, logGroupUsage } from "../../../../compiler/targets/cloudwatch/log-group";

function rule(name: string, metricFilters: number, regexes: number) {
  return { metric: { name, namespace: "Detections" }, uses: { metricFilters, regexes } };
}

test("what fits is not refused, at the limit too", () => {
  const usage = logGroupUsage([rule("a", 60, 2), rule("b", 40, 3)]);
  expect([usage.metricFilters.needs, usage.regexes.needs]).toEqual([100, 5]);
  expect(logGroupRefusals(usage)).toEqual([]);
});

test("six regexes are refused with the rules that compete, the largest first, and the ways out", () => {
  const rules = [rule("plain", 1, 0), rule("b", 1, 2), rule("c", 2, 3), rule("a", 1, 1)];
  const usage = logGroupUsage(rules);
  expect(usage.regexes.rules).toEqual([
    { name: "c", needs: 3 },
    { name: "b", needs: 2 },
    { name: "a", needs: 1 },
  ]);
  const [refusal, ...others] = logGroupRefusals(usage);
  expect(others).toEqual([]);
  expect(refusal?.code).toBe("DET530");
  expect(refusal?.message).toContain("`c` (3), `b` (2), `a` (1)");
  expect(refusal?.message).not.toContain("plain");
  for (const way of ["without regexes", "|cased", "another log group", "exclude"]) {
    expect(refusal?.message).toContain(way);
  }
});

test("rules with equal shares are listed by name, whatever their order", () => {
  const rules = ["b", "c", "a"].map((name) => rule(name, 1, 1));
  for (const given of [rules, [...rules].reverse()]) {
    expect(logGroupUsage(given).regexes.rules.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  }
});

test("too many filters are refused", () => {
  const rules = Array.from({ length: 101 }, (_, index) => rule(`rule-${index}`, 1, 0));
  expect(logGroupRefusals(logGroupUsage(rules)).map(({ code }) => code)).toEqual(["DET531"]);
});
