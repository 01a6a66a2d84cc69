import { quotedList, quote } from "../core/message";
import { entryOf } from "../load/node";
import { SEVERITY_OF_LEVEL } from "../rule/level";
import { LEVELS, STATUSES } from "../rule/schema";
import { lint } from "./lint";

export const missingKey = lint({
  code: "DET402",
  severity: "warning",
  meaning: "The rule does not state its `level` (severity of a match) or its `status` (maturity).",
  example: "-level",
  message: (key: string, allowed: readonly string[]) => ({
    text: `the rule has no ${quote(key)}`,
    fix: `add ${quote(key)}: ${quotedList(allowed)}`,
  }),
  run({ rule }, warn) {
    if (rule.kind !== "sigma" && rule.kind !== "correlation") return;
    const { level, severity, status } = rule.document;
    const title = entryOf(rule.root, "title")?.keySpan ?? rule.root.span;
    if (level === undefined && severity === undefined) warn(title, ["level", LEVELS]);
    if (status === undefined) warn(title, ["status", STATUSES]);
  },
});

export const severityOfLevel = lint({
  code: "DET403",
  severity: "warning",
  meaning: "Level and severity say different things.",
  example: "level: high\nseverity: Low",
  message: (severity: string, level: string, expected: string) => ({
    text: `the severity ${quote(severity)} disagrees with the level ${quote(level)}, which is ${quote(expected)} on Sentinel`,
    fix: `write ${quote(expected)}, or leave one of the two out`,
  }),
  run({ rule }, warn) {
    if (rule.kind !== "sigma" && rule.kind !== "correlation") return;
    const { level, severity } = rule.document;
    if (level === undefined || severity === undefined) return;
    const expected = SEVERITY_OF_LEVEL[level];
    const { span } = entryOf(rule.root, "severity")?.value ?? rule.root;
    // Which of the two is meant, only the author knows.
    if (expected !== severity) warn(span, [severity, level, expected]);
  },
});
