import { withEdit } from "../core/diagnostic";
import type { Source } from "../core/source";
import { entryOf, type Node } from "../load/node";
import { SEVERITY_OF_LEVEL } from "../rule/level";
import { LEVELS, STATUSES } from "../rule/schema";
import type { LintedRule, Warn } from "./lint";
import { lintMessages } from "./messages";

/** Lints of the keys that describe a rule: level, status, dates. */
export function lintMetadata({ rule, source }: LintedRule, warn: Warn): void {
  const { root } = rule;
  if (rule.kind === "sigma" || rule.kind === "correlation") {
    const { level, severity, status } = rule.document;
    const title = entryOf(root, "title")?.keySpan ?? root.span;
    if (level === undefined && severity === undefined) {
      warn(title, lintMessages.keyAdvised("level", LEVELS));
    }
    if (status === undefined) warn(title, lintMessages.keyAdvised("status", STATUSES));
    if (level !== undefined && severity !== undefined && SEVERITY_OF_LEVEL[level] !== severity) {
      const { span } = entryOf(root, "severity")?.value ?? root;
      const expected = SEVERITY_OF_LEVEL[level];
      // Which of the two is meant, only the author knows.
      warn(span, lintMessages.severityDisagrees(severity, level, expected));
    }
  }
  if (rule.kind !== "sentinel") lintDates(root, source, warn);
}

function lintDates(root: Node, source: Source, warn: Warn): void {
  const [date, modified] = ["date", "modified"].map((key) => {
    const node = entryOf(root, key)?.value;
    if (node?.kind !== "scalar") return undefined;
    const right = node.text.replaceAll("/", "-");
    if (right !== node.text) {
      const message = lintMessages.dateWithSlashes(right);
      warn(node.span, withEdit(message, source, node.span, node.text, right));
    }
    if (isDay(right)) return { day: right, span: node.span };
    warn(node.span, lintMessages.dateImpossible(node.text));
    return undefined;
  });
  if (date !== undefined && modified !== undefined && modified.day < date.day) {
    warn(modified.span, lintMessages.modifiedBeforeDate(modified.day, date.day));
  }
}

/** Whether the calendar has this day. */
function isDay(written: string): boolean {
  const [year = 0, month = 0, day = 0] = written.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
