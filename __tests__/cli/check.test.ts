import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import * as rules from "../support/rules";
import { describeWithShared, shared } from "../support/optional";
import { detections, folder, removeFolders, shell } from "./command";

afterAll(removeFolders);

const { WIDER_DETECTION } = rules;
/** A rule that no lint has a word about. */
const ruleText = (keys: Readonly<Record<string, unknown>> = {}) =>
  rules.ruleText({ tags: ["attack.impact"], ...keys });
const OTHER_ID = "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11";
const BROKEN = ruleText({ level: "hihg" });
const WIDER = ruleText({ id: OTHER_ID, detection: WIDER_DETECTION });
/** A lint that knows its fix: AWS spells the value `No`. */
const FIXABLE = `title: Sign-in without a second factor
id: ${OTHER_ID}
status: test
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: ConsoleLogin
    additionalEventData.MFAUsed: 'NO'
  condition: selection
`;

describe("check", () => {
  test("a good rule: the verdicts on standard output, nothing on standard error, 0", async () => {
    const root = folder({ "rules/a.yml": ruleText() });
    const ran = await detections(root, "check", "rules");
    expect(ran).toEqual({
      code: 0,
      stdout: "1 file, 1 rule, 0 errors, 0 warnings\ncloudwatch: 1 exact\nsentinel: 1 exact\n",
      stderr: "",
    });
  });

  test("a bad rule: path, line, column, code, the line and a fix on standard error, 1", async () => {
    const root = folder({ "rules/a.yml": BROKEN, "rules/b.yml": ruleText({ id: OTHER_ID }) });
    const { code, stdout, stderr } = await detections(root, "check", "rules");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rules\/a\.yml:1:\d+ DET304 found `hihg`; allowed: .*\n {4}\{/);
    expect(stderr).toContain("fix: write `high`");
    // The other rule is checked all the same.
    expect(stdout).toContain("2 files, 1 rule, 1 error, 0 warnings");
  });

  test("a rule that is wider is refused, until it is accepted; then a gate may still ask for exact", async () => {
    const root = folder({ "a.yml": WIDER });
    expect(await detections(root, "check", "a.yml")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("DET501 CloudWatch: wider, which nobody has accepted"),
    });
    expect((await detections(root, "check", "a.yml", "--accept", "wider")).code).toBe(0);
    const gated = await detections(
      root,
      "check",
      "a.yml",
      "--accept",
      "wider",
      "--min-verdict",
      "exact",
    );
    expect(gated.code).toBe(1);
    expect(gated.stderr).toContain("DET911 cloudwatch: the verdict is wider; at least exact");
  });

  test("warnings fail only where they are asked to; --fix takes away what is known how", async () => {
    const root = folder({ "a.yml": FIXABLE });
    expect((await detections(root, "check", "a.yml")).code).toBe(0);
    const strict = ["check", "a.yml", "--fail-on", "warning"];
    const before = await detections(root, ...strict);
    expect(before.code).toBe(1);
    expect(before.stderr).toContain("a.yml:9:");
    expect((await detections(root, ...strict, "--fix")).code).toBe(0);
    expect(readFileSync(join(root, "a.yml"), "utf8")).toBe(FIXABLE.replace("'NO'", "'No'"));
    expect(readdirSync(root)).toEqual(["a.yml"]);
  });

  test("rules that share a log group share its regexes", async () => {
    const names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
    const rules = names.map((name, index) => [
      `${name}.yml`,
      ruleText({
        id: `00000000-0000-4000-8000-00000000000${index}`,
        detection: {
          s: { eventName: "StopLogging", "userAgent|re": `^${name}/[0-9]{3}$` },
          condition: "s",
        },
      }),
    ]);
    const root = folder(Object.fromEntries(rules));
    const { code, stderr } = await detections(root, "check", ".");
    expect(code).toBe(1);
    expect(stderr).toMatch(/5 regexes a log group, .* need 6/);
    expect((await detections(root, "check", ".", "--no-quotas")).code).toBe(0);
  });

  test("JSON names every rule, verdict and finding", async () => {
    const root = folder({ "a.yml": WIDER });
    const { stdout } = await detections(root, "check", "a.yml", "--format", "json");
    const result = JSON.parse(stdout);
    expect(result.rules).toMatchObject([
      {
        rule: { id: OTHER_ID, title: "A trail was stopped", path: "a.yml" },
        verdicts: [
          {
            target: "cloudwatch",
            verdict: "wider",
            deployed: false,
            reasons: [{ code: "DET501" }],
          },
          { target: "sentinel", verdict: "exact", deployed: true },
        ],
      },
    ]);
    expect(result.diagnostics).toMatchObject([{ code: "DET501", severity: "error", line: 1 }]);
  });

  test("GitHub's annotations are one line each, whatever a rule says", async () => {
    const root = folder({ "a,b.yml": `title: "::error::100%\\n::warning::"\nlevl: high\n` });
    const { stdout } = await detections(root, "check", "a,b.yml", "--format", "github");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^::(error|warning) file=a%2Cb\.yml,line=\d+,/);
  });
});

