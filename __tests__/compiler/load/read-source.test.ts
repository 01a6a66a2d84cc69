import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { readSource } from "../../../compiler/load/read-source";
import { loadRule } from "../../../compiler/rule-set/load-rule";

const folder = mkdtempSync(join(tmpdir(), "read-source-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(name: string, content?: string | Buffer) {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  const diagnostics = new Diagnostics();
  const source = readSource(path, diagnostics);
  return { text: source?.text, found: diagnostics.all };
}

const RULE =
  "title: T\nstatus: test\nlevel: low\nlogsource: {product: aws, service: cloudtrail}\n" +
  "detection:\n  s: {eventName: CreateUser}\n  condition: s\n";

describe("a file", () => {
  test("is read as UTF-8, with or without a byte order mark", () => {
    expect(read("plain.yml", "a: é\n").text).toBe("a: é\n");
    expect(read("bom.yml", "\ufeffa: é\n").text).toBe("a: é\n");
  });

  test.each([
    ["UTF-16", Buffer.from(`\ufeff${RULE}`, "utf16le")],
    ["Latin-1", Buffer.from("a: \u00e9\n", "latin1")],
    ["half a character", Buffer.from([0x61, 0x3a, 0x20, 0xe2, 0x82])],
    ["a lone surrogate", Buffer.from([0x61, 0x3a, 0x20, 0xed, 0xa0, 0x80])],
  ])("in %s is refused", (_what, bytes) => {
    const { text, found } = read("other.yml", bytes);
    expect(text).toBeUndefined();
    expect(found).toMatchObject([{ code: "DET104", line: 1, column: 1 }]);
  });

  test("of ten megabytes is refused unread", () => {
    expect(read("large.yml", Buffer.alloc(10_000_000, "x")).found).toMatchObject([
      { code: "DET105" },
    ]);
  });

  test("that is a folder, or is not there, is refused by the system's word", () => {
    expect(read(".").found).toMatchObject([{ code: "DET103" }]);
    expect(read(".").found[0]?.message).toContain("EISDIR");
    expect(read("none.yml").found[0]?.message).toContain("ENOENT");
    expect(read("a\u0000b").found).toMatchObject([{ code: "DET103" }]);
  });

  test("that may not be read is refused", () => {
    const path = join(folder, "secret.yml");
    writeFileSync(path, RULE);
    chmodSync(path, 0o000);
    // The superuser may read everything.
    const expected = process.getuid?.() === 0 ? [] : [{ code: "DET103" }];
    expect(read("secret.yml").found).toMatchObject(expected);
  });

  test.each([
    ["line feeds", RULE],
    ["CRLF", RULE.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${RULE}`],
    ["no last line break", RULE.trimEnd()],
  ])("with %s holds the same rule", (_what, content) => {
    const path = join(folder, "rule.yml");
    writeFileSync(path, content);
    const diagnostics = new Diagnostics();
    const detection = loadRule(path, diagnostics);
    expect(diagnostics.all).toEqual([]);
    expect(detection?.document).toMatchObject({ title: "T", detection: { condition: "s" } });
  });
});
