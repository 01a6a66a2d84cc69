import { TerraformStack } from "cdktf";

import type { ResolvedRule } from "../../compiler/ir/rule";
import { deployedBudgets, type Budget } from "../../review/budgets/quotas";
import { placeholdersOf } from "../../review/conditions/placeholders";
import type { Deployment, DeployedRule } from "../../review/deployments";
import type { ReviewRule } from "../../review/review-files";
import type { DetectionSettings } from "../props/settings";
import type { AppDiagnostics } from "./app-diagnostics";
import { awsPayerOf, awsPlaceInWords, readableName, readableNames } from "./cloud-identity";
import type { OnCloudWatch, OnEventBridge, OnSentinel } from "./deployed-resources";
import {
  DEFAULT_BUS,
  eventBusQuotas,
  inAccounts,
  logGroupQuotas,
  onBuses,
  workspaceQuotas,
} from "./shared-quotas";

/** Every rule of the app with all places that it is deployed to, in the order of their files. */
export function deployedRules({ deployed, notApplicable }: AppDiagnostics): readonly ReviewRule[] {
  const places = [
    ...deployed.cloudwatch.map(onCloudWatch),
    ...deployed.eventbridge.map(onEventBridge),
    ...deployed.sentinel.map(onSentinel),
  ];
  const rules = new Map<string | undefined, DeployedRule[]>();
  for (const each of places) {
    const known = rules.get(each.detection.id);
    if (known === undefined) rules.set(each.detection.id, [each]);
    else known.push(each);
  }
  const nowhere = notApplicable
    .filter(
      ({ detection: { id } }, index) =>
        !rules.has(id) && notApplicable.findIndex((one) => one.detection.id === id) === index,
    )
    .map((rule) => ({ ...rule, deployed: [] }));
  const somewhere = [...rules.values()].flatMap((places): readonly ReviewRule[] => {
    const [first] = places;
    if (first === undefined) return [];
    const { detection, compiled, accept, regex, auditor } = first;
    const shadow = places.every(({ deployment }) => deployment.shadow);
    return [{ detection, compiled, accept, regex, auditor, shadow, deployed: places }];
  });
  return [...somewhere, ...nowhere].sort((a, b) => byPath(a.detection, b.detection));
}

function byPath(a: ResolvedRule, b: ResolvedRule): number {
  return a.source.path < b.source.path ? -1 : 1;
}

/** What the app takes of the quotas of each log group, event bus and workspace. */
export function budgetsOf({ deployed }: AppDiagnostics): readonly Budget[] {
  const groups = logGroupQuotas(inAccounts(deployed), deployed).map(
    ({ name, members, usage, declared }) => {
      const [{ scope, provider, groups: names, logGroupNames }] = members;
      const given = logGroupNames[names.indexOf(name)] ?? name;
      const { account, region } = awsPlaceInWords(scope, provider);
      const where = [account, region].filter((each) => each !== null).join(", ");
      const group = readableName(scope, given);
      const place = where === "" ? group : `${group} (${where})`;
      return deployedBudgets({ per: "log group", place, usage, told: declared.length > 0 });
    },
  );
  const buses = eventBusQuotas(onBuses(deployed)).map(({ members, usage }) => {
    const [{ scope, provider, eventBus }] = members;
    const { account, region } = awsPlaceInWords(scope, provider);
    const where = [account, region].filter((each) => each !== null).join(", ");
    const bus = readableName(scope, eventBus ?? DEFAULT_BUS);
    const place = where === "" ? bus : `${bus} (${where})`;
    return deployedBudgets({ per: "event bus", place, usage, told: false });
  });
  const workspaces = workspaceQuotas(deployed).map(({ members, usage, declared }) => {
    const [{ scope, workspaceId }] = members;
    const place = readableName(scope, workspaceId);
    return deployedBudgets({ per: "workspace", place, usage, told: declared.length > 0 });
  });
  return [...groups, ...buses, ...workspaces].flat();
}

