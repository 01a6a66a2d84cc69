import { existsSync } from "node:fs";
import { join } from "node:path";

import { compiledRule } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import type { Source } from "../compiler/core/source";
import { readSource } from "../compiler/load/read-source";
import type { Acceptance } from "../compiler/rule/acceptance";
import type { Auditor } from "../compiler/targets/cloudwatch/auditors/auditor";
import { targetTechniques, type TargetTechnique } from "../review/attack/target-techniques";
import { readPrices } from "../review/budgets/price-file";
import { withMessages } from "../review/event-messages";
import { earlierKeys, removeGone } from "../review/gone-pages";
import { reviewMessages } from "../review/messages";
import type { SetReview } from "../review/model";
import type { SetProblem } from "../review/model";
import { isArmBaseUrl, isPagesUrl } from "../review/publish-address";
import { filesOf, reviewRules } from "../review/render";
import { UsageError, type ExitCode } from "./exit";
import { yielding, note, printJson, printText, writeWhole } from "./output";
import { plural, rulesOf, tell, type RuleOptions } from "./rules";

export interface ReviewCommandOptions extends RuleOptions {
  /** Folder that the pages are written into. */
  readonly out: string;
  /** Beside what each rule accepts itself. @default - nothing */
  readonly accept?: Acceptance;
  /** CloudWatch only: whether filters may have regexes. */
  readonly regex: boolean;
  /** CloudWatch only: whose check the rules' controls are to pass. @default - nobody's */
  readonly auditor?: Auditor;
  /** File of prices. @default - list prices of a dated table */
  readonly prices?: string;
  /** File of ATT&CK techniques that should be covered. @default - none */
  readonly techniques?: string;
  /** Whether a technique of that file that no rule names is an error. */
  readonly failOnGaps?: boolean;
  /** Where the `rules` folder will be published. @default - no link to deploy */
  readonly armBaseUrl?: string;
  /** Where `out` will be published. @default - the comment's links lead to the Markdown beside it */
  readonly pagesUrl?: string;
  /** Whether the rules share a log group and a workspace, and so their quotas. */
  readonly quotas: boolean;
  readonly format: "text" | "json";
}

/** `review`: the pages of every rule that could be read; findings fail it, but the pages are there. */
export async function review(
  paths: readonly string[],
  options: ReviewCommandOptions,
): Promise<ExitCode> {
  const { accept, regex, auditor, out, armBaseUrl, pagesUrl } = options;
  if (options.failOnGaps === true && options.techniques === undefined) {
    throw new UsageError(
      "--fail-on-gaps needs the techniques that should be covered: --techniques",
    );
  }
  if (armBaseUrl !== undefined && !isArmBaseUrl(armBaseUrl)) {
    throw new UsageError(
      `--arm-base-url is an address that Azure reaches, https://…: ${armBaseUrl}`,
    );
  }
  if (pagesUrl !== undefined && !isPagesUrl(pagesUrl)) {
    throw new UsageError(`--pages-url is an address, https://…: ${pagesUrl}`);
  }
  const asked = new Diagnostics();
  const prices =
    options.prices === undefined ? undefined : sourceOf(options.prices, readPrices, asked);
  const targets =
    options.techniques === undefined
      ? undefined
      : sourceOf(options.techniques, targetTechniques, asked);
  if (asked.hasErrors) {
    tell(asked.all);
    return 1;
  }
  const diagnostics = new Diagnostics();
  const rules = rulesOf(paths, diagnostics, options).map(compiledRule);
  const made = reviewRules(rules, {
    accept,
    regex,
    auditor,
    diagnostics,
    ...(options.quotas ? {} : { budgets: [] }),
    ...(prices === undefined ? {} : { prices: prices.value }),
    ...(targets === undefined ? {} : { targetTechniques: targets.value.map(({ id }) => id) }),
  });
  const set = await withMessages(made, rules);
  const earlier = earlierKeys(out);
  const files: string[] = [];
  const pages = filesOf(set, {
    ...(armBaseUrl === undefined ? {} : { armBaseUrl }),
    ...(pagesUrl === undefined ? {} : { pagesUrl }),
  });
  for await (const { path, text } of yielding(pages)) {
    writeWhole(join(out, path), text);
    files.push(path);
  }
  removeGone(out, earlier, set);
  if (targets !== undefined) reportGaps(set, targets, options.failOnGaps === true, asked);
  tell([...diagnostics.all, ...asked.all]);
  const { gaps, problems } = set;
  // The findings, which are told one by one, are among them.
  note(
    problems
      .filter(({ section }) => section !== "findings")
      .map(problemText)
      .join("\n"),
  );
  const result = { out, files, gaps, problems };
  if (options.format === "json") printJson(result);
  else printText(textOf(result, rules.length, targets?.value.length));
  return problems.length > 0 || asked.hasErrors ? 1 : 0;
}

function problemText({ words, rules }: SetProblem): string {
  return rules.length === 0 ? words : `${words}: ${rules.map(({ title }) => title).join(", ")}`;
}

interface Read<T> {
  readonly source: Source;
  readonly value: T;
}

/**
 * What a file holds; undefined where something is wrong with it, which is reported.
 * @throws UsageError for a file that is not there
 */
function sourceOf<T>(
  path: string,
  read: (source: Source, diagnostics: Diagnostics) => T | undefined,
  diagnostics: Diagnostics,
): Read<T> | undefined {
  if (!existsSync(path)) throw new UsageError(`no such file: ${path}`);
  const source = readSource(path, diagnostics);
  const value = source && read(source, diagnostics);
  return source === undefined || value === undefined ? undefined : { source, value };
}

/** Each technique that no rule names, at its place in the list. */
function reportGaps(
  { gaps }: SetReview,
  { source, value }: Read<readonly TargetTechnique[]>,
  fail: boolean,
  diagnostics: Diagnostics,
): void {
  for (const { id, span } of value.filter((target) => gaps.includes(target.id))) {
    diagnostics.report(source, span, reviewMessages.gap(id, fail ? "error" : "warning"));
  }
}

function textOf(
  { out, gaps }: { readonly out: string; readonly gaps: readonly string[] },
  rules: number,
  targets: number | undefined,
): string {
  const pages = `${plural(rules, "rule")} in ${out}/index.html`;
  if (targets === undefined) return pages;
  const covered = targets - gaps.length;
  return `${pages}, ${covered} of ${plural(targets, "technique")} covered`;
}
