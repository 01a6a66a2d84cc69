import type { CodeTable } from "../../core/code";
import { predicateCodes, predicateReasons } from "./predicate-reasons";
import { ruleCodes, ruleReasons } from "./rule-reasons";
import { triggerCodes, triggerReasons } from "./trigger-reasons";

export type { TriggerPath } from "./trigger-reasons";

/** Why a metric filter and its alarm say less than a rule. */
export const reasons = { ...predicateReasons, ...ruleReasons, ...triggerReasons } as const;

/** What the codes of CloudWatch mean. */
export const cloudwatchCodes: CodeTable<typeof reasons> = {
  ...predicateCodes,
  ...ruleCodes,
  ...triggerCodes,
};
