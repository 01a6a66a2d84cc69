#!/usr/bin/env node
import { removeUnfinished } from "./output";
import { complain, describe, run } from "./run";

// The message of a reader that went away may have no reader either.
process.stderr.on("error", () => process.exit(2));
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  complain(describe(error));
  process.exit(2);
});
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    removeUnfinished();
    complain("interrupted; no file is half written");
    process.exit(code);
  });
}

void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
