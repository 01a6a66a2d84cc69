import { join } from "node:path";

import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { oneLine } from "../compiler/core/message";
import type { ResolvedRule } from "../compiler/ir/rule";
import type { Acceptance } from "../compiler/rule/acceptance";
import { ruleMessages } from "../compiler/rule/messages";
import type { Auditor } from "../compiler/targets/cloudwatch/auditors/auditor";
import { fileNames, nameOf } from "../compiler/targets/names";
import { reportRefusal, reportUnwritten } from "../compiler/targets/refusal";
import { TARGET_MODULES } from "../compiler/targets/registry";
import type { SentinelOutput } from "../compiler/targets/sentinel/compile";
import { armTemplate, type ArmRule } from "../compiler/targets/sentinel/rule/arm";
import { sentinelYaml } from "../compiler/targets/sentinel/rule/yaml";
import { listedReason, type Compiled, type Target } from "../compiler/targets/verdict";
import type { ExitCode } from "./exit";
import { yielding, note, print, printJson, writeWhole } from "./output";
import { plural, ruleName, rulesOf, tell, type RuleName, type RuleOptions } from "./rules";

/** What `--target` can name: the targets, and two more forms of what Sentinel gets. */
export type OutputTarget = Target | "arm" | "sentinel-yaml";

export interface CompileOptions extends RuleOptions {
  readonly target: OutputTarget;
  /** Beside what each rule accepts itself. @default - nothing */
  readonly accept?: Acceptance;
  /** CloudWatch only: whether filters may have regexes. */
  readonly regex: boolean;
  /** CloudWatch only: whose check the rules' controls are to pass. @default - nobody's */
  readonly auditor?: Auditor;
  readonly format: "text" | "json";
  /** @default - standard output */
  readonly out?: string;
}

/** A rule on a target, as the JSON result lists it. */
interface Entry {
  readonly rule: RuleName;
  readonly target: OutputTarget;
  readonly verdict: Compiled<unknown>["verdict"];
  readonly reasons: Compiled<unknown>["reasons"];
  readonly assumptions: readonly string[];
  readonly output: unknown;
}

interface CompiledRule {
  readonly entry: Entry;
  /** The rule's plain name, and what follows it in the name of a file, for each format. */
  readonly name: string;
  readonly extensions: Readonly<Record<CompileOptions["format"], string>>;
  /** The output as text; undefined where nothing may be deployed. */
  readonly text: string | undefined;
  /** What a template is made of. */
  readonly template?: ArmRule;
}

/** `compile`: what a target deploys for each rule. */
export async function compileRules(
  paths: readonly string[],
  options: CompileOptions,
): Promise<ExitCode> {
  const diagnostics = new Diagnostics();
  const compiled: CompiledRule[] = [];
  for await (const detection of yielding(rulesOf(paths, diagnostics, options))) {
    compiled.push(compileRule(detection, options, diagnostics));
  }
  tell(diagnostics.all);
  if (options.out !== undefined) await writeFiles(compiled, options.out, options.format);
  else if (options.format === "json") printJson(compiled.map(({ entry }) => entry));
  else if (compiled.length > 0) print(textOfAll(compiled, options.target));
  // What a cloud has no log source for is stated, and no error.
  const refused = compiled.some(
    ({ entry }) => entry.output === null && entry.verdict !== "not-applicable",
  );
  return refused || diagnostics.hasErrors ? 1 : 0;
}

