import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Diagnostic } from "../../compiler/core/diagnostic";
import * as rules from "../support/rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

const { WIDER_DETECTION } = rules;
/** A rule that no lint has a word about. */
const ruleText = (keys: Readonly<Record<string, unknown>> = {}) =>
  rules.ruleText({ tags: ["attack.impact"], ...keys });
const OTHER_ID = "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11";
const BROKEN = ruleText({ level: "hihg" });
const WIDER = ruleText({ id: OTHER_ID, detection: WIDER_DETECTION });
/** Rules that need one regex more than a log group has. */
const SIX_REGEXES = Object.fromEntries(
  ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"].map((name, index) => [
    `${name}.yml`,
    ruleText({
      id: `00000000-0000-4000-8000-00000000000${index}`,
      detection: {
        s: { eventName: "StopLogging", "userAgent|re": `^${name}/[0-9]{3}$` },
        condition: "s",
      },
    }),
  ]),
);
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
    expect(stderr).toMatch(
      /^rules\/a\.yml:1:\d+ DET304 found `hihg`; allowed: .*\n {4}….*"level":"hihg"/,
    );
    expect(stderr).toContain("fix: write `high`");
    // The other rule is checked all the same.
    expect(stdout).toContain("2 files, 1 rule, 1 error, 0 warnings");
  });

  test("a rule that is wider is refused, until it is accepted; then a gate may still ask for exact", async () => {
    const root = folder({ "a.yml": WIDER });
    expect(await detections(root, "check", "a.yml")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("DET501 CloudWatch: wider, and not accepted"),
    });
    expect((await detections(root, "check", "a.yml", "--accept", "wider")).code).toBe(0);
    const byCode = ["--accept", "cloudwatch=DET501", "--accept", "sentinel=wider"];
    expect((await detections(root, "check", "a.yml", ...byCode)).code).toBe(0);
    expect((await detections(root, "check", "a.yml", "--accept", "sentinel=wider")).code).toBe(1);
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

  test("a rule without an id is a warning: it cannot be deployed", async () => {
    const root = folder({ "a.yml": ruleText({ id: undefined, tags: [] }) });
    const { code, stderr } = await detections(root, "check", "a.yml");
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^a\.yml:1:1 DET313 warning: /)]);
    expect((await detections(root, "check", "a.yml", "--fail-on", "warning")).code).toBe(1);
  });

  test("what leaves nothing of a rule is told once, at what it is about", async () => {
    const query = `AWSCloudTrail | where UserAgent has_any ("kali", "parrot")`;
    const root = folder({
      "a.yml": ruleText({
        detection: { s: { "userIdentity.userName|fieldref": "a.b" }, condition: "s" },
      }),
      "b.yml": JSON.stringify({ name: "Kali", id: OTHER_ID, severity: "High", query }),
    });
    const args = ["check", ".", "--target", "cloudwatch", "--format", "json"];
    const { diagnostics } = JSON.parse((await detections(root, ...args)).stdout);
    const places = diagnostics
      .filter(({ code }: { readonly code: string }) => code === "DET510")
      .map((each: Readonly<Record<string, unknown>>) => [each.path, each.column]);
    const columnOf = (path: string, key: string) =>
      readFileSync(join(root, path), "utf8").indexOf(`"${key}":`) + 1;
    expect(places).toEqual([
      ["a.yml", columnOf("a.yml", "detection")],
      ["b.yml", columnOf("b.yml", "query")],
    ]);
  });

  test("warnings fail only where they are asked to, and not once they are fixed", async () => {
    const root = folder({ "a.yml": FIXABLE });
    expect((await detections(root, "check", "a.yml")).code).toBe(0);
    const strict = ["check", "a.yml", "--fail-on", "warning"];
    const before = await detections(root, ...strict);
    expect(before.code).toBe(1);
    expect(before.stderr).toContain("a.yml:9:");
    expect((await detections(root, ...strict, "--fix")).code).toBe(0);
  });

  test("each rule that needs a regex is named where it does, and no other", async () => {
    const plain = ruleText({ id: OTHER_ID, title: "Plain" });
    const root = folder({ "a-plain.yml": plain, ...SIX_REGEXES });
    const { stdout } = await detections(root, "check", ".", "--format", "json");
    const { diagnostics } = JSON.parse(stdout);
    expect(
      diagnostics.map(({ code, path, column }: Diagnostic) => [
        code,
        path,
        SIX_REGEXES[path]?.slice(column - 1).split("/")[0],
      ]),
    ).toEqual(
      ["alpha", "beta", "delta", "epsilon", "gamma", "zeta"].map((name) => [
        "DET530",
        `${name}.yml`,
        `"^${name}`,
      ]),
    );
    expect(diagnostics[0].message).toContain("these 6 rules need 6: `A trail was stopped` (1), ");
    expect(diagnostics[0].message).not.toContain("Plain");
  });

  test("rules that share a log group share its regexes", async () => {
    const root = folder(SIX_REGEXES);
    const { code, stderr } = await detections(root, "check", ".");
    expect(code).toBe(1);
    expect(stderr).toMatch(/5 regexes a log group, .* need 6/);
    expect((await detections(root, "check", ".", "--no-quotas")).code).toBe(0);
  });

  describe("--target: rules for one cloud alone", () => {
    test("what the other cloud refuses, or makes less of, is not its affair", async () => {
      const root = folder({ "a.yml": WIDER });
      const strict = ["check", "a.yml", "--min-verdict", "exact"];
      expect(await detections(root, ...strict, "--target", "sentinel")).toEqual({
        code: 0,
        stdout: "1 file, 1 rule, 0 errors, 0 warnings\nsentinel: 1 exact\n",
        stderr: "",
      });
      const other = await detections(root, ...strict, "--target", "cloudwatch");
      expect([other.code, other.stdout]).toEqual([
        1,
        "1 file, 1 rule, 1 error, 0 warnings\ncloudwatch: 1 wider\n",
      ]);
      expect(other.stderr).toContain("DET501 CloudWatch: wider");
    });

    test("given several times, each of them counts, in whatever order", async () => {
      const root = folder({ "a.yml": WIDER });
      const run = (...targets: readonly string[]) =>
        detections(root, "check", "a.yml", ...targets.flatMap((each) => ["--target", each]));
      const both = await run("sentinel", "cloudwatch", "sentinel");
      expect(both).toEqual(await detections(root, "check", "a.yml"));
      expect(both.code).toBe(1);
    });

    test("without CloudWatch, no log group has a quota", async () => {
      const root = folder(SIX_REGEXES);
      const needed = await detections(root, "check", ".", "--target", "cloudwatch");
      expect(needed.stderr).toContain("5 regexes a log group");
      const { code, stderr } = await detections(root, "check", ".", "--target", "sentinel");
      expect([code, stderr]).toEqual([0, ""]);
    });

    test("JSON has the verdicts of these alone", async () => {
      const root = folder({ "a.yml": WIDER });
      const args = ["check", "a.yml", "--format", "json", "--target", "cloudwatch"];
      const { stdout } = await detections(root, ...args);
      const [{ verdicts }] = JSON.parse(stdout).rules;
      expect(verdicts).toEqual([
        expect.objectContaining({ target: "cloudwatch", verdict: "wider", deployed: false }),
      ]);
    });
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

  test.each([
    ["sarif", (stdout: string) => JSON.parse(stdout).runs[0].results.length],
    ["github", (stdout: string) => stdout.trimEnd().split("\n").length],
    ["json", (stdout: string) => JSON.parse(stdout).diagnostics.length],
  ])(
    "--format %s: the findings on standard output, and for people on standard error",
    async (format, count) => {
      const root = folder({ "a,b.yml": BROKEN, "c.yml": FIXABLE });
      const ran = await detections(root, "check", ".", "--format", format);
      expect([ran.code, count(ran.stdout)]).toEqual([1, 2]);
      expect(ran.stderr.match(/^\S+:\d+:\d+ DET\d{3} /gm)).toHaveLength(2);
    },
  );

  test("--format github: nothing where there is nothing", async () => {
    const root = folder({ "a.yml": ruleText() });
    expect(await detections(root, "check", ".", "--format", "github")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });
});

describe("wrong usage is 2, with what can be done instead", () => {
  test.each([
    [["frobnicate"], "unknown command 'frobnicate'"],
    [[], "a command is missing"],
    [["check"], "missing required argument"],
    [["chek", "rules"], "(Did you mean check?)"],
    [["check", "rules", "--formt", "json"], "(Did you mean --format?)"],
    [["check", "rules", "--format", "jsn"], "(Did you mean json?)"],
    [["compile", "rules", "--target", "sentinal"], "(Did you mean sentinel?)"],
    [["test", "rules", "--format", "sarif"], "see cdktf-detections test --help"],
    [["check", "rules", "--min-verdict", "wide"], "(Did you mean wider?)"],
    [["check", "rules", "--accept", "all"], "Allowed choices are wider"],
    [["check", "rules", "--accept", "widr"], "(Did you mean wider?)"],
    [["check", "rules", "--accept", "cloudwach=wider"], "(Did you mean cloudwatch?)"],
    [["check", "rules", "--accept", "sentinel=DET501"], "DET501 is no loss on sentinel; allowed"],
    [["check", "rules", "--target", "cloudwach"], "(Did you mean cloudwatch?)"],
    // A saved query alerts on nothing, so there is nothing to check.
    [
      ["check", "rules", "--target", "logs-insights"],
      "Allowed choices are cloudwatch, sentinel, eventbridge.",
    ],
    [["review", "rules"], "--out"],
    [["help", "frobnicate"], "unknown command 'frobnicate'"],
    [["help", "chek"], "(Did you mean check?)"],
    [["check", "nowhere"], "no such file or folder: nowhere"],
    [["check", "empty"], "no rule files (*.yml, *.yaml, ARM *.json) under empty"],
    [["check", "rules", "--format", "xml"], "Allowed choices are text, json, sarif, github"],
    [["compile", "rules"], "--target"],
    [["backtest", "rules"], "--events"],
    [["backtest", "rules", "--events", "nowhere"], "no such file or folder: nowhere"],
    [["backtest", "--events", "rules", "rules"], "--events takes all that follows it"],
    [["backtest", "--events", "rules"], "backtest <path...> --events <path...> [options]"],
    [["compile", "rules"], "compile <path...> --target <target> [options]"],
    // What a shell makes of a variable that is not set.
    [["check", ""], "'' is invalid for argument 'path'. It is empty."],
    [["check", "rules", "--placeholders", ""], "'--placeholders <file>' argument '' is invalid"],
    [["compile", "rules", "--target", "sentinel", "--out", ""], "It is empty."],
    [["review", "rules", "--out", ""], "It is empty."],
    [["review", "rules", "--out", "made", "--techniques", ""], "It is empty."],
    [["backtest", "rules", "--events", ""], "It is empty."],
    [["check", "rules", "--placeholders", "nowhere"], "no such file: nowhere"],
  ])("%j", async (args, message) => {
    const root = folder({ "rules/a.yml": ruleText(), "empty/note.txt": "" });
    const { code, stdout, stderr } = await detections(root, ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("help", () => {
  const commands = ["check", "compile", "test", "backtest", "review"];

  test.each(commands)(
    "%s --help: examples that are called right, defaults, exits; 0",
    async (name) => {
      const { code, stdout, stderr } = await detections("/", name, "--help");
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^Usage: cdktf-detections \w+ \[options\] <path...>\n/);
      expect(stdout).toMatch(/default: "text"/);
      expect(stdout).toMatch(/^Exit: 0 fine; 1 .*; 2 .*\.$/m);
      const examples = [...stdout.matchAll(/^ {2}cdktf-detections (\S+) (.*?) *#/gm)];
      expect(examples.length).toBeGreaterThan(1);
      const root = folder({ "rules/new.yml": ruleText(), "AWSLogs/a.json": "", "day.json.gz": "" });
      for (const [, command, args = ""] of examples) {
        const words = args
          .replace(/ > .*/, "")
          .split(" ")
          .filter((word) => word !== "");
        const ran = await detections(root, command!, ...words);
        // Wrong usage would name an option; a file of the example that is not there may be missing.
        expect([words, ran.stderr]).toEqual([words, expect.not.stringContaining("usage:")]);
      }
    },
  );

  test.each([["--help"], ["help"], ["-h"]])("%s lists the commands", async (asked) => {
    const { code, stdout, stderr } = await detections("/", asked);
    expect([code, stderr]).toEqual([0, ""]);
    for (const name of commands) expect(stdout).toContain(`  ${name} `);
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));
    for (const args of [["--version"], ["-V"]]) {
      expect(await detections("/", ...args)).toEqual({
        code: 0,
        stdout: `${version}\n`,
        stderr: "",
      });
    }
  });
});
