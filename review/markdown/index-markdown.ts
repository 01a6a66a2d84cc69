import { headline } from "../headline";
import { levelOf } from "../level";
import type { RuleReview, SetReview } from "../model";
import { escaped, row, table } from "./markdown";
import { verdictWords } from "./rule-markdown";

/** By this line a comment of ours is found again and replaced. */
export const MARKER = "<!-- cdktf-detections review -->";

/**
 * What a comment may take, in UTF-8 bytes: GitHub refuses a body over 65,536 characters, and how it
 * counts is not documented, so some is left.
 */
export const COMMENT_BYTES = 60_000;

/**
 * The rule set as a pull request comment: the headline, then a row for each rule, those that need a
 * decision first. Cut between rows, with the number of those left out.
 */
export function indexMarkdown(set: SetReview, most: number = COMMENT_BYTES): string {
  const errors = set.diagnostics.filter(({ severity }) => severity === "error");
  const top = [
    MARKER,
    `## ${escaped(set.title)}`,
    headline(set),
    ...(errors.length === 0
      ? []
      : [
          `**${errors.length} errors.** Rules that cannot be read are not below:`,
          errors
            .slice(0, 20)
            .map(({ path, line, code, message }) =>
              escaped(`${path}:${line} ${code} ${message}`).replace(/^/, "- "),
            )
            .join("\n"),
        ]),
    ...(set.gaps.length === 0 ? [] : [`ATT&CK gaps: ${set.gaps.slice(0, 100).join(", ")}.`]),
  ].join("\n\n");
  const head = ["Rule", "Level", "CloudWatch", "Sentinel", "Tests"];
  const rows = [...set.rules].sort((a, b) => urgency(b) - urgency(a)).map(rowOf);
  let size = Buffer.byteLength(`${top}\n\n${table(head, [])}\n\n`) + 200;
  let shown = 0;
  for (const cells of rows) {
    size += Buffer.byteLength(row(cells)) + 1;
    if (size > most) break;
    shown += 1;
  }
  const rest = rows.length - shown;
  const more = rest === 0 ? "" : `\n\n${rest} more ${rest === 1 ? "rule" : "rules"} in the report.`;
  return `${top}\n\n${table(head, rows.slice(0, shown))}${more}\n`;
}

function rowOf(rule: RuleReview): readonly string[] {
  const failed = rule.tests.filter((test) => test.failed).length;
  return [
    `[${escaped(rule.title)}](rules/${encodeURIComponent(rule.key)}.md)${rule.shadow ? " (shadow)" : ""}`,
    escaped(levelOf(rule)),
    verdictWords(rule.cloudwatch),
    verdictWords(rule.sentinel),
    failed === 0 ? String(rule.tests.length) : `${failed} of ${rule.tests.length} fail`,
  ];
}

/** How much a rule needs a decision: refused before wider before the rest. */
function urgency({ cloudwatch, sentinel, tests }: RuleReview): number {
  const refused = [cloudwatch, sentinel].filter(
    ({ verdict }) => verdict === "unsupported" || verdict === "not-applicable",
  ).length;
  const wider = [cloudwatch, sentinel].filter(({ verdict }) => verdict === "wider").length;
  const failed = tests.some((test) => test.failed);
  return (failed ? 100 : 0) + refused * 10 + wider;
}
