import fc from "fast-check";

import { Diagnostics, formatDiagnostic, withEdit } from "../../../compiler/core/diagnostic";
import { lineAt, positionAt } from "../../../compiler/core/source";

const error = { code: "DET999", severity: "error", message: "wrong" } as const;

function report(text: string, start: number, end: number) {
  const diagnostics = new Diagnostics();
  diagnostics.report({ path: "a.yml", text }, { start, end }, error);
  return diagnostics.all[0]!;
}

describe("positions", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "é") });

  test("are where counting line breaks leads, for every offset", () => {
    fc.assert(
      fc.property(texts, fc.nat(20), (text, at) => {
        const offset = Math.min(at, text.length);
        const before = text.slice(0, offset).split("\n");
        const source = { path: "a.yml", text };
        expect(positionAt(source, offset)).toEqual({
          line: before.length,
          column: (before.at(-1) ?? "").length + 1,
        });
        const line = text.split("\n")[before.length - 1] ?? "";
        expect(lineAt(source, offset)).toBe(line.replace(/\r$/, ""));
      }),
    );
  });

  test("have a beginning and an end, which may be on another line", () => {
    expect(report("a: |\n  b\nc: d\n", 3, 9)).toMatchObject({
      ...{ line: 1, column: 4, end: { line: 3, column: 1 }, excerpt: "a: |" },
    });
    expect(report("abc", 2, 1).end).toEqual({ line: 1, column: 3 });
  });
});

describe("findings", () => {
  test("come in the order of path, line and column, whatever reports first", () => {
    const diagnostics = new Diagnostics();
    const others = new Diagnostics();
    for (const [path, start] of [
      ["b.yml", 0],
      ["a.yml", 3],
      ["a.yml", 1],
    ] as const) {
      others.report({ path, text: "x\ny\nz" }, { start, end: start + 1 }, error);
    }
    diagnostics.addAll(others);
    expect(diagnostics.all.map(({ path, line, column }) => [path, line, column])).toEqual([
      ["a.yml", 1, 2],
      ["a.yml", 2, 2],
      ["b.yml", 1, 1],
    ]);
  });

  test("may be more than a call takes arguments", () => {
    const diagnostics = new Diagnostics();
    const others = new Diagnostics();
    const source = { path: "a.yml", text: "x" };
    for (let at = 0; at < 200_000; at += 1) others.report(source, { start: 0, end: 1 }, error);
    diagnostics.addAll(others);
    expect(diagnostics.hasErrors).toBe(true);
  });

  test("show the line, a mark under the place, and the fix", () => {
    const diagnostics = new Diagnostics();
    const source = { path: "a.yml", text: "x:\n\tkey: 1\n" };
    diagnostics.report(source, { start: 4, end: 7 }, { ...error, fix: "write `kye`" });
    expect(diagnostics.all.map(formatDiagnostic)).toEqual([
      "a.yml:2:2 DET999 wrong\n    \tkey: 1\n    \t^\n    fix: write `kye`",
    ]);
  });

  test.each([
    ["at its beginning", 0],
    ["at the end of what is shown of it", 159],
    ["just behind that", 160],
    ["in the middle", 1_000],
    ["at its end", 1_999],
  ])("show the place in a line of any length: %s", (_, at) => {
    const text = `${"a".repeat(at)}X${"b".repeat(1_999 - at)}`;
    const [, shown, mark] = formatDiagnostic(report(text, at, at + 1)).split("\n");
    expect(shown![mark!.indexOf("^")]).toBe("X");
    expect(shown!.length).toBeLessThan(170);
    expect(shown!.trim().startsWith("…")).toBe(at >= 160);
    expect(shown!.endsWith("…")).toBe(at < 1_900);
  });

  test("mark the place behind what is shown as an escape", () => {
    const [, shown, mark] = formatDiagnostic(report("\u001b\u001bX", 2, 3)).split("\n");
    expect(shown![mark!.indexOf("^")]).toBe("X");
  });

  test("never send commands to a terminal", () => {
    const diagnostics = new Diagnostics();
    const text = "x: \u001b[31m\u202e\u0007";
    diagnostics.report({ path: "a.yml", text }, { start: 0, end: 1 }, { ...error, message: text });
    // eslint-disable-next-line no-control-regex
    expect(diagnostics.all.map(formatDiagnostic).join()).not.toMatch(/[\u0007\u001b\u202e]/);
  });
});

describe("edits", () => {
  const edited = (text: string, wrong: string) => {
    const message = withEdit(
      error,
      { path: "a", text },
      { start: 0, end: text.length },
      wrong,
      "R",
    );
    const { edit } = message;
    return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  };

  test("keep quotes as they are", () => {
    expect(edited("low", "low")).toBe("R");
    expect(edited("'low'", "low")).toBe("'R'");
    expect(edited('"low"', "low")).toBe('"R"');
  });

  test("are not offered where the file has other characters than the value", () => {
    expect(edited('"\\x6cow"', "low")).toBeUndefined();
    expect(edited("|\n  low\n", "low")).toBeUndefined();
  });
});
