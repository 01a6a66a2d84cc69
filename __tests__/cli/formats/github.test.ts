import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

import { githubCommands } from "../../../cli/formats/github";
import type { Diagnostic } from "../../../compiler/core/diagnostic";
import { describeWithShared, shared } from "../../support/optional";

const FINDING: Diagnostic = {
  code: "DET304",
  severity: "error",
  message: "found `hihg`",
  path: "rules/a.yml",
  line: 3,
  column: 8,
  end: { line: 3, column: 12 },
  excerpt: "level: hihg",
};

describe("an annotation", () => {
  test("has file, line, columns, the code and the text with its fix", () => {
    expect(githubCommands([{ ...FINDING, fix: "write `high`" }])).toBe(
      "::error file=rules/a.yml,line=3,col=8,endColumn=12,title=DET304::found `hihg`%0Afix: write `high`",
    );
  });

  test("over several lines has no columns, which would not be shown", () => {
    expect(githubCommands([{ ...FINDING, severity: "warning", end: { line: 5, column: 1 } }])).toBe(
      "::warning file=rules/a.yml,line=3,endLine=5,title=DET304::found `hihg`",
    );
  });

  test("names the file from the working folder", () => {
    for (const path of ["./rules/a.yml", join(process.cwd(), "rules/a.yml")]) {
      expect(githubCommands([{ ...FINDING, path }])).toContain("file=rules/a.yml,");
    }
  });

  test("is for the gravest ten of each severity, the rest is a number", () => {
    const of = (severity: Diagnostic["severity"], count: number) =>
      Array.from({ length: count }, (_, line) => ({ ...FINDING, severity, line }));
    const lines = githubCommands([...of("warning", 11), ...of("error", 12)]).split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual([
      ...Array.from({ length: 10 }, () => "::error"),
      ...Array.from({ length: 10 }, () => "::warning"),
      "::notice::3",
    ]);
    expect(lines[0]).toContain("line=0,");
  });
});

/** The runner's own reading of a line. */
function read(line: string) {
  const [, command, properties = "", data = ""] = /^::(\w+) ([^]*?)::([^]*)$/.exec(line) ?? [];
  const plain = (text: string) =>
    text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
  return {
    command,
    properties: Object.fromEntries(
      properties.split(",").map((each) => {
        const at = each.indexOf("=");
        return [each.slice(0, at), plain(each.slice(at + 1))];
      }),
    ),
    message: plain(data),
  };
}

test("whatever a rule says, it is one line, and read as what it says", () => {
  const hostile = fc.string({
    unit: fc.constantFrom(..."ab%:,=\r\n", "::", "%0A", "::error::"),
    maxLength: 9,
  });
  fc.assert(
    fc.property(hostile, hostile, (message, name) => {
      const line = githubCommands([{ ...FINDING, message, path: `x${name}` }]);
      expect(line).not.toMatch(/[\r\n]/);
      expect(read(line)).toMatchObject({
        command: "error",
        properties: { file: `x${name}`, title: "DET304" },
        message,
      });
    }),
  );
});

describeWithShared("GitHub's escapes", () => {
  test("are those of the examples", () => {
    const { examples } = JSON.parse(
      readFileSync(shared("formats/github/workflow-commands.json"), "utf8"),
    );
    const [{ finding, command }] = examples;
    const { file, line, col, endColumn, title, message } = finding;
    const end = { line, column: endColumn };
    const own = { ...FINDING, path: file, line, column: col, end, code: title, message };
    expect(githubCommands([own])).toBe(command);
  });
});
