import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { run } from "../../cli/run";

const MAIN = resolve(__dirname, "../../cli/main.ts");
/** Runs TypeScript in the process itself, so that signals and streams are the command's own. */
const FROM_SOURCES = ["--import", pathToFileURL(require.resolve("tsx")).href, MAIN];

/** The command's own configuration, wherever it is run. */
const ENV = { ...process.env, TSX_TSCONFIG_PATH: resolve(__dirname, "../../tsconfig.json") };

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a folder and gathers what it writes. */
export async function detections(cwd: string, ...args: readonly string[]): Promise<Ran> {
  const before = process.cwd();
  const written = { stdout: "", stderr: "" };
  const gather = (stream: "stdout" | "stderr") =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  const spies = [gather("stdout"), gather("stderr")];
  process.chdir(cwd);
  try {
    return { code: await run(args), ...written };
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}

/** A process under way. */
export interface Started {
  /** Holds it while the signal is sent, so that a test is as slow as it likes. */
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ran>;
}

/** The command as a process of its own. */
export interface Command {
  /** Through a shell in which `detections` is the command. */
  shell(cwd: string, script: string): Ran;
  /** To be interfered with; its standard streams are sockets. */
  started(cwd: string, ...args: readonly string[]): Started;
}

/** The command that Node runs with these arguments before the command's own. */
export function commandOf(before: readonly string[]): Command {
  return {
    shell: (cwd, script) => {
      const words = [process.execPath, ...before].map((word) => `"${word}"`).join(" ");
      const command = `detections() { ${words} "$@"; }; ${script}`;
      const options = { cwd, env: ENV, encoding: "utf8" } as const;
      const { status, stdout, stderr } = spawnSync("bash", ["-c", command], options);
      return { code: status, stdout, stderr };
    },
    started: (cwd, ...args) => {
      const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
      const child = spawn(process.execPath, [...before, ...args], { cwd, env: ENV, stdio });
      const written = { stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text));
      return {
        signal: (name) => {
          for (const each of ["SIGSTOP", name, "SIGCONT"] as const) child.kill(each);
        },
        ended: new Promise((resolve) => {
          child.on("close", (code) => resolve({ code, ...written }));
        }),
      };
    },
  };
}

export const { shell } = commandOf(FROM_SOURCES);

/** A folder with these files. */
export function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), "detections-"));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const made: string[] = [];

/** Removes what `folder` made; for `afterAll`. */
export function removeFolders(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

/** An event that the rules of these tests are about. */
export function stopped(id: string, eventTime = "2026-03-01T12:00:30Z") {
  return {
    eventVersion: "1.11",
    eventID: id,
    eventTime,
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/mallory" },
    sourceIPAddress: "203.0.113.9",
  };
}
