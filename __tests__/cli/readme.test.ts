import { readFileSync } from "node:fs";
import { join } from "node:path";

import { SEEDS } from "../support/repository-rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

const ROOT = join(__dirname, "../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const RULES = readFileSync(join(ROOT, "docs/rules.md"), "utf8");

/** The text of the only block of a page in this language that has a word. */
function block(language: string, word: string, page = README): string {
  const blocks = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const found = blocks.filter(([, is, text]) => is === language && text!.includes(word));
  expect(found).toHaveLength(1);
  return found[0]![2]!;
}

describe("the README and the page on rules", () => {
  const rule = block("yaml", "detection:");

  test("shows a rule and its tests as they can be copied", async () => {
    const root = folder({ "rules/a.yml": rule, "rules/a.tests.yml": block("yaml", "- name:") });
    const checked = await detections(root, "check", "rules");
    expect(checked).toEqual({
      code: 0,
      stdout: "1 file, 1 rule, 0 errors, 0 warnings\ncloudwatch: 1 wider\nsentinel: 1 exact\n",
      stderr: "",
    });
    const tested = await detections(root, "test", "rules");
    expect([tested.code, tested.stderr]).toEqual([0, ""]);
    expect(tested.stdout).toMatch(/^ok {3}rules\/a\.yml: reference 2\/2, /);
  });

  test("shows tests by what they change of one event", async () => {
    const tests = block("yaml", "creates a key for herself", RULES);
    const tested = await detections(
      folder({ "rules/a.yml": rule, "rules/a.tests.yml": tests }),
      "test",
      "rules",
    );
    expect([tested.code, tested.stderr]).toEqual([0, ""]);
    expect(tested.stdout).toMatch(/^ok {3}rules\/a\.yml: reference 3\/3, /);
  });

  test("shows tests of time by events and when they are", async () => {
    const correlation = {
      title: "Three failed sign-ins of one user",
      level: "high",
      correlation: {
        type: "event_count",
        rules: ["failed"],
        "group-by": ["userIdentity.userName"],
        timespan: "10m",
        condition: { gte: 3 },
      },
    };
    const failed = {
      title: "A failed sign-in",
      name: "failed",
      level: "low",
      logsource: { product: "aws", service: "cloudtrail" },
      detection: {
        s: { eventName: "ConsoleLogin", "responseElements.ConsoleLogin": "Failure" },
        condition: "s",
      },
    };
    const root = folder({
      "a.yml": `${JSON.stringify(correlation)}\n---\n${JSON.stringify(failed)}\n`,
      "a.tests.yml": block("yaml", "arrives:", RULES),
    });
    const { code, stdout } = await detections(root, "test", "a.yml");
    expect(stdout).toMatch(/^ok {3}a\.yml: reference 3\/3, .*sentinel 3\/3/);
    expect(code).toBe(0);
  });

  test("shows a filter and a correlation as they can be copied beside the package's rules", async () => {
    const [filter, correlation] = block("yaml", "correlation:", RULES).split("---\n");
    const placeholders = /placeholders\.json: (\{.*\})/.exec(filter!)![1]!;
    const root = folder({
      "rules/filter.yml": filter!,
      "rules/correlation.yml": correlation!,
      "placeholders.json": placeholders,
    });
    const rules = ["rules", ...SEEDS];
    const checked = await detections(
      root,
      "check",
      ...rules,
      "--placeholders",
      "placeholders.json",
    );
    expect(checked).toEqual({
      code: 0,
      stdout:
        "4 files, 3 rules, 0 errors, 0 warnings\ncloudwatch: 1 exact, 2 wider\nsentinel: 3 exact\n",
      stderr: "",
    });
  });

  test("shows a mistake as it is printed", async () => {
    const shown = block("", "DET209");
    const [place, line, ...rest] = shown.split("\n");
    const [, path, row] = /^(\S+?):(\d+):/.exec(place!)!;
    const lines = rule.replace(/^#.*\n/, "").split("\n");
    lines[Number(row) - 1] = line!.slice(4);
    const { stderr } = await detections(folder({ [path!]: lines.join("\n") }), "check", "rules");
    expect(stderr).toContain(place!.replace(/…$/, ""));
    expect(stderr).toContain([line, ...rest].join("\n"));
  });

  test("names options that there are", async () => {
    for (const [, command, said] of README.matchAll(/^\| `(\w+) PATH….*?` +\|(.*)\|$/gm)) {
      const { stdout } = await detections("/", command!, "--help");
      for (const [option] of said!.matchAll(/--[a-z-]+/g)) {
        expect([command, stdout]).toEqual([command, expect.stringContaining(`  ${option} `)]);
      }
    }
  });
});