describeWithShared("SARIF", () => {
  test("is valid, and says all that GitHub code scanning asks for", async () => {
    const root = folder({ "rules/a b.yml": BROKEN, "rules/c.yml": FIXABLE.replace("No", "no") });
    const { stdout } = await detections(root, "check", "rules", "--format", "sarif");
    const log = JSON.parse(stdout);
    const schema = JSON.parse(
      readFileSync(shared("formats/sarif/sarif-schema-2.1.0.draft-07.json"), "utf8"),
    );
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(log) ? [] : validate.errors).toEqual([]);
    const [run] = log.runs;
    expect(run.results.length).toBeGreaterThan(1);
    for (const { ruleIndex, ruleId, partialFingerprints, locations } of run.results) {
      const rule = run.tool.driver.rules[ruleIndex];
      expect(rule).toMatchObject({
        id: ruleId,
        shortDescription: { text: expect.stringMatching(/./) },
        fullDescription: { text: expect.stringMatching(/./) },
        help: { text: expect.stringMatching(/./) },
      });
      expect(partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/);
      const { artifactLocation, region } = locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(/^rules\/(a%20b|c)\.yml$/);
      const { startLine, startColumn, endLine, endColumn } = region;
      expect(startLine * 1e6 + startColumn).toBeLessThan(endLine * 1e6 + endColumn);
    }
  });
});

describe("wrong usage is 2, with what can be done instead", () => {
  test.each([
    [["frobnicate"], "unknown command 'frobnicate'"],
    [[], "a command is missing"],
    [["check"], "missing required argument"],
    [["chek", "rules"], "check"],
    [["check", "nowhere"], "no such file or folder: nowhere"],
    [["check", "empty"], "no rule files (*.yml, *.yaml) under empty"],
    [["check", "rules", "--format", "xml"], "Allowed choices are text, json, sarif, github"],
    [["compile", "rules"], "--target"],
    [["backtest", "rules"], "--events"],
    [["backtest", "rules", "--events", "nowhere"], "no such file or folder: nowhere"],
  ])("%j", async (args, message) => {
    const root = folder({ "rules/a.yml": ruleText(), "empty/note.txt": "" });
    const { code, stdout, stderr } = await detections(root, ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("what cannot be written gives a plain message", () => {
  const rules = { "a.yml": ruleText() };

  test("a full disk", async () => {
    const { code, stderr } = shell(folder(rules), "detections check a.yml > /dev/full");
    expect(code).toBe(2);
    expect(stderr).toBe("cdktf-detections: the disk is full (ENOSPC)\n");
  });

  test("a reader that went away", async () => {
    const script = "set -o pipefail; detections check a.yml --format json | true";
    const { code, stderr } = shell(folder(rules), script);
    expect(code).toBe(2);
    expect(stderr).toBe("cdktf-detections: the reader of the output went away (EPIPE)\n");
  });

  test("a folder that is a file", async () => {
    const root = folder({ ...rules, out: "" });
    const ran = await detections(root, "compile", "a.yml", "--target", "sentinel", "--out", "out");
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^cdktf-detections: .*out.*\n$/);
  });
});
