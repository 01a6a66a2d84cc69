import { compile, type CompileOptions, type Outputs } from "./compile";
import type { Detection } from "./ir/detection";
import { durationInWords } from "./rule/duration";
import type { TriggerOperator } from "./rule/schema";

const OPERATOR_WORDS: Readonly<Record<TriggerOperator, string>> = {
  gt: "more than",
  lt: "fewer than",
  eq: "exactly",
  ne: "any number but",
};

/** A rule on one target in a few lines: the verdict, what alerts, what is not applied. */
export function summarise(
  detection: Detection,
  target: "cloudwatch" | "sentinel",
  options: CompileOptions = {},
): string {
  const { verdict, reasons, output } = compile(detection, target, options);
  const lines = [`${verdict}: ${detection.title} (${detection.source.path})`];
  if (output !== null) lines.push(`  alerts on ${whatAlerts(detection)}`, ...texts(output));
  for (const { code, message } of reasons) {
    lines.push(`  ${verdict === "wider" ? "not applied" : code} ${message}`);
  }
  return lines.join("\n");
}

function whatAlerts({ schedule }: Detection): string {
  const { triggerOperator, triggerThreshold, queryPeriod } = schedule;
  const count = `${OPERATOR_WORDS[triggerOperator]} ${triggerThreshold}`;
  return `${count} matching events in ${durationInWords(queryPeriod)}`;
}

function texts(output: Outputs["cloudwatch"] | Outputs["sentinel"]): string[] {
  if ("filters" in output) return output.filters.map(({ pattern }) => `  ${pattern}`);
  return output.query.split("\n").map((line) => `  ${line}`);
}
