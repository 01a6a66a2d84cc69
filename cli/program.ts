import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { nearest } from "../compiler/suggest";
import type { BacktestOptions } from "./backtest";
import type { CheckOptions } from "./check";
import type { CompileOptions } from "./compile";
import { UsageError, type ExitCode } from "./exit";
import { HELP } from "./help";
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
      choice(
        "--min-verdict <verdict>",
        "fail below this verdict; any that may be deployed will do by default",
        ["as-written", "wider", "exact"],
      ),
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
      choice("--target <target>", "what to compile for", [
        "cloudwatch",
        "sentinel",
        "logs-insights",
        "arm",
        "sentinel-yaml",
      ]).makeOptionMandatory(),
    )
    .addOption(accept())
    .addOption(format("text", "json"))
    .option("--no-regex", "cloudwatch: drop what needs a regex, and call the rule wider")
    .option("--out <dir>", "write one file a rule into this folder, not to standard output")
    .action(async (paths: string[], options: CompileOptions) => {
      exit = await (await import("./compile")).compileRules(paths, options);
    });

  command("test", "run the events of <rule>.tests.yml on the rule and on every target's text")
    .addOption(format("text", "json", "junit"))
    .option("--no-gate", "do not ask for a match and a near miss of every rule")
    .action(async (paths: string[], options: TestOptions) => {
      exit = await (await import("./test")).test(paths, options);
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
    .option("--no-regex", "drop what needs a regex in a metric filter, and call the rule wider")
    .option("--prices <file>", "reckon costs with this price table, as `prices` of a review.json")
    .option("--techniques <file>", "list the gaps: ATT&CK ids one a line, or a Navigator layer")
    .option("--fail-on-gaps", "fail where no rule names one of these techniques")
    .option(
      "--arm-base-url <url>",
      "where rules/ will be published, for links that deploy to Azure",
    )
    .addOption(format("text", "json"))
    .action(async (paths: string[], options: ReviewCommandOptions) => {
      exit = (await import("./review")).review(paths, options);
    });

  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const names = program.commands.map((each) => each.name());
    const [asked, of = ""] = args;
    if (error.code === "commander.help") {
      const near = didYouMean(of, names);
      const wrong = asked === "help" ? `unknown command '${of}'${near}` : "a command is missing";
      throw new UsageError(`${wrong}\n${usage()}`);
    }
    const command = names.find((name) => name === asked);
    throw new UsageError(`${error.message.replace(/^error: /, "")}\n${usage(command)}`);
  }
  return exit;

  function command(name: keyof typeof HELP, description: string): Command {
    return program
      .command(name)
      .description(description)
      .addHelpText("after", HELP[name])
      .argument("<path...>", PATHS)
      .option("--placeholders <file>", "values of the rules' %placeholders%, as YAML or JSON");
  }
}

function usage(command = "<check|compile|test|backtest|review>"): string {
  const help = command.startsWith("<") ? "help" : `${command} --help`;
  return `usage: ${NAME} ${command} PATH… [options]; see ${NAME} ${help}`;
}

/** An option with a fixed set of values. */
function choice(flags: string, description: string, values: readonly string[]): Option {
  const option = new Option(flags, description).choices(values);
  return option.argParser((value: string) => {
    if (values.includes(value)) return value;
    throw new InvalidArgumentError(
      `Allowed choices are ${values.join(", ")}.${didYouMean(value, values)}`,
    );
  });
}

function didYouMean(found: string, allowed: readonly string[]): string {
  const near = nearest(found, allowed);
  return near === undefined ? "" : ` (Did you mean ${near}?)`;
}

/** The same, of whose values the first is the default. */
function oneOf(flags: string, description: string, ...values: readonly string[]): Option {
  return choice(flags, description, values).default(values[0]);
}

function format(...values: readonly string[]): Option {
  return oneOf("--format <format>", "of the result on standard output", ...values);
}

function accept(): Option {
  return choice(
    "--accept <verdict>",
    "deploy also what matches more than the rule; by default what each rule says itself",
    ["wider"],
  );
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