function compileRule(
  detection: ResolvedRule,
  { target, accept, regex, auditor }: CompileOptions,
  diagnostics: Diagnostics,
): CompiledRule {
  const name = nameOf(detection);
  const rule = ruleName(detection);
  const result = (
    { verdict, reasons, assumptions }: Compiled<unknown>,
    output: unknown,
    extension: string,
    text: string | null | undefined,
  ): CompiledRule => ({
    entry: { rule, target, verdict, reasons: reasons.map(listedReason), assumptions, output },
    name,
    extensions: { text: extension, json: `${target}.json` },
    // One line break is written behind it; more may be part of a text of YAML's.
    text: text?.replace(/\n$/, ""),
  });
  const ofTarget = <T extends Target>(on: T): CompiledRule => {
    const made = compile(detection, on, { accept, regex, auditor });
    reportRefusal(detection, made, diagnostics);
    reportUnwritten(detection, made, diagnostics);
    const { extension, text } = TARGET_MODULES[on].file;
    return result(made, made.output, extension, made.output === null ? null : text(made.output));
  };
  switch (target) {
    case "cloudwatch":
    case "sentinel":
    case "eventbridge":
    case "logs-insights":
      return ofTarget(target);
    case "arm": {
      const made = compile(detection, "sentinel", { accept });
      reportRefusal(detection, made, diagnostics);
      const deployable = deployableOf(detection, made.output, diagnostics);
      if (deployable === null) return result(made, null, "arm.json", null);
      const template = armTemplate([deployable]);
      const text = JSON.stringify(template, undefined, 2);
      return { ...result(made, template, "arm.json", text), template: deployable };
    }
    case "sentinel-yaml": {
      const made = compile(detection, "sentinel", { accept });
      reportRefusal(detection, made, diagnostics);
      const text = made.output === null ? null : sentinelYaml(detection, made.output);
      return result(made, text, "yaml", text ?? undefined);
    }
  }
}

/** What a template is made of; null for a rule that has no id to be deployed under. */
function deployableOf(
  detection: ResolvedRule,
  output: SentinelOutput | null,
  diagnostics: Diagnostics,
): ArmRule | null {
  const { id, source, root } = detection;
  if (id === undefined) diagnostics.report(source, root.span, ruleMessages.idMissing());
  return id === undefined || output === null ? null : { detection: { ...detection, id }, output };
}

/** Several rules as one text: one template of all, documents of YAML, or one below the other. */
function textOfAll(compiled: readonly CompiledRule[], target: OutputTarget): string {
  if (target !== "arm") {
    return compiled.map(textOf).join(target === "sentinel-yaml" ? "\n---\n" : "\n\n");
  }
  const rules = compiled.flatMap(({ template }) => template ?? []);
  return JSON.stringify(armTemplate(rules), undefined, 2);
}

function textOf({ entry, text }: CompiledRule): string {
  const { rule, target, verdict, reasons } = entry;
  const notes = reasons.map(({ code, message }) => `# ${code} ${oneLine(message)}`);
  const head = `# ${target}${verdict === null ? "" : `: ${verdict}`}: ${oneLine(`${rule.title} (${rule.path})`)}`;
  return [head, ...notes, ...(text === undefined ? [] : [text])].join("\n");
}

/** Rule files are called by their titles, as people look for them; what is compiled, by the rule. */
function namesOf(compiled: readonly CompiledRule[]): readonly string[] {
  if (compiled.every(({ entry }) => entry.target === "sentinel-yaml")) {
    return fileNames(compiled.map(({ entry }) => entry.rule));
  }
  const written = new Map<string, number>();
  return compiled.map(({ name }) => {
    // Rules without an id may have one title.
    const nth = (written.get(name) ?? 0) + 1;
    written.set(name, nth);
    return nth === 1 ? name : `${name}-${nth}`;
  });
}

async function writeFiles(
  compiled: readonly CompiledRule[],
  folder: string,
  format: CompileOptions["format"],
): Promise<void> {
  const deployed = compiled.filter(({ entry }) => entry.output !== null);
  const names = namesOf(deployed);
  let at = 0;
  for await (const { entry, extensions, text } of yielding(deployed)) {
    const path = join(folder, `${names[at]}.${extensions[format]}`);
    writeWhole(path, `${format === "json" ? JSON.stringify(entry, undefined, 2) : (text ?? "")}\n`);
    at += 1;
  }
  note(`${plural(deployed.length, "file")} written to ${folder}`);
}
