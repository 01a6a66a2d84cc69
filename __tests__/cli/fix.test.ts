import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

import { runs } from "../support/long";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

/** Every line has something that `--fix` knows, or something that it must leave alone. */
const RULE = `# a rule of ours   # with two marks
title:   Sign-in without a second factor
id: 0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11
status: test
date: 2024/01/31 # when it was written
level: high
tags:
  - attack.initial-access   # how they came in

  - 'attack.t1562.001'
logsource: { product: aws, service: cloudtrail }
detection:
    selection: { readOnly: "false", additionalEventData.MFAUsed: 'NO' } # two in one line
    agent: { 'userAgent|re': '(?i)curl' }
    condition: selection and agent
`;
const FIXED = RULE.replace("2024/01/31", "2024-01-31")
  .replace("t1562.001", "t1685")
  .replace('"false"', "false")
  .replace("'NO'", "'No'")
  .replace("|re': '(?i)", "|re|i': '");

const read = (root: string, name = "a.yml") => readFileSync(join(root, name), "utf8");
const fix = (root: string, ...args: readonly string[]) =>
  detections(root, "check", "--fix", "--accept", "wider", ...args);

describe("check --fix", () => {
  test.each([
    ["plain", (text: string) => text],
    ["with line ends of Windows", (text: string) => text.replaceAll("\n", "\r\n")],
    ["with a byte order mark", (text: string) => `\ufeff${text}`],
    ["without a line end at the end", (text: string) => text.trimEnd()],
    ["with several documents", (text: string) => `${text}---\ntitle: Other\n`],
  ])("changes nothing but what is wrong, in a file %s", async (_, form) => {
    const root = folder({ "a.yml": form(RULE) });
    const { stderr } = await fix(root, "a.yml");
    expect(read(root)).toBe(form(FIXED));
    expect(stderr).toMatch(/^a\.yml: 5 fixes applied\n/);
    const done = [...stderr.matchAll(/^ {2}a\.yml:\d+:\d+ (DET\d+) /gm)].map(([, code]) => code);
    expect(done).toEqual(["DET404", "DET411", "DET427", "DET422", "DET440"]);
    expect(stderr).not.toMatch(/^a\.yml:\d+:\d+ DET4(04|11|22|27|40)/m);
    expect(readdirSync(root)).toEqual(["a.yml"]);
  });

  test("says what it changed, where, and how much is left", async () => {
    const root = folder({
      "a.yml": RULE.replace("readOnly", "eventname: CreateUser, readOnly") + "x: 1\n",
    });
    const { stdout, stderr } = await fix(root, "a.yml", "--target", "cloudwatch");
    expect(stderr).toContain("  a.yml:5:7 DET404 write `2024-01-31`\n");
    expect(stdout).toMatch(/^fixed: 6; left: 0 findings$/m);
  });

  test("is told of by `check`, of each finding that it mends and of no other", async () => {
    const root = folder({ "a.yml": RULE.replace("selection and agent", "selection") });
    const { stdout, stderr } = await detections(root, "check", "a.yml");
    expect(stderr.match(/ \(`check --fix` does it\)$/gm)).toHaveLength(5);
    expect(stderr).toMatch(/DET430[^]*fix: use it in the condition, or remove it$/m);
    expect(stdout).toMatch(/^fixable with --fix: 5$/m);
  });

  test("leaves a file alone in which it knows no certain fix, to the byte and the time", async () => {
    const text = RULE.replace(RULE, FIXED).replace("'No'", '"\\x4eO"');
    const root = folder({ "a.yml": text });
    const { mtimeNs } = statSync(join(root, "a.yml"), { bigint: true });
    const { stderr } = await fix(root, "a.yml");
    expect(stderr).toContain("DET422");
    expect(stderr).not.toContain("applied");
    expect(read(root)).toBe(text);
    expect(statSync(join(root, "a.yml"), { bigint: true }).mtimeNs).toBe(mtimeNs);
  });

  test("keeps a file's mode, and follows a link to it", async () => {
    const root = folder({ "real.yml": RULE, "rules/.keep": "" });
    chmodSync(join(root, "real.yml"), 0o640);
    symlinkSync("../real.yml", join(root, "rules/a.yml"));
    await fix(root, "rules");
    expect(read(root, "real.yml")).toBe(FIXED);
    expect(statSync(join(root, "real.yml")).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(root, "rules/a.yml")).isSymbolicLink()).toBe(true);
  });

  test("fixes a file that is reached by two paths once", async () => {
    const root = folder({ "rules/a.yml": RULE });
    const { stderr, code } = await fix(root, "rules", "./rules/a.yml", join(root, "rules"));
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^rules\/a\.yml: 5 fixes applied\n/)]);
    expect(stderr.match(/applied/g)).toHaveLength(1);
    expect(read(root, "rules/a.yml")).toBe(FIXED);
  });

  test("knows the values of placeholders", async () => {
    const using = RULE.replace("readOnly", "userIdentity.userName|expand: '%admins%', readOnly");
    const root = folder({ "a.yml": using, "values.yml": "admins: [root]\n" });
    await fix(root, "a.yml", "--placeholders", "values.yml");
    expect(read(root)).toContain("'%admins%', readOnly: false, additionalEventData.MFAUsed: 'No'");
  });

  test("applies what another fix brings to light", async () => {
    const root = folder({ "a.yml": RULE.replace("userAgent|re", "useragent|re") });
    const { stderr } = await fix(root, "a.yml");
    expect(read(root)).toBe(FIXED);
    expect(stderr).toContain("a.yml: 1 fix applied");
  });
});

