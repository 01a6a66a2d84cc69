import { CODES } from "../../../cli/codes";
import { compile, type CompileOptions } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { ruleFiles } from "../../../compiler/load/rule-files";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { isAcceptance, LOSSES } from "../../../compiler/rule/acceptance";
import { reportRefusal } from "../../../compiler/targets/refusal";
import { describeWithShared, shared } from "../../support/optional";
import { findings, fixed, lints, ruleText } from "../lint/linting";

/** On CloudWatch it loses DET501, a field against a field, and DET502, a container. */
const TWO_LOSSES = `id: 5f0c2b7e-8d4c-4c0e-9a55-2d7b1a3e9c11
detection:
  s: {eventSource: iam.amazonaws.com, eventName: CreateAccessKey}
  own: {userIdentity.userName|fieldref: requestParameters.userName}
  some: {requestParameters|contains: admin}
  condition: s and some and not own
`;

function compiled(accept: string, options: CompileOptions = {}) {
  const detection = loadRule(ruleText(`${TWO_LOSSES}${accept}`), new Diagnostics());
  if (detection === undefined) throw new Error("the rule does not load");
  const made = compile(detection, "cloudwatch", options);
  const diagnostics = new Diagnostics();
  reportRefusal(detection, made, diagnostics);
  return { made, found: diagnostics.all };
}

const codesOf = (accept: string, options?: CompileOptions) =>
  compiled(accept, options).found.map(({ code }) => code);

describe("what a rule accepts", () => {
  test.each([
    "accept: wider",
    "accept: {cloudwatch: wider}",
    "accept: {cloudwatch: [DET501, DET502]}",
    "accept: {cloudwatch: wider, sentinel: [DET601]}",
  ])("is deployed: %s", (accept) => {
    const { made, found } = compiled(accept);
    expect(made.output).not.toBeNull();
    expect(made.reasons.map(({ code }) => code)).toEqual(["DET502", "DET501"]);
    expect(found).toEqual([]);
  });

  test.each([
    ["", ["DET502", "DET501"]],
    ["accept: {sentinel: wider}", ["DET502", "DET501"]],
    ["accept: {cloudwatch: [DET501]}", ["DET502"]],
    ["accept: {cloudwatch: [DET504]}", ["DET312", "DET501", "DET502"]],
    ["accept:", ["DET502", "DET501"]],
  ])("does not cover another loss: %s", (accept, codes) => {
    expect([...codesOf(accept)].sort()).toEqual([...codes].sort());
    expect(compiled(accept).made.output).toBeNull();
  });

  test("is added to by the caller, by cloud and by code", () => {
    const rule = "accept: {cloudwatch: [DET501]}";
    expect(codesOf(rule, { accept: { cloudwatch: ["DET502"] } })).toEqual([]);
    expect(codesOf("", { accept: { cloudwatch: ["DET502"] } })).toEqual(["DET501"]);
    expect(codesOf("", { accept: { sentinel: "wider" } })).toHaveLength(2);
    expect(codesOf("", { accept: "wider" })).toEqual([]);
  });

  test("is offered with the codes that are lost", () => {
    const [open] = compiled("accept: {cloudwatch: [DET501]}").found;
    expect(open?.message).toContain("CloudWatch: wider also by what is not accepted: ");
    expect(open?.fix).toContain("`accept: { cloudwatch: [DET501, DET502] }`");
    expect(compiled("").found[0]?.fix).toContain("`accept: wider` or `accept: { cloudwatch: ");
  });

  test("and does not lose is a warning at the code", () => {
    const { made, found } = compiled("accept: {cloudwatch: [DET501, DET502, DET504, DET521]}");
    expect(made.output).not.toBeNull();
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([["DET312", "warning"]]);
    expect(found[0]?.message).toContain("DET504");
  });
});

describe("an acceptance", () => {
  test.each([
    ["accept: narrow", "DET304 narrow"],
    ["accept: [wider]", "DET303 [wider]"],
    ["accept: {cloudwach: wider}", "DET241 cloudwach"],
    ["accept: {eventhub: wider}", "DET241 eventhub"],
    ["accept: {cloudwatch: narrow}", "DET304 narrow"],
    ["accept: {cloudwatch: [DET601]}", "DET304 DET601"],
    ["accept: {sentinel: [DET501]}", "DET304 DET501"],
    ["accept: {cloudwatch: [DET510]}", "DET304 DET510"],
    ["accept: {cloudwatch: []}", "DET305 []"],
  ])("of no such cloud or loss is told what there is: %s", (written, finding) => {
    expect(lints(written)).toEqual([finding]);
  });

  test("near the right word gets it; consent to a loss is nobody else's edit", () => {
    expect(fixed("accept: {cloudwach: wider}")).toContain("accept: {cloudwatch: wider}");
    const [found] = findings("accept: {cloudwatch: [DET601]}");
    expect(found?.found.fix).toMatch(/^write `DET\d+`$/);
    expect(found?.found.edit).toBeUndefined();
  });

  test("given in code is checked alike", () => {
    for (const right of ["wider", { cloudwatch: "wider" }, { sentinel: ["DET601"] }, {}]) {
      expect([right, isAcceptance(right)]).toEqual([right, true]);
    }
    const wrong = [
      "narrow",
      { aws: "wider" },
      { cloudwatch: ["DET601"] },
      { cloudwatch: [] },
      null,
    ];
    for (const each of wrong) expect([each, isAcceptance(each)]).toEqual([each, false]);
  });

  test("lists codes that there are", () => {
    for (const code of Object.values(LOSSES).flat()) expect(CODES).toHaveProperty(code);
  });
});

describeWithShared("public rules", () => {
  test("lose nothing that cannot be accepted by its code", () => {
    const unknown = new Set<string>();
    let wider = 0;
    for (const file of ["sigma/rules", "sentinel/rules"].flatMap((dir) => ruleFiles(shared(dir)))) {
      const detection = loadRule(file, new Diagnostics());
      if (detection === undefined) continue;
      for (const target of ["cloudwatch", "sentinel"] as const) {
        const { verdict, reasons } = compile(detection, target, { accept: "wider" });
        if (verdict !== "wider") continue;
        wider += 1;
        const known: readonly string[] = LOSSES[target];
        for (const { code } of reasons) if (!known.includes(code)) unknown.add(code);
      }
    }
    expect(wider).toBeGreaterThan(0);
    expect([...unknown]).toEqual([]);
  });
});
