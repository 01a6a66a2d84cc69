import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { applyEdits } from "../../../cli/fix";
import { compile } from "../../../compiler/compile";
import { Diagnostics, type Diagnostic } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { describeWithShared, shared } from "../../support/optional";
import { nameOf, OTHERS } from "./other-logs";

const OTHER_NAME = "DET450";
const NEVER_WRITTEN = "DET451";

/** What stays where a fix has been written everywhere: an element by its name, for which Sigma has no words. */
const BY_ELEMENT = /\[\w+=/;

interface Read {
  readonly text: string;
  readonly found: readonly Diagnostic[];
  readonly compiled: ReturnType<typeof compiledOf>;
}

function compiledOf(text: string, diagnostics: Diagnostics) {
  const rule = loadRule(text, diagnostics);
  if (rule === undefined) return undefined;
  const { verdict, output } = compile(rule, "sentinel", { accept: "wider" });
  return { verdict, query: output?.query };
}

function read(text: string): Read {
  const diagnostics = new Diagnostics();
  const compiled = compiledOf(text, diagnostics);
  return { text, found: diagnostics.all, compiled };
}

/** The rule with the edits of findings applied, as often as they bring others to light. */
function fixed(rule: Read, codes: readonly string[]): Read {
  const edits = rule.found.flatMap(({ code, edit }) =>
    edit !== undefined && codes.includes(code) ? [edit] : [],
  );
  return edits.length === 0 ? rule : fixed(read(applyEdits(rule.text, edits).text), codes);
}

describeWithShared("fixes of public rules of other logs", () => {
  const rules = OTHERS.flatMap((logSource) => {
    const folder = shared(`logs/rules/${nameOf(logSource).replace("/", "_")}`);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.map((file) => [file, read(readFileSync(join(folder, file), "utf8"))] as const);
  });

  test("write the true paths, after which the query is the same", () => {
    let renamed = 0;
    for (const [file, rule] of rules) {
      const after = fixed(rule, [OTHER_NAME]);
      if (after !== rule) renamed += 1;
      expect([file, after.compiled]).toEqual([file, rule.compiled]);
      const left = after.found.filter(({ code }) => code === OTHER_NAME);
      expect(left.filter(({ message }) => !BY_ELEMENT.test(message))).toEqual([]);
    }
    expect(renamed).toBeGreaterThan(60);
  });

  test("write the texts that were meant, where they take the place of others", () => {
    let reworded = 0;
    for (const [file, rule] of rules) {
      const after = fixed(rule, [OTHER_NAME, NEVER_WRITTEN]);
      if (after.compiled?.query !== rule.compiled?.query) reworded += 1;
      expect([file, after.compiled?.verdict]).toEqual([file, rule.compiled?.verdict]);
      const left = after.found.filter(({ code, edit }) => edit && code === NEVER_WRITTEN);
      expect([file, left]).toEqual([file, []]);
    }
    expect(reworded).toBeGreaterThan(7);
  });
});
