import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ruleText } from "../support/rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

const BY_HAND = `id: 5e0c8a2e-7d5f-4f0f-9a53-0d0b1f6f1510
name: By hand
description: A query.
severity: Medium
kind: Scheduled
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [Impact]
query: AWSCloudTrail | where EventName == "StopLogging"
version: 1.0.0
`;
const RULE = ruleText({ tags: undefined });

describe("example", () => {
  test("prints tests that `test` passes, for two commands to a tested rule", async () => {
    const root = folder({ "a.yml": RULE });
    const { code, stderr } = await detections(root, "example", "a.yml", "--write");
    expect([code, stderr]).toEqual([0, "1 file of tests written\n  a.tests.yml\n"]);
    const tested = await detections(root, "test", "a.yml");
    expect([tested.code, tested.stderr]).toEqual([0, ""]);
    const printed = await detections(root, "example", "a.yml");
    expect(printed.stdout).toBe(readFileSync(join(root, "a.tests.yml"), "utf8"));
  });

  test("writes no tests that several rules of one file would share", async () => {
    const other = ruleText({ tags: undefined, id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11" });
    const root = folder({ "a.yml": `${RULE}\n---\n${other}` });
    const { code, stderr } = await detections(root, "example", "a.yml", "--write");
    expect([code, existsSync(join(root, "a.tests.yml"))]).toEqual([0, false]);
    expect(stderr.match(/DET918/g)).toHaveLength(1);
    expect(stderr).toContain("a.yml:1:1 DET918 warning: `a.tests.yml` would hold tests of 2 rules");
  });

  test("replaces no tests", async () => {
    const root = folder({ "a.yml": RULE, "a.tests.yaml": "[]\n" });
    const { code, stderr } = await detections(root, "example", ".", "--write");
    expect([code, existsSync(join(root, "a.tests.yml"))]).toEqual([0, false]);
    expect(stderr).toContain("a.tests.yaml:1:1 DET917 warning: `a.tests.yaml` is there already");
    expect(stderr).toContain("0 files of tests written");
  });

  test("gives the same as JSON", async () => {
    const root = folder({ "a.yml": RULE });
    const { code, stdout } = await detections(root, "example", "a.yml", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        rule: { id: expect.any(String), title: "A trail was stopped", path: "a.yml" },
        tests: [
          {
            name: "match",
            match: true,
            event: expect.objectContaining({ eventName: "StopLogging" }),
          },
          expect.objectContaining({ match: false }),
          expect.objectContaining({ match: false }),
        ],
      },
    ]);
  });

  test("says why there are none, and makes those of the other rules", async () => {
    const root = folder({
      "a.yml": RULE,
      "b.yml": BY_HAND,
    });
    const { code, stdout, stderr } = await detections(root, "example", ".");
    expect(code).toBe(1);
    expect(stderr).toContain("DET914 the rule has only a query");
    expect(stdout).toContain("eventName: StopLogging");
  });
});
