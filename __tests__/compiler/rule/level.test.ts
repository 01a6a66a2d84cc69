import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { headOf, parseSet } from "../../../compiler/rule-set/rule-set";
import { levelOf } from "../../../compiler/rule/level";
import { ruleText } from "../../support/rules";

const QUERY = "name: Query\nquery: AWSCloudTrail\n";

describe("a rule's level", () => {
  test.each([
    [ruleText({ level: "critical", severity: "Low" }), "critical"],
    [ruleText({ level: undefined, severity: "Medium" }), "medium"],
    [ruleText({ level: undefined }), undefined],
    [`${QUERY}severity: Informational\n`, "informational"],
    [`${QUERY}severity: High\nlevel: critical\n`, "critical"],
  ])("is what it says, else what its severity stands for: %#", (text, level) => {
    // What a rule is chosen by, before it is loaded, and what its alarm is routed by, after.
    expect(parseSet([text], new Diagnostics()).map((each) => headOf(each).level)).toEqual([level]);
    const document = loadRule(text, new Diagnostics())?.document;
    expect(document && levelOf(document)).toBe(level);
  });
});

test("what can be read of a document whose keys are wrong is what it is chosen by", () => {
  const text = ruleText({ level: "hgih", tags: ["attack.t1098", 5], status: "stable", date: [] });
  expect(parseSet([text], new Diagnostics()).map(headOf)).toEqual([
    {
      kind: "sigma",
      id: "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55",
      level: "hgih",
      status: "stable",
      tags: ["attack.t1098", "5"],
    },
  ]);
  expect(parseSet(["- a list\n"], new Diagnostics()).map(headOf)).toEqual([
    { kind: undefined, id: undefined, level: undefined, status: undefined, tags: [] },
  ]);
});
