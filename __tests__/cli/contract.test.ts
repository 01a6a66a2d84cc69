import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { ruleText, WIDER_DETECTION } from "../support/rules";
import { detections, folder, removeFolders, shell, stopped } from "./command";
import { parseXml } from "./formats/xml";

afterAll(removeFolders);
jest.setTimeout(60_000);

const TESTS = [
  { name: "a trail is stopped", match: true, event: stopped("1") },
  { name: "another call", match: false, event: { ...stopped("2"), eventName: "StartLogging" } },
];

/** A rule with a lint, and its tests; events. */
const WITH_LINT = {
  "rules/a.yml": ruleText(),
  "rules/a.tests.yml": JSON.stringify(TESTS),
  "events.ndjson": `${JSON.stringify(stopped("1"))}\n`,
};
/** The same without a word to say about it. */
const FINE = { ...WITH_LINT, "rules/a.yml": ruleText({ tags: ["attack.impact"] }) };

const isJson = (text: string) => void JSON.parse(text);
const isXml = (text: string) => void parseXml(text.trimEnd());
const isText = (pattern: RegExp) => (text: string) => expect(text).toMatch(pattern);

/** Every command with every format, and what its result is. */
const RESULTS: readonly (readonly [string, (stdout: string) => void])[] = [
  [
    "check rules",
    isText(
      /^1 file, 1 rule, 0 errors, \d warnings?\n(fixable with --fix: \d\n)?cloudwatch: 1 exact\n/,
    ),
  ],
  ["check rules --format json", isJson],
  ["check rules --format sarif", isJson],
  ["check rules --format github", isText(/^(::warning file=rules\/a\.yml,.*\n)*$/)],
  ["compile rules --target cloudwatch", isText(/^# cloudwatch: exact: .*\n\{ .* \}\nmetric /)],
  ["compile rules --target sentinel", isText(/^# sentinel: exact: .*\nAWSCloudTrail\n/)],
  [
    "compile rules --target eventbridge",
    isText(/^# eventbridge: exact: .*\n(# needs: .*\n)+ENABLED \{/),
  ],
  ["compile rules --target logs-insights", isText(/^# logs-insights: .*\nfields /)],
  ["compile rules --target arm", isJson],
  ["compile rules --target sentinel-yaml", isText(/^# sentinel-yaml: exact: .*\nid: /)],
  ...["cloudwatch", "sentinel", "eventbridge", "logs-insights", "arm", "sentinel-yaml"].map(
    (target) => [`compile rules --target ${target} --format json`, isJson] as const,
  ),
  ["compile rules --target arm --out made", isText(/^$/)],
  ["test rules", isText(/^ok {3}rules\/a\.yml: .*\n1 rule, 2 tests, 8 as expected, /)],
  ["test rules --format json", isJson],
  ["test rules --format junit", isXml],
  ["backtest rules --events events.ndjson", isText(/^1 alert, 1 of 1 event: /)],
  ["backtest rules --events events.ndjson --format json", isJson],
  ["review rules --out made", isText(/^1 rule in made\/index\.html\n$/)],
  ["review rules --out made --format json", isJson],
];

describe.each(RESULTS)("%s", (command, isResult) => {
  const run = (files: Readonly<Record<string, string>>) =>
    detections(folder(files), ...command.split(" "));

  test("with findings: only the result on standard output, they on standard error", async () => {
    const { code, stdout, stderr } = await run(WITH_LINT);
    expect(code).toBe(0);
    isResult(stdout);
    expect(stderr).toMatch(/^rules\/a\.yml:1:\d+ DET411 warning: /m);
    for (const line of stderr.trimEnd().split("\n")) {
      expect(line).toMatch(/^rules\/a\.yml:1:\d+ DET411 | {4}\S|^\d+ files? written to /);
    }
  });

  test("without: nothing on standard error but what was written", async () => {
    const { code, stdout, stderr } = await run(FINE);
    expect(code).toBe(0);
    isResult(stdout);
    expect(stderr).toMatch(/^(1 file written to made\n)?$/);
  });

  test("of rules that cannot be read: 1, and still nothing but a result on standard output", async () => {
    const { code, stdout, stderr } = await run({ ...FINE, "rules/a.yml": "title: [\n" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rules\/a\.yml:2:1 DET101 /);
    if (/--format (json|sarif)/.test(command)) isJson(stdout);
    else if (command.includes("junit")) isXml(stdout);
    else expect(stdout.match(/DET101/g) ?? []).toHaveLength(command.includes("github") ? 1 : 0);
  });

  test("of rules that are not there: 2, and nothing on standard output", async () => {
    const { code, stdout, stderr } = await detections(folder({}), ...command.split(" "));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^cdktf-detections: no such file or folder: (rules|events\.ndjson)\n$/);
  });
});

describe("exit codes, each by what the contract says", () => {
  const wider = ruleText({ tags: ["attack.impact"], detection: WIDER_DETECTION });
  const warned = { "a.yml": ruleText() };
  const failing = {
    "a.yml": FINE["rules/a.yml"],
    "a.tests.yml": JSON.stringify([{ ...TESTS[1], match: true }, TESTS[1]]).replace(
      "another call",
      "wrong",
    ),
  };

  test.each([
    ["check a.yml", warned, 0],
    ["check a.yml --fail-on warning", warned, 1],
    ["check a.yml", { "a.yml": wider }, 1],
    ["check a.yml --accept wider", { "a.yml": wider }, 0],
    ["check a.yml --accept wider --min-verdict wider", { "a.yml": wider }, 0],
    ["check a.yml --accept wider --min-verdict exact", { "a.yml": wider }, 1],
    ["compile a.yml --target cloudwatch", { "a.yml": wider }, 1],
    ["compile a.yml --target cloudwatch --accept wider", { "a.yml": wider }, 0],
    ["compile a.yml --target sentinel", { "a.yml": wider }, 0],
    ["test a.yml", warned, 1],
    ["test a.yml --no-gate", warned, 0],
    ["test a.yml --no-gate", failing, 1],
    // What a cloud refuses has no test that could fail.
    ["test a.yml --no-gate", { "a.yml": wider }, 0],
    ["backtest a.yml --events a.yml --engine reference", { "a.yml": "title: [\n" }, 1],
    ["review a.yml --out made --accept wider", { "a.yml": wider }, 0],
  ])("%s", async (command, files, code) => {
    const ran = await detections(folder(files), ...command.split(" "));
    expect({ command, code: ran.code, stderr: ran.stderr }).toMatchObject({ command, code });
  });
});

test("a rule that is piped in is read like any other", () => {
  const root = folder({ "a.yml": FINE["rules/a.yml"] });
  for (const script of [
    "detections check /dev/stdin < <(cat a.yml)",
    "detections check <(cat a.yml)",
    "detections check a.yml --placeholders <(echo '{}')",
  ]) {
    const { code, stdout, stderr } = shell(root, script);
    expect([script, code, stderr]).toEqual([script, 0, ""]);
    expect(stdout).toMatch(/^1 file, 1 rule, 0 errors, 0 warnings\n/);
  }
});

test("a file is a file, whatever its name looks like", async () => {
  const names = ["{a}.yml", "two\nlines.yml", "-x.yml"];
  for (const name of names) {
    const { code, stdout } = await detections(
      folder({ [`rules/${name}`]: FINE["rules/a.yml"] }),
      "check",
      "rules",
    );
    expect([name, code, stdout]).toEqual([name, 0, expect.stringMatching(/^1 file, 1 rule, /)]);
  }
});

test("what file names and titles say gives a terminal no commands", async () => {
  const red = "\u001b[31m";
  const text = ruleText({ title: `T${red}`, level: "high", tags: ["attack.impact"] });
  const tests = [{ name: `n${red}`, match: true, event: { eventName: "Other" } }];
  const root = folder({
    [`rules/${red}.yml`]: text,
    [`rules/${red}.tests.yml`]: JSON.stringify(tests),
    [`rules/broken${red}.yml`]: "title: T\n",
    "events.ndjson": `${JSON.stringify({ ...stopped("1"), awsRegion: red })}\n`,
  });
  for (const command of [
    "check rules",
    "test rules",
    "backtest rules --events events.ndjson",
    "compile rules --target sentinel",
    `review rules --out ${red}`,
    `check ${red}.none`,
  ]) {
    const { stdout, stderr } = await detections(root, ...command.split(" "));
    expect(stdout + stderr).toMatch(/\[31m/);
    const commands = [...stdout, ...stderr].filter((char) => char < " " && char !== "\n");
    expect([command, commands]).toEqual([command, []]);
  }
});

test("a list of very many values is refused for its length", async () => {
  const eventName = Array.from({ length: 20_000 }, (_, nth) => `DeleteThing${nth}`);
  const detection = { s: { eventName }, condition: "s" };
  const root = folder({ "a.yml": ruleText({ detection }) });
  const { code, stderr } = await detections(root, "check", "a.yml");
  expect(code).toBe(1);
  expect(stderr).toMatch(/CloudWatch: unsupported: .*; at most 1024 are allowed/);
  expect(stderr).toMatch(/Sentinel: unsupported: .*; at most 10000 are allowed/);
});

test("a link that leads nowhere is told in a line", async () => {
  const root = folder(FINE);
  symlinkSync("nowhere.yml", join(root, "rules/b.yml"));
  const { code, stdout, stderr } = await detections(root, "check", "rules");
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toBe("cdktf-detections: rules/b.yml: no such file or folder (ENOENT)\n");
});

test("links that lead in a circle are told in a line", async () => {
  const root = folder(FINE);
  symlinkSync("b.yml", join(root, "rules/c.yml"));
  symlinkSync("c.yml", join(root, "rules/b.yml"));
  const { code, stdout, stderr } = await detections(root, "check", "rules");
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toBe("cdktf-detections: rules/b.yml: links lead in a circle (ELOOP)\n");
});

test("a file in the place of a folder, and a folder in the place of a file, stay what they are", async () => {
  const id = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";
  const root = folder({ ...FINE, file: "", [`made/${id}.kql/x`]: "" });
  const compile = (out: string) =>
    detections(root, "compile", "rules", "--target", "sentinel", "--out", out);
  const onFile = await compile("file");
  expect([onFile.code, onFile.stdout]).toEqual([2, ""]);
  expect(onFile.stderr).toBe(
    `cdktf-detections: file/${id}.kql: a part of the path is no folder (ENOTDIR)\n`,
  );
  const onFolder = await compile("made");
  expect([onFolder.code, onFolder.stdout]).toEqual([2, ""]);
  expect(onFolder.stderr).toBe(`cdktf-detections: made/${id}.kql is a folder, not a file\n`);
  expect(readdirSync(join(root, "made"))).toEqual([`${id}.kql`]);
});
