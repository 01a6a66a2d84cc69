import { spawn } from "node:child_process";

/**
 * `npm test` (`--unit`), and `npm run check`: that and the system tests, with many cases of each property
 * and the recorded corpora. What reads the sources runs side by side, and prints in order; the tests take both cores
 * after it. A step that fails does not stop the others; the exit is 1 if any did. With arguments, such as files, Jest
 * alone runs, on those.
 */
const asked = process.argv.slice(2).filter((argument) => argument !== "--unit");
const isUnit = process.argv.includes("--unit");
const READERS: readonly string[] = asked.length > 0 ? [] : ["types", "lint", "format:check"];
const TESTS = isUnit && asked.length === 0 ? "test:unit" : "test:all";

interface Ended {
  readonly ok: boolean;
  readonly printed: string;
}

/** Runs a script of `package.json`; what it prints is shown at once, or kept. */
function run(
  script: string,
  stdio: "inherit" | "pipe",
  more: readonly string[] = [],
): Promise<Ended> {
  const child = spawn("npm", ["run", "--silent", script, "--", ...more], {
    stdio: ["inherit", stdio, stdio],
    env: isUnit ? process.env : { ...process.env, DETECTIONS_LONG: "1" },
    shell: process.platform === "win32",
  });
  let printed = "";
  child.stdout?.on("data", (text: Buffer) => (printed += text.toString("utf8")));
  child.stderr?.on("data", (text: Buffer) => (printed += text.toString("utf8")));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, printed }));
  });
}

async function check(): Promise<void> {
  const failed: string[] = [];
  const readers = READERS.map((script) => ({ script, ended: run(script, "pipe") }));
  for (const { script, ended } of readers) {
    const { ok, printed } = await ended;
    process.stdout.write(printed);
    if (!ok) failed.push(script);
  }
  if (!(await run(TESTS, "inherit", asked)).ok) failed.push(TESTS);
  if (failed.length > 0) console.error(`failed: ${failed.join(", ")}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

void check();
