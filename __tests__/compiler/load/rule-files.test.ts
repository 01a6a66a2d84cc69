import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ruleFiles } from "../../../compiler/load/rule-files";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rules-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(...paths: readonly string[]) {
  for (const path of paths) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
}

/** The files found, as paths inside the folder. */
function found(): readonly string[] {
  return ruleFiles(folder).map((path) => path.slice(folder.length + 1));
}

test("finds YAML files at any depth, in the order of their paths", () => {
  write("b.yml", "a/z.yaml", "a/b/c.yml", "B.yml", "a.yml");
  expect(found()).toEqual(["B.yml", "a.yml", "a/b/c.yml", "a/z.yaml", "b.yml"]);
});

test("leaves out test events and what is no YAML", () => {
  write(
    "a.yml",
    "a.tests.yml",
    "b.tests.yaml",
    "rule.schema.json",
    "README.md",
    "c.yml.bak",
    "yml",
  );
  expect(found()).toEqual(["a.yml"]);
});

test("an extension in capitals is one", () => {
  write("A.YML", "b.Yaml", "c.Tests.YML");
  expect(found()).toEqual(["A.YML", "b.Yaml"]);
});

test("hidden names, an editor's locks among them, and installed packages are left out", () => {
  write(
    "a.yml",
    ".b.yml",
    ".git/c.yml",
    "node_modules/p/d.yml",
    "x/.e/f.yml",
    "x/node_modules/g.yml",
    "cdktf.out/review/rules/h.yml",
  );
  symlinkSync("somebody@host.1234", join(folder, ".#a.yml"));
  expect(found()).toEqual(["a.yml"]);
});

test("what is left out inside a folder can be named itself", () => {
  write(".rules/a.yml");
  expect(ruleFiles(join(folder, ".rules"))).toEqual([`${folder}/.rules/a.yml`]);
});

test("a linked folder is a folder, entered once however many links lead to it", () => {
  write("own/a.yml", "shared/b.yml");
  symlinkSync("../shared", join(folder, "own/linked"));
  symlinkSync("..", join(folder, "own/up"));
  expect(ruleFiles(join(folder, "own"))).toEqual([
    `${folder}/own/a.yml`,
    `${folder}/own/linked/b.yml`,
  ]);
  expect(found()).toEqual(["own/a.yml", "own/linked/b.yml"]);
});

test("a folder is no rule, whatever its name", () => {
  write("folder.yml/a.yml");
  expect(found()).toEqual(["folder.yml/a.yml"]);
});

test("a link that leads nowhere is there: who reads it says that it does not", () => {
  write("a.yml");
  symlinkSync(join(folder, "gone"), join(folder, "b.yml"));
  expect(found()).toEqual(["a.yml", "b.yml"]);
});

test("a folder without rules has none", () => {
  expect(found()).toEqual([]);
});

test("a file stands for itself, whatever its name", () => {
  write("a.tests.yml", "rule.txt");
  for (const name of ["a.tests.yml", "rule.txt"]) {
    expect(ruleFiles(join(folder, name))).toEqual([join(folder, name)]);
  }
});

test("paths keep the form they were given in", () => {
  // Relative to the project's own folder, where tests run.
  const files = ruleFiles("rules");
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(file).toMatch(/^rules\/[^\\]+\.ya?ml$/);
});

test("a path that is not there is the caller's error", () => {
  expect(() => ruleFiles(join(folder, "missing"))).toThrow("ENOENT");
});
