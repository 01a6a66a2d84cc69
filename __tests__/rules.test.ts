import { compile, compiledRule } from "../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../compiler/core/diagnostic";
import type { ResolvedRule } from "../compiler/ir/rule";
import { ruleFiles } from "../compiler/load/rule-files";
import { loadRules } from "../compiler/rule-set/load-rules";
import { levelOf } from "../compiler/rule/level";
import { loadTests, testsPath } from "../compiler/run/rule-tests/load-tests";
import { reportGate, reportTests, runTests } from "../compiler/run/rule-tests/run-tests";
import { ruleAttack } from "../review/attack/rule-attack";
import { diagnose, resultColumns } from "./support/kusto";
import { repositoryPlaceholders, RULES, SHIPPED, STARTER } from "./support/repository-rules";

const CREATED = "9a6554e6-63d9-4f94-9b32-64d1d40628f2";
const FOR_ANOTHER = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";

const said = (diagnostics: Diagnostics) => diagnostics.all.map(formatDiagnostic).join("\n");
const errorsOf = (diagnostics: Diagnostics) =>
  diagnostics.all
    .filter(({ severity }) => severity === "error")
    .map(formatDiagnostic)
    .join("\n");

describe("the rules of `starter`", () => {
  const diagnostics = new Diagnostics();
  const rules = loadRules(STARTER, diagnostics);
  const detectionOf = (id: string): ResolvedRule => {
    const found = rules.find(({ detection }) => detection.id === id);
    if (found === undefined) throw new Error(`no shipped rule has the id ${id}`);
    return found.detection;
  };

  test("load without a finding", () => {
    expect(said(diagnostics)).toBe("");
    expect(rules.map(({ detection }) => [detection.id, detection.title])).toEqual([
      [CREATED, "Creation of Access Key for IAM User"],
      [FOR_ANOTHER, "IAM Access Key Created for Another User"],
    ]);
  });

  test("a key for another user is wider on CloudWatch, by the comparison of two fields alone", () => {
    const compiled = compile(detectionOf(FOR_ANOTHER), "cloudwatch");
    expect(compiled.verdict).toBe("wider");
    expect(compiled.reasons).toEqual([
      expect.objectContaining({
        code: "DET501",
        message: expect.stringContaining("not with a field"),
        path: "detection.filter_main_own_key.userIdentity.userName|fieldref",
      }),
    ]);
    expect(compiled.output?.filters.map(({ pattern }) => pattern)).toEqual([
      '{ $.eventSource = "iam.amazonaws.com" && $.eventName = "CreateAccessKey" }',
    ]);
  });

  test("every other verdict is exact", () => {
    expect(compile(detectionOf(CREATED), "cloudwatch").verdict).toBe("exact");
    expect(compile(detectionOf(CREATED), "sentinel").verdict).toBe("exact");
    expect(compile(detectionOf(FOR_ANOTHER), "sentinel").verdict).toBe("exact");
  });
});

/** What a rule must have beside what `check` and `test` ask of any: see CONTRIBUTING.md. */
describe("each shipped rule", () => {
  const diagnostics = new Diagnostics();
  const placeholders = repositoryPlaceholders(diagnostics);
  const rules = loadRules(SHIPPED, diagnostics, { placeholders }).map(({ detection }) => detection);

  test("loads without a finding that nobody allowed", () => {
    expect(said(diagnostics)).toBe("");
    expect(rules.length).toBeGreaterThan(0);
  });

  test.each(rules.map((detection) => [detection.title, detection] as const))("%s", (_, rule) => {
    const gates = new Diagnostics();
    const path = testsPath(rule.source.path);
    const tests = loadTests(path, gates);
    reportGate(rule, tests, path, gates);
    expect(said(gates)).toBe("");
    const expected = tests!.tests.map((each) =>
      each.kind === "event" ? each.match : Number(each.alert) > 0,
    );
    expect(expected.filter((matches) => matches).length).toBeGreaterThanOrEqual(2);
    expect(expected.filter((matches) => !matches).length).toBeGreaterThanOrEqual(3);

    const { document } = rule;
    expect(levelOf(document)).toBeDefined();
    expect(ruleAttack(document).unknown).toEqual([]);
    expect(ruleAttack(document).techniques.length).toBeGreaterThan(0);
    for (const key of ["description", "falsepositives", "runbook", "license"] as const) {
      expect([key, document[key]]).toEqual([key, expect.anything()]);
    }
  });
});

/** What every rule under `rules/` must satisfy, whoever wrote it; a failure says what `check` and `test` say. */
describe("the rules under rules/", () => {
  const diagnostics = new Diagnostics();
  const placeholders = repositoryPlaceholders(diagnostics);
  const rules = loadRules(ruleFiles(RULES), diagnostics, { placeholders });

  test("are read without an error", () => {
    expect(errorsOf(diagnostics)).toBe("");
  });

  describe.each(rules.map(({ detection }) => ({ title: detection.title, detection })))(
    "$title",
    ({ detection }) => {
      test("does what its tests say, where it has some", () => {
        const found = new Diagnostics();
        const tests = loadTests(testsPath(detection.source.path), found);
        if (tests !== undefined)
          reportTests(runTests(compiledRule(detection), tests), tests, found);
        expect(errorsOf(found)).toBe("");
      });

      test("gives a query that binds against the table, with the columns its entities name", () => {
        const { output } = compile(detection, "sentinel");
        // KQL written by hand may read tables and functions that only the workspace knows.
        if (output === null || detection.document.query !== undefined) return;
        expect(diagnose(output.query)).toEqual([]);
        const columns = resultColumns(output.query).map(({ name }) => name);
        for (const { fieldMappings } of output.entityMappings) {
          for (const { columnName } of fieldMappings) expect(columns).toContain(columnName);
        }
      });
    },
  );
});
