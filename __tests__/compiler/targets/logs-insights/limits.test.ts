import { isSavedQueryName, LIMITS } from "../../../../compiler/targets/logs-insights/limits";

test.each(["detections/f9d3b1a2", "a", "a/b/c d", "x".repeat(255)])("%s names a query", (name) => {
  expect(isSavedQueryName(name)).toBe(true);
});

test.each(["", "/a", "a/", "a//b", "a:b", "a*", "x".repeat(256)])("%j names none", (name) => {
  expect(isSavedQueryName(name)).toBe(false);
});

test("every limit says what it counts and who says so", () => {
  for (const limit of Object.values(LIMITS)) {
    expect(limit.value).toBeGreaterThan(0);
    expect(limit.unit).toMatch(/[a-z]/);
    expect(limit.source).toMatch(/[a-z]/);
  }
});
