import { findings, fixed, lints } from "../lint/linting";

describe("keys", () => {
  test("of one's own are kept", () => {
    expect(lints("x-owner: me\nmitre: T1098\n")).toEqual([]);
  });

  test("nearly known are errors, and the fix is the known key", () => {
    expect(lints("falsepositive: [x]")).toEqual(["DET302 falsepositive"]);
    expect(fixed("falsepositive: [x]")).toContain("\nfalsepositives: [x]\n");
    expect(fixed("triggerTreshold: 3")).toContain("\ntriggerThreshold: 3\n");
  });

  test("nearly known are their own where the known one is there too", () => {
    expect(lints("tags: [attack.persistence]\ntag: mine")).toEqual([]);
  });
});

describe("a document of two kinds", () => {
  test.each(["correlation", "filter"])("is refused: `detection` beside `%s`", (key) => {
    expect(lints(`${key}: {rules: r}`)).toEqual(["DET258 detection"]);
  });
});

describe("values", () => {
  test.each([
    ["level: hihg", "DET304 hihg", "write `high`"],
    ["triggerThreshold: -1", "DET305 -1", undefined],
    ["triggerThreshold: many", "DET303 many", undefined],
    ["id: one", "DET306 one", undefined],
    ["queryPeriod: 1 hour", "DET306 1 hour", undefined],
    ["references: link", "DET303 link", undefined],
    ["metadata: [link]", "DET303 [link]", undefined],
    ["customDetails: [link]", "DET303 [link]", undefined],
    ["version: .inf", "DET303 .inf", undefined],
    ["triggerThreshold: -0.5", "DET303 -0.5", undefined],
    ["runbook: ''", "DET305 ''", undefined],
    ["accept: widr", "DET304 widr", "write `wider`"],
    ["taxonomy: ecs", "DET304 ecs", undefined],
  ])("of another form are told what is allowed: %s", (written, finding, fix) => {
    const [found, second] = findings(written);
    expect(second).toBeUndefined();
    expect(`${found?.code} ${found?.at}`).toBe(finding);
    expect(found?.found.message).toContain("allowed: ");
    expect(found?.found.fix).toBe(fix);
  });

  test.each([
    ["group-by: [1]", "1", "found a number (`1`); allowed: text"],
    ["group-by: {}", "{}", "found a mapping; allowed: text or a list"],
    ["group-by: ~", "~", "found null; allowed: text or a list"],
    ["group-by: ''", "''", "found 0 characters; allowed: at least 1 characters"],
    ["group-by: []", "[]", "found 0 entries; allowed: at least 1 entries"],
  ])("of one form or another are told what the nearer form allows: %s", (written, at, message) => {
    const [found, second] = findings(
      `-detection\n-logsource\ncorrelation: {type: event_count, rules: r, timespan: 1m, condition: {gt: 1}, ${written}}`,
    );
    expect(second).toBeUndefined();
    expect([found?.at, found?.found.message]).toEqual([at, message]);
  });

  test("nearly right are mended in place", () => {
    expect(fixed("level: 'hihg'")).toContain("level: 'high'\n");
    expect(fixed("triggerOperator: GT")).toContain("triggerOperator: gt\n");
  });

  test("that are missing are reported where the mapping begins", () => {
    const [found] = findings(
      "entityMappings:\n  - fieldMappings: [{identifier: Name, columnName: X}]",
    );
    expect(found).toMatchObject({ code: "DET301", at: "fieldMappings" });
    expect(found?.found.message).toContain("`entityType`");
  });

  test("are all reported in one run", () => {
    expect(
      lints("-title\nlevel: no\nstatus: no\nid: no\ndate: no\n").map((each) => each.slice(0, 6)),
    ).toEqual([...["DET301", "DET304", "DET304", "DET306", "DET306"]]);
  });
});
