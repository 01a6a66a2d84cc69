import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ruleFiles } from "../../compiler/load/rule-files";
import { packed, ROOT, succeeds } from "../support/packed";

/** A build on a busy machine. */
jest.setTimeout(600_000);

let work: string;
let tarball: string;
let unpacked: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "detections-package-"));
  tarball = await packed();
  await succeeds("tar", ["-xzf", tarball], work);
  unpacked = join(work, "package");
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

/** The files under a folder, seen from it. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
}

describe("the packed package", () => {
  test("has the output of every source and nothing of a source that is gone", () => {
    const outputs = ["cli", "compiler", "constructs", "policy", "review"].flatMap((room) =>
      filesUnder(join(ROOT, room))
        .filter((file) => /\.tsx?$/.test(file))
        .flatMap((file) =>
          [".js", ".d.ts"].map((end) => room + "/" + file.replace(/\.tsx?$/, end)),
        ),
    );
    const data = filesUnder(join(ROOT, "compiler"))
      .filter((file) => file.endsWith(".json"))
      .map((file) => `compiler/${file}`);
    const expected = [...outputs, ...data, "docs/codes.json"].sort();
    expect(filesUnder(join(unpacked, "dist"))).toEqual(expected);
  });

  test("has the rules with their tests, its docs and papers, and neither sources nor tests of its own", () => {
    const shipped = filesUnder(unpacked).filter((file) => !file.startsWith("dist/"));
    const rules = shipped.filter((file) => file.startsWith("rules/"));
    const docs = shipped.filter((file) => file.startsWith("docs/"));
    expect(docs).toContain("docs/errors.md");
    expect(shipped.filter((file) => !rules.includes(file) && !docs.includes(file))).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "NOTICE",
      "README.md",
      "package.json",
      "placeholders.json",
    ]);
    for (const rule of ruleFiles("rules")) {
      expect(rules).toContain(rule);
      expect(rules).toContain(rule.replace(/\.yml$/, ".tests.yml"));
    }
  });

  test("says nothing of the machine that it was made on", () => {
    const places = [ROOT, work, tmpdir() + "/"];
    const telling = filesUnder(unpacked).filter((file) => {
      const text = readFileSync(join(unpacked, file), "utf8");
      return places.some((place) => text.includes(place));
    });
    expect(telling).toEqual([]);
  });

  test("is found in order by publint and attw at their strictest", async () => {
    const script = join(__dirname, "../support/package-findings.mjs");
    const { findings, entryPoints } = JSON.parse(await succeeds("node", [script, tarball], ROOT));
    expect(findings).toEqual([]);
    expect(entryPoints).toEqual(expect.arrayContaining([".", "./compiler", "./review"]));
  });
});
