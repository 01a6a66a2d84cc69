import { TerraformStack, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

import { logGroupUsage, type LogGroupUsage } from "../../compiler/targets/cloudwatch/log-group";
import { eventBusUsage, type EventBusUsage } from "../../compiler/targets/eventbridge/event-bus";
import {
  workspaceUsage,
  type WorkspaceUsage,
} from "../../compiler/targets/sentinel/rule/workspace";
import { awsAccountOf, resolvedName } from "./cloud-identity";
import type {
  ExistingInLogGroup,
  ExistingInWorkspace,
  OnCloudWatch,
  OnEventBridge,
  OnSentinel,
  DeployedResources,
} from "./deployed-resources";

/** A detection on AWS, with what its provider and its tokens come to. */
export interface InAccount extends OnCloudWatch {
  readonly account: string;
  readonly groups: readonly string[];
}

/** A detection on an event bus, with what its provider and its tokens come to. */
export interface OnBus extends OnEventBridge {
  readonly account: string;
  /** Of the bus. */
  readonly bus: string;
}

/** Those that share the quotas of one place, and what they need of them together. */
interface Quota<Member, Usage> {
  readonly name: string;
  readonly members: readonly [Member, ...Member[]];
  readonly usage: Usage;
  /** Constructs that tell what others use; where there is none, that is not known. */
  readonly declared: readonly Construct[];
}

export function inAccounts(deployed: DeployedResources): readonly InAccount[] {
  const accounts = foundOnce(awsAccountOf);
  return deployed.cloudwatch.map((each) => {
    const groups = each.logGroupNames.map((name) => resolvedName(each.scope, name));
    return { ...each, account: accounts(each.scope, each.provider), groups };
  });
}

export function onBuses(deployed: DeployedResources): readonly OnBus[] {
  const accounts = foundOnce(awsAccountOf);
  return deployed.eventbridge.map((each) => {
    const bus = resolvedName(each.scope, each.eventBus ?? DEFAULT_BUS);
    // A rule stands in the account of its provider; its bus may be named by its ARN all the same.
    return { ...each, account: accounts(each.scope, each.provider), bus: bus.replace(BUS_ARN, "") };
  });
}

/** The bus that events of AWS come to. */
export const DEFAULT_BUS = "default";
const BUS_ARN = /^arn:[^:]+:events:[^:]*:[^:]*:event-bus\//;

export function eventBusQuotas(buses: readonly OnBus[]): readonly Quota<OnBus, EventBusUsage>[] {
  const shared = groupBy(buses, ({ account, bus }) => keyOf(account, bus));
  return [...shared.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const members = [first, ...others] as const;
    const uses = members.map((each) => ({ title: each.detection.title, uses: each.uses }));
    return { name: first.bus, members: [...members], usage: eventBusUsage(uses), declared: [] };
  });
}

type OfProvider<T> = (scope: Construct, provider: TerraformProvider | undefined) => T;

/** What holds for all constructs of a stack and provider, found once for each. */
export function foundOnce<T>(find: OfProvider<T>): OfProvider<T> {
  const known = new Map<TerraformStack | TerraformProvider, T>();
  return (scope, provider) => {
    const key = provider ?? TerraformStack.of(scope);
    const found = known.get(key) ?? find(scope, provider);
    known.set(key, found);
    return found;
  };
}

/** What other filters take, by log group. */
export function logGroupQuotasDeclared({
  logGroups,
}: DeployedResources): ReadonlyMap<string, readonly ExistingInLogGroup[]> {
  const accounts = foundOnce(awsAccountOf);
  return groupBy(logGroups, ({ scope, provider, logGroupName }) =>
    keyOf(accounts(scope, provider), resolvedName(scope, logGroupName)),
  );
}

export function workspaceQuotasDeclared({ workspaces }: DeployedResources) {
  return groupBy(workspaces, workspaceOf);
}

export function logGroupQuotas(
  cloudwatch: readonly InAccount[],
  deployed: DeployedResources,
): readonly Quota<InAccount, LogGroupUsage>[] {
  const existing = logGroupQuotasDeclared(deployed);
  const shares = cloudwatch.flatMap((each) =>
    [...new Set(each.groups)].map((name) => ({ group: keyOf(each.account, name), name, each })),
  );
  return [...groupBy(shares, ({ group }) => group)].flatMap(([group, [first, ...others]]) => {
    if (first === undefined) return [];
    const declared = existing.get(group) ?? [];
    const members = [first.each, ...others.map(({ each }) => each)] as const;
    return {
      name: first.name,
      members: [...members],
      usage: logGroupUsage(members, declared[0]?.uses),
      declared: declared.map(({ scope }) => scope),
    };
  });
}

export function workspaceQuotas(
  deployed: DeployedResources,
): readonly Quota<OnSentinel, WorkspaceUsage>[] {
  const existing = workspaceQuotasDeclared(deployed);
  return [...groupBy(deployed.sentinel, workspaceOf)].flatMap(([name, [first, ...others]]) => {
    if (first === undefined) return [];
    const declared = existing.get(name) ?? [];
    const members = [first, ...others] as const;
    const uses = members.map((each) => each.uses);
    return {
      name,
      members: [...members],
      usage: workspaceUsage(uses, declared[0]?.uses, declared[0]?.scheduledMax),
      declared: declared.map(({ scope }) => scope),
    };
  });
}

export function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** Resource ids of Azure are the same in any case. */
export function workspaceOf({ scope, workspaceId }: ExistingInWorkspace | OnSentinel): string {
  return resolvedName(scope, workspaceId).toLowerCase();
}

export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
