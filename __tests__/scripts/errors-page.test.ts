import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { MEANINGS } from "../../cli/codes";
import { queryMessages } from "../../compiler/kql/messages";
import { loadMessages } from "../../compiler/load/messages";
import { armMessages } from "../../compiler/rule/arm/messages";
import { ruleMessages } from "../../compiler/rule/messages";
import { testMessages } from "../../compiler/run/rule-tests/messages";
import { sigmaMessages } from "../../compiler/sigma/messages";
import { reasons as cloudwatch } from "../../compiler/targets/cloudwatch/reasons";
import { reasons as insights } from "../../compiler/targets/logs-insights/reasons";
import { reasons as sentinel } from "../../compiler/targets/sentinel/reasons";
import { messages as constructs } from "../../constructs/messages";
import { reviewMessages } from "../../review/messages";
import { ERROR_EXAMPLES, errorsPage } from "../../scripts/errors-page";
import { sayingOf } from "../../scripts/errors/example";

const ROOT = join(__dirname, "../..");

/** Every code that the sources name, with the files that do; the table of meanings is none. */
function codesInSources(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const room of ["compiler", "constructs", "review", "cli"]) {
    for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })) {
      const path = join(room, name);
      if (!/\.tsx?$/.test(name) || path === join("cli", "codes.ts")) continue;
      for (const [code] of readFileSync(join(ROOT, path), "utf8").matchAll(/\bDET\d{3}\b/g)) {
        found.set(code, (found.get(code) ?? new Set()).add(path));
      }
    }
  }
  return found;
}

/** The codes that a table's functions name. */
const codesOf = (table: object) => [
  ...new Set(Object.values(table).flatMap((message) => String(message).match(/DET\d{3}/g) ?? [])),
];

describe("the list of errors", () => {
  const sources = codesInSources();
  const page = readFileSync(join(ROOT, "docs/errors.md"), "utf8");

  test("is the one that the code gives (scripts/write-docs.ts)", () => {
    expect(page).toBe(errorsPage());
  });

  test("has every code of the sources once, in order, and no other", () => {
    const headings = [...page.matchAll(/^### (DET\d{3})$/gm)].map(([, code]) => code);
    expect(headings).toEqual([...sources.keys()].sort());
    expect(Object.keys(MEANINGS).sort()).toEqual(headings);
  });

  test("knows of no code that two places give", () => {
    const shared = [...sources].filter(([, files]) => files.size > 1);
    expect(shared.map(([code, files]) => [code, ...files])).toEqual([]);
  });

  test.each(Object.entries(ERROR_EXAMPLES))(
    "%s: its example gives it, and there is a way out",
    (code, example) => {
      const said = sayingOf(code, example);
      expect(said?.code).toBe(code);
      expect(said?.fix ?? example.wayOut).toMatch(/./);
      expect(MEANINGS[code]).toMatch(/^[A-Z`].*\.$/);
    },
  );

  test("shows nearly all codes of rules by a rule that gives them", () => {
    const ofRules = Object.entries(ERROR_EXAMPLES).filter(([code]) => code < "DET9");
    const run = ofRules.filter(([, { kind }]) => kind !== "said");
    expect(run.length / ofRules.length).toBeGreaterThan(0.85);
  });
});

describe("message tables", () => {
  test.each([
    ["sigma", sigmaMessages, /^DET2/],
    ["reading", loadMessages, /^DET1/],
    ["templates", armMessages, /^DET1/],
    ["Sigma", sigmaMessages, /^DET2/],
    ["keys", ruleMessages, /^DET[23]/],
    ["cloudwatch", cloudwatch, /^DET[58]/],
    ["sentinel", sentinel, /^DET[68]/],
    ["queries", queryMessages, /^DET6/],
    ["logs-insights", insights, /^DET7/],
    ["rule tests", testMessages, /^DET9(0|10)/],
    ["constructs", constructs, /^DET9[235]/],
    ["review", reviewMessages, /^DET94/],
  ])("%s keeps to its own hundred", (_name, table, own) => {
    expect(codesOf(table).length).toBeGreaterThan(0);
    expect(codesOf(table).filter((code) => !own.test(code))).toEqual([]);
  });
});
