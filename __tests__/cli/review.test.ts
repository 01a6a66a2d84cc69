import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { DEFAULT_PRICES } from "../../review/budgets/prices";
import { detections, folder, removeFolders } from "./command";

// Pages of several rules, twice.
jest.setTimeout(60_000);
afterAll(removeFolders);

const ID = "11111111-0000-4000-8000-000000000001";
const RULE = `title: Trail stopped
id: ${ID}
level: medium
status: test
description: Somebody stopped the trail.
author: a
date: 2026-01-01
falsepositives: [Maintenance]
tags: [attack.t1685.002]
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventSource: cloudtrail.amazonaws.com
    eventName: StopLogging
    userAgent|contains: curl
  condition: selection
`;

const files = (more: Readonly<Record<string, string>> = {}) =>
  folder({ "rules/trail.yml": RULE, ...more });
const page = (root: string) => readFileSync(join(root, "out/index.html"), "utf8");

const data = (root: string) => JSON.parse(readFileSync(join(root, "out/review.json"), "utf8"));
/** What stands above the rules. */
const topOf = (root: string) => page(root).split('id="rules-section"')[0] ?? "";

describe("review", () => {
  test("writes the pages, and says where they are", async () => {
    const root = files();
    const ran = await detections(root, "review", "rules", "--out", "out");
    expect(ran).toEqual({ code: 0, stdout: "1 rule in out/index.html\n", stderr: "" });
    expect(existsSync(join(root, `out/rules/${ID}.html`))).toBe(true);
  });

  test("shows the message that a rule on EventBridge sends of the first test event that matches", async () => {
    const root = folder({
      "rules/trail.yml": `${RULE}\nawsTarget: eventbridge\n`,
      "rules/trail.tests.yml": `
- name: The trail is stopped
  match: true
  event:
    eventSource: cloudtrail.amazonaws.com
    eventName: StopLogging
    userAgent: curl/8
    eventTime: 2026-11-02T10:11:12Z
- name: It is started
  match: false
  event: { eventSource: cloudtrail.amazonaws.com, eventName: StartLogging, userAgent: curl/8 }
`,
    });
    expect((await detections(root, "review", "rules", "--out", "out")).stderr).toBe("");
    const [{ eventbridge }] = data(root).rules;
    expect(eventbridge.message).toMatch(/^What: .*StopLogging/m);
    const { message } = eventbridge;
    const shown = readFileSync(join(root, `out/rules/${ID}.md`), "utf8");
    expect(shown).toContain(message.split("\n")[0]);
    expect(readFileSync(join(root, `out/rules/${ID}.html`), "utf8")).toContain("StopLogging of");
  });

  test("as JSON, lists what it wrote, and every one of it is there", async () => {
    const root = files();
    const ran = await detections(root, "review", "rules", "--out", "out", "--format", "json");
    const result = JSON.parse(ran.stdout);
    expect(result).toMatchObject({ out: "out", gaps: [] });
    expect(result.files).toEqual(expect.arrayContaining(["index.html", `rules/${ID}.html`]));
    for (const file of result.files) expect(existsSync(join(root, "out", file))).toBe(true);
  });

  test("a rule that cannot be read fails it; the pages of the others are there and say so", async () => {
    const root = files({ "rules/broken.yml": "title: Broken\n" });
    const { code, stdout, stderr } = await detections(root, "review", "rules", "--out", "out");
    expect(code).toBe(1);
    expect(stdout).toBe("1 rule in out/index.html\n");
    expect(stderr).toMatch(/^rules\/broken\.yml:1:1 DET\d{3} /);
    expect(page(root)).toContain("1 rule file");
  });

  test("a failing test fails it, and stands at the top of the index and in the JSON", async () => {
    const tests =
      "- { name: nothing at all, match: true, event: { eventName: Other, eventSource: x } }\n";
    const root = files({ "rules/trail.tests.yml": tests });
    const ran = await detections(root, "review", "rules", "--out", "out", "--format", "json");
    expect(ran.code).toBe(1);
    expect(ran.stderr).toBe("1 rule fails its tests: Trail stopped\n");
    expect(JSON.parse(ran.stdout).problems).toEqual(data(root).problems);
    expect(data(root).problems).toMatchObject([{ words: "1 rule fails its tests" }]);
    expect(topOf(root)).toContain("1 rule fails its tests");
  });

  test("so does a second rule of one id, which has no page", async () => {
    const root = files({ "rules/zz.yml": RULE.replace("Trail stopped", "Another") });
    const { code, stderr } = await detections(root, "review", "rules", "--out", "out");
    expect(code).toBe(1);
    expect(stderr).toContain("rules/zz.yml:2:5 DET308");
    expect(topOf(root)).toContain("1 rule has the id of another and is left out");
    expect(topOf(root)).not.toContain("could not be read");
  });

  test("so does an exceeded quota, unless the rules share no log group", async () => {
    const more = Array.from({ length: 6 }, (_, at) => [
      `rules/${at}.yml`,
      RULE.replace(/1(?=\n)/, String(at + 2))
        .replace(/Trail stopped/, `Rule ${at}`)
        .replace("curl", `curl/${at}`),
    ]);
    const root = files(Object.fromEntries(more));
    const args = ["review", "rules", "--out", "out"];
    expect(await detections(root, ...args)).toMatchObject({
      code: 1,
      stderr: "Over the limit: 7 of 5 regexes of a log group, if all rules are deployed to one\n",
    });
    expect(await detections(root, ...args, "--no-quotas")).toMatchObject({ code: 0, stderr: "" });
    expect(page(root)).not.toContain('id="budgets"');
  });

  test("removes the pages of rules that are gone, and nothing else", async () => {
    const other = "11111111-0000-4000-8000-000000000002";
    const root = files({
      "rules/other.yml": RULE.replace(ID, other).replace("Trail stopped", "Other"),
      "out/rules/notes.html": "a user's own",
      "out/review.json": "nobody's",
    });
    await detections(root, "review", "rules", "--out", "out");
    expect(existsSync(join(root, `out/rules/${other}.arm.json`))).toBe(true);
    await detections(root, "review", "rules/trail.yml", "--out", "out");
    expect(readdirSync(join(root, "out/rules")).sort()).toEqual([
      `${ID}.arm.json`,
      `${ID}.html`,
      `${ID}.md`,
      "notes.html",
    ]);
  });

  test("paths that are given whole stand in no file", async () => {
    const root = files();
    await detections(root, "review", join(root, "rules"), "--out", "out");
    expect(data(root).rules[0].source.path).not.toMatch(/^\//);
    expect(page(root)).not.toContain(root);
  });

  test("without regexes, drops what needs one", async () => {
    const root = files();
    await detections(root, "review", "rules", "--out", "out", "--no-regex", "--accept", "wider");
    expect(readFileSync(join(root, `out/rules/${ID}.html`), "utf8")).toContain("DET521");
  });
});

describe("review --techniques", () => {
  const list = "T1685.002 Disable or Modify Cloud Log\nT1530\n";

  test("lists what no rule names, as warnings at their places, on the page and in the JSON", async () => {
    const root = files({ "targets.txt": list });
    const args = ["review", "rules", "--out", "out", "--techniques", "targets.txt"];
    const text = await detections(root, ...args);
    expect(text.code).toBe(0);
    expect(text.stdout).toBe("1 rule in out/index.html, 1 of 2 techniques covered\n");
    expect(text.stderr).toContain(
      "targets.txt:2:1 DET946 warning: no rule names T1530 Data from Cloud Storage",
    );
    expect(page(root)).toMatch(/<strong>1 gap<\/strong>.*T1530 Data from Cloud Storage/s);
    const json = await detections(root, ...args, "--format", "json");
    expect(JSON.parse(json.stdout).gaps).toEqual(["T1530"]);
  });

  test("with --fail-on-gaps a gap fails it, and none does not", async () => {
    const root = files({
      "targets.txt": list,
      "covered.json": '{"techniques":[{"techniqueID":"T1685"}]}',
    });
    const run = (file: string) =>
      detections(root, "review", "rules", "--out", "out", "--techniques", file, "--fail-on-gaps");
    const failed = await run("targets.txt");
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("targets.txt:2:1 DET946 no rule names T1530");
    expect(existsSync(join(root, "out/index.html"))).toBe(true);
    expect((await run("covered.json")).code).toBe(0);
  });

  test("a technique that does not exist stops it before anything is written", async () => {
    const root = files({ "targets.txt": "T1O98\n" });
    const args = ["review", "rules", "--out", "out", "--techniques", "targets.txt"];
    const { code, stdout, stderr } = await detections(root, ...args);
    expect([code, stdout, existsSync(join(root, "out"))]).toEqual([1, "", false]);
    expect(stderr).toMatch(/targets\.txt:1:1 DET941 `T1O98` .*\n.*\n.*\n {4}fix: write `T1098`/);
  });
});

describe("review --prices", () => {
  test("reckons with them", async () => {
    const prices = {
      ...DEFAULT_PRICES,
      asOf: "2031-05",
      alarmMetric: 7,
      customMetric: [{ upTo: null, usd: 1 }],
    };
    const root = files({ "prices.json": JSON.stringify(prices) });
    const args = ["review", "rules", "--out", "out", "--prices", "prices.json"];
    expect((await detections(root, ...args)).code).toBe(0);
    expect(page(root)).toContain("$8.00");
    expect(page(root)).toContain("List prices of 2031-05");
  });

  test("of another shape stop it before anything is written, with the place and what is allowed", async () => {
    const root = files({
      "prices.json": JSON.stringify({ ...DEFAULT_PRICES, alarmMetric: "7" }, null, 2),
    });
    const args = ["review", "rules", "--out", "out", "--prices", "prices.json"];
    const { code, stdout, stderr } = await detections(root, ...args);
    expect([code, stdout, existsSync(join(root, "out"))]).toEqual([1, "", false]);
    expect(stderr).toMatch(
      /^prices\.json:\d+:18 DET303 found alarmMetric: `7`; allowed: US dollars, or a number, of 0 or more\n/,
    );
  });
});

describe("review that cannot work as it was called", () => {
  test.each([
    ["without a folder", []],
    ["gaps of no list", ["--out", "out", "--fail-on-gaps"]],
    ["an address that Azure cannot reach", ["--out", "out", "--arm-base-url", "file:///x"]],
    ["pages at no address", ["--out", "out", "--pages-url", "pages"]],
    ["techniques that are not there", ["--out", "out", "--techniques", "none.txt"]],
    ["prices that are not there", ["--out", "out", "--prices", "none.json"]],
    ["a format that it has not", ["--out", "out", "--format", "xml"]],
  ])("%s is wrong usage", async (_, args) => {
    const root = files();
    const { code, stdout, stderr } = await detections(root, "review", "rules", ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^cdktf-detections: .+/);
    expect(existsSync(join(root, "out"))).toBe(false);
  });

  test("--pages-url has the comment lead to the published pages", async () => {
    const root = files();
    await detections(root, "review", "rules", "--out", "out", "--pages-url", "https://e.org/r/");
    const comment = readFileSync(join(root, "out/index.md"), "utf8");
    expect(comment).toContain(`](https://e.org/r/rules/${ID}.html)`);
  });

  test("--arm-base-url gives each page a link that deploys its template", async () => {
    const root = files();
    await detections(root, "review", "rules", "--out", "out", "--arm-base-url", "https://e.org/r");
    expect(readFileSync(join(root, `out/rules/${ID}.html`), "utf8")).toContain(
      encodeURIComponent(`https://e.org/r/${ID}.arm.json`),
    );
  });
});
