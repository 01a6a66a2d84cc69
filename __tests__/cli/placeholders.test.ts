import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { UsageError } from "../../cli/exit";
import { readPlaceholders } from "../../cli/placeholders";
import { rulesOf } from "../../cli/rules";
import { compile } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/core/diagnostic";
import { ruleText } from "../support/rules";
import { detections } from "./command";

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), "detections-placeholders-"));
});
afterEach(() => {
  rmSync(work, { recursive: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(work, name), text);
  return join(work, name);
}

describe("a file of placeholder values", () => {
  test("gives rules their values, from YAML and from JSON", () => {
    const detection = {
      selection: { eventName: "StopLogging", "recipientAccountId|expand": "%accounts%" },
      condition: "selection",
    };
    const rule = file("rule.yml", ruleText({ detection }));
    for (const values of [
      "accounts: [012345678901, '111122223333']\n",
      '{"accounts": ["012345678901", "111122223333"]}',
    ]) {
      const diagnostics = new Diagnostics();
      const placeholders = file("values.yml", values);
      const [loaded] = rulesOf([rule], diagnostics, { placeholders });
      expect(diagnostics.hasErrors).toBe(false);
      expect(compile(loaded!, "cloudwatch").output?.filters[0]?.pattern).toBe(
        '{ $.eventName = "StopLogging" && ($.recipientAccountId = "012345678901" || $.recipientAccountId = "111122223333") }',
      );
    }
  });

  test.each([
    ["is no mapping", "- a\n", 1, 1],
    ["has a value that is no text", "a: { b: c }\n", 1, 4],
    ["has an empty value in a list", "a: [x, ~]\n", 1, 8],
  ])("that %s is refused at its place", (_, text, line, column) => {
    const diagnostics = new Diagnostics();
    readPlaceholders(file("values.yml", text), diagnostics);
    expect(diagnostics.all).toEqual([expect.objectContaining({ code: "DET303", line, column })]);
  });

  test("is placeholders.json of the folder that the command runs in, unless one is named", async () => {
    const detection = {
      selection: { eventName: "StopLogging", "recipientAccountId|expand": "%accounts%" },
      condition: "selection",
    };
    file("rule.yml", ruleText({ detection }));
    const compiled = (...args: readonly string[]) =>
      detections(work, "compile", "rule.yml", "--target", "sentinel", ...args);
    expect((await compiled()).stderr).toContain("accounts");
    file("placeholders.json", '{"accounts": "111122223333"}');
    expect((await compiled()).stdout).toContain("111122223333");
    file("other.json", '{"accounts": "444455556666"}');
    expect((await compiled("--placeholders", "other.json")).stdout).toContain("444455556666");
  });

  test("that is not there is wrong usage", () => {
    expect(() => readPlaceholders(join(work, "none.yml"), new Diagnostics())).toThrow(UsageError);
  });
});
