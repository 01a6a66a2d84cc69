import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { run } from "../../cli/run";

const MAIN = resolve(__dirname, "../../cli/main.ts");
const TSX = require.resolve("tsx/cli");

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

/** The same as a process of its own, through a shell in which `detections` is the command. */
export function shell(cwd: string, script: string): Ran {
  const command = `detections() { "${process.execPath}" "${TSX}" "${MAIN}" "$@"; }; ${script}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { cwd, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

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
