import { join } from "node:path";
import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import { oneLine } from "../compiler/message";
import { messages } from "../compiler/messages";
import { reportRefusal, reportUnwritten } from "../compiler/refusal";
import { nameOf } from "../compiler/rule/name";
import type { CloudWatchOutput } from "../compiler/targets/cloudwatch/compile";
import { armTemplate } from "../compiler/targets/sentinel/arm";
import type { SentinelOutput } from "../compiler/targets/sentinel/compile";
import { sentinelYaml } from "../compiler/targets/sentinel/yaml";
import { listedReason, type Compiled, type Target } from "../compiler/verdict";
import type { ExitCode } from "./exit";
import { breathing, note, print, printJson, writeWhole } from "./output";
import { plural, ruleName, rulesOf, tell, type RuleName, type RuleOptions } from "./rules";

/** What `--target` can name: the targets, and two more forms of what Sentinel gets. */
export type OutputTarget = Target | "arm" | "sentinel-yaml";

export interface CompileOptions extends RuleOptions {
  readonly target: OutputTarget;
  /** @default - what each rule says itself */
  readonly accept?: "wider";
  /** CloudWatch only: whether filters may have regexes. */
  readonly regex: boolean;
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
  /** What the rule's file under `--out` is called, and what follows for each format. */
  readonly name: string;
  readonly extensions: Readonly<Record<CompileOptions["format"], string>>;
  /** The output as text; undefined where nothing may be deployed. */
  readonly text: string | undefined;
}

/** `compile`: what a target deploys for each rule. */
export async function compileRules(
  paths: readonly string[],
  options: CompileOptions,
): Promise<ExitCode> {
  const diagnostics = new Diagnostics();
  const compiled: CompiledRule[] = [];
  for await (const detection of breathing(rulesOf(paths, diagnostics, options))) {
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
  detection: Detection,
  { target, accept, regex }: CompileOptions,
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
    text: text?.trimEnd(),
  });
  switch (target) {
    case "cloudwatch": {
      const made = compile(detection, target, { accept, regex });
      reportRefusal(detection, made, diagnostics);
      return result(
        made,
        made.output,
        "cloudwatch.txt",
        made.output ? alarmText(made.output) : undefined,
      );
    }
    case "sentinel": {
      const made = compile(detection, target, { accept });
      reportRefusal(detection, made, diagnostics);
      return result(made, made.output, "kql", made.output?.query);
    }
    case "logs-insights": {
      const made = compile(detection, target, { accept });
      reportUnwritten(detection, made, diagnostics);
      return result(made, made.output, "logs-insights.txt", made.output?.query);
    }
    case "arm": {
      const made = compile(detection, "sentinel", { accept });
      reportRefusal(detection, made, diagnostics);
      const template = templateOf(detection, made.output, diagnostics);
      return result(made, template, "arm.json", template && JSON.stringify(template, undefined, 2));
    }
    case "sentinel-yaml": {
      const made = compile(detection, "sentinel", { accept });
      reportRefusal(detection, made, diagnostics);
      const text = made.output === null ? null : sentinelYaml(detection, made.output);
      return result(made, text, "sentinel.yaml", text ?? undefined);
    }
  }
}

/** A template of one rule; null for a rule that has no id to be deployed under. */
function templateOf(detection: Detection, output: SentinelOutput | null, diagnostics: Diagnostics) {
  const { id, source, root } = detection;
  if (id === undefined) diagnostics.report(source, root.span, messages.idMissing());
  if (id === undefined || output === null) return null;
  return armTemplate([{ detection: { ...detection, id }, output }]);
}

/** The patterns, one a line, and the alarm's settings. */
function alarmText({ filters, metric, alarm }: CloudWatchOutput): string {
  return [
    ...filters.map(({ pattern }) => pattern),
    `metric ${metric.namespace} ${metric.name}`,
    `alarm ${JSON.stringify(alarm)}`,
  ].join("\n");
}

/** Several rules as one text; JSON has no form for that but a list. */
function textOfAll(compiled: readonly CompiledRule[], target: OutputTarget): string {
  if (target !== "arm") {
    return compiled.map(textOf).join(target === "sentinel-yaml" ? "\n---\n" : "\n\n");
  }
  const templates = compiled.flatMap(({ entry }) => (entry.output === null ? [] : [entry.output]));
  return JSON.stringify(templates.length === 1 ? templates[0] : templates, undefined, 2);
}

function textOf({ entry, text }: CompiledRule): string {
  const { rule, target, verdict, reasons } = entry;
  const notes = reasons.map(({ code, message }) => `# ${code} ${oneLine(message)}`);
  const head = `# ${target}${verdict === null ? "" : `: ${verdict}`}: ${oneLine(`${rule.title} (${rule.path})`)}`;
  return [head, ...notes, ...(text === undefined ? [] : [text])].join("\n");
}

async function writeFiles(
  compiled: readonly CompiledRule[],
  folder: string,
  format: CompileOptions["format"],
): Promise<void> {
  const written = new Map<string, number>();
  const deployed = compiled.filter(({ entry }) => entry.output !== null);
  for await (const { entry, name, extensions, text } of breathing(deployed)) {
    // Rules without an id may have one title.
    const nth = (written.get(name) ?? 0) + 1;
    written.set(name, nth);
    const path = join(folder, `${name}${nth === 1 ? "" : `-${nth}`}.${extensions[format]}`);
    writeWhole(path, `${format === "json" ? JSON.stringify(entry, undefined, 2) : (text ?? "")}\n`);
  }
  note(`${plural(deployed.length, "file")} written to ${folder}`);
}
