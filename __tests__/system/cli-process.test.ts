import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

import { commandOf, folder, removeFolders, stopped, type Command } from "../cli/command";
import { builtCommand } from "../support/packed";
import { ruleText } from "../support/rules";

/** A build on a busy machine. */
jest.setTimeout(600_000);

let built: Command;
beforeAll(async () => {
  built = commandOf([await builtCommand()]);
});
afterAll(removeFolders);

const FILES = {
  "rules/a.yml": ruleText({ tags: [] }),
  "rules/a.tests.yml": JSON.stringify([
    { name: "a trail is stopped", match: true, event: stopped("1") },
    { name: "another call", match: false, event: { ...stopped("2"), eventName: "StartLogging" } },
  ]),
  "events.ndjson": `${JSON.stringify(stopped("1"))}\n`,
};

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55";

const COMMANDS = [
  ["check rules"],
  ["check rules --format sarif"],
  ["compile rules --target arm"],
  ["test rules --format junit"],
  ["backtest rules --events events.ndjson --format json"],
  ["review rules --out made"],
];

describe.each(COMMANDS)("detections %s", (command) => {
  const root = folder(FILES);

  test("as it should be: the result, nothing else, 0", () => {
    const { code, stdout, stderr } = built.shell(root, `detections ${command}`);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/[^\n]\n$/);
  });

  test("onto a full disk: one plain message, 2", () => {
    expect(built.shell(root, `detections ${command} > /dev/full`)).toEqual({
      code: 2,
      stdout: "",
      stderr: "cdktf-detections: the disk is full (ENOSPC)\n",
    });
  });

  test("to a reader that went away: one plain message, 2", () => {
    const script = `set -o pipefail; detections ${command} | true`;
    expect(built.shell(root, script)).toEqual({
      code: 2,
      stdout: "",
      stderr: "cdktf-detections: output closed (EPIPE)\n",
    });
  });
});

describe("what a process meets", () => {
  test("a reader that takes one line of many gets that line", () => {
    const script = "set -o pipefail; detections compile rules --target sentinel | head -1";
    expect(built.shell(manyRules(400), script)).toEqual({
      code: 2,
      stdout: "# sentinel: exact: CreateThing0 (rules/CreateThing0.yml)\n",
      stderr: "cdktf-detections: output closed (EPIPE)\n",
    });
  });

  test("nobody to read what is wrong: the exit says it", () => {
    const root = folder({ "a.yml": "title: [\n" });
    expect(built.shell(root, "detections check a.yml 2>&-").code).toBe(1);
    expect(built.shell(root, "detections check a.yml 2>/dev/full").code).toBe(2);
  });

  test.each([
    ["check rules --fix", "rules/a.yml"],
    ["compile rules --target sentinel --out made", `made/${ID}.kql`],
  ])("a file system that takes no more: `%s` leaves what was there, 2", (command, path) => {
    const text = ruleText({ tags: [], date: "2024/01/31" });
    const root = folder({ "rules/a.yml": text, "made/.keep": "" });
    // As a full disk answers to a file.
    const { code, stderr } = built.shell(root, `trap '' XFSZ; ulimit -f 0; detections ${command}`);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(
      `cdktf-detections: ${path}: the file would be larger than is allowed (EFBIG)`,
    );
    expect(readFileSync(join(root, "rules/a.yml"), "utf8")).toBe(text);
    expect(readdirSync(join(root, "rules"))).toEqual(["a.yml"]);
    expect(readdirSync(join(root, "made"))).toEqual([".keep"]);
  });

  test.each(["compile rules --target sentinel --out /proc/made", "review rules --out /proc/made"])(
    "a folder where nothing can be made: %s",
    (command) => {
      const { code, stdout, stderr } = built.shell(folder(FILES), `detections ${command}`);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^cdktf-detections: \/proc\/made.*: [a-z ]+ \(E[A-Z]+\)\n$/);
    },
  );
});

describe("a signal", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s while files are written: no half file, one plain message, %i",
    async (signal, code) => {
      // With more to say about them than a socket holds at once.
      const root = manyRules(1_500, ["attack.t1562.008"]);
      const made = join(root, "made");
      const args = ["compile", "rules", "--target", "arm", "--format", "json", "--out", "made"];
      const running = built.started(root, ...args);
      await until(() => existsSync(made) && readdirSync(made).length > 0);
      running.signal(signal);
      const ran = await running.ended;
      expect(ran).toMatchObject({ code, stdout: "" });
      expect(ran.stderr).toMatch(/(^|\n)cdktf-detections: interrupted; no file is half written\n$/);
      const written = readdirSync(made);
      expect(written.length).toBeLessThan(1_500);
      for (const name of written) {
        expect(name).toMatch(/^0000[\w-]+\.arm\.json$/);
        expect(JSON.parse(readFileSync(join(made, name), "utf8")).output).not.toBeNull();
      }
    },
  );

  test("SIGINT while pages are written: no half page, and no index that would lead nowhere", async () => {
    const root = manyRules(400);
    const made = join(root, "made/rules");
    const running = built.started(root, "review", "rules", "--out", "made");
    await until(() => existsSync(made) && readdirSync(made).length > 0);
    running.signal("SIGINT");
    expect(await running.ended).toEqual({
      code: 130,
      stdout: "",
      stderr: "cdktf-detections: interrupted; no file is half written\n",
    });
    expect(readdirSync(join(root, "made"))).toEqual(["rules"]);
    for (const name of readdirSync(made).filter((each) => each.endsWith(".html"))) {
      expect(readFileSync(join(made, name), "utf8")).toMatch(/<\/html>\s*$/);
    }
  });

  test("SIGINT while rules are checked: no half result, one plain message, 130", async () => {
    const root = manyRules(400);
    const values = join(root, "values.yml");
    spawnSync("mkfifo", [values]);
    const running = built.started(
      root,
      "check",
      "rules",
      "--placeholders",
      values,
      "--format",
      "json",
    );
    // Opens as soon as the other side does: before any rule is read.
    const pipe = await open(values, "w");
    running.signal("SIGINT");
    await pipe.writeFile("{}\n");
    await pipe.close();
    expect(await running.ended).toEqual({
      code: 130,
      stdout: "",
      stderr: "cdktf-detections: interrupted; no file is half written\n",
    });
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function manyRules(count: number, tags: readonly string[] = []): string {
  const rules = Array.from({ length: count }, (_, nth) => {
    const id = `00000000-0000-4000-8000-${String(nth).padStart(12, "0")}`;
    const title = `CreateThing${nth}`;
    const detection = { s: { eventName: "CreateUser", userAgent: title }, condition: "s" };
    return [`rules/${title}.yml`, ruleText({ id, title, tags, detection })];
  });
  return folder(Object.fromEntries(rules));
}
