import { dollars } from "../budgets/cost";
import { levelOf } from "../level";
import type { RuleReview } from "../model";
import { whatFires } from "./condition-markdown";
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
          cloudwatch.output === null ? "none" : dollars(rule.cost.most),
          code(`${rule.source.path}:${rule.source.line}`),
        ],
      ],
    ),
    rule.description === undefined ? "" : escaped(rule.description),
    `Alerts on ${escaped(rule.schedule.words)}.${rule.shadow ? " Pages nobody (shadow)." : ""}`,
    ...differences("CloudWatch", cloudwatch),
    ...differences("Sentinel", sentinel),
    whatFires(rule),
    testsOf(rule),
    attackOf(rule),
    ...(cloudwatch.output?.filters ?? []).map(
      ({ name, pattern }) => `## Metric filter ${code(name)}\n\n${codeBlock(pattern, "")}`,
    ),
    ...(sentinel.output === null ? [] : [`## KQL\n\n${codeBlock(sentinel.output.query, "kusto")}`]),
    ...(logsInsights.output === null
      ? []
      : [`## Saved query\n\n${codeBlock(logsInsights.output.query, "")}`]),
    `## Rule\n\n${codeBlock(rule.source.text, "yaml")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** `wider`, or `wider, not deployed`. */
export function verdictWords(compiled: RuleReview["cloudwatch"] | RuleReview["sentinel"]): string {
  const verdict = compiled.verdict ?? "none";
  return verdict === "wider" && compiled.output === null ? "wider, not accepted" : verdict;
}

function differences(
  name: string,
  { reasons, verdict }: RuleReview["cloudwatch"] | RuleReview["sentinel"],
): readonly string[] {
  if (reasons.length === 0) return [];
  const intro = verdict === "wider" ? `Not applied on ${name}:` : `${name}, ${verdict ?? ""}:`;
  const items = reasons.map((reason) => `- ${message(reason.message)} (${reason.code})`);
  return [`${intro}\n\n${items.join("\n")}`];
}

function testsOf({ tests }: RuleReview): string {
  if (tests.length === 0) return "No test events.";
  const word = (found: boolean | null) => (found === null ? "–" : found ? "match" : "no match");
  const rows = tests.map(({ name, expected, reference, cloudwatch, sentinel }) => [
    escaped(name),
    word(expected),
    word(reference),
    word(cloudwatch),
    word(sentinel),
  ]);
  return `## Test events\n\n${table(["Event", "Expected", "Rule", "CloudWatch", "Sentinel"], rows)}`;
}

function attackOf({ attack }: RuleReview): string {
  if (attack.techniques.length === 0) return "";
  const names = attack.techniques.map(({ id, name = "" }) => escaped(`${id} ${name}`));
  return `ATT&CK: ${names.join("; ")}.`;
}
