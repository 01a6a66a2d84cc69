import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
const json = async (root: string, ...args: readonly string[]) => {
  const ran = await detections(root, "compile", ...args, "--format", "json");
  return { ...ran, entries: JSON.parse(ran.stdout) };
};

describe("compile", () => {
  test("cloudwatch: filters, metric and alarm, with the API's names", async () => {
    const { code, entries } = await json(
      folder({ "a.yml": ruleText() }),
      "a.yml",
      "--target",
      "cloudwatch",
    );
    expect(code).toBe(0);
    expect(entries).toMatchObject([
      {
        rule: { id: ID, title: "A trail was stopped", path: "a.yml" },
        target: "cloudwatch",
        verdict: "exact",
        reasons: [],
        output: {
          filters: [{ name: ID, pattern: expect.stringContaining('$.eventName = "StopLogging"') }],
          metric: { name: ID, namespace: "Detections" },
          alarm: {
            periodSeconds: 900,
            comparisonOperator: "GreaterThanThreshold",
            threshold: 0,
            statistic: "Sum",
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
          },
        },
      },
    ]);
    expect(Array.isArray(entries[0].assumptions)).toBe(true);
  });

  test("sentinel: query and schedule, with Sentinel's names", async () => {
    const { entries } = await json(
      folder({ "a.yml": ruleText() }),
      "a.yml",
      "--target",
      "sentinel",
    );
    expect(entries[0].output).toMatchObject({
      query: expect.stringContaining('EventName =~ "StopLogging"'),
      queryFrequency: "PT15M",
      queryPeriod: "PT15M",
      triggerOperator: "gt",
      triggerThreshold: 0,
      severity: "High",
      techniques: ["T1562"],
      entityMappings: expect.any(Array),
      tactics: expect.any(Array),
    });
  });

  test("what is wider and not accepted has no output, and the exit is 1", async () => {
    const root = folder({ "a.yml": ruleText({ detection: WIDER_DETECTION }) });
    const refused = await json(root, "a.yml", "--target", "cloudwatch");
    expect(refused.code).toBe(1);
    expect(refused.entries).toMatchObject([
      {
        verdict: "wider",
        output: null,
        reasons: [{ code: "DET501", path: "detection.own.userIdentity.userName|fieldref" }],
      },
    ]);
    const accepted = await json(root, "a.yml", "--target", "cloudwatch", "--accept", "wider");
    expect(accepted.code).toBe(0);
    expect(accepted.entries).toMatchObject([{ verdict: "wider", output: { filters: [{}] } }]);
  });

  test("text is what the target takes, with a comment above it", async () => {
    const root = folder({ "a.yml": ruleText({ title: "Two\u2028 lines" }) });
    const { stdout } = await detections(root, "compile", "a.yml", "--target", "sentinel");
    const [head, ...query] = stdout.split("\n");
    expect(head).toBe("# sentinel: exact: Two lines (a.yml)");
    expect(query[0]).toBe("AWSCloudTrail");
  });

  test("into a folder: one whole file a rule, none for what is refused, nothing beside them", async () => {
    const root = folder({
      "rules/a.yml": ruleText(),
      "rules/b.yml": ruleText({
        id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
        detection: WIDER_DETECTION,
      }),
    });
    const args = ["compile", "rules", "--target", "cloudwatch", "--out", "made/here"];
    const { code, stdout } = await detections(root, ...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(readdirSync(join(root, "made/here"))).toEqual([`${ID}.cloudwatch.txt`]);
    const [pattern] = readFileSync(join(root, `made/here/${ID}.cloudwatch.txt`), "utf8").split(
      "\n",
    );
    expect(pattern).toMatch(/^\{ .* \}$/);
  });

  test("the same rules give the same bytes", async () => {
    const root = folder({ "a.yml": ruleText(), "b.yml": ruleText({ id: undefined, title: "b" }) });
    const once = await detections(root, "compile", ".", "--target", "sentinel-yaml");
    expect(await detections(root, "compile", ".", "--target", "sentinel-yaml")).toEqual(once);
  });

  test("an ARM template needs an id to deploy under", async () => {
    const root = folder({ "a.yml": ruleText(), "b.yml": ruleText({ id: undefined, title: "b" }) });
    const { code, entries } = await json(root, ".", "--target", "arm");
    expect(code).toBe(1);
    expect(entries).toMatchObject([{ output: { resources: [{}] } }, { output: null }]);
  });
});
