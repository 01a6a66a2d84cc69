import { controlGroups } from "../../compiler/controls/controls";
import { oneLine } from "../../compiler/core/message";
import type { Diagnostic } from "../../compiler/core/diagnostic";
import { ALARM_NOTIFIES } from "../../compiler/targets/alert-words";
import { auditWords, controlName } from "../../compiler/targets/cloudwatch/auditors/words";
import type { Audited } from "../../compiler/targets/cloudwatch/output";
import { CLOUDS, type Reason, TARGET_NAMES } from "../../compiler/targets/verdict";
import { dollars } from "../budgets/cost";
import { recordingNeeds } from "../conditions/event-coverage";
import { lateWords } from "../late-events";
import { levelOf } from "../level";
import type { Allowance, RuleReview } from "../model";
import { accountWords, namesOf, settingWords, toldBy } from "../places";
import { whatFires } from "./condition-markdown";
import { eventBridgeMarkdown } from "./event-bridge-markdown";
import { foundWords } from "../test-words";
import { code, codeBlock, escaped, message, table } from "./markdown";

/** One rule for a pull request: what a reviewer decides on first, texts after. */
export function ruleMarkdown(rule: RuleReview): string {
  const { cloudwatch, sentinel, logsInsights } = rule;
  const parts = [
    `# ${escaped(rule.title)}`,
    table(
      ["Level", "Status", "CloudWatch", "Sentinel", "Cost a month", "File"],
      [
        [
          escaped(levelOf(rule)),
          escaped(rule.status ?? "none"),
          verdictWords(cloudwatch),
          verdictWords(sentinel),
          rule.cost.billed.alarmMetrics === 0 ? "none" : dollars(rule.cost.most),
          code(`${rule.source.path}:${rule.source.line}`),
        ],
      ],
    ),
    rule.description === undefined ? "" : escaped(rule.description),
    `Alerts on ${escaped(rule.schedule.words)}.${rule.shadow ? " Pages nobody (shadow)." : ""}`,
    rule.lateEvents === undefined
      ? ""
      : `Late events on Sentinel: ${message(lateWords(rule.lateEvents))}.`,
    deploymentsOf(rule),
    ...differences("CloudWatch", cloudwatch),
    ...differences("Sentinel", sentinel),
    listed("Findings:", rule.findings.map(findingLine)),
    listed("Allowed, and so not reported:", rule.allowances.map(allowanceLine)),
    listed("The verdict on CloudWatch assumes:", cloudwatch.assumptions.map(message)),
    listed("The verdict on Sentinel assumes:", sentinel.assumptions.map(message)),
    whatFires(rule),
    listed("To see its calls:", recordingNeeds(rule.apiCalls)),
    testsOf(rule),
    attackOf(rule),
    listed("## Controls", controlLines(rule)),
    listed("## False positives", rule.falsePositives.map(escaped)),
    listed("## Runbook", rule.runbook === undefined ? [] : [runbookOf(rule.runbook)]),
    // As code, which can be copied: an address of an issue would leave a mark there.
    listed("## References", rule.references.map(code)),
    ...(cloudwatch.output?.filters ?? []).map(
      ({ name, pattern }) => `## Metric filter ${code(name)}\n\n${codeBlock(pattern, "")}`,
    ),
    cloudwatch.output === null ? "" : ALARM_NOTIFIES,
    ...(cloudwatch.output?.audits ?? []).map(auditMarkdown),
    eventBridgeMarkdown(rule),
    ...(sentinel.output === null ? [] : [`## KQL\n\n${codeBlock(sentinel.output.query, "kusto")}`]),
    ...(logsInsights.output === null
      ? []
      : [
          `## Saved query\n\n${codeBlock(logsInsights.output.query, "")}`,
          listed("Not applied by the saved query:", logsInsights.reasons.map(reasonLine)),
          listed("The saved query assumes:", logsInsights.assumptions.map(message)),
        ]),
    `## Rule\n\n${codeBlock(rule.source.text, "yaml")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** `wider`, or `wider, not deployed`. */
export function verdictWords(compiled: RuleReview["cloudwatch"] | RuleReview["sentinel"]): string {
  const verdict = compiled.verdict ?? "not deployed";
  return verdict === "wider" && compiled.output === null ? "wider, not accepted" : verdict;
}

function differences(
  name: string,
  { reasons, verdict }: RuleReview["cloudwatch"] | RuleReview["sentinel"],
): readonly string[] {
  const intro = verdict === "wider" ? `Not applied on ${name}:` : `${name}, ${verdict ?? ""}:`;
  return [listed(intro, reasons.map(reasonLine))];
}

function reasonLine(reason: Reason): string {
  return `${message(reason.message)} (${reason.code})`;
}

function findingLine({ code: number, message: said, fix, line }: Diagnostic): string {
  const wayOut = fix === undefined ? "" : `. Fix: ${message(fix)}`;
  return `${message(said)}${wayOut} (${number}, line ${line})`;
}

function allowanceLine({ code: number, meaning, reason }: Allowance): string {
  return `${number}: ${message(meaning)} Reason: ${escaped(reason)}`;
}

/** What passes an auditor's check, and the pattern of an auditor's copy. */
function auditMarkdown(audit: Audited): string {
  const patterns = (audit.copy?.filters ?? []).map(
    ({ name, pattern }) => `Metric filter ${code(name)}:\n\n${codeBlock(pattern, "")}`,
  );
  const head = `## Auditor: ${escaped(controlName(audit))}`;
  return [head, `${message(auditWords(audit))}.`, ...patterns].join("\n\n");
}

function controlLines({ controls }: RuleReview): readonly string[] {
  return controlGroups(controls).map(({ name, ids, by }) => {
    const said = by === undefined ? "" : `, as ${by} says`;
    return `${escaped(name)}: ${ids.map(code).join(", ")}${said}`;
  });
}

/** An address as code, which can be copied; what to do in words. */
function runbookOf(runbook: string): string {
  return /^\S+$/.test(runbook) ? code(runbook) : escaped(oneLine(runbook));
}

/** A heading, or the beginning of a sentence, with a list below; nothing where that is empty. */
function listed(head: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${head}\n\n${items.map((item) => `- ${item}`).join("\n")}`;
}

/** Where it goes, and whom it tells there. */
function deploymentsOf(rule: RuleReview): string {
  const { deployments } = rule;
  if (deployments === undefined) return "";
  if (deployments.length === 0) return "This app deploys it nowhere.";
  const cell = (texts: readonly string[]) => texts.map(code).join("<br>");
  const rows = deployments.map((each) => [
    escaped(each.stack),
    TARGET_NAMES[each.cloud],
    [cell(namesOf(each)), escaped(accountWords(each))].filter((text) => text !== "").join("<br>"),
    toldBy(each, rule).map(escaped).join("<br>"),
    cell(settingWords(each)),
  ]);
  const head = ["Stack", "Cloud", "Log group, event bus or workspace", "Who is told", "Settings"];
  return `## Where it goes\n\n${table(head, rows)}${versionsOf(rule)}`;
}

/** Deployments that get another text than the one below. */
function versionsOf({ otherVersions }: RuleReview): string {
  const lines = CLOUDS.flatMap((cloud) =>
    otherVersions[cloud].map(
      ({ compiled, constructs }) =>
        `- ${TARGET_NAMES[cloud]}, ${compiled.verdict ?? "none"}: ${constructs.map(code).join(", ")}`,
    ),
  );
  return lines.length === 0
    ? ""
    : `\n\nThese get another text, which the page shows:\n\n${lines.join("\n")}`;
}

function testsOf({ tests }: RuleReview): string {
  if (tests.length === 0) return "No test events.";
  const rows = tests.map((test) => {
    const word = (found: boolean | number | null) =>
      found === null ? "–" : foundWords(test, found);
    const found = [test.expected, test.reference, test.cloudwatch, test.sentinel];
    return [escaped(test.name), ...found.map(word)];
  });
  return `## Test events\n\n${table(["Event", "Expected", "Rule", "CloudWatch", "Sentinel"], rows)}`;
}

function attackOf({ attack }: RuleReview): string {
  if (attack.techniques.length === 0) return "";
  const names = attack.techniques.map(({ id, name = "" }) => escaped(`${id} ${name}`));
  return `ATT&CK: ${names.join("; ")}.`;
}
