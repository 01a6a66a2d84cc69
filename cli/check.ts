import { awsWayOf, compiledRule } from "../compiler/compile";
import {
  Diagnostics,
  type AllowedDiagnostic,
  type Diagnostic,
  type Severity,
} from "../compiler/core/diagnostic";
import type { ResolvedRule } from "../compiler/ir/rule";
import { isJsonPath } from "../compiler/load/load-json";
import type { Acceptance } from "../compiler/rule/acceptance";
import { ruleMessages } from "../compiler/rule/messages";
import { AUDITOR_FACTS, type Auditor } from "../compiler/targets/cloudwatch/auditors/auditor";
import type { CloudWatchOutput } from "../compiler/targets/cloudwatch/compile";
import { reportLogGroups } from "../compiler/targets/cloudwatch/log-group-budget";
import type { EventBridgeOutput } from "../compiler/targets/eventbridge/compile";
import { reportEventBus } from "../compiler/targets/eventbridge/event-bus";
import { reportRefusal } from "../compiler/targets/refusal";
import {
  ALERTING,
  GATE_VERDICTS,
  listedReason,
  VERDICTS,
  type AlertingTarget,
  type Compiled,
  type Target,
  type Verdict,
} from "../compiler/targets/verdict";
import type { ExitCode } from "./exit";
import { gateMessages } from "./messages";
import { yielding, note, print, printJson, printText } from "./output";
import { filesOf, plural, ruleName, rulesIn, tell, type RuleOptions } from "./rules";

export interface CheckOptions extends RuleOptions {
  readonly format: "text" | "json" | "sarif" | "github";
  readonly failOn: Severity;
  /** @default - any verdict that may be deployed */
  readonly minVerdict?: (typeof GATE_VERDICTS)[number];
  /** Beside what each rule accepts itself. @default - nothing */
  readonly accept?: Acceptance;
  /** What the rules are for. @default - every cloud, AWS by the way that each rule names */
  readonly target?: readonly AlertingTarget[];
  /** Whether filters may have regexes. */
  readonly regex: boolean;
  /** Whose check the rules' controls are to pass. @default - nobody's */
  readonly auditor?: Auditor;
  readonly fix?: boolean;
  /** Whether the rules share a log group, and so its budgets. */
  readonly quotas: boolean;
}

/** A rule with what each cloud makes of it. */
interface Checked {
  readonly detection: ResolvedRule;
  readonly compiled: readonly Compiled<unknown>[];
  /** What it puts on a log group. @default - CloudWatch is not asked */
  readonly cloudwatch: Compiled<CloudWatchOutput> | undefined;
  /** What it puts on an event bus. @default - EventBridge is not asked */
  readonly eventbridge: Compiled<EventBridgeOutput> | undefined;
}

/** `check`: everything that would stop a deployment, and what is surely not meant. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const files = filesOf(paths);
  const fixed = options.fix === true ? (await import("./fix")).fixFiles(files, options) : undefined;
  const diagnostics = new Diagnostics();
  const checked: Checked[] = [];
  for await (const detection of yielding(rulesIn(files, diagnostics, options))) {
    checked.push(checkRule(detection, options, diagnostics));
  }
  if (options.quotas) {
    const onLogGroup = checked.flatMap(({ detection, cloudwatch: compiled }) =>
      compiled === undefined ? [] : [{ detection, compiled }],
    );
    reportLogGroups(onLogGroup, diagnostics);
    const onEventBus = checked.flatMap(({ detection, eventbridge: compiled }) =>
      compiled === undefined ? [] : [{ detection, compiled }],
    );
    reportEventBus(onEventBus, diagnostics);
  }
  const found = diagnostics.all;
  tell(found);
  const allowed = diagnostics.allowed;
  await write(checked, found, allowed, { files: files.length, fixed }, options);
  const fails = found.some(({ severity }) => severity === "error" || severity === options.failOn);
  return fails ? 1 : 0;
}

function checkRule(
  detection: ResolvedRule,
  { target, accept, regex, auditor, minVerdict }: CheckOptions,
  diagnostics: Diagnostics,
): Checked {
  const rule = compiledRule(detection);
  const options = { accept, regex, auditor };
  const targets: readonly AlertingTarget[] = target ?? [
    awsWayOf(rule, undefined, options),
    "sentinel",
  ];
  const on = <T extends AlertingTarget>(each: T) =>
    targets.includes(each) ? [rule.compiled(each, options)] : [];
  const cloudwatch = on("cloudwatch");
  const eventbridge = on("eventbridge");
  const compiled = [...cloudwatch, ...on("sentinel"), ...eventbridge];
  for (const each of compiled) {
    reportRefusal(detection, each, diagnostics);
    reportVerdict(detection, each, minVerdict, diagnostics);
  }
  // Why the name of an ARM rule is not known is told where it is read.
  if (detection.id === undefined && !isJsonPath(detection.source.path)) {
    diagnostics.report(detection.source, detection.root.span, ruleMessages.idAdvised());
  }
  return { detection, compiled, cloudwatch: cloudwatch[0], eventbridge: eventbridge[0] };
}

async function write(
  checked: readonly Checked[],
  found: readonly Diagnostic[],
  allowed: readonly AllowedDiagnostic[],
  counts: Counts,
  { format }: CheckOptions,
): Promise<void> {
  const writers: Readonly<Record<typeof format, () => void | Promise<void>>> = {
    text: () => printText(summary(checked, found, allowed.length, counts)),
    json: () => printJson({ rules: checked.map(verdictsOf), diagnostics: found, allowed }),
    sarif: async () => {
      const { RESULTS_MAX, sarifLog } = await import("./formats/sarif");
      const more = found.length + allowed.length - RESULTS_MAX;
      if (more > 0) note(`SARIF takes ${RESULTS_MAX} findings; ${more} are left out`);
      printJson(sarifLog(found, allowed));
    },
    github: async () => {
      if (found.length > 0) print((await import("./formats/github")).githubCommands(found));
    },
  };
  await writers[format]();
}

interface Counts {
  readonly files: number;
  /** Fixes that were applied; undefined where none were asked for. */
  readonly fixed: number | undefined;
}

