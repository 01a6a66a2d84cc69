import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/diagnostic";
import { loadRules } from "../compiler/load-rules";
import type { Json } from "../compiler/json";
import { ruleFiles } from "../compiler/rule-files";
import { diagnose, resultColumns } from "./support/kusto";
import { enginesOf } from "./support/law";

interface Example {
  readonly name: string;
  readonly event: Json;
  readonly match: boolean;
}

const RULES = resolve(__dirname, "../rules");
const diagnostics = new Diagnostics();
const rules = loadRules(ruleFiles(RULES), diagnostics);

function examplesOf(path: string): readonly Example[] {
  const tests = path.replace(/\.ya?ml$/, ".tests.yml");
  return existsSync(tests) ? (parse(readFileSync(tests, "utf8")) as Example[]) : [];
}

test("the shipped rules are these, without a finding", () => {
  expect(diagnostics.all).toEqual([]);
  expect(rules.map(({ detection }) => [detection.id, detection.title])).toEqual([
    ["9a6554e6-63d9-4f94-9b32-64d1d40628f2", "Creation of Access Key for IAM User"],
    ["0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2", "IAM Access Key Created for Another User"],
  ]);
});

test("a key for another user is wider on CloudWatch, by the comparison of two fields alone", () => {
  const [, keys] = rules;
  const compiled = compile(keys!.detection, "cloudwatch");
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
  const [created, keys] = rules;
  expect(compile(created!.detection, "cloudwatch").verdict).toBe("exact");
  expect(compile(created!.detection, "sentinel").verdict).toBe("exact");
  expect(compile(keys!.detection, "sentinel").verdict).toBe("exact");
});

describe.each(
  rules.map(({ source, detection }) => ({ title: detection.title, source, detection })),
)("$title", ({ source, detection }) => {
  const examples = examplesOf(source);

  test("has events that match and near misses that do not", () => {
    expect(examples.filter(({ match }) => match).length).toBeGreaterThan(0);
    expect(examples.filter(({ match }) => !match).length).toBeGreaterThan(0);
    expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length);
  });

  test.each(examples)("$name", ({ event, match }) => {
    const engines = enginesOf(detection);
    expect(engines.reference(event)).toBe(match);
    expect(engines.sentinel?.(event)).toBe(match);
    expect(engines.cloudwatch?.(event)).toBe(engines.promisedByCloudWatch(event));
    // Wider never misses.
    expect(engines.cloudwatch?.(event) || !match).toBe(true);
  });

  test("gives a query that binds against the table, with the columns its entities name", () => {
    const output = compile(detection, "sentinel").output;
    expect(diagnose(output!.query)).toEqual([]);
    const columns = resultColumns(output!.query).map(({ name }) => name);
    for (const { fieldMappings } of output!.entityMappings) {
      for (const { columnName } of fieldMappings) expect(columns).toContain(columnName);
    }
  });
});
