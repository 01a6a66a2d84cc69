import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VARIABLE = "DETECTIONS_RUN_FOLDER";

/** The folder that the system tests of one run share. */
export function runFolder(): string {
  const folder = process.env[VARIABLE];
  if (folder === undefined) throw new Error(`${VARIABLE} is not set: a system test alone has it`);
  return folder;
}

/** Jest's global setup: workers inherit the environment. */
export function setup(): void {
  process.env[VARIABLE] = mkdtempSync(join(tmpdir(), "detections-run-"));
}

export function teardown(): void {
  rmSync(runFolder(), { recursive: true, force: true });
}
