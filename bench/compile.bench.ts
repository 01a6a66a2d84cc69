/**
 * What compiling the public AWS rules for every target costs, in process and warm, as times the YAML
 * library alone on the same texts. Compiling is what comes after loading, to which `parse.bench.ts`
 * holds its own limit; the whole way from text is held to both together. Built first, as it is
 * shipped: a loader that compiles TypeScript slows each closure down.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hold } from "./measure";
import { build, median } from "./processes";

const RULES = join(__dirname, "../../shared/data/sigma/rules/aws");
/** Rounds that are not measured: in them the engine compiles and settles. */
const WARM_UP = 150;
const ROUNDS = 41;

/** Prints the rounds' ratios of processor time; the two take turns. */
const SCRIPT = `
  const [built, folder, what] = process.argv.slice(1);
  const { readFileSync } = require("node:fs");
  const { parse } = require(built + "/node_modules/yaml");
  const { compile } = require(built + "/compiler/compile");
  const { Diagnostics } = require(built + "/compiler/core/diagnostic");
  const { loadRules } = require(built + "/compiler/rule-set/load-rules");
  const { ruleFiles } = require(built + "/compiler/load/rule-files");
  const { TARGETS } = require(built + "/compiler/targets/verdict");
  const sources = ruleFiles(folder).map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const load = () => loadRules(sources, new Diagnostics());
  const loaded = load();
  const yaml = () => { for (const { text } of sources) parse(text); };
  const work = () => {
    for (const { detection } of what === "whole" ? load() : loaded)
      for (const target of TARGETS) compile(detection, target, { accept: "wider" });
  };
  const time = (run) => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  for (let round = 0; round < ${WARM_UP}; round += 1) { yaml(); work(); }
  const ratios = Array.from({ length: ${ROUNDS} }, () => {
    const base = time(yaml);
    return time(work) / base;
  });
  console.log(JSON.stringify(ratios));`;

function ratio(built: string, what: "compiling" | "whole"): number {
  const args = ["-e", SCRIPT, built, RULES, what];
  const printed = execFileSync(process.execPath, args, { encoding: "utf8" });
  return median(JSON.parse(printed) as number[]);
}

function measure(folder: string): void {
  const built = build(folder);
  const what = "the public AWS rules for every target / parsing their YAML";
  hold(`compiling ${what}`, ratio(built, "compiling"), 1.5);
  hold(`loading and compiling ${what}`, ratio(built, "whole"), 3.5);
}

const folder = mkdtempSync(join(tmpdir(), "detections-bench-"));
try {
  if (existsSync(RULES)) measure(folder);
  else console.log("SKIPPED: needs ../shared/data");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