function onCloudWatch(each: OnCloudWatch): DeployedRule {
  const { scope, settings, provider } = each;
  const namespace = readableName(scope, each.metric.namespace);
  return placed(each, CLOUDWATCH_SETTINGS, awsPayerOf(scope, provider), {
    cloud: "cloudwatch",
    ...awsPlaceInWords(scope, provider),
    logGroups: each.logGroupNames.map((name) => readableName(scope, name)),
    alarm: readableName(scope, each.alarmName),
    filters: each.filterNames.map((name) => readableName(scope, name)),
    metrics: each.metricNames.map((name) => `${namespace} / ${readableName(scope, name)}`),
    savedQuery: savedQueryOf(each),
    alarmActions: readableNames(scope, settings.alarmActions),
    okActions: readableNames(scope, settings.okActions),
  });
}

function savedQueryOf({ scope, compiled, settings }: OnCloudWatch): string | null {
  const { output } = compiled("logs-insights");
  if (output === null || settings.savedQuery === false) return null;
  const prefix: unknown = "namePrefix" in settings ? settings.namePrefix : undefined;
  return readableName(scope, `${typeof prefix === "string" ? prefix : ""}${output.name}`);
}

function onSentinel(each: OnSentinel): DeployedRule {
  const { scope, workspaceId, ruleName } = each;
  return placed(each, SENTINEL_SETTINGS, "", {
    cloud: "sentinel",
    workspace: readableName(scope, workspaceId),
    rule: readableName(scope, ruleName),
  });
}

function onEventBridge(each: OnEventBridge): DeployedRule {
  const { scope, settings, provider, metric, topics } = each;
  const named = (names: readonly string[]) => names.map((name) => readableName(scope, name));
  const { shadow = false, notify = "match" } = settings;
  return placed(each, EVENT_BRIDGE_SETTINGS, awsPayerOf(scope, provider), {
    cloud: "eventbridge",
    ...awsPlaceInWords(scope, provider),
    bus: readableName(scope, each.eventBus ?? DEFAULT_BUS),
    rules: named(each.ruleNames),
    machine: readableName(scope, each.machineName),
    alarms: named(each.alarmNames),
    metric: metric === undefined ? null : named([metric.namespace, metric.name]).join(" / "),
    topics: shadow || notify === "alarm" ? [] : named(topics),
    alarmActions: readableNames(scope, settings.alarmActions),
  });
}

type Own<D> = D extends Deployment
  ? Omit<D, "stack" | "construct" | "shadow" | "settings" | "placeholders">
  : never;

function placed(
  { scope, detection, compiled, settings }: OnCloudWatch | OnEventBridge | OnSentinel,
  names: readonly (keyof DetectionSettings)[],
  payer: string,
  own: Own<Deployment>,
): DeployedRule {
  const { accept, regex, auditor, shadow = false } = settings;
  const values = "placeholders" in settings ? settings.placeholders : undefined;
  const deployment: Deployment = {
    ...own,
    stack: TerraformStack.of(scope).node.id,
    construct: scope.node.path,
    shadow,
    settings: names.flatMap((name) => {
      const value = settings[name];
      if (value === undefined) return [];
      return [{ name, value: typeof value === "string" ? value : JSON.stringify(value) }];
    }),
    placeholders: placeholdersOf(detection).flatMap((name) => {
      const found: unknown = Reflect.get(Object(values), name);
      return Array.isArray(found) ? [{ name, values: found.map(String) }] : [];
    }),
  };
  return { detection, compiled, deployment, payer, accept, regex, auditor };
}

const COMMON_SETTINGS = ["accept", "level", "queryPeriod", "triggerThreshold", "runbook"] as const;
/** Settings that change what is deployed to a cloud; who is told stands by itself. */
const CLOUDWATCH_SETTINGS = [...COMMON_SETTINGS, "regex", "auditor", "savedQuery"] as const;
const EVENT_BRIDGE_SETTINGS = [...COMMON_SETTINGS, "notify", "messageFormat"] as const;
const SENTINEL_SETTINGS = [
  ...COMMON_SETTINGS,
  "queryFrequency",
  "ingestionDelay",
  "enabled",
  "createIncidents",
  "incidentGrouping",
  "incidentLookback",
  "reopenClosedIncidents",
] as const;
