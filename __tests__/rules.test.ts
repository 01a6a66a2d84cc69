import { compile, compiledRule } from "../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../compiler/core/diagnostic";
import type { ResolvedRule } from "../compiler/ir/rule";
import { ruleFiles } from "../compiler/load/rule-files";
import { loadRules } from "../compiler/rule-set/load-rules";
import { loadTests, testsPath } from "../compiler/run/rule-tests/load-tests";
import { reportGate, reportTests, runTests } from "../compiler/run/rule-tests/run-tests";
import { diagnose, resultColumns } from "./support/kusto";
import { repositoryPlaceholders, RULES, SHIPPED } from "./support/repository-rules";

const CREATED = "9a6554e6-63d9-4f94-9b32-64d1d40628f2";
const FOR_ANOTHER = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";

const said = (diagnostics: Diagnostics) => diagnostics.all.map(formatDiagnostic).join("\n");
const errorsOf = (diagnostics: Diagnostics) =>
  diagnostics.all
    .filter(({ severity }) => severity === "error")
    .map(formatDiagnostic)
    .join("\n");

describe("the shipped rules", () => {
  const diagnostics = new Diagnostics();
  const rules = loadRules(SHIPPED, diagnostics);
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

  test.each([CREATED, FOR_ANOTHER])(
    "%s has events that match and near misses that do not",
    (id) => {
      const detection = detectionOf(id);
      const path = testsPath(detection.source.path);
      const gates = new Diagnostics();
      const tests = loadTests(path, gates);
      reportGate(detection, tests, path, gates);
      expect(said(gates)).toBe("");
    },
  );
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
