import { spawn } from "node:child_process";
import { join } from "node:path";

export interface JestRun {
  /** The test file that failed first: the run ends with it. */
  readonly failed: string | undefined;
  /** How many test files had passed. */
  readonly passed: number;
  /** Whether the run ended by itself, not because its time was up. */
  readonly ended: boolean;
}

/** What `nearest-first.js` orders by. */
export interface Order {
  readonly changed: string;
  readonly leftOut: readonly string[];
}

/** Runs unit tests of the checkout in one process until the first fails or the time is up. */
export function runJest(
  root: string,
  args: readonly string[],
  order: Order,
  seconds: number,
): Promise<JestRun> {
  const child = spawn(
    process.execPath,
    [
      join(root, "node_modules/jest/bin/jest.js"),
      ...["--selectProjects", "unit", "--runInBand", "--bail", "--passWithNoTests"],
      // A machine that is busy must not fail a test.
      ...["--testTimeout", "60000", "--reporters", "default"],
      ...["--testSequencer", join(__dirname, "nearest-first.js")],
      ...["--cacheDirectory", join(root, "../jest-cache"), ...args],
    ],
    {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", MUTANTS_ORDER: JSON.stringify(order) },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that what tests start ends with it.
      detached: true,
    },
  );
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  };
  // Before the folder is removed.
  process.prependOnceListener("exit", kill);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  }
  return new Promise((resolve, reject) => {
    let ended = true;
    const timer = setTimeout(() => {
      ended = false;
      kill();
    }, seconds * 1000);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      process.off("exit", kill);
      const failed = /^FAIL unit (\S+)/m.exec(output)?.[1];
      const passed = output.match(/^PASS unit /gm)?.length ?? 0;
      if (ended && code !== 0 && failed === undefined) reject(new Error(output.slice(-2000)));
      else resolve({ failed, passed, ended });
    });
  });
}