/** One key of a mapping, wrong in a way that has a certain fix or not, or right. */
const items = fc.constantFrom(
  "eventName: ConsoleLogin",
  "eventname: ConsoleLogin",
  "EVENTNAME: 'ConsoleLogin'",
  "readOnly: 'true'",
  'readOnly: "FALSE"',
  "readonly: 'true'",
  "additionalEventData.MFAUsed: NO",
  `additionalEventData.MFAUsed: "\\x4eO"`,
  "additionalEventData.MFAUsed: ['NO', yes]",
  "eventSource: IAM.amazonaws.com",
  "errorCode: success",
  "errorCode: [Success, AccessDenied]",
  "errorcode: success",
  "'userAgent|re': '(?i)curl'",
  '"userAgent|re" :   "(?im)^curl"',
  "useragent|re: '(?s)a.b'",
  "userAgent|re|i: wget",
  "userIdentity.userName|fieldref: useridentity.arn",
  "additionalEventData.bytesTransferredIn: '7'",
  "additionalEventData.bytesTransferredIn: '007'",
);
const tags = fc.constantFrom("attack.t1562", "'attack.t1562.001'", "attack.t1685", "attack.t1089");

const files = fc
  .record({
    maps: fc.array(fc.uniqueArray(items, { minLength: 1, maxLength: 5, selector: keyOf }), {
      minLength: 1,
      maxLength: 3,
    }),
    flow: fc.boolean(),
    tags: fc.array(tags, { minLength: 1, maxLength: 4 }),
    date: fc.constantFrom("2024-01-31", "2024/01/31", '"2024/01/31"'),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\ufeff"),
  })
  .map(({ maps, flow, tags, date, lineEnd, mark }) => {
    const selections = maps.map((map, index) =>
      flow
        ? `  s${index}: { ${map.join(", ")} } # flow`
        : [`  s${index}: # block`, ...map.map((each) => `    ${each}   # ${each}`)].join("\n"),
    );
    const text = [
      "title: T",
      "id: 0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11",
      "status: test",
      "level: low",
      `date: ${date}`,
      `tags: [${tags.join(", ")}] # tags`,
      "logsource: { product: aws, service: cloudtrail }",
      "detection:",
      ...selections,
      "  condition: 1 of s*",
      "",
    ].join("\n");
    return mark + text.replaceAll("\n", lineEnd);
  });

function keyOf(item: string): string {
  return item.replace(/["']/g, "").split(/[:|]/)[0] ?? "";
}

test("of any file: afterwards nothing is left that could be fixed, and nothing else has changed", async () => {
  await fc.assert(
    fc.asyncProperty(files, async (text) => {
      const root = folder({ "a.yml": text });
      const before = JSON.parse(
        (await detections(root, "check", "a.yml", "--format", "json")).stdout,
      );
      const ran = await fix(root, "a.yml", "--format", "json");
      const after = read(root);
      const { diagnostics } = JSON.parse(ran.stdout);
      expect(diagnostics.filter(({ edit }: { edit?: unknown }) => edit !== undefined)).toEqual([]);
      // What was readable still is.
      expect(diagnostics.filter(isReading)).toEqual(before.diagnostics.filter(isReading));
      // Lines, their ends, their comments.
      const outline = (of: string) =>
        of.split("\n").map((line) => / {0,3}# .*|\r$/.exec(line)?.[0]);
      expect(outline(after)).toEqual(outline(text));
      expect(after.startsWith("\ufeff")).toBe(text.startsWith("\ufeff"));
      const again = await fix(root, "a.yml", "--format", "json");
      expect([read(root), again.stdout]).toEqual([after, ran.stdout]);
      expect(again.stderr).not.toContain("applied");
    }),
    { numRuns: runs(40, 120) },
  );
});

function isReading({ code }: { readonly code: string }): boolean {
  return /^DET[123]/.test(code);
}
