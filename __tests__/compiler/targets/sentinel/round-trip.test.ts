import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";

import { compile } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { ruleFiles } from "../../../../compiler/load/rule-files";
import { loadRules } from "../../../../compiler/rule-set/load-rules";
import { describeDetection } from "../../../../compiler/targets/description";
import { armTemplate } from "../../../../compiler/targets/sentinel/rule/arm";
import { sentinelYaml } from "../../../../compiler/targets/sentinel/rule/yaml";
import { arbitraryDetection } from "../../../support/arbitrary-rules";
import { describeWithShared, shared } from "../../../support/optional";
import { runs } from "../../../support/long";
import { ruleObject } from "../../../support/rules";

/*
 * What is exported, loaded and exported again is the same, byte for byte, in both forms.
 */

jest.setTimeout(240_000);
const RUNS = runs(25, 200);

type Form = "yaml" | "json";

/** The rule of a text, exported; undefined where nothing may be deployed. */
function exported(text: string, from: Form, to: Form): string | undefined {
  const diagnostics = new Diagnostics();
  const [rule] = loadRules([{ path: `rule.${from}`, text }], diagnostics);
  const detection = rule?.detection;
  if (detection === undefined) return undefined;
  const { output } = compile(detection, "sentinel", { accept: "wider" });
  if (output === null || detection.id === undefined) return undefined;
  return to === "yaml"
    ? sentinelYaml(detection, output)
    : JSON.stringify(armTemplate([{ detection: { ...detection, id: detection.id }, output }]));
}

/** Holds a rule to its own export, in each form; false where it has none. */
function staysTheSame(text: string): boolean {
  for (const form of ["yaml", "json"] as const) {
    const first = exported(text, "yaml", form);
    if (first === undefined) return false;
    expect(exported(first, form, form)).toBe(first);
  }
  return true;
}

const line = fc.constantFrom("a", " b", "\tc", "- d", "# e", "[f]", "${g}", "", "'h'", '"i"', "é");
const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => `x${lines.join("\n")}`);
const keys = fc.record(
  {
    description: text,
    title: fc.constantFrom("Plain", "[whole]", "it's: #1", "🙂 ünïcode", "1.0"),
    tags: fc.subarray(
      ["attack.t1562.008", "attack.t1098", "attack.t1098.001", "attack.t1562.001", "attack.impact"],
      { minLength: 1 },
    ),
    runbook: fc.constant("https://example.com/a"),
    version: fc.constantFrom("1.10", "2", "1.0.3"),
    templateVersion: fc.constant("1.10"),
    alertRuleTemplateName: fc.constant("9a6554e6-63d9-4f94-9b32-64d1d40628f2"),
    resourceNames: fc.constantFrom({ analyticRule: "mine" }, { alarm: "a", analyticRule: "it's" }),
    kind: fc.constantFrom("NRT", "Scheduled"),
    enabled: fc.boolean(),
    suppressionEnabled: fc.boolean(),
    suppressionDuration: fc.constantFrom("PT1H", "2h"),
    incidentConfiguration: fc.record({
      createIncident: fc.boolean(),
      groupingConfiguration: fc.record(
        { enabled: fc.boolean(), lookbackDuration: fc.constantFrom("5h", "P1D") },
        { requiredKeys: ["enabled"] },
      ),
    }),
  },
  { requiredKeys: [] },
);

test("of any rule with a detection", () => {
  let held = 0;
  fc.assert(
    fc.property(arbitraryDetection, keys, (detection, more) => {
      if (staysTheSame(stringify(ruleObject({ ...more, detection })))) held += 1;
    }),
    { numRuns: RUNS },
  );
  expect(held).toBeGreaterThan(RUNS / 10);
});

test("of any rule with a query alone", () => {
  fc.assert(
    fc.property(keys, text, ({ title, tags, ...more }, comment) => {
      const query = `AWSCloudTrail\n| where EventName == "StopLogging"\n// ${comment.replaceAll("\n", "\n// ")}`;
      const rule = {
        id: ruleObject().id,
        name: title ?? "By hand",
        severity: "Low",
        query,
        ...more,
      };
      expect(staysTheSame(stringify(rule))).toBe(true);
      const techniques = (tags ?? []).flatMap((tag) => /t\d.*$/.exec(tag)?.[0].toUpperCase() ?? []);
      expect(staysTheSame(stringify({ ...rule, relevantTechniques: techniques }))).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

describeWithShared("Microsoft's published rules", () => {
  test.each(ruleFiles(shared("sentinel/rules")))("%s", (path) => {
    const diagnostics = new Diagnostics();
    const [rule] = loadRules([path], diagnostics);
    expect(staysTheSame(rule?.detection.source.text ?? "")).toBe(true);
  });
});

test("a template that stands in a file comes to the same", () => {
  const folder = mkdtempSync(join(tmpdir(), "round-trip-"));
  const first = exported(stringify(ruleObject()), "yaml", "json") ?? "";
  writeFileSync(join(folder, "rule.json"), first);
  const diagnostics = new Diagnostics();
  const [rule] = loadRules([join(folder, "rule.json")], diagnostics);
  expect(rule?.detection.id ?? diagnostics.all).toBe(ruleObject().id);
});

test("an alarm on an exported rule has the alarm's verdict, not the export's too", () => {
  const diagnostics = new Diagnostics();
  const first = exported(stringify(ruleObject()), "yaml", "yaml") ?? "";
  const [rule] = loadRules([{ path: "rule.yml", text: first }], diagnostics);
  if (rule === undefined) throw new Error(JSON.stringify(diagnostics.all));
  const text = describeDetection(rule.detection, compile(rule.detection, "cloudwatch", {}));
  expect(text.match(/Verdict: /g)).toHaveLength(1);
  expect(text).toMatch(
    /^Somebody stopped a trail\. What happens next goes unseen\. Verdict: exact/,
  );
});