function summary(
  checked: readonly Checked[],
  found: readonly Diagnostic[],
  allowed: number,
  { files, fixed }: Counts,
): string {
  const count = (severity: Severity) => found.filter((each) => each.severity === severity).length;
  const totals = [
    plural(files, "file"),
    plural(checked.length, "rule"),
    plural(count("error"), "error"),
    plural(count("warning"), "warning"),
    ...(allowed === 0 ? [] : [`${allowed} allowed`]),
  ];
  const fixable = found.filter(({ edit }) => edit !== undefined).length;
  return [
    totals.join(", "),
    ...(fixed === undefined ? [] : [`fixed: ${fixed}; left: ${plural(found.length, "finding")}`]),
    ...(fixed === undefined && fixable > 0 ? [`fixable with --fix: ${fixable}`] : []),
    ...ALERTING.flatMap((target) => verdictLine(target, checked)),
    ...auditLine(checked),
    ...needLines(checked),
  ].join("\n");
}

/** By which texts the rules' controls pass the check of the auditor that was asked for. */
function auditLine(checked: readonly Checked[]): readonly string[] {
  const audits = checked.flatMap(({ cloudwatch }) => cloudwatch?.output?.audits ?? []);
  const [first] = audits;
  if (first === undefined) return [];
  const copies = audits.filter(({ copy }) => copy !== undefined).length;
  const own = audits.length - copies;
  return [
    `${AUDITOR_FACTS[first.auditor].name}: ${plural(own, "control")} by the detection's own pattern, ${copies} by an auditor's copy`,
  ];
}

/** What rules on EventBridge need of trails and Regions, each need with how many rules have it. */
function needLines(checked: readonly Checked[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { eventbridge } of checked) {
    for (const need of eventbridge?.output?.needs ?? []) {
      counts.set(need, (counts.get(need) ?? 0) + 1);
    }
  }
  return [...counts].map(
    ([need, rules]) => `eventbridge needs (${plural(rules, "rule")}): ${need}`,
  );
}

function verdictLine(target: Target, checked: readonly Checked[]): readonly string[] {
  const counts = new Map<Verdict, number>();
  for (const { compiled } of checked) {
    const verdict = compiled.find((each) => each.target === target)?.verdict;
    if (verdict != null) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const words = VERDICTS.flatMap((verdict) =>
    counts.has(verdict) ? [`${counts.get(verdict)} ${verdict}`] : [],
  );
  return [`${target}: ${words.join(", ")}`];
}

function verdictsOf({ detection, compiled, cloudwatch, eventbridge }: Checked) {
  const { audits } = cloudwatch?.output ?? {};
  const verdicts = compiled
    .filter(({ verdict }) => verdict !== null)
    .map(({ target, verdict, reasons, assumptions, output }) => ({
      target,
      verdict,
      deployed: output !== null,
      reasons: reasons.map(listedReason),
      assumptions,
      ...(target === "eventbridge" && eventbridge?.output
        ? { needs: eventbridge.output.needs }
        : {}),
    }));
  return { rule: ruleName(detection), verdicts, ...(audits === undefined ? {} : { audits }) };
}

/** Reports a deployable verdict that is less than was asked for; what is refused is an error anyway. */
function reportVerdict(
  detection: ResolvedRule,
  { target, verdict, output }: Compiled<unknown>,
  least: CheckOptions["minVerdict"],
  diagnostics: Diagnostics,
): void {
  const rank = GATE_VERDICTS.findIndex((each) => each === verdict);
  if (least === undefined || verdict === null || output === null || rank === -1) return;
  if (rank >= GATE_VERDICTS.indexOf(least)) return;
  diagnostics.report(
    detection.source,
    { start: detection.root.span.start, end: detection.root.span.start },
    gateMessages.verdictBelow(target, verdict, least),
  );
}
