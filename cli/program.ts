import { Command, CommanderError, Option } from "commander";

import { ALERTING, GATE_VERDICTS, TARGETS } from "../compiler/targets/verdict";
import type { BacktestOptions } from "./backtest";
import type { CheckOptions } from "./check";
import type { CompileOptions } from "./compile";
import type { ExampleOptions } from "./example";
import type { ExplainOptions } from "./explain";
import { UsageError, type ExitCode } from "./exit";
import { HELP } from "./help";
import {
  accept,
  auditor,
  choice,
  choices,
  didYouMean,
  format,
  logGroup,
  named,
  oneOf,
  path,
  policyId,
  policyLevel,
  sentinelTable,
  several,
} from "./options";
import type { PolicyOptions } from "./policy";
import type { ReviewCommandOptions } from "./review";
import type { TestOptions } from "./test";
import { version } from "./version";

const NAME = "cdktf-detections";
const PATHS =
  "rule files (*.yml, *.yaml, ARM *.json), or folders of them; hidden names are left out";

/**
 * Parses the arguments and runs the command they name. Each command's own code is loaded when it runs.
 * @throws UsageError for what cannot be called so
 */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = new Command(NAME)
    .description(
      "Checks, compiles, tests, backtests and reviews detection rules, and guards what deploys them.",
    )
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
        GATE_VERDICTS,
      ),
    )
    .addOption(accept())
    .addOption(
      choices(
        "--target <target>",
        "check for this target alone; can be repeated; by default sentinel, and cloudwatch or what a rule's awsTarget says",
        ALERTING,
      ),
    )
    .addOption(auditor())
    .option("--no-regex", "drop what needs a regex in a metric filter, and call the rule wider")
    .option("--no-quotas", "the rules do not share one log group")
    .option("--fix", "apply the fixes that are known, then check")
    .action(async (paths: string[], options: CheckOptions) => {
      exit = await (await import("./check")).check(paths, options);
    });

  command("compile", "compile rules for one target")
    .addOption(
      choice("--target <target>", "what to compile for", [
        ...TARGETS,
        "arm",
        "sentinel-yaml",
      ]).makeOptionMandatory(),
    )
    .addOption(accept())
    .addOption(format("text", "json"))
    .addOption(auditor())
    .option("--no-regex", "cloudwatch: drop what needs a regex, and call the rule wider")
    .addOption(
      path("--out <dir>", "write one file a rule into this folder, not to standard output"),
    )
    .action(async (paths: string[], options: CompileOptions) => {
      exit = await (await import("./compile")).compileRules(paths, options);
    });

  command("test", "run the events of <rule>.tests.yml on the rule and on every target's text")
    .addOption(format("text", "json", "junit"))
    .option("--no-gate", "do not ask for a match and a near miss of every rule")
    .action(async (paths: string[], options: TestOptions) => {
      exit = await (await import("./test")).test(paths, options);
    });

  command("example", "make test events from rules: matches and near misses")
    .addOption(format("text", "json"))
    .option("--write", "write <rule>.tests.yml beside each rule that has none")
    .action(async (paths: string[], options: ExampleOptions) => {
      exit = await (await import("./example")).example(paths, options);
    });

  command("backtest", "run rules over recorded events")
    .addOption(
      new Option(
        "--events <path...>",
        "NDJSON, Records files or single events, gzipped or not, or folders of them",
      )
        .argParser(several(named))
        .makeOptionMandatory(),
    )
    .addOption(oneOf("--engine <engine>", "what decides", "reference", ...ALERTING))
    .addOption(
      new Option(
        "--arrival-field <path>",
        "where events have the time of their arrival; counts over a time then take them in any order",
      ).argParser(named),
    )
    .addOption(format("text", "json"))
    .action(async (paths: string[], options: BacktestOptions) => {
      exit = await (await import("./backtest")).backtestRules(paths, options);
    });

  command("review", "write the pages that a reviewer reads")
    .addOption(
      path(
        "--out <dir>",
        "write index.html and rules/<id>.html into this folder",
      ).makeOptionMandatory(),
    )
    .addOption(accept())
    .addOption(auditor())
    .option("--no-regex", "drop what needs a regex in a metric filter, and call the rule wider")
    .option("--no-quotas", "the rules do not share one log group and one workspace")
    .addOption(
      path("--prices <file>", "reckon costs with this price table, as `prices` of a review.json"),
    )
    .addOption(
      path("--techniques <file>", "list the gaps: ATT&CK ids one a line, or a Navigator layer"),
    )
    .option("--fail-on-gaps", "fail where no rule names one of these techniques")
    .option(
      "--arm-base-url <url>",
      "where rules/ will be published, for links that deploy to Azure",
    )
    .option(
      "--pages-url <url>",
      "where the folder will be published, for the links of index.md as a comment",
    )
    .addOption(format("text", "json"))
    .action(async (paths: string[], options: ReviewCommandOptions) => {
      exit = await (await import("./review")).review(paths, options);
    });

  bareCommand("policy", "hold what Terraform is about to make to policies, whoever wrote it")
    .argument(
      "<path...>",
      "cdk.tf.json and other *.tf.json, plans as `terraform show -json` prints them, or folders",
      several(named),
    )
    .addOption(path("--policies <file>", "levels, required policies and exceptions, YAML or JSON"))
    .addOption(policyLevel())
    .addOption(policyId())
    .addOption(oneOf("--fail-on <severity>", "fail from this severity on", "error", "warning"))
    .addOption(format("text", "json", "sarif", "junit", "github"))
    .action(async (paths: string[], options: PolicyOptions) => {
      exit = await (await import("./policy")).policy(paths, options);
    });

  bareCommand("explain", "tell what a code means, with an example and the way out")
    .argument("<code>", "as findings have it, such as DET530, or the id of a policy", named)
    .addOption(format("text", "json"))
    .action(async (code: string, options: ExplainOptions) => {
      exit = (await import("./explain")).explain(code, options);
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
      throw new UsageError(`${wrong}\n${USAGE}`);
    }
    const wrong = error.message.replace(/^error: /, "");
    const command = program.commands.find((each) => each.name() === asked);
    if (command === undefined) throw new UsageError(`${wrong}\n${USAGE}`);
    const greedy = command.options.find(
      ({ long, variadic }) => variadic && args.includes(long ?? ""),
    );
    const hint =
      greedy !== undefined && error.code === "commander.missingArgument"
        ? `: ${greedy.long} takes all that follows it`
        : "";
    throw new UsageError(`${wrong}${hint}\n${usageOf(command)}`);
  }
  return exit;

  function bareCommand(name: keyof typeof HELP, description: string): Command {
    return program.command(name).description(description).addHelpText("after", HELP[name]);
  }

  function command(name: keyof typeof HELP, description: string): Command {
    return bareCommand(name, description)
      .argument("<path...>", PATHS, several(named))
      .addOption(
        path(
          "--placeholders <file>",
          "values of the rules' %placeholders%, as YAML or JSON (default: placeholders.json, where there is one)",
        ),
      )
      .addOption(sentinelTable())
      .addOption(logGroup());
  }
}

const USAGE = `usage: ${NAME} <check|compile|test|example|backtest|review|policy|explain> <path...|code> [options]; see ${NAME} help`;

/** How a command is called, with the options that it needs: behind the paths, some of which take many. */
function usageOf(command: Command): string {
  const name = `${NAME} ${command.name()}`;
  const needed = command.options
    .filter(({ mandatory }) => mandatory)
    .map(({ flags }) => ` ${flags}`);
  const behind = command.name() === "explain" ? "<code>" : "<path...>";
  return `usage: ${name} ${behind}${needed.join("")} [options]; see ${name} --help`;
}
