import { countingOf, type ResolvedRule } from "../../ir/rule";
import { durationInWords } from "../../rule/duration";
import { alertWords, countWords, ruleWords } from "../alert-words";
import { triggerOf } from "./trigger";

/**
 * What the alarm of a rule goes to ALARM on: by its lower bound, over its period, all that a rule looks at
 * apart counted together.
 */
export function alarmWords(detection: ResolvedRule): string {
  const counted = countingOf(detection);
  const trigger = triggerOf(detection);
  if (counted === undefined || "code" in trigger) return alertWords(detection);
  const { counts, bound, period, expressions } = trigger;
  const what =
    counts === "rules"
      ? ruleWords([bound], expressions.length)
      : countWords([bound], "matching event");
  const together = [
    ...(counted.type === "value_count" ? ["equal values"] : []),
    ...(counted.groupBy.length > 0 ? ["all groups"] : []),
  ];
  const words = `${what} in ${durationInWords(period)}`;
  return together.length === 0 ? words : `${words}, ${together.join(" and ")} counted together`;
}
