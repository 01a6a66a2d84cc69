import type { AlertingTarget } from "../compiler/targets/verdict";
import type { Deployment } from "./deployments";
import type { RuleReview, SetReview } from "./model";

/** What an app deploys from one stack to one log group, or several, or to one workspace. */
export interface Place {
  readonly stack: string;
  readonly cloud: AlertingTarget;
  /** Account and region; empty where the provider says neither, and for a workspace, whose id has all. */
  readonly account: string;
  /** Log groups, the event bus or the workspace. */
  readonly names: readonly string[];
  readonly rules: number;
  /** Rules of them that page nobody. */
  readonly shadow: number;
  /** Whom alarms and messages there notify. */
  readonly notified: readonly string[];
}

/** In the order of the rules; none where no app was asked. */
export function placesOf({ rules }: Pick<SetReview, "rules">): readonly Place[] {
  const places = new Map<string, Place>();
  for (const deployment of rules.flatMap(({ deployments = [] }) => deployments)) {
    const { stack, cloud, shadow } = deployment;
    const account = accountWords(deployment);
    const names = namesOf(deployment);
    const key = JSON.stringify([cloud, stack, account, names]);
    const before = places.get(key);
    const told = shadow ? [] : notifiedBy(deployment);
    places.set(key, {
      stack,
      cloud,
      account,
      names,
      rules: (before?.rules ?? 0) + 1,
      shadow: (before?.shadow ?? 0) + (shadow ? 1 : 0),
      notified: [...new Set([...(before?.notified ?? []), ...told])],
    });
  }
  return [...places.values()];
}

function notifiedBy(deployment: Deployment): readonly string[] {
  switch (deployment.cloud) {
    case "cloudwatch":
      return deployment.alarmActions;
    case "eventbridge":
      return [...new Set([...deployment.topics, ...deployment.alarmActions])];
    case "sentinel":
      return [];
  }
}

/** `111122223333, us-east-1` */
export function accountWords(deployment: Deployment): string {
  if (deployment.cloud === "sentinel") return "";
  return [deployment.account, deployment.region].filter((each) => each !== null).join(", ");
}

export function namesOf(deployment: Deployment): readonly string[] {
  switch (deployment.cloud) {
    case "cloudwatch":
      return deployment.logGroups;
    case "eventbridge":
      return [`event bus ${deployment.bus}`];
    case "sentinel":
      return [deployment.workspace];
  }
}

/** Whom a deployment tells of a match. */
export function toldBy(deployment: Deployment, rule: RuleReview): readonly string[] {
  if (deployment.cloud === "cloudwatch") {
    const { alarmActions, okActions, shadow } = deployment;
    if (shadow || alarmActions.length + okActions.length === 0) return ["nobody"];
    return [...alarmActions, ...okActions.map((action) => `${action} (when it is OK again)`)];
  }
  if (deployment.cloud === "eventbridge") {
    const { topics, alarmActions, metric, shadow } = deployment;
    if (shadow) return ["nobody: matches are counted"];
    return [
      ...topics.map((topic) => `${topic} (each match)`),
      ...alarmActions.map((action) =>
        metric === null ? `${action} (what fails)` : `${action} (the alarm, and what fails)`,
      ),
    ];
  }
  const { output } = versionThere(deployment, rule);
  if (output?.enabled === false) return ["nobody: the rule is not enabled"];
  const { createIncident = true, groupingConfiguration } = output?.incidentConfiguration ?? {};
  if (deployment.shadow || !createIncident) return ["nobody: alerts make no incidents"];
  return [groupingConfiguration?.enabled === true ? "incidents, grouped" : "an incident an alert"];
}

function versionThere({ construct }: Deployment, { sentinel, otherVersions }: RuleReview) {
  const other = otherVersions.sentinel.find(({ constructs }) => constructs.includes(construct));
  return other?.compiled ?? sentinel;
}

/** What the app says of a rule there, each as `level: high` or `%admins%: alice, bob`. */
export function settingWords({ settings, placeholders, shadow }: Deployment): readonly string[] {
  return [
    ...(shadow ? ["shadow"] : []),
    ...settings.map(({ name, value }) => `${name}: ${value}`),
    ...placeholders.map(({ name, values }) => `%${name}%: ${values.join(", ")}`),
  ];
}

/** Stacks that a rule is deployed from, each once: `dev (shadow)`. */
export function stackWords({ deployments = [] }: RuleReview): readonly string[] {
  const stacks = new Map<string, boolean>();
  for (const { stack, shadow } of deployments) {
    stacks.set(stack, (stacks.get(stack) ?? true) && shadow);
  }
  return [...stacks].map(([stack, shadow]) => (shadow ? `${stack} (shadow)` : stack));
}
