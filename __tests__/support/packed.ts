import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

import { runGroup, type Ended } from "./child-group";
import { runFolder } from "./run-folder";

export const ROOT = resolve(__dirname, "../..");

/** What a checkout holds that is made, not written. */
const MADE = new Set([".git", "node_modules", "dist", "cdktf.out", "coverage"]);

/** A file that an earlier build left, of a source that is gone. */
const LEFT_OVER = "dist/constructs/gone.js";

/** Whether `npm install` can work here. */
export function npmAnswers(): boolean {
  const args = ["view", "cdktf@0.21.0", "version", "--prefer-online", "--fetch-retries=0"];
  return spawnSync("npm", args, { cwd: tmpdir(), timeout: 60_000 }).status === 0;
}

/** Copies what somebody wrote, wherever it lies in `from`. */
export function copyWritten(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !MADE.has(basename(path)) });
}

/**
 * The package as `npm pack` makes it, built by its own scripts of a copy of the sources: the path of the
 * tarball. Made once for all test files of a run: the first that asks makes it, others wait.
 */
export async function packed(): Promise<string> {
  const folder = runFolder();
  const [made, failed] = [join(folder, "made"), join(folder, "failed")];
  if (mkdirSync(join(folder, "sources"), { recursive: true }) !== undefined) {
    try {
      await pack(folder);
      writeFileSync(made, "");
    } catch (error) {
      writeFileSync(failed, String(error));
    }
  }
  while (!existsSync(made)) {
    if (existsSync(failed)) throw new Error(readFileSync(failed, "utf8"));
    await setTimeout(100);
  }
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("`npm pack` made nothing");
  return join(folder, tarball);
}

/** The main file of the command, as the package has it. */
export async function builtCommand(): Promise<string> {
  await packed();
  return join(runFolder(), "sources/dist/cli/main.js");
}

async function pack(folder: string): Promise<void> {
  const sources = join(folder, "sources");
  copyWritten(ROOT, sources);
  symlinkSync(join(ROOT, "node_modules"), join(sources, "node_modules"));
  mkdirSync(join(sources, LEFT_OVER, ".."), { recursive: true });
  writeFileSync(join(sources, LEFT_OVER), "");
  await succeeds("npm", ["pack", "--pack-destination", folder], sources);
}

/** Installs what the `package.json` in `folder` names, as its user would. */
export async function install(folder: string): Promise<void> {
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund"];
  await succeeds("npm", args, folder);
}

/** Runs a command that a package of `folder` has, or Node itself. */
export function run(
  folder: string,
  [command = "node", ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const inherited = { ...process.env, NODE_ENV: undefined, ...env };
  return runGroup(command, args, { cwd: folder, env: inherited, timeoutSeconds: 580 });
}

/** What a command prints that has to succeed. */
export async function succeeds(
  command: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(folder, [command, ...args], env);
  if (code === 0) return stdout;
  throw new Error(`${[command, ...args].join(" ")}: exit ${code}\n${stdout}\n${stderr}`);
}
