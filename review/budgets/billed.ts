import type { Outputs } from "../../compiler/compile";
import { copiesOf, metricsOf } from "../../compiler/targets/cloudwatch/output-text";
import type { Compiled } from "../../compiler/targets/verdict";
import type { Deployment, EventBusDeployment } from "../deployments";
import type { RuleReview } from "../model";
import { NOTHING_BILLED, sumBilled, type Billed } from "./cost";

/** What a rule comes to on one log group and in one workspace. */
export function billedOf(
  cloudwatch: Compiled<Outputs["cloudwatch"]>,
  sentinel: Compiled<Outputs["sentinel"]>,
): Billed {
  const { output } = cloudwatch;
  return {
    ...NOTHING_BILLED,
    ...(output === null ? {} : alarmOf(output, 1)),
    sentinelRules: sentinel.output === null ? 0 : 1,
  };
}

/** What a rule comes to where an app deploys it: its filters stand on each of the log groups. */
export function billedThere(
  deployment: Deployment,
  { cloudwatch, otherVersions }: Pick<RuleReview, "cloudwatch" | "sentinel" | "otherVersions">,
): Billed {
  if (deployment.cloud === "sentinel") return { ...NOTHING_BILLED, sentinelRules: 1 };
  if (deployment.cloud === "eventbridge")
    return { ...NOTHING_BILLED, ...onEventBridge(deployment) };
  const { compiled } = otherVersions.cloudwatch.find(({ constructs }) =>
    constructs.includes(deployment.construct),
  ) ?? { compiled: cloudwatch };
  const { output } = compiled;
  return {
    ...NOTHING_BILLED,
    ...(output === null ? {} : alarmOf(output, deployment.logGroups.length)),
  };
}

/**
 * What stands by the month; each match and each event that is looked at come on top. The alarm on what
 * fails looks at three metrics of the machine, and one of each event rule, which are AWS's own.
 */
function onEventBridge({ rules, metric }: EventBusDeployment) {
  const counted = metric === null ? 0 : 1;
  return { metrics: counted, alarmMetrics: 3 + rules.length + counted };
}

/** An alarm is billed for each metric that it looks at. */
function alarmOf(output: Outputs["cloudwatch"], logGroups: number) {
  const copies = copiesOf(output);
  const metrics = metricsOf(output).length + copies.length;
  const filters = copies.reduce((sum, copy) => sum + copy.filters.length, output.filters.length);
  return { metrics, alarmMetrics: metrics, filters: filters * logGroups };
}

/**
 * What each account is billed for; rules of Sentinel, for which nobody is, stand together. `payers`:
 * accounts by the construct of a deployment.
 */
export function billedByPayer(
  rules: readonly RuleReview[],
  payers: ReadonlyMap<string, string>,
): readonly Billed[] {
  const accounts = new Map<string, Billed>();
  for (const rule of rules) {
    for (const deployment of rule.deployments ?? []) {
      const payer = payers.get(deployment.construct) ?? "";
      const known = accounts.get(payer) ?? NOTHING_BILLED;
      accounts.set(payer, sumBilled([known, billedThere(deployment, rule)]));
    }
  }
  return [...accounts.values()];
}
