import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ruleText, WIDER_DETECTION } from "../support/rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
const json = async (root: string, ...args: readonly string[]) => {
  const ran = await detections(root, "compile", ...args, "--format", "json");
  return { ...ran, entries: JSON.parse(ran.stdout) };
};

// Kusto's language service is loaded for what was written by hand.
jest.setTimeout(60_000);

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

  test("several rules are one ARM template, which is read again", async () => {
    const root = folder(RULES);
    const { stdout } = await detections(root, "compile", "rules", "--target", "arm");
    const { resources } = JSON.parse(stdout);
    expect(resources).toHaveLength(2);
    writeFileSync(join(root, "made.json"), stdout);
    const again = await detections(root, "compile", "made.json", "--target", "arm");
    expect(again).toMatchObject({ code: 0, stdout });
  });

  test("rules as YAML are files called by their titles, and export to the same again", async () => {
    const other = "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11";
    const root = folder({
      "rules/a.yml": ruleText({ title: "Één trail, stopped!" }),
      "rules/b.yml": ruleText({ id: other, title: "een TRAIL stopped" }),
    });
    const args = ["--target", "sentinel-yaml", "--out"];
    await detections(root, "compile", "rules", ...args, "once");
    expect(readdirSync(join(root, "once"))).toEqual([
      "een-trail-stopped-0e4dd6f4.yaml",
      "een-trail-stopped-7c6f2c0e.yaml",
    ]);
    await detections(root, "compile", "once", ...args, "twice");
    const files = (into: string) =>
      readdirSync(join(root, into)).map((name) => [
        name,
        readFileSync(join(root, into, name), "utf8"),
      ]);
    expect(files("twice")).toEqual(files("once"));
  });

  test("an ARM template needs an id to deploy under", async () => {
    const root = folder({ "a.yml": ruleText(), "b.yml": ruleText({ id: undefined, title: "b" }) });
    const { code, entries } = await json(root, ".", "--target", "arm");
    expect(code).toBe(1);
    expect(entries).toMatchObject([{ output: { resources: [{}] } }, { output: null }]);
  });
});

const TARGETS = [
  "cloudwatch",
  "sentinel",
  "eventbridge",
  "logs-insights",
  "arm",
  "sentinel-yaml",
] as const;

/** Two rules, one of them only approximated by CloudWatch. */
const RULES = {
  "rules/b.yml": ruleText(),
  "rules/a.yml": ruleText({
    id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
    title: "Key",
    detection: WIDER_DETECTION,
  }),
};

