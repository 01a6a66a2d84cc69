import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { resolveRule } from "../../compiler/rule-set/resolve-rule";
import { compileCloudWatch } from "../../compiler/targets/cloudwatch/compile";
import { compileLogsInsights } from "../../compiler/targets/logs-insights/compile";
import { compileSentinel } from "../../compiler/targets/sentinel/compile";
import { buildApp } from "../../main";
import { copySeeds } from "../support/repository-rules";

/** A module whose function is the real one, and counted. */
function mockCounted(path: string, name: string): object {
  const actual: Record<string, (...given: unknown[]) => unknown> = jest.requireActual(path);
  return { ...actual, [name]: jest.fn(actual[name]) };
}

jest.mock("../../compiler/rule-set/resolve-rule", () =>
  mockCounted("../../compiler/rule-set/resolve-rule", "resolveRule"),
);
jest.mock("../../compiler/targets/cloudwatch/compile", () =>
  mockCounted("../../compiler/targets/cloudwatch/compile", "compileCloudWatch"),
);
jest.mock("../../compiler/targets/sentinel/compile", () =>
  mockCounted("../../compiler/targets/sentinel/compile", "compileSentinel"),
);
jest.mock("../../compiler/targets/logs-insights/compile", () =>
  mockCounted("../../compiler/targets/logs-insights/compile", "compileLogsInsights"),
);

test("one synthesis with its review resolves each rule once, and compiles it once for each target", () => {
  const outdir = mkdtempSync(join(tmpdir(), "detections-once-"));
  try {
    const rules = copySeeds(join(outdir, "rules"));
    const { app } = buildApp({ rules, outdir, review: true });
    app.synth();
  } finally {
    rmSync(outdir, { recursive: true });
  }
  for (const once of [resolveRule, compileCloudWatch, compileSentinel, compileLogsInsights]) {
    expect(once).toHaveBeenCalledTimes(2);
  }
});
