import { compile } from "../../compiler/compile";
import { TARGETS } from "../../compiler/targets/verdict";
import { WIDER_DETECTION } from "../support/rules";
import { detectionOf } from "./detections";

describe("acceptance", () => {
  const RULE = { detection: WIDER_DETECTION };

  test("a wider version that nobody accepts has no output, and says why", () => {
    const { verdict, output, reasons } = compile(detectionOf(RULE), "cloudwatch");
    expect([verdict, output]).toEqual(["wider", null]);
    expect(reasons.map(({ path }) => path)).toEqual([
      "detection.own.userIdentity.userName|fieldref",
    ]);
  });

  test("the rule or the caller may accept it; the verdict stays, and its reasons", () => {
    const { unaccepted, ...refused } = compile(detectionOf(RULE), "cloudwatch");
    expect(unaccepted).toEqual(refused.reasons);
    for (const accepted of [
      compile(detectionOf({ ...RULE, accept: "wider" }), "cloudwatch"),
      compile(detectionOf(RULE), "cloudwatch", { accept: "wider" }),
    ]) {
      expect(accepted.output?.filters).toHaveLength(1);
      expect({ ...accepted, output: null }).toEqual(refused);
    }
  });

  test("changes nothing where the version is exact", () => {
    for (const target of TARGETS) {
      const plain = compile(detectionOf(), target);
      expect(compile(detectionOf(), target, { accept: "wider" })).toEqual(plain);
    }
  });

  test("does not make more matches safe where they could silence an alert", () => {
    const keys = { ...RULE, triggerOperator: "lt", triggerThreshold: 5 };
    const { verdict, output } = compile(detectionOf(keys), "cloudwatch", { accept: "wider" });
    expect([verdict, output]).toEqual(["unsupported", null]);
  });
});

test("every target says which it is, and Logs Insights claims nothing", () => {
  const made = TARGETS.map((target) => compile(detectionOf(), target));
  expect(made.map(({ target }) => target)).toEqual([...TARGETS]);
  expect(made.map(({ verdict }) => verdict)).toEqual(["exact", "exact", "exact", null]);
});

test("one rule always gives the same text", () => {
  for (const target of TARGETS) {
    const first = JSON.stringify(compile(detectionOf({ detection: WIDER_DETECTION }), target));
    const again = JSON.stringify(compile(detectionOf({ detection: WIDER_DETECTION }), target));
    expect(again).toBe(first);
  }
});

test("a query beside the detection is Sentinel's alone, as written", () => {
  const query = "AWSCloudTrail\n| where EventName == 'StopLogging'";
  const detection = detectionOf({ query });
  const sentinel = compile(detection, "sentinel");
  expect([sentinel.verdict, sentinel.output?.query]).toEqual(["as-written", query]);
  const cloudwatch = compile(detection, "cloudwatch");
  expect(cloudwatch).toEqual({ ...compile(detectionOf(), "cloudwatch") });
});

test("values of a rule never become syntax", () => {
  const value = 'x" || $.eventName = "*';
  const selection = { eventSource: "iam.amazonaws.com", eventName: "A", userAgent: value };
  const detection = detectionOf({ detection: { selection, condition: "selection" } });
  const { output } = compile(detection, "cloudwatch", { accept: "wider" });
  const patterns = output?.filters.map(({ pattern }) => pattern) ?? [];
  expect(patterns).toHaveLength(1);
  expect(patterns[0]).toContain('$.eventName = "A"');
  expect(patterns[0]).not.toContain('$.eventName = "*"');
  expect(compile(detection, "sentinel").output?.query).toContain('\\" || $.eventName = \\"');
});
