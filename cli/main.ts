#!/usr/bin/env node
import { describe, run, told } from "./run";

/** Says why and ends, once that is written: what is left in a socket is lost with the process. */
function leave(message: string, code: number): void {
  process.stderr.write(told(message), () => process.exit(code));
}

// The message of a reader that went away may have no reader either.
process.stderr.on("error", () => process.exit(2));
process.stdout.on("error", (error: NodeJS.ErrnoException) => leave(describe(error), 2));
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => leave("interrupted; no file is half written", code));
}

void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
