import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { runGroup, runningGroup } from "./child-group";

const env = process.env;

test("returns what the command printed and its exit code", async () => {
  const script = "echo out; echo err >&2; exit 3";
  const ended = await runGroup("sh", ["-c", script], { env, timeoutSeconds: 60 });
  expect(ended).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
});

test("passes arguments on as they are", async () => {
  const args = ["%s|", "a b", "$HOME", "'", '"'];
  const ended = await runGroup("printf", args, { env, timeoutSeconds: 60 });
  expect(ended.stdout).toBe("a b|$HOME|'|\"|");
});

// It could not end while a process that the command started still held its output open.
test("at the time limit ends the command and its children, and shows the output so far", async () => {
  const script = "sleep 600 & echo started; wait";
  const run = runGroup("sh", ["-c", script], { env, timeoutSeconds: 1 });
  await expect(run).rejects.toThrow(/not ended after 1 s[^]*started/);
});

test("ends what the command left behind", async () => {
  const script = "sleep 600 & echo left";
  const ended = await runGroup("sh", ["-c", script], { env, timeoutSeconds: 60 });
  expect(ended).toEqual({ code: 0, stdout: "left\n", stderr: "" });
});

describe("a command under way", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "detections-group-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A command that ends in its own way when it is interrupted; given once it is able to. */
  async function untilInterrupted() {
    const ready = join(folder, "ready");
    const script = `
      process.on("SIGINT", () => { console.log("asked"); process.exit(7); });
      setInterval(() => {}, 1000);
      require("node:fs").writeFileSync(${JSON.stringify(ready)}, "");`;
    const run = runningGroup(process.execPath, ["-e", script], { env, timeoutSeconds: 60 });
    while (!existsSync(ready)) await pause(20);
    return run;
  }

  test("is asked to stop, and stops in its own way", async () => {
    const run = await untilInterrupted();
    run.interrupt();
    expect(await run.ended).toEqual({ code: 7, stdout: "asked\n", stderr: "" });
  });

  test("is killed without being asked", async () => {
    const run = await untilInterrupted();
    run.kill();
    expect(await run.ended).toEqual({ code: null, stdout: "", stderr: "" });
  });
});
