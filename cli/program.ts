import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import type { BacktestOptions } from "./backtest";
import type { CheckOptions } from "./check";
import type { CompileOptions } from "./compile";
import { UsageError, type ExitCode } from "./exit";
import type { ReviewCommandOptions } from "./review";
import type { TestOptions } from "./test";

const NAME = "cdktf-detections";
const PATHS = "rule files, or folders of them";

/**
 * Parses the arguments and runs the command they name. Each command's own code is loaded when it runs.
 * @throws UsageError for what cannot be called so
 */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = new Command(NAME)
    .description("Checks, compiles, tests, backtests and reviews detection rules.")
    .version(version())
    .showSuggestionAfterError()
    .configureOutput({ outputError: () => undefined })
    .exitOverride();

  command("check", "parse, lint and compile for every target")
    .addOption(format("text", "json", "sarif", "github"))
    .addOption(oneOf("--fail-on <severity>", "fail from this severity on", "error", "warning"))
    .addOption(
      new Option("--min-verdict <verdict>", "fail below this verdict").choices([
        "as-written",
        "wider",
        "exact",
      ]),
    )
    .addOption(accept())
    .option("--no-regex", "drop what needs a regex in a metric filter, and call the rule wider")
    .option("--no-quotas", "the rules do not share one log group")
    .option("--fix", "apply the fixes that are known, then check")
    .action(async (paths: string[], options: CheckOptions) => {
      exit = await (await import("./check")).check(paths, options);
    });

  command("compile", "compile rules for one target")
    .addOption(
      new Option("--target <target>", "what to compile for")
        .choices(["cloudwatch", "sentinel", "logs-insights", "arm", "sentinel-yaml"])
        .makeOptionMandatory(),
    )
    .addOption(accept())
    .addOption(format("text", "json"))
    .option("--no-regex", "cloudwatch: drop what needs a regex, and call the rule wider")
    .option("--out <dir>", "write one file a rule into this folder")
    .action(async (paths: string[], options: CompileOptions) => {
      exit = (await import("./compile")).compileRules(paths, options);
    });

  command("test", "run the events of <rule>.tests.yml on the rule and on every target's text")
    .addOption(format("text", "json", "junit"))
    .option("--no-gate", "do not ask for a match and a near miss of every rule")
    .action(async (paths: string[], options: TestOptions) => {
      exit = (await import("./test")).test(paths, options);
    });

  command("backtest", "run rules over recorded CloudTrail events")
    .requiredOption(
      "--events <path...>",
      "NDJSON, Records files or single events, gzipped or not, or folders of them",
    )
    .addOption(oneOf("--engine <engine>", "what decides", "reference", "cloudwatch", "sentinel"))
    .addOption(format("text", "json"))
    .action(async (paths: string[], options: BacktestOptions) => {
      exit = await (await import("./backtest")).backtestRules(paths, options);
    });

  command("review", "write the pages that a reviewer reads")
    .requiredOption("--out <dir>", "write index.html and rules/<id>.html into this folder")
    .addOption(accept())
    .addOption(format("text", "json"))
    .action(async (paths: string[], options: ReviewCommandOptions) => {
      exit = (await import("./review")).review(paths, options);
    });

  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (error.code === "commander.help") throw new UsageError(`a command is missing\n${usage()}`);
    throw new UsageError(`${error.message.replace(/^error: /, "")}\n${usage()}`);
  }
  return exit;

  function command(name: string, description: string): Command {
    return program
      .command(name)
      .description(description)
      .argument("<path...>", PATHS)
      .option("--placeholders <file>", "values of the rules' %placeholders%, as YAML or JSON");
  }
}

function usage(): string {
  return `usage: ${NAME} <check|compile|test|backtest|review> PATH… [options]; see ${NAME} help`;
}

/** An option with a fixed set of values, the first of which is the default. */
function oneOf(flags: string, description: string, ...values: readonly string[]): Option {
  return new Option(flags, description).choices(values).default(values[0]);
}

function format(...values: readonly string[]): Option {
  return oneOf("--format <format>", "of the result on standard output", ...values);
}

function accept(): Option {
  return new Option("--accept <verdict>", "deploy also what matches more than the rule").choices([
    "wider",
  ]);
}

/** The version of the package, whether it runs from its sources or built. */
function version(): string {
  const file = ["..", "../.."]
    .map((up) => join(__dirname, up, "package.json"))
    .find((path) => existsSync(path));
  const read: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, "utf8"));
  const isPackage = typeof read === "object" && read !== null && "version" in read;
  return isPackage ? String(read.version) : "0.0.0";
}
