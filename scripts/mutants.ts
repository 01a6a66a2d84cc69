import { readdirSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { parseArgs } from "node:util";

import { chooseMutants, groupOf, type Mutant } from "./mutants/choose";
import { Workspace, type Outcome } from "./mutants/workspace";

/**
 * `npm run mutants`: changes one place of what lowers, prints or evaluates, runs the unit tests related
 * to it, nearest first, and says which test fails; again for each of `--count` places (60), chosen by
 * `--seed` (1), in a copy of the checkout at `--root` (this one). `--limit` is in seconds a mutant (240);
 * `--skip` goes on with a measure that was stopped, after so many mutants.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
      skip: { type: "string", default: "0" },
      limit: { type: "string", default: "240" },
      root: { type: "string", default: join(__dirname, "..") },
    },
  });
  const root = resolve(values.root);
  const chosen = chooseMutants(sources(root), whole(values.count), whole(values.seed));
  const mutants = chosen.slice(whole(values.skip));
  const workspace = new Workspace(root, whole(values.limit));
  const counts = new Map<string, number>();
  for (const mutant of mutants) {
    const outcome = await workspace.outcome(mutant);
    console.log(`${described(mutant)}: ${worded(outcome)}`);
    const column = columnOf(outcome);
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  console.log(`\n${mutants.length} mutants, seed ${values.seed}`);
  for (const [column, count] of counts) console.log(`${String(count).padStart(5)} ${column}`);
}

function whole(written: string): number {
  if (!/^\d+$/.test(written)) throw new Error(`not a whole number: ${written}`);
  return Number(written);
}

function sources(root: string) {
  return readdirSync(join(root, "compiler"), { recursive: true, encoding: "utf8" })
    .map((name) => join("compiler", name).split(sep).join("/"))
    .filter((path) => path.endsWith(".ts") && groupOf(path) !== undefined)
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function described({ path, text, mutation }: Mutant): string {
  const before = text.slice(0, mutation.start).split("\n");
  const short = (part: string) => part.replace(/\s+/g, " ").slice(0, 60);
  const from = short(text.slice(mutation.start, mutation.end));
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `${path}:${before.length}:${column} ${mutation.kind} ${from} -> ${short(mutation.replacement)}`;
}

function columnOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case "types":
      return "killed by types";
    case "tests":
      return "killed by tests";
    case "hangs":
      return "killed by tests that never end";
    case "survived":
      return outcome.finished ? "survived" : "survived what ran in the time limit";
  }
}

function worded(outcome: Outcome): string {
  return "by" in outcome ? `${columnOf(outcome)}: ${outcome.by}` : columnOf(outcome);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
