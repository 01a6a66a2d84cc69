import type { CompiledRule, CompileOptions, Outputs } from "../compile";
import { alertWords } from "../targets/alert-words";
import { alarmWords } from "../targets/cloudwatch/alarm-words";
import { filterLines } from "../targets/cloudwatch/output-text";
import { eventBridgeText } from "../targets/eventbridge/output-text";
import type { AlertingTarget } from "../targets/verdict";

/** A rule on one target in a few lines: the verdict, what alerts, what is not applied. */
export function summarise(
  { detection, compiled }: CompiledRule,
  target: AlertingTarget,
  options: CompileOptions = {},
): string {
  const { verdict, reasons, output } = compiled(target, options);
  const way = target === "eventbridge" ? " on EventBridge" : "";
  const lines = [`${verdict}${way}: ${detection.title} (${detection.source.path})`];
  const words = target === "cloudwatch" ? alarmWords : alertWords;
  if (output !== null) lines.push(`  alerts on ${words(detection)}`, ...texts(output));
  for (const { code, message } of reasons) {
    lines.push(`  ${verdict === "wider" ? "not applied" : code} ${message}`);
  }
  return lines.join("\n");
}

function texts(output: Outputs[AlertingTarget]): string[] {
  if ("filters" in output) return filterLines(output).map((line) => `  ${line}`);
  if ("rules" in output)
    return eventBridgeText(output)
      .split("\n")
      .map((line) => `  ${line}`);
  return output.query.split("\n").map((line) => `  ${line}`);
}
