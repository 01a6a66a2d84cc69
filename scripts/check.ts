import { spawnSync } from "node:child_process";

/**
 * `npm run check`: `npm test` and the system tests, with many cases of each property and the recorded
 * corpora. A step that fails does not stop the others; the exit is 1 if any did.
 */
const STEPS: readonly string[] = ["types", "lint", "format:check", "test:all"];

const env = { ...process.env, DETECTIONS_LONG: "1" };
const failed = STEPS.filter((step) => {
  const args = ["run", "--silent", step];
  return (
    spawnSync("npm", args, { stdio: "inherit", env, shell: process.platform === "win32" })
      .status !== 0
  );
});
if (failed.length > 0) console.error(`failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
