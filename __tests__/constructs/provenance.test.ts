import { join, relative } from "node:path";
import { TerraformVariable } from "cdktf";

import { isObject, member, type Json } from "../../compiler/core/json";
import {
  CloudWatchDetection,
  Detection,
  DetectionPack,
  type CloudWatchDetectionProps,
} from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText } from "../support/rules";
import { resources, synthesise, synthesiseApp } from "../support/synth";
import { ALARM, FILTER, QUERY, refusalOf, SCHEDULED, stackIn } from "./packs";

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";

function tagsOf(props: Partial<CloudWatchDetectionProps>) {
  const stack = synthesise((scope) => {
    new CloudWatchDetection(scope, "Rule", { rule: ruleText(), logGroupName: "trail", ...props });
  });
  return resources(stack, ALARM)[0]?.["tags"];
}

function tagsOfRule(keys: Readonly<Record<string, unknown>>) {
  return tagsOf({ rule: ruleText(keys) });
}

describe("an alarm's tags", () => {
  test("say which rule it is: id, level, techniques, version", () => {
    expect(tagsOfRule({ id: ID.toUpperCase(), version: "1.2.0" })).toEqual({
      "detection:rule-id": ID,
      "detection:level": "high",
      "detection:techniques": "T1562.008",
      "detection:version": "1.2.0",
    });
  });

  test("name the techniques that the rule names, not those that Sentinel is given for them", () => {
    const techniques = (keys: Readonly<Record<string, unknown>>) =>
      Object(tagsOfRule(keys))["detection:techniques"];
    const tags = ["attack.t1685.002", "attack.t1098", "attack.t1078.004", "attack.persistence"];
    expect(techniques({ tags })).toBe("T1078.004 T1098 T1685.002");
    expect(techniques({ tags: ["attack.t1098", "attack.t1098.003"] })).toBe("T1098 T1098.003");
    expect(techniques({ tags, relevantTechniques: ["T1562"] })).toBe("T1078.004 T1098 T1685.002");
    expect(techniques({ tags: undefined, relevantTechniques: ["T1562"] })).toBe("T1562");
  });

  test("end with a whole technique where there are too many for a tag", () => {
    const tags = Array.from({ length: 40 }, (_, index) => `attack.t1${100 + index}.001`);
    const value: unknown = Object(tagsOfRule({ tags }))["detection:techniques"];
    expect(String(value)).toMatch(/^(T1\d{3}\.001 ){24}T1\d{3}\.001$/);
  });

  test("name the controls that the rule serves, in as many versions as there are", () => {
    expect(Object(tagsOfRule({ controls: { "cis-aws-7.0": "5.11" } }))["detection:controls"]).toBe(
      "cis-aws-1.2:3.11 cis-aws-1.3-5.0:4.11 cis-aws-6.0-7.0:5.11 security-hub:CloudWatch.11 nist-800-171-r2:3.14.6 nist-800-171-r2:3.14.7 nist-800-171-r2:3.6.1 nist-800-171-r2:3.6.2 nist-800-171-r2:3.12.4",
    );
  });

  test.each([
    [{ version: "3", modified: "2024-02-01", date: "2024-01-01" }, "3"],
    [{ version: 2, modified: "2024-02-01" }, "2"],
    [{ modified: "2024-02-01", date: "2024-01-01" }, "2024-02-01"],
    [{ date: "2024-01-01" }, "2024-01-01"],
  ])("take the version, else the day of the last change: %j", (keys, version) => {
    expect(tagsOfRule(keys)).toMatchObject({ "detection:version": version });
  });

  test("leave out what the rule does not say", () => {
    expect(tagsOfRule({ level: undefined, tags: undefined })).toEqual({ "detection:rule-id": ID });
  });

  test("hold nothing that AWS does not take in a tag, and no more of it", () => {
    const own = (modified: unknown) => {
      const query = 'AWSCloudTrail\n| where EventName == "StopLogging"\n';
      const rule = { name: "Query", id: ID, severity: "Low", kind: "Scheduled", query, modified };
      return tagsOf({ rule });
    };
    expect(own('v1 ${x} %{y} "é"\n')).toMatchObject({ "detection:version": "v1 __x_ __y_ _é__" });
    expect(own("v".repeat(300))).toMatchObject({ "detection:version": "v".repeat(256) });
    expect(own({ day: 1 })).not.toHaveProperty("detection:version");
  });

  test("have the user's beside them, tokens too, which win", () => {
    const stack = synthesise((scope) => {
      const team = new TerraformVariable(scope, "team", { type: "string" });
      const tags = { team: team.stringValue, "detection:level": "mine" };
      new Detection(scope, "Rule", { rule: ruleText(), logGroupName: "trail", tags });
    });
    expect(resources(stack, ALARM)).toMatchObject([
      { tags: { team: "${var.team}", "detection:level": "mine", "detection:rule-id": ID } },
    ]);
  });

  test("are 40 of the user's at most", () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"]));
    expect(Object.keys(Object(tagsOf({ tags: many(40) }))).length).toBeLessThanOrEqual(50);
    expect(refusalOf(() => tagsOf({ tags: many(41) }))).toMatch(
      /Rule: DET923 `tags` has 41 tags; at most 40 fit beside the detection's own/,
    );
  });
});

describe("the comment of a resource", () => {
  /** What the resources of a pack say of themselves, as the app writes it. */
  function commentsOf(rule: string) {
    const { stack = "" } = synthesiseApp((app) => {
      const props = { rules: [rule], logGroupName: "trail", workspaceId: WORKSPACE };
      new DetectionPack(stackIn(app, "stack"), "Pack", props);
    });
    const json: Json = JSON.parse(stack);
    if (!isObject(json)) throw new Error("a stack is an object");
    return [FILTER, ALARM, QUERY, SCHEDULED].flatMap((type) =>
      resources(json, type).map((each) => member(member(each, "//"), "detection")),
    );
  }

  test("leads back to the rule's file, from where the app runs, on every resource", () => {
    const folder = ruleFolder({ "a/rule.yml": ruleText() });
    const comment = { id: ID, rule: relative(process.cwd(), join(folder, "a/rule.yml")) };
    expect(commentsOf(folder)).toEqual([comment, comment, comment, comment]);
    expect(comment.rule.startsWith("/")).toBe(false);
  });

  test("says of a rule that has no file what it is", () => {
    expect(commentsOf(ruleText())[0]).toEqual({ id: ID, rule: "<text>" });
  });

  test("is text, whatever the file is called", () => {
    const name = '${TfToken[TOKEN.9999]} ${file("x")} %{ if true }.yml';
    const found = commentsOf(ruleFolder({ [name]: ruleText() }));
    expect(found).toHaveLength(4);
    for (const comment of found) {
      expect(member(comment, "rule")).toMatch(/TfToken\[TOKEN\.9999\]\} .*file\("x"\)\} .*if true/);
    }
  });
});
