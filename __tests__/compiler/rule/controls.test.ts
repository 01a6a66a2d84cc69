import { Diagnostics, formatDiagnostic } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { ruleText } from "../../support/rules";

function said(controls: unknown): string {
  const diagnostics = new Diagnostics();
  loadRule(ruleText({ controls, tags: ["attack.t1562.008"] }), diagnostics);
  return diagnostics.all.map(formatDiagnostic).join("\n");
}

describe("`controls` in a rule", () => {
  test("names ids by framework, one or several", () => {
    const controls = { "cis-aws-5.0": "4.10", "security-hub": ["CloudWatch.10"] };
    const diagnostics = new Diagnostics();
    const rule = loadRule(ruleText({ controls }), diagnostics);
    expect(rule?.document.controls).toEqual(controls);
    expect(diagnostics.hasErrors).toBe(false);
  });

  test("takes no number, which has lost its last zero", () => {
    expect(said({ "cis-aws-5.0": 4.1 })).toMatch(
      /DET303 found a number .*allowed: the number of a control, in quotes, such as `"4\.4"`/,
    );
  });

  test.each([
    [{ "cis-aws-5.1": "4.4" }, /DET241 unknown key `cis-aws-5\.1`[^]*fix: write `cis-aws-5\.0`/],
    [{ "cis-aws-5.0": "4.x" }, /DET306 found `4\.x`; allowed: the number of a control/],
    [{ "security-hub": ["CloudWatch"] }, /DET306 found `CloudWatch`; allowed: a control of Sec/],
    [{ "cis-aws-5.0": [] }, /DET305 found 0 entries; allowed: at least 1 entry/],
    [["4.4"], /DET303 found a list; allowed: a mapping/],
  ])("%j is refused at its place", (controls, expected) => {
    expect(said(controls)).toMatch(expected);
  });
});
