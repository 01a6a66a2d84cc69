import { compile, compiledRule } from "../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../compiler/core/diagnostic";
import { logSourceOf, type ResolvedRule } from "../compiler/ir/rule";
import { expressionMatcher } from "../compiler/reference/evaluate";
import { ruleFiles } from "../compiler/load/rule-files";
import { loadRules } from "../compiler/rule-set/load-rules";
import { levelOf } from "../compiler/rule/level";
import { loadTests, testsPath } from "../compiler/run/rule-tests/load-tests";
import { reportGate, reportTests, runTests } from "../compiler/run/rule-tests/run-tests";
import { ruleAttack } from "../review/attack/rule-attack";
import { placeholdersOf } from "../review/conditions/placeholders";
import { diagnose, resultColumns } from "./support/kusto";
import { repositoryPlaceholders, RULES, SEEDS, SHIPPED, STARTER } from "./support/repository-rules";

const CREATED = "9a6554e6-63d9-4f94-9b32-64d1d40628f2";
const FOR_ANOTHER = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";

const said = (diagnostics: Diagnostics) => diagnostics.all.map(formatDiagnostic).join("\n");
const errorsOf = (diagnostics: Diagnostics) =>
  diagnostics.all
    .filter(({ severity }) => severity === "error")
    .map(formatDiagnostic)
    .join("\n");

const expressionOf = ({ matches }: ResolvedRule) => {
  if (matches.kind !== "expression") throw new Error("a rule of `starter` looks at single events");
  return matches;
};
const logNameOf = (rule: ResolvedRule) => {
  const { product, service } = expressionOf(rule).logSource;
  return `${product}/${service}`;
};
const matcherOf = (rule: ResolvedRule) => {
  const { expression, logSource } = expressionOf(rule);
  return expressionMatcher(expression, logSource.fields);
};
const onAws = (id: unknown, source: unknown) => {
  if (id === FOR_ANOTHER) return "wider";
  return source === "aws/cloudtrail" ? "exact" : "not-applicable";
};

describe("the rules of `starter`", () => {
  const diagnostics = new Diagnostics();
  const rules = loadRules(STARTER, diagnostics);
  const detectionOf = (id: string): ResolvedRule => {
    const found = rules.find(({ detection }) => detection.id === id);
    if (found === undefined) throw new Error(`no shipped rule has the id ${id}`);
    return found.detection;
  };

  test("load without a finding, and without values to fill in", () => {
    expect(said(diagnostics)).toBe("");
    expect(rules.length).toBeGreaterThan(SEEDS.length);
    expect(rules.filter(({ detection }) => placeholdersOf(detection).length > 0)).toEqual([]);
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

  test("every other verdict is exact, or the cloud has no such log", () => {
    const verdicts = rules.map(({ detection }) => [
      detection.id,
      logNameOf(detection),
      compile(detection, "cloudwatch").verdict,
      compile(detection, "sentinel").verdict,
    ]);
    expect(verdicts).toEqual(
      verdicts.map(([id, source]) => [id, source, onAws(id, source), "exact"]),
    );
  });

  test("are grave, but for the seeds", () => {
    const mild = rules.filter(({ detection }) => levelOf(detection.document) !== "high");
    expect(mild.map(({ detection }) => detection.id)).toEqual([CREATED, FOR_ANOTHER]);
  });

  test("tell of an event once, but for the seeds, which both tell of a key for another user", () => {
    const matchers = rules.map(({ detection }) => [detection, matcherOf(detection)] as const);
    const events = rules.flatMap(({ detection }) => {
      const loaded = loadTests(testsPath(detection.source.path), new Diagnostics());
      return (loaded?.tests ?? []).flatMap((each) =>
        each.kind === "event" && each.match
          ? [{ source: logNameOf(detection), event: each.event }]
          : [],
      );
    });
    const told = events.map(({ source, event }) =>
      matchers
        .filter(([rule, matches]) => logNameOf(rule) === source && matches(event))
        .map(([rule]) => rule.id),
    );
    expect(told.filter((ids) => ids.length === 0)).toEqual([]);
    const twice = told.filter((ids) => ids.length > 1).map((ids) => ids.join(" "));
    expect(new Set(twice)).toEqual(new Set([`${CREATED} ${FOR_ANOTHER}`]));
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
    const tests = loadTests(path, gates, logSourceOf(rule), placeholders);
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
        const tests = loadTests(
          testsPath(detection.source.path),
          found,
          logSourceOf(detection),
          detection.placeholders,
        );
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
