import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");

/** What a whole process took. */
export interface Usage {
  /** Processor time of all threads, in microseconds. */
  readonly cpu: number;
  /** From its start to its end, in milliseconds; where the machine does other work too, of little worth. */
  readonly elapsed: number;
  /** The most memory it ever held, in kibibytes. */
  readonly memory: number;
}

/** Builds the package into a folder as it is shipped, beside the packages that it depends on. */
export function build(folder: string): string {
  const built = join(folder, "dist");
  const tsc = require.resolve("typescript/bin/tsc");
  const args = [tsc, "-p", "tsconfig.build.json", "--outDir", built];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  const data = "compiler/log-sources";
  const filter = (path: string) => !path.endsWith(".ts");
  cpSync(join(ROOT, data), join(built, data), { recursive: true, filter });
  symlinkSync(join(ROOT, "node_modules"), join(built, "node_modules"));
  return built;
}

/** Runs Node with these arguments to its end; `folder` holds what it tells of itself. */
export function usageOf(
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = {},
): Usage {
  const report = join(folder, "usage");
  const tell = `process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    require("node:fs").writeFileSync(${JSON.stringify(report)},
      JSON.stringify({ cpu: userCPUTime + systemCPUTime, elapsed: performance.now(), memory: maxRSS })); });`;
  const preload = join(folder, "tell.cjs");
  writeFileSync(preload, tell);
  execFileSync(process.execPath, ["--require", preload, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  return JSON.parse(readFileSync(report, "utf8")) as Usage;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
