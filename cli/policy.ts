import { existsSync } from "node:fs";
import { dirname } from "node:path";

import { Diagnostics, type Diagnostic, type Severity } from "../compiler/core/diagnostic";
import type { Source } from "../compiler/core/source";
import { readSource } from "../compiler/load/read-source";
import {
  checkPolicies,
  NO_SETTINGS,
  unusedExceptions,
  type Checked,
  type PolicySettings,
} from "../policy/check";
import { declaredBy, type Declared } from "../policy/declared";
import { policyMessages } from "../policy/messages";
import type { Level } from "../policy/policy";
import { isOverride, withOverrides } from "../policy/read/overrides";
import { readTerraform, TERRAFORM_CHARS } from "../policy/read/read-terraform";
import { blindnessOf, reportPolicies } from "../policy/report";
import type { Configuration } from "../policy/resource";
import { readPolicySettings, type WrittenSettings } from "../policy/settings-file";
import { UsageError, type ExitCode } from "./exit";
import { checkedJson, checkedText, policyFacts, policyJunit } from "./formats/policies";
import { note, print, printJson, printText } from "./output";
import { plural, tell } from "./rules";
import { terraformFiles } from "./terraform-files";

export interface PolicyOptions {
  readonly format: "text" | "json" | "sarif" | "junit" | "github";
  readonly failOn: Severity;
  /** File of levels, required policies and exceptions. @default - none */
  readonly policies?: string;
  /** Over what the file says. @default - none */
  readonly level?: Readonly<Record<string, Level>>;
  /** Beside what the file requires. @default - none */
  readonly require?: readonly string[];
}

/** `policy`: what is wrong with what Terraform is about to make, whoever wrote it. */
export async function policy(paths: readonly string[], options: PolicyOptions): Promise<ExitCode> {
  const files = terraformFiles(paths);
  const diagnostics = new Diagnostics();
  const written = settingsOf(options, diagnostics);
  const settings = settled(written?.settings, options);
  const declared = declaredIn(files.json, diagnostics);
  const unread = diagnostics.all.filter(({ severity }) => severity === "error");
  const [first = ""] = files.hcl;
  if (first !== "") {
    const message = policyMessages.hclUnread(plural(files.hcl.length, "file"));
    diagnostics.report({ path: first, text: "" }, { start: 0, end: 0 }, message);
  }
  const checked = checkPolicies(declared, settings);
  reportPolicies(checked, diagnostics);
  reportBlind(checked, files.json, diagnostics);
  // What a file that cannot be read declares may be what an exception is for.
  if (written !== undefined && unread.length === 0) reportUnused(checked, written, diagnostics);
  const found = diagnostics.all;
  tell(found);
  await write(checked, diagnostics, unread, files.json.length, options);
  const fails = found.some(({ severity }) => severity === "error" || severity === options.failOn);
  return fails ? 1 : 0;
}

/** A file of settings with its text. */
interface Written {
  readonly source: Source;
  readonly settings: WrittenSettings;
}

function settingsOf({ policies: path }: PolicyOptions, diagnostics: Diagnostics) {
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw new UsageError(`no such file: ${path}`);
  const source = readSource(path, diagnostics);
  if (source === undefined) return undefined;
  const written: Written = { source, settings: readPolicySettings(source, diagnostics) };
  return written;
}

function settled(
  { levels, required, exceptions }: PolicySettings = NO_SETTINGS,
  { level = {}, require: more = [] }: PolicyOptions,
): PolicySettings {
  return { levels: { ...levels, ...level }, required: [...required, ...more], exceptions };
}

/** Everything that the files declare. Those of one folder are one configuration to Terraform. */
function declaredIn(files: readonly string[], diagnostics: Diagnostics): Declared {
  const read = (paths: readonly string[]) =>
    paths.flatMap((path): Configuration[] => {
      const source = readSource(path, diagnostics, TERRAFORM_CHARS);
      const found = source && readTerraform(source, dirname(path), diagnostics);
      return found === undefined ? [] : [found];
    });
  const configurations = read(files.filter((path) => !isOverride(path)));
  const overrides = read(files.filter(isOverride));
  for (const { name, source, span } of configurations.flatMap(({ modules }) => modules)) {
    diagnostics.report(source, span, policyMessages.moduleUnread(name));
  }
  return declaredBy(withOverrides(configurations, overrides));
}

/** At the file that was looked at: one that looked at nothing has no better place. */
function reportBlind(
  checked: readonly Checked[],
  [path = ""]: readonly string[],
  diagnostics: Diagnostics,
): void {
  for (const message of checked.flatMap((each) => blindnessOf(each) ?? [])) {
    diagnostics.report({ path, text: "" }, { start: 0, end: 0 }, message);
  }
}

function reportUnused(
  checked: readonly Checked[],
  { source, settings }: Written,
  diagnostics: Diagnostics,
): void {
  for (const unused of unusedExceptions(checked, settings)) {
    const node = settings.exceptions.find((each) => each === unused)?.node;
    const message = policyMessages.exceptionUnused(unused.policy, unused.resource);
    if (node !== undefined) diagnostics.report(source, node.span, message);
  }
}

async function write(
  checked: readonly Checked[],
  diagnostics: Diagnostics,
  unread: readonly Diagnostic[],
  files: number,
  { format, failOn }: PolicyOptions,
): Promise<void> {
  const { all: found, allowed } = diagnostics;
  const writers: Readonly<Record<typeof format, () => void | Promise<void>>> = {
    text: () => printText(checkedText(checked, found, files)),
    json: () => printJson({ policies: checked.map(checkedJson), diagnostics: found, allowed }),
    sarif: async () => {
      const { RESULTS_MAX, sarifLog } = await import("./formats/sarif");
      const more = found.length + allowed.length - RESULTS_MAX;
      if (more > 0) note(`SARIF takes ${RESULTS_MAX} findings; ${more} are left out`);
      const options = { command: "policy", suppressed: "external", facts: policyFacts } as const;
      printJson(sarifLog(found, allowed, options));
    },
    junit: () => print(policyJunit(checked, unread, failOn)),
    github: async () => {
      if (found.length > 0) print((await import("./formats/github")).githubCommands(found));
    },
  };
  await writers[format]();
}
