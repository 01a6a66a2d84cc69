import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";

import { Diagnostics } from "../../compiler/core/diagnostic";
import { loadYaml } from "../../compiler/load/load-yaml";
import { valueOf } from "../../compiler/load/node";
import { ruleFiles } from "../../compiler/load/rule-files";
import { parseRule } from "../../compiler/rule/parse-rule";
import { ruleJsonSchema } from "../../scripts/json-schema";
import { describeWithShared, shared } from "../support/optional";
import { RULES, SHIPPED } from "../support/repository-rules";

const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(
  ruleJsonSchema(),
);

/** Whether the compiler accepts a document's keys and values, and whether the JSON Schema does. */
function verdicts(text: string, path = "rule.yml") {
  const source = { path, text };
  return loadYaml(source, new Diagnostics()).map((root) => ({
    path,
    compiler: parseRule(root, source, new Diagnostics()) !== undefined,
    // By way of JSON, since a mapping has no prototype, which the validator does not expect.
    schema: validate(JSON.parse(JSON.stringify(valueOf(root)))),
  }));
}

describe("the JSON Schema for editors", () => {
  test("is the one that the compiler's definition gives (scripts/write-schema.ts)", () => {
    const written: unknown = JSON.parse(readFileSync(join(RULES, "rule.schema.json"), "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(ruleJsonSchema())));
  });

  test("is named by every rule that is shipped, in the first line", () => {
    for (const file of SHIPPED) {
      const named = /^# yaml-language-server: \$schema=(.+)\n/.exec(
        readFileSync(file, "utf8"),
      )?.[1];
      expect([file, existsSync(join(file, "..", named ?? "none"))]).toEqual([file, true]);
    }
  });

  test("accepts the shipped rules", () => {
    for (const file of SHIPPED) {
      for (const verdict of verdicts(readFileSync(file, "utf8"), file)) {
        expect(verdict).toEqual({ path: file, compiler: true, schema: true });
      }
    }
  });

  const SIGMA = "title: T\nlogsource: {product: aws}\ndetection: {s: {a: b}, condition: s}\n";
  const SENTINEL = "name: N\nseverity: Low\nquery: AWSCloudTrail\n";
  const CORRELATION =
    "title: T\ncorrelation: {type: event_count, rules: [a], timespan: 5m, condition: {gte: 3}}\n";
  const FILTER =
    "title: T\nlogsource: {product: aws}\nfilter: {rules: any, s: {a: b}, condition: not s}\n";

  test.each([
    ["a Sigma rule", SIGMA],
    ["a Sentinel rule", SENTINEL],
    ["both in one", SIGMA + "severity: Low\nqueryPeriod: 1h\nquery: AWSCloudTrail\n"],
    ["a correlation", CORRELATION],
    ["a filter", FILTER],
    ["keys of one's own", SIGMA + "x-owner: me\n"],
    ["a key that means something to no one", `${SIGMA}"__proto__": {a: 1}\n`],
    ["durations in both forms", SIGMA + "queryPeriod: P1DT2H\nqueryFrequency: 90m\n"],
  ])("accepts what the compiler accepts: %s", (_what, text) => {
    expect(verdicts(text)).toMatchObject([{ compiler: true, schema: true }]);
  });

  test.each([
    ["nothing to match", "title: T\n"],
    ["no title", SIGMA.replace("title: T\n", "")],
    ["no logsource", SIGMA.replace(/logsource.*\n/, "")],
    ["a title that is a list", SIGMA.replace("T", "[T]")],
    ["a list for a mapping", SIGMA.replace("{product: aws}", "[product]")],
    ["a list for a mapping of keys of one's own", SIGMA + "customDetails: [a]\n"],
    ["a level of no scale", SIGMA + "level: severe\n"],
    ["an id that is no UUID", SIGMA + "id: one\n"],
    ["a threshold below none", SIGMA + "triggerThreshold: -1\n"],
    ["half a threshold", SIGMA + "triggerThreshold: 0.5\n"],
    ["a duration in words", SIGMA + "queryPeriod: an hour\n"],
    ["an empty duration", SIGMA + "queryPeriod: P\n"],
    ["eleven entities", `${SIGMA}entityMappings: [${"{}, ".repeat(11)}]\n`],
    ["no severity", SENTINEL.replace("severity: Low\n", "")],
    ["a correlation of nothing", CORRELATION.replace("[a]", "[]")],
    ["a correlation of an unknown type", CORRELATION.replace("event_count", "count")],
    ["a timespan of no unit", CORRELATION.replace("5m", "5")],
    ["a filter without rules", FILTER.replace("rules: any, ", "")],
    ["a document that is a list", "- title: T\n"],
  ])("refuses what the compiler refuses: %s", (_what, text) => {
    expect(verdicts(text)).toMatchObject([{ compiler: false, schema: false }]);
  });
});

describeWithShared("public rules", () => {
  const files = ["sigma/rules", "sentinel/rules"].flatMap((folder) => ruleFiles(shared(folder)));

  test("are accepted or refused alike by the compiler and the JSON Schema", () => {
    expect(files.length).toBeGreaterThan(80);
    const all = files.flatMap((file) => verdicts(readFileSync(file, "utf8"), file));
    expect(all.filter(({ compiler, schema }) => compiler !== schema)).toEqual([]);
    expect(all.filter(({ compiler }) => compiler).length).toBeGreaterThan(80);
  });
});
