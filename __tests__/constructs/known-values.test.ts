import { TerraformVariable, Token, type TerraformStack } from "cdktf";

import {
  CloudWatchDetection,
  Detection,
  DetectionPack,
  type DetectionProps,
} from "../../constructs";
import { ruleObject, ruleText } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { FILTER, refusalOf } from "./packs";

const WATCHED = ruleText({
  detection: {
    selection: { eventName: "StopLogging", "awsRegion|expand": "%watched%" },
    condition: "selection",
  },
});

/** What stands for a value that only Terraform will know: text, list and number. */
function later(stack: TerraformStack) {
  const text = new TerraformVariable(stack, "later", { type: "string" });
  const list = new TerraformVariable(stack, "laters", { type: "list(string)" });
  return { text: text.stringValue, list: list.listValue, number: Token.asNumber({ later: 1 }) };
}
type Later = ReturnType<typeof later>;

describe("what is known only when Terraform runs", () => {
  test.each<[string, (known: Later) => Partial<DetectionProps>]>([
    ["placeholders", ({ text }) => ({ placeholders: { watched: ["us-east-1", text] } })],
    ["placeholders", ({ list }) => ({ placeholders: { watched: list } })],
    ["runbook", ({ text }) => ({ runbook: `https://example.com/${text}` })],
    ["queryPeriod", ({ text }) => ({ queryPeriod: text })],
    ["ingestionDelay", ({ text }) => ({ ingestionDelay: text })],
    ["queryFrequency", ({ text }) => ({ queryFrequency: text })],
    ["incidentLookback", ({ text }) => ({ incidentLookback: text })],
    ["triggerThreshold", ({ number }) => ({ triggerThreshold: number })],
    ["rule", ({ text }) => ({ rule: ruleText({ title: text }) })],
    [
      "rule",
      ({ text }) => ({ rule: ruleObject({ detection: { s: { arn: [text] }, condition: "s" } }) }),
    ],
    ["rule", ({ list }) => ({ rule: ruleObject({ references: list }) })],
    ["rule", ({ number }) => ({ rule: ruleObject({ triggerThreshold: number }) })],
  ])("is no part of a rule: it would match nothing (%s)", (prop, props) => {
    const build = () =>
      synthesise((stack) => {
        const placeholders = { watched: ["us-east-1"] };
        const common = { rule: WATCHED, logGroupName: "trail", placeholders };
        new Detection(stack, "Rule", { ...common, ...props(later(stack)) });
      });
    const refusal = refusalOf(build);
    expect(refusal).toMatch(
      new RegExp(
        `Rule: DET930 \`${prop}\` holds what is known only when Terraform runs; rules are comp`,
      ),
    );
    expect(refusal.match(/DET\d+/g)).toEqual(["DET930"]);
  });

  test("is no part of a pack's rules either, nor of what it says of one", () => {
    const build = () =>
      synthesise((stack) => {
        const { text } = later(stack);
        const common = { rules: [ruleText()], logGroupName: "trail" };
        const id = ruleObject().id;
        new DetectionPack(stack, "Rules", { ...common, rules: [ruleText({ title: text })] });
        new DetectionPack(stack, "Values", { ...common, placeholders: { a: [text] } });
        new DetectionPack(stack, "All", { ...common, runbook: text });
        new DetectionPack(stack, "One", { ...common, overrides: { [id]: { runbook: text } } });
      });
    const refusal = refusalOf(build);
    expect(refusal).toMatch(/\/Rules: DET930 `rules` holds/);
    expect(refusal).toMatch(/\/Values: DET930 `placeholders` holds/);
    expect(refusal).toMatch(/\/All, [^:]*\/One: DET930 `runbook` holds/);
  });
});

describe("values of placeholders", () => {
  const pattern =
    '{ $.eventName = "StopLogging" && ($.awsRegion = "us-east-1" || $.awsRegion = "eu-west-1") }';
  const placeholders = { watched: ["us-east-1", "eu-west-1"] };

  test("stand in the rules of a detection and of a pack", () => {
    const alone = synthesise((stack) => {
      new Detection(stack, "Rule", { rule: WATCHED, logGroupName: "trail", placeholders });
    });
    const inPack = synthesise((stack) => {
      new DetectionPack(stack, "Pack", { rules: [WATCHED], logGroupName: "trail", placeholders });
    });
    for (const json of [alone, inPack])
      expect(resources(json, FILTER)).toMatchObject([{ pattern }]);
  });

  test("are missed where they are not given", () => {
    const build = () =>
      synthesise((stack) => {
        new DetectionPack(stack, "Pack", { rules: [WATCHED], logGroupName: "trail" });
      });
    expect(refusalOf(build)).toMatch(
      /Pack: <text>:1:\d+ DET228 the placeholder `%watched%` has no value/,
    );
  });
});

test("a rule as an object may have any keys of its own", () => {
  const json = synthesise((stack) => {
    const rule = ruleObject({ matches: 1, root: { a: null }, schedule: [], title: "Own keys" });
    new CloudWatchDetection(stack, "Rule", { rule, logGroupName: "trail" });
  });
  expect(resources(json, FILTER)).toHaveLength(1);
});

test("a rule as an object that holds itself is refused", () => {
  const loop: Record<string, unknown> = { ...ruleObject() };
  loop["metadata"] = loop;
  const build = () =>
    synthesise((stack) => {
      new CloudWatchDetection(stack, "Rule", { rule: loop, logGroupName: "trail" });
    });
  expect(refusalOf(build)).toMatch(/Rule: <object>:\d+:\d+ DET108 /);
});
