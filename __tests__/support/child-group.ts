import { spawn, type ChildProcess } from "node:child_process";

/** Where a child process runs, and with which environment: given whole, nothing is inherited. */
export interface ChildOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface RunOptions extends ChildOptions {
  readonly timeoutSeconds: number;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The life of the whole process group hangs on the pipe that is its standard input: when that
 * closes, because we close it or because we died, the group ends. No exit handler could promise
 * that, for a killed test run has none. The command itself reads an empty input. An interrupt is for the
 * command alone: the shell waits for what it does about it.
 */
const LIFELINE = `trap '' INT
exec 3<&0
"$@" </dev/null 3<&- & child=$!
{ cat <&3; kill -9 0; } >/dev/null 2>&1 &
exec 3<&-
wait "$child"`;

/** Starts `command` as a process group of its own, to be ended by `endGroup`. */
export function startGroup(command: string, args: readonly string[], options: ChildOptions) {
  return spawn("sh", ["-c", LIFELINE, "sh", command, ...args], { ...options, detached: true });
}

/** Ends the command and every process it started and left in its group. */
export function endGroup(child: ChildProcess): void {
  child.stdin?.destroy();
}

/** A command under way. */
export interface RunningGroup {
  /** What it printed, at its end. Rejects as `runGroup` does. */
  readonly ended: Promise<Ended>;
  /** What Ctrl-C does on a terminal: every process of the group is asked to stop. */
  interrupt(): void;
  /** What a machine does that goes down: every process of the group is gone. */
  kill(): void;
}

/**
 * Runs `command` to its end and returns what it printed. Rejects with the tail of its output when
 * it takes longer than `timeoutSeconds`; its process group is gone either way.
 */
export function runGroup(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> {
  return runningGroup(command, args, options).ended;
}

/** The same, to be interfered with on the way. */
export function runningGroup(
  command: string,
  args: readonly string[],
  options: RunOptions,
): RunningGroup {
  const { timeoutSeconds, ...childOptions } = options;
  const child = startGroup(command, args, childOptions);
  return {
    ended: endOf(child, [command, ...args].join(" "), timeoutSeconds),
    interrupt: () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    },
    kill: () => endGroup(child),
  };
}

async function endOf(
  child: ReturnType<typeof startGroup>,
  shown: string,
  timeoutSeconds: number,
): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));

  let late = false;
  const timer = setTimeout(() => {
    late = true;
    endGroup(child);
  }, timeoutSeconds * 1000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", () => endGroup(child));
      child.on("close", resolve);
    });
    if (late) {
      const tail = `${stdout}\n${stderr}`.slice(-4000);
      throw new Error(`not ended after ${timeoutSeconds} s: ${shown}\n${tail}`);
    }
    return { code, stdout, stderr };
  } finally {
    clearTimeout(timer);
  }
}
