/**
 * What the command line costs, against the least that the same work can cost. Built first, as it is
 * shipped. The public rules and events lie beside the project; without them nothing is measured.
 * Run: `npx tsx bench/cli.bench.ts`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { hold } from "./measure";

const ROOT = resolve(__dirname, "..");
const RULES = resolve(ROOT, "../shared/data/sigma/rules/aws");
const EVENTS = resolve(ROOT, "../shared/data/cloudtrail/stratus-red-team.ndjson");
/** `EVENTS` are written this often, so that starting up does not count: 100 MB. */
const COPIES = 250;
const ROUNDS = 7;

/** Parses the same rules with the YAML library and does nothing with them. */
const PARSE_RULES = `
  const { readdirSync, readFileSync } = require("node:fs");
  const { parse } = require("yaml");
  for (const name of readdirSync(process.argv[1]))
    if (/\\.ya?ml$/.test(name)) parse(readFileSync(process.argv[1] + "/" + name, "utf8"));`;
/** Reads the same events line by line and does nothing with them. */
const PARSE_EVENTS = `
  const { readFileSync } = require("node:fs");
  for (const line of readFileSync(process.argv[1], "utf8").split("\\n")) if (line) JSON.parse(line);`;

/** Processor time that a process says it took, in microseconds. */
function processorTime(args: readonly string[]): number {
  const report = join(folder, "usage");
  const tell = `process.on("exit", () => { const { user, system } = process.cpuUsage();
    require("node:fs").writeFileSync(${JSON.stringify(report)}, String(user + system)); });`;
  const preload = join(folder, "tell.cjs");
  writeFileSync(preload, tell);
  execFileSync(process.execPath, ["--require", preload, ...args], { cwd: ROOT, stdio: "ignore" });
  return Number(readFileSync(report, "utf8"));
}

/** The median of the rounds' ratios; the two take turns. */
function ratio(work: readonly string[], of: readonly string[]): number {
  const ratios = Array.from({ length: ROUNDS }, () => {
    const base = processorTime(of);
    return processorTime(work) / base;
  });
  return ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

const folder = mkdtempSync(join(tmpdir(), "detections-bench-"));
try {
  if (existsSync(RULES)) measure();
  else console.log("SKIPPED: needs ../shared/data");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(): void {
  const built = join(folder, "dist");
  const tsc = require.resolve("typescript/bin/tsc");
  const build = [tsc, "-p", "tsconfig.build.json", "--outDir", built];
  execFileSync(process.execPath, build, { cwd: ROOT, stdio: "inherit" });
  symlinkSync(join(ROOT, "node_modules"), join(built, "node_modules"));
  const main = join(built, "cli/main.js");
  const events = join(folder, "events.ndjson");
  writeFileSync(events, readFileSync(EVENTS, "utf8").repeat(COPIES));

  const check = [main, "check", RULES, "--accept", "wider", "--no-quotas"];
  hold("check of all public rules / parsing them", ratio(check, ["-e", PARSE_RULES, RULES]), 2);
  const backtest = [main, "backtest", RULES, "--engine", "cloudwatch", "--events", events];
  // A rate of at least 0.5 is at most twice the time.
  hold("backtest on cloudwatch / parsing", ratio(backtest, ["-e", PARSE_EVENTS, events]), 2);
}
