import { TerraformStack, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { Diagnostics, formatDiagnostic, type Message } from "../compiler/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import {
  logGroupRefusals,
  logGroupUsage,
  type LogGroupUse,
} from "../compiler/targets/cloudwatch/log-group";
import {
  workspaceRefusals,
  workspaceUsage,
  type WorkspaceUse,
} from "../compiler/targets/sentinel/workspace";
import { awsAccountOf, resolvedName } from "./cloud-identity";
import { messages } from "./messages";
import type { OnCloudWatch, Problem, Shared } from "./register";

/** A detection, for the place that a problem is reported at. */
interface Placed {
  readonly scope: Construct;
  readonly detection: Detection;
}

const OTHER_ACCOUNT =
  "exclude the rule from one of them, or give one a `namePrefix`; where their stacks go to different accounts, say so with `allowedAccountIds` in their providers";
const OTHER_WORKSPACE = "exclude the rule from one of them, or give one a `namePrefix`";

/** What is wrong with detections together: names that two bear, quotas that all need more than there is of. */
export function sharedProblems(shared: Shared): readonly Problem[] {
  const accounts = accountsOf();
  return [
    ...takenNames(shared, accounts),
    ...logGroupProblems(shared, accounts),
    ...workspaceProblems(shared),
  ];
}

/** The account of a construct, found once for each stack and provider. */
function accountsOf() {
  const known = new Map<TerraformStack | TerraformProvider, string>();
  return (scope: Construct, provider: TerraformProvider | undefined): string => {
    const key = provider ?? TerraformStack.of(scope);
    const account = known.get(key) ?? awsAccountOf(scope, provider);
    known.set(key, account);
    return account;
  };
}

type Accounts = ReturnType<typeof accountsOf>;

function takenNames({ cloudwatch, sentinel }: Shared, accounts: Accounts): readonly Problem[] {
  const named = [
    ...cloudwatch.flatMap((each) => {
      const account = accounts(each.scope, each.provider);
      const { name, namespace } = each.metric;
      return [
        { kind: "alarm", name: each.alarmName, place: account, each, ways: OTHER_ACCOUNT },
        { kind: `metric of ${namespace}`, name, place: account, each, ways: OTHER_ACCOUNT },
        ...each.logGroupNames.flatMap((group) =>
          each.filterNames.map((filter) => ({
            kind: "metric filter",
            name: filter,
            place: `${account} ${resolvedName(each.scope, group)}`,
            each,
            ways: OTHER_ACCOUNT,
          })),
        ),
      ];
    }),
    ...sentinel.map((each) => ({
      kind: "analytic rule",
      name: each.ruleName,
      place: workspaceOf(each.scope, each.workspaceId),
      each,
      ways: OTHER_WORKSPACE,
    })),
  ];
  const reported = new Set<string>();
  return [...groupBy(named, ({ kind, place, name }) => JSON.stringify([kind, place, name]))]
    .filter(([, bearers]) => bearers.length > 1)
    .flatMap(([, [first, ...others]]) => {
      if (first === undefined) return [];
      // The same two rules share more than one name: the first says it.
      const pair = [first, ...others].map(({ each }) => each.scope.node.path).join();
      if (reported.has(pair)) return [];
      reported.add(pair);
      const places = others.map(({ each }) => `${each.scope.node.path} (${pathOf(each)})`);
      return problemAt(first.each, messages.nameTaken(first.kind, first.name, places, first.ways));
    });
}

function logGroupProblems({ cloudwatch, logGroups }: Shared, accounts: Accounts) {
  const key = (scope: Construct, provider: TerraformProvider | undefined, name: string) =>
    `${accounts(scope, provider)} ${resolvedName(scope, name)}`;
  const existing = new Map<string, LogGroupUse>();
  for (const { scope, provider, logGroupName, uses } of logGroups) {
    existing.set(key(scope, provider, logGroupName), uses);
  }
  const shares = cloudwatch.flatMap((each) =>
    each.logGroupNames.map((name) => ({ group: key(each.scope, each.provider, name), each })),
  );
  return [...groupBy(shares, ({ group }) => group)].flatMap(([group, members]) => {
    const usage = logGroupUsage(
      members.map(({ each }) => each),
      existing.get(group),
    );
    return reportedAt(
      members.map(({ each }) => each),
      logGroupRefusals(usage).map(({ code, message }) => ({
        code,
        severity: "error",
        message: `CloudWatch: ${message}`,
      })),
    );
  });
}

function workspaceProblems({ sentinel, workspaces }: Shared) {
  const existing = new Map<string, { uses: WorkspaceUse; scheduledMax?: number }>();
  for (const each of workspaces) existing.set(workspaceOf(each.scope, each.workspaceId), each);
  const groups = groupBy(sentinel, ({ scope, workspaceId }) => workspaceOf(scope, workspaceId));
  return [...groups].flatMap(([workspace, members]) => {
    const known = existing.get(workspace);
    const uses = members.map((each) => each.uses);
    const refusals = workspaceRefusals(workspaceUsage(uses, known?.uses, known?.scheduledMax));
    return reportedAt(
      members,
      refusals.map(({ code, message }) => ({
        code,
        severity: "error",
        message: `Sentinel: ${message}`,
      })),
    );
  });
}

/** Resource ids of Azure are the same in any case. */
function workspaceOf(scope: Construct, workspaceId: string): string {
  return resolvedName(scope, workspaceId).toLowerCase();
}

/** At the first of those who compete: none is more to blame than another. */
function reportedAt([first]: readonly Placed[], found: readonly Message[]): readonly Problem[] {
  return first === undefined ? [] : found.flatMap((message) => problemAt(first, message));
}

function problemAt({ scope, detection }: Placed, message: Message): readonly Problem[] {
  const diagnostics = new Diagnostics();
  diagnostics.report(detection.source, detection.root.span, message);
  return diagnostics.all.map((found) => ({
    scope: scope.node.path,
    text: formatDiagnostic(found),
  }));
}

function pathOf({ detection }: Pick<OnCloudWatch, "detection">): string {
  return detection.source.path;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
