import { CloudWatchDetection, SentinelDetection } from "../../constructs";
import { ruleText } from "../support/rules";
import { synthesise } from "../support/synth";

const TOO_LONG = ruleText({ author: "name, ".repeat(300) });

describe("author and link that are too long to be carried whole", () => {
  test("fail the synthesis of a CloudWatch detection", () => {
    expect(() =>
      synthesise((stack) => {
        new CloudWatchDetection(stack, "Rule", { rule: TOO_LONG, logGroupName: "trail" });
      }),
    ).toThrow(/DET311 author and link have \d+ characters together/);
  });

  test("fail the synthesis of a Sentinel detection", () => {
    expect(() =>
      synthesise((stack) => {
        new SentinelDetection(stack, "Rule", { rule: TOO_LONG, workspaceId: "/workspace" });
      }),
    ).toThrow(/DET311 author and link have \d+ characters together/);
  });
});
