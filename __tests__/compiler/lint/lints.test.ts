import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { LINTS } from "../../../compiler/lint/lints";
import { findings } from "./linting";

/** What is only said of a rule for a log group. */
const NAMED = { logGroupNames: { "kubernetes/audit": "/aws/eks/prod/cluster" } };
const ROOM = join(__dirname, "../../../compiler/lint");

describe("lints", () => {
  test.each(LINTS.map((lint) => [lint.code, lint] as const))(
    "%s: its example gives it",
    (code, { example }) => {
      const found = findings(example, NAMED).map(({ found: { severity, ...each } }) => [
        each.code,
        severity,
      ]);
      expect(found).toContainEqual([code, "warning"]);
    },
  );

  test("are all listed, in the order of their codes", () => {
    const sources = readdirSync(ROOM).map((name) => readFileSync(join(ROOM, name), "utf8"));
    const written = sources.flatMap((text) => [...text.matchAll(/= lint\(\{\n {2}code: "(\w+)"/g)]);
    const codes = LINTS.map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
    expect(codes).toEqual(written.map(([, code]) => code).sort());
  });

  test("say nothing of a plain rule", () => {
    expect(findings("")).toEqual([]);
  });
});
