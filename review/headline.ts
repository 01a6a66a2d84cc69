import {
  VERDICTS,
  type AlertingTarget,
  type Cloud,
  type Verdict,
} from "../compiler/targets/verdict";
import { dollars } from "./budgets/cost";
import { count } from "./count";
import type { SetReview } from "./model";

/** What the set comes to, in one line. */
export function headline(set: SetReview): string {
  const covered = new Set(set.coverage.flatMap(({ techniques }) => techniques.map(({ id }) => id)));
  const { least, most } = set.cost;
  const cost = least === most ? dollars(most) : `${dollars(least)} to ${dollars(most)}`;
  const clouds =
    set.clouds.includes("cloudwatch") || most > 0 ? `, ${cost} a month on CloudWatch` : "";
  return `${count(set.rules.length, "rule", "rules")}${deployedWords(set)}, ${count(covered.size, "ATT&CK technique", "ATT&CK techniques")}${clouds}.`;
}

/** `, deployed as 6 alarms from 3 stacks`; nothing where no app was asked. */
function deployedWords({ rules }: SetReview): string {
  const deployments = rules.flatMap((rule) => rule.deployments ?? []);
  if (rules.every((rule) => rule.deployments === undefined)) return "";
  const on = (cloud: AlertingTarget) => deployments.filter((each) => each.cloud === cloud).length;
  const things = [
    [on("cloudwatch"), "alarm", "alarms"],
    [on("eventbridge"), "detection on EventBridge", "detections on EventBridge"],
    [on("sentinel"), "analytic rule", "analytic rules"],
  ] as const;
  const deployed = things
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => count(number, one, many));
  const stacks = new Set(deployments.map(({ stack }) => stack)).size;
  if (deployed.length === 0) return ", none of them deployed";
  return `, deployed as ${deployed.join(" and ")} from ${count(stacks, "stack", "stacks")}`;
}

/** How many rules have each verdict on a cloud; of the `wider` ones, those that nobody has accepted. */
export function verdictCounts(
  { rules }: SetReview,
  cloud: Cloud,
): readonly { readonly verdict: Verdict; readonly rules: number; readonly notAccepted: number }[] {
  return VERDICTS.map((verdict) => {
    const own = rules.map((rule) => rule[cloud]).filter((each) => each.verdict === verdict);
    const refused = verdict === "wider" ? own.filter(({ output }) => output === null) : [];
    return { verdict, rules: own.length, notAccepted: refused.length };
  }).filter((each) => each.rules > 0);
}
