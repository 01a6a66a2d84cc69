import type { TerraformStack } from "cdktf";

import { CloudWatchDetection, Detection, DetectionPack, SentinelDetection } from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { annotations, synthesise } from "../support/synth";

/** A rule that no lint has a word on. */
const CLEAN = { tags: ["attack.persistence", "attack.t1098"] };
const WIDER = ruleText({ ...CLEAN, detection: WIDER_DETECTION, accept: "wider" });
/** A day that the calendar does not have is a lint's matter. */
const ODD = ruleText({ ...CLEAN, date: "2024-02-31" });

/** What is annotated, with the constructs that it is annotated at. */
function annotated(build: (stack: TerraformStack) => void): readonly string[] {
  const found: string[] = [];
  synthesise((stack) => {
    build(stack);
    const at = stack.node.findAll().filter(({ node }) => {
      return node.metadata.some(({ type }) => type.startsWith("@cdktf/"));
    });
    found.push(...at.map(({ node }) => node.path), ...annotations(stack));
  });
  return found;
}

describe("a version that is wider than its rule", () => {
  test("is annotated at what is deployed, with each condition that is not applied", () => {
    const found = annotated((stack) => {
      const props = { logGroupName: "trail", workspaceId: WORKSPACE };
      new Detection(stack, "Rule", { ...props, rule: WIDER });
    });
    expect(found).toEqual([
      "detections/Rule/CloudWatch",
      expect.stringMatching(
        /^A trail was stopped: wider on cloudwatch: alerts on more than the rule says\n {4}not applied: `userIdentity\.userName\|fieldref: responseElements\.accessKey\.userName`/,
      ),
    ]);
  });

  test("is annotated at each rule of a pack", () => {
    const found = annotated((stack) => {
      const props = { rules: [WIDER, ruleText({ ...CLEAN, id: OTHER })], logGroupName: "trail" };
      new DetectionPack(stack, "Pack", props);
    });
    expect(found).toEqual([
      `detections/Pack/${ID}/CloudWatch`,
      expect.stringContaining("wider on cloudwatch"),
    ]);
  });
});

describe("a warning about a rule", () => {
  test("is annotated with its place, and keeps nothing from being deployed", () => {
    const builds: readonly ((stack: TerraformStack) => void)[] = [
      (stack) => new CloudWatchDetection(stack, "Rule", { rule: ODD, logGroupName: "trail" }),
      (stack) => new SentinelDetection(stack, "Rule", { rule: ODD, workspaceId: WORKSPACE }),
      (stack) => new DetectionPack(stack, "Rule", { rules: [ODD], logGroupName: "trail" }),
    ];
    for (const build of builds) {
      expect(annotated(build)).toEqual([
        "detections/Rule",
        expect.stringMatching(/^<text>:1:\d+ DET4\d\d warning: .*2024-02-31/),
      ]);
    }
  });

  test("is annotated once for a rule that goes to both clouds", () => {
    const found = annotated((stack) => {
      const props = { logGroupName: "trail", workspaceId: WORKSPACE };
      new Detection(stack, "Rule", { ...props, rule: ODD });
    });
    expect(found).toHaveLength(2);
  });
});

test("nothing is annotated where there is nothing to say", () => {
  const found = annotated((stack) => {
    const props = { logGroupName: "trail", workspaceId: WORKSPACE };
    new DetectionPack(stack, "Pack", { ...props, rules: [ruleText(CLEAN)] });
  });
  expect(found).toEqual([]);
});

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
const OTHER = "1d0a5a2e-7a0b-4d52-8f0c-0c54a5d1f001";