describe.each(TARGETS)("compile --target %s", (target) => {
  const compile = (root: string, ...args: readonly string[]) =>
    detections(root, "compile", "rules", "--target", target, "--accept", "wider", ...args);

  test("as JSON is what the contract says: one entry a rule, in the order of the paths", async () => {
    const { code, stdout } = await compile(folder(RULES), "--format", "json");
    const entries = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(entries.map((entry: { rule: unknown }) => entry.rule)).toEqual([
      { id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11", title: "Key", path: "rules/a.yml" },
      { id: ID, title: "A trail was stopped", path: "rules/b.yml" },
    ]);
    for (const entry of entries) {
      expect(Object.keys(entry)).toEqual([
        ...["rule", "target", "verdict", "reasons", "assumptions", "output"],
      ]);
      expect(entry).toMatchObject({ target, reasons: expect.any(Array) });
      expect(entry.verdict).toBe(verdictOf(target, entry.rule.path));
      for (const assumption of entry.assumptions) expect(assumption).toEqual(expect.any(String));
      for (const reason of entry.reasons) {
        expect(Object.keys(reason)).toEqual(["code", "message", "path"]);
      }
      expect(entry.output).toEqual(OUTPUTS[target]);
    }
  });

  test.each(["text", "json"])(
    "as %s is the same bytes, wherever and in whatever order",
    async (format) => {
      const once = await compile(folder(RULES), "--format", format);
      const again = await compile(
        folder(Object.fromEntries(Object.entries(RULES).reverse())),
        "--format",
        format,
      );
      expect(again).toEqual(once);
      expect(once.stdout).toMatch(/[^\n]\n$/);
      // Whether all rules are given, or one by one.
      const paths = ["rules/a.yml", "rules/b.yml"];
      const accept = ["--target", target, "--accept", "wider", "--format", format];
      const single = await detections(folder(RULES), "compile", ...paths, ...accept);
      expect(single.stdout).toBe(once.stdout);
    },
  );

  test.each(["text", "json"])("into a folder as %s: the same, one file a rule", async (format) => {
    const root = folder(RULES);
    const { code, stdout, stderr } = await compile(root, "--out", "made", "--format", format);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("2 files written to made\n");
    const names = readdirSync(join(root, "made"));
    const called =
      target === "sentinel-yaml"
        ? ["a-trail-was-stopped", "key"]
        : ["0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11", ID];
    expect(names).toEqual(
      called.map((name) => `${name}.${format === "json" ? `${target}.json` : EXTENSIONS[target]}`),
    );
    const listed = JSON.parse((await compile(root, "--format", "json")).stdout);
    const entries = target === "sentinel-yaml" ? listed.reverse() : listed;
    const texts = names.map((name) => readFileSync(join(root, "made", name), "utf8"));
    for (const [index, text] of texts.entries()) {
      expect(text).toMatch(/[^\n]\n$/);
      if (format === "json") expect(JSON.parse(text)).toEqual(entries[index]);
      else if (target === "arm") expect(JSON.parse(text)).toEqual(entries[index].output);
      else if (target === "sentinel-yaml")
        expect(text.trimEnd()).toBe(entries[index].output.trimEnd());
      else
        expect(text).toContain(
          target === "eventbridge"
            ? JSON.stringify(entries[index].output.rules[0].eventPattern)
            : (entries[index].output.query ?? entries[index].output.filters[0].pattern),
        );
    }
  });
});

const EXTENSIONS = {
  cloudwatch: "cloudwatch.txt",
  sentinel: "kql",
  eventbridge: "eventbridge.txt",
  "logs-insights": "logs-insights.txt",
  arm: "arm.json",
  "sentinel-yaml": "yaml",
};

/** Logs Insights claims nothing; CloudWatch cannot compare two fields. */
function verdictOf(target: (typeof TARGETS)[number], path: string): string | null {
  if (target === "logs-insights") return null;
  return target === "cloudwatch" && path === "rules/a.yml" ? "wider" : "exact";
}

const OUTPUTS = {
  cloudwatch: {
    filters: [{ name: expect.any(String), pattern: expect.stringMatching(/^\{ .* \}$/) }],
    metric: { name: expect.any(String), namespace: "Detections" },
    alarm: {
      periodSeconds: 900,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      statistic: "Sum",
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    },
    uses: { metricFilters: 1, regexes: 0 },
  },
  sentinel: expect.objectContaining({
    query: expect.stringMatching(/^AWSCloudTrail\n/),
    queryFrequency: "PT15M",
    queryPeriod: "PT15M",
    triggerOperator: "gt",
    triggerThreshold: 0,
    severity: "High",
    tactics: expect.any(Array),
    techniques: expect.any(Array),
    entityMappings: expect.any(Array),
  }),
  eventbridge: expect.objectContaining({
    rules: [
      {
        name: expect.any(String),
        eventPattern: expect.objectContaining({ detail: expect.any(Object) }),
        state: "ENABLED",
      },
    ],
    needs: expect.any(Array),
    uses: { rules: 1, wildcardRules: 0 },
  }),
  "logs-insights": {
    name: expect.stringMatching(/^detections\//),
    query: expect.stringMatching(/^fields /),
  },
  arm: expect.objectContaining({ resources: [expect.any(Object)] }),
  "sentinel-yaml": expect.stringMatching(/^id: /m),
};

describe("what is not compiled is said, and is 1", () => {
  test("a saved query of nothing, which has no verdict", async () => {
    const detection = { k: ["mimikatz"], condition: "k" };
    const root = folder({ "a.yml": ruleText({ detection }) });
    const { code, stderr } = await detections(
      root,
      ...["compile", "a.yml", "--target", "logs-insights", "--out", "made"],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^a\.yml:1:\d+ DET711 Logs Insights: nothing to save: /m);
    expect(stderr).toContain("0 files written to made");
  });

  test("but not of a rule that a cloud has no log source for, which is no error", async () => {
    const rule = {
      name: "Sign-in",
      id: "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
      severity: "Low",
      query: "SigninLogs | where ResultType == 50126",
    };
    const root = folder({ "a.yml": JSON.stringify(rule) });
    const { code, entries } = await json(root, "a.yml", "--target", "cloudwatch");
    expect([code, entries]).toMatchObject([0, [{ verdict: "not-applicable", output: null }]]);
    const into = ["compile", "a.yml", "--target", "cloudwatch", "--out", "made"];
    expect((await detections(root, ...into)).code).toBe(0);
  });

  test("a rule with a mistake beside one without: the other is compiled", async () => {
    const root = folder({ "a.yml": ruleText(), "b.yml": "title: [\n" });
    const { code, stdout, stderr } = await detections(root, "compile", ".", "--target", "sentinel");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^# sentinel: exact: A trail was stopped \(a\.yml\)\nAWSCloudTrail\n/);
    expect(stderr).toMatch(/^b\.yml:2:1 DET101 /m);
  });

  test("nothing at all: no text, and an empty list", async () => {
    const root = folder({ "b.yml": "title: [\n" });
    const text = await detections(root, "compile", ".", "--target", "sentinel");
    expect([text.code, text.stdout]).toEqual([1, ""]);
    const asJson = await json(root, ".", "--target", "sentinel");
    expect([asJson.code, asJson.entries]).toEqual([1, []]);
  });
});

test("two rules without an id and of one title have a file each", async () => {
  const one = ruleText({ id: undefined, title: "Same" });
  const root = folder({ "a.yml": one, "b.yml": one.replace("StopLogging", "DeleteTrail") });
  const args = ["compile", ".", "--target", "sentinel", "--out", "made"];
  expect((await detections(root, ...args)).code).toBe(0);
  expect(readdirSync(join(root, "made"))).toEqual(["same-2.kql", "same.kql"]);
  expect(readFileSync(join(root, "made/same.kql"), "utf8")).toContain("StopLogging");
  expect(readFileSync(join(root, "made/same-2.kql"), "utf8")).toContain("DeleteTrail");
});
