import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Runs every bench in a process of its own; fails where one is over its limit. */
for (const name of readdirSync(__dirname).sort()) {
  if (!name.endsWith(".bench.ts")) continue;
  const { status } = spawnSync(process.execPath, [...process.execArgv, join(__dirname, name)], {
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
