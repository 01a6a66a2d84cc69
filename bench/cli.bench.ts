/**
 * What the command line costs, against the least that the same work can cost: processes whole, built
 * as they are shipped, starting up included. The public rules and events lie beside the project;
 * without them nothing is measured. Run: `npx tsx bench/cli.bench.ts`.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { hold } from "./measure";
import { build, median, usageOf } from "./processes";

const SHARED = resolve(__dirname, "../../shared/data");
const RULES = join(SHARED, "sigma/rules/aws");
const EVENTS = join(SHARED, "cloudtrail/stratus-red-team.ndjson");
/** `EVENTS` are written this often in a small history: 100 MB. A large one has ten times as many. */
const COPIES = 250;
const LARGER = 10;
/** Copies in one of CloudTrail's files: 2 MB. */
const COPIES_PER_FILE = 5;
const ROUNDS = { few: 3, many: 7 } as const;
/** A heap as small as that is collected often, so that what is held shows, not what is left lying. */
const SMALL_HEAP = { NODE_OPTIONS: "--max-old-space-size=32 --max-semi-space-size=4" };

/** Parses the same rules with the YAML library and does nothing with them. */
const PARSE_RULES = `
  const { readdirSync, readFileSync } = require("node:fs");
  const { parse } = require("yaml");
  for (const name of readdirSync(process.argv[1]))
    if (/\\.ya?ml$/.test(name)) parse(readFileSync(process.argv[1] + "/" + name, "utf8"));`;
/** Reads the same events, file by file, and does nothing with them: a record a line, or files whole. */
const PARSE_EVENTS = `
  const { readdirSync, readFileSync, statSync } = require("node:fs");
  const { gunzipSync } = require("node:zlib");
  const path = process.argv[1];
  const names = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }) : [""];
  for (const name of names) {
    const file = name === "" ? path : path + "/" + name;
    if (!/\\.(json|ndjson)(\\.gz)?$/.test(file)) continue;
    const text = (file.endsWith(".gz") ? gunzipSync(readFileSync(file)) : readFileSync(file)).toString();
    if (!/\\.ndjson$/.test(file)) JSON.parse(text);
    else for (const line of text.split("\\n")) if (line) JSON.parse(line);
  }`;

const folder = mkdtempSync(join(tmpdir(), "detections-bench-"));
try {
  if (existsSync(RULES)) measure();
  else console.log("SKIPPED: needs ../shared/data");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(): void {
  const main = join(build(folder), "cli/main.js");
  const check = [main, "check", RULES, "--accept", "wider", "--no-quotas"];
  const parsing = ["-e", PARSE_RULES, RULES];
  hold("check of all public rules / parsing them", ratio(check, parsing, ROUNDS.many), 2);

  const backtest = (events: string) =>
    [main, "backtest", RULES, "--engine", "cloudwatch", "--events", events] as const;
  const reading = (events: string) => ["-e", PARSE_EVENTS, events] as const;
  // A rate of at least 0.5 is at most twice the time.
  const rate = (what: string, events: string, rounds: number) =>
    hold(
      `backtest of ${what} on cloudwatch / reading and parsing it`,
      ratio(backtest(events), reading(events), rounds),
      2,
    );

  const text = readFileSync(EVENTS, "utf8");
  const lines = join(folder, "events.ndjson");
  writeFileSync(lines, text.repeat(COPIES));
  rate("100 MB in one file of lines", lines, ROUNDS.many);

  const events = text.split("\n").filter((line) => line !== "");
  const records = Array.from({ length: COPIES_PER_FILE }, () => events.join(",")).join(",");
  const plain = Buffer.from(`{"Records":[${records}]}`);
  const small = trailFolder("small", ".json", plain, 1);
  const large = trailFolder("large", ".json", plain, LARGER);
  rate("1 GB as CloudTrail lays it out", large, ROUNDS.few);

  const memory = (events: string) => usageOf(backtest(events), folder, SMALL_HEAP).memory;
  const growth = Array.from({ length: ROUNDS.few }, () => memory(large) / memory(small));
  hold("memory for 1 GB / for 100 MB", median(growth), 1.15);
}

/** The median of the rounds' ratios of processor time; the two take turns. */
function ratio(work: readonly string[], of: readonly string[], rounds: number): number {
  const ratios = Array.from({ length: rounds }, () => {
    const base = usageOf(of, folder).cpu;
    return usageOf(work, folder).cpu / base;
  });
  return median(ratios);
}

/** A folder as CloudTrail lays it out in S3: one file a quarter of an hour, all copies of one. */
function trailFolder(name: string, end: string, content: Buffer, times: number): string {
  const source = join(folder, `${name}${end}`);
  writeFileSync(source, content);
  const root = join(folder, name);
  for (let file = 0; file < (COPIES / COPIES_PER_FILE) * times; file += 1) {
    const time = new Date(Date.UTC(2026, 0, 1, 0, 15 * file)).toISOString();
    const day = time.slice(0, 10).replaceAll("-", "/");
    const at = join(root, "AWSLogs/111122223333/CloudTrail/us-east-1", day);
    mkdirSync(at, { recursive: true });
    copyFileSync(source, join(at, `111122223333_CloudTrail_us-east-1_${file}${end}`));
  }
  return root;
}
