import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { CODES as EXPLAINED } from "../../cli/codes";
import { CODES, explanationOf, TABLES } from "../../scripts/codes";
import { codesFile, errorsPage } from "../../scripts/errors-page";

const ROOT = join(__dirname, "../..");

/** Every code that the sources name. */
function codesInSources(): readonly string[] {
  const found = new Set<string>();
  for (const room of ["compiler", "constructs", "policy", "review", "cli"]) {
    for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(name)) continue;
      const text = readFileSync(join(ROOT, room, name), "utf8");
      for (const [code] of text.matchAll(/\bDET\d{3}\b/g)) found.add(code);
    }
  }
  return [...found].sort();
}

describe("the list of errors", () => {
  test("is the one that the code gives (npm run docs)", () => {
    expect(readFileSync(join(ROOT, "docs/errors.md"), "utf8")).toBe(errorsPage());
    expect(EXPLAINED).toEqual(JSON.parse(codesFile()));
  });

  test("has every code of the sources, and none twice", () => {
    expect(CODES.map(([code]) => code)).toEqual(codesInSources());
    const rows = [...errorsPage().matchAll(/^\| (DET\d{3})/gm)].map(([, code]) => code);
    expect(rows).toEqual(codesInSources());
  });

  test.each(CODES)("%s: its example gives it, and there is a way out", (code, facts) => {
    const explanation = explanationOf(code, facts);
    expect(explanation?.message).toMatch(/./);
    expect(explanation?.fix).toMatch(/./);
    expect(facts.meaning).toMatch(/^[A-Z`].*\.$/);
  });

  test("shows nearly all codes of rules by a rule that gives them", () => {
    const ofRules = CODES.filter(([code]) => code < "DET9");
    const run = ofRules.filter(([code]) => EXPLAINED[code]?.example !== undefined);
    expect(run.length / ofRules.length).toBeGreaterThan(0.85);
  });

  test.each([
    ["load", /^DET1/],
    ["arm", /^DET1/],
    ["sigma", /^DET2/],
    ["references", /^DET2/],
    ["rule", /^DET[23]/],
    ["lint", /^DET4/],
    ["cloudwatch", /^DET(5[0-4]|8)/],
    ["eventbridge", /^DET(5[5-9]|8)/],
    ["sentinel", /^DET[68]/],
    ["kql", /^DET6/],
    ["logs-insights", /^DET7/],
    ["tests", /^DET9(0|1[03])/],
    ["gates", /^DET91/],
    ["history", /^DET91/],
    ["constructs", /^DET9[235]/],
    ["review", /^DET94/],
  ])("%s keeps to its own hundred", (room, own) => {
    const codes = Object.keys(TABLES[room] ?? {});
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !own.test(code))).toEqual([]);
  });
});
