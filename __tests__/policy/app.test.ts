import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildApp } from "../../main";
import { detections } from "../cli/command";
import { copySeeds } from "../support/repository-rules";

/** What a stack of two rules cannot have: trails, topics and events are made elsewhere. */
const HERE = [
  "alarm-actions-disabled",
  "alarm-missing-data",
  "alarm-several-periods",
  "alarm-statistic",
  "alarm-metric-unwritten",
  "filter-without-alarm",
  "analytic-rule-disabled",
  "analytic-rule-without-incident",
  "analytic-rule-without-entities",
  "analytic-rule-gaps",
];

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "detections-policy-"));
  const rules = copySeeds(join(outdir, "seeds"));
  buildApp({ outdir: join(outdir, "cdktf.out"), rules, review: false }).app.synth();
});
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

test("the app that is cloned passes, with every policy that looks at it as an error", async () => {
  const asked = HERE.flatMap((id) => ["--level", `${id}=error`, "--require", id]);
  const { code, stdout, stderr } = await detections(outdir, "policy", "cdktf.out", ...asked);
  expect(code).toBe(0);
  for (const id of HERE) expect(stdout).toMatch(new RegExp(`^ok +${id} +2 `, "m"));
  // One of the two is wider, and says so; whom the alarms tell is a variable of the app.
  expect(stderr.match(/^\S+:\d+:\d+ \S+ /gm)).toEqual([
    expect.stringMatching(/stacks\/aws-detections\/cdk\.tf\.json:\d+:\d+ verdict-wider $/),
  ]);
  expect(stdout).toMatch(/^unknown alarm-without-action +2 alarms, 2 not known before Terraform/m);
});

test("whom its alarms tell can only be asked of a plan", async () => {
  const { code, stderr } = await detections(
    outdir,
    "policy",
    "cdktf.out",
    "--require",
    "alarm-without-action",
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/DET964 .*\n.*ask it of a plan: `terraform plan/);
});
