import { findings, fixed, lints } from "./linting";

describe("what describes a rule", () => {
  test("is complete where level and status are there", () => {
    expect(lints("")).toEqual([]);
    expect(lints("-level\n-status")).toEqual(["DET402 title", "DET402 title"].slice(0, 1));
    expect(findings("-status")[0]?.found.fix).toContain("`experimental`");
  });

  test("has a level also where it has a severity", () => {
    expect(lints("-level\nseverity: Low")).toEqual([]);
  });

  test("has a severity that is its level's", () => {
    expect(lints("level: critical\nseverity: High")).toEqual([]);
    expect(lints("level: critical\nseverity: Medium")).toEqual(["DET403 Medium"]);
  });

  test("has dates with dashes", () => {
    expect(lints("date: 2024-02-29\nmodified: 2024-02-29")).toEqual([]);
    expect(lints("date: 2023/10/07")).toEqual(["DET404 2023/10/07"]);
    expect(fixed("date: 2023/10/07")).toContain("date: 2023-10-07\n");
  });

  test("has dates that the calendar has", () => {
    expect(lints("date: 2023-02-29")).toEqual(["DET405 2023-02-29"]);
    expect(lints("date: 2023-13-01")).toEqual(["DET405 2023-13-01"]);
    expect(lints("date: 2023-00-10")).toEqual(["DET405 2023-00-10"]);
  });

  test("is not modified before it was written", () => {
    expect(lints("date: 2024-05-02\nmodified: 2024-05-01")).toEqual(["DET406 2024-05-01"]);
  });

  test.each([
    ["title", 256],
    ["description", 65_535],
  ])("has a %s of at most %i characters", (key, limit) => {
    expect(lints(`${key}: ${"x".repeat(limit)}`)).toEqual([]);
    const [found] = findings(`${key}: ${"x".repeat(limit + 1)}`);
    expect(found?.code).toBe("DET305");
    expect(found?.found.message).toContain(`at most ${limit} characters`);
  });

  test("has a date, not another text", () => {
    expect(lints("date: yesterday")).toEqual(["DET306 yesterday"]);
  });
});
