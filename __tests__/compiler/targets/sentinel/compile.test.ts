import { compile } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { ruleText, WIDER_DETECTION } from "../../../support/rules";

const QUERY = 'AWSCloudTrail\n| where EventName == "StopLogging"\n\n';

function compiled(keys: Readonly<Record<string, unknown>>, accepted = true) {
  const diagnostics = new Diagnostics();
  const detection = loadRule(ruleText(keys), diagnostics);
  if (detection === undefined) throw new Error(JSON.stringify(diagnostics.all));
  return compile(detection, "sentinel", accepted ? { accept: "wider" } : {});
}
const codes = ({ reasons }: ReturnType<typeof compiled>) => reasons.map(({ code }) => code);
const detection = (selection: Readonly<Record<string, unknown>>) => ({
  detection: { selection, condition: "selection" },
});

/** Of what the table has no place for, nothing is said. */
const LOST = { "unknown.path": "x" };

describe("the verdict", () => {
  test("is exact where the query says all of the rule", () => {
    expect(compiled({ detection: WIDER_DETECTION })).toMatchObject({
      verdict: "exact",
      reasons: [],
      assumptions: [],
    });
  });

  test("is wider where it leaves a test out, and deployed only where that is accepted", () => {
    const wider = detection({ eventName: "StopLogging", ...LOST });
    expect(compiled(wider)).toMatchObject({ verdict: "wider", reasons: [{ code: "DET601" }] });
    expect(compiled(wider).output?.query).toContain("StopLogging");
    expect(compiled(wider, false)).toMatchObject({ verdict: "wider", output: null });
  });

  test("is unsupported where nothing bounded remains", () => {
    expect(codes(compiled(detection(LOST)))).toEqual(["DET601", "DET610"]);
    expect(codes(compiled(detection({ userAgent: "x", ...LOST })))).toEqual(["DET601", "DET610"]);
    expect(compiled(detection({ userAgent: "x" })).verdict).toBe("exact");
    expect(compiled(detection(LOST)).output).toBeNull();
  });

  test("is unsupported where no event can match", () => {
    expect(codes(compiled(detection({ eventName: "StopLogging", readOnly: "perhaps" })))).toEqual([
      "DET612",
    ]);
  });

  test("is unsupported where more matches could silence an alert", () => {
    const wider = detection({ eventName: "StopLogging", ...LOST });
    const exact = detection({ eventName: "StopLogging" });
    for (const triggerOperator of ["lt", "eq", "ne"]) {
      const trigger = { triggerOperator, triggerThreshold: 3 };
      expect(codes(compiled({ ...wider, ...trigger }))).toEqual(["DET601", "DET611"]);
      expect(compiled({ ...exact, ...trigger }).verdict).toBe("exact");
    }
    expect(compiled({ ...wider, triggerThreshold: 3 }).verdict).toBe("wider");
  });

  test("of a query by hand is that it runs as written, to its last word", () => {
    expect(compiled({ query: `  ${QUERY}` })).toMatchObject({
      verdict: "as-written",
      reasons: [{ code: "DET615", path: "query" }],
      assumptions: [],
      output: { query: `  ${QUERY.trimEnd()}` },
    });
  });

  test("of a query that is too long is unsupported", () => {
    const long = detection({ eventName: "StopLogging", userAgent: "x".repeat(10_000) });
    expect(compiled(long).reasons).toMatchObject([{ code: "DET613", path: "detection" }]);
  });
});

describe("late events", () => {
  test.each([
    ["15m", "15m"],
    ["PT330S", "330s"],
    ["PT5M", "5m"],
  ])("a period of %s asks for what was ingested in %s", (queryPeriod, span) => {
    const { output } = compiled({
      queryPeriod,
      queryFrequency: queryPeriod,
      ingestionDelay: "5m",
    });
    expect(output?.query).toContain(`| where ingestion_time() > ago(${span})`);
  });
});

describe("the description", () => {
  test("is one line that says what the rule does, the verdict, and what became of techniques", () => {
    const { output } = compiled({ tags: ["attack.t1685", "attack.t1685.001"] });
    expect(output?.description).not.toContain("\n");
    expect(output?.description).toContain("Somebody stopped a trail.");
    expect(output?.description).toMatch(/ATT&CK techniques given by their older ids[^.]*T1562/);
    expect(compiled({}).output?.description).not.toContain("older ids");
  });
});
