import type { Construct } from "constructs";

import { Diagnostics, formatDiagnostic, type Message } from "../../compiler/core/diagnostic";
import { quote } from "../../compiler/core/message";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { logGroupRefusals } from "../../compiler/targets/cloudwatch/log-group";
import { eventBusRefusals } from "../../compiler/targets/eventbridge/event-bus";
import { workspaceRefusals } from "../../compiler/targets/sentinel/rule/workspace";
import type { Reason } from "../../compiler/targets/verdict";
import { actionsElsewhere } from "./action-places";
import { awsPlaceOf } from "./cloud-identity";
import type { OnCloudWatch, Problem, DeployedResources } from "./deployed-resources";
import { formatMessage, messages } from "./messages";
import {
  eventBusQuotas,
  foundOnce,
  groupBy,
  inAccounts,
  keyOf,
  logGroupQuotas,
  logGroupQuotasDeclared,
  onBuses,
  workspaceQuotasDeclared,
  workspaceOf,
  workspaceQuotas,
  type InAccount,
  type OnBus,
} from "./shared-quotas";

/** A detection, for the place that a problem is reported at. */
interface Placed {
  readonly scope: Construct;
  readonly detection: ResolvedRule;
}

const OTHER_ACCOUNT =
  "exclude the rule from one of them, or give one a `namePrefix`; where their stacks go to different accounts, say so with `allowedAccountIds` in their providers";
const OTHER_WORKSPACE = "exclude the rule from one of them, or give one a `namePrefix`";
/** Two rules share an alarm's name where their titles, as far as it has room, and their ids begin alike. */
const OTHER_TITLE = "give one of the rules another title";

/** What is wrong with detections together: names that two bear, quotas that all need more than there is of. */
export function sharedProblems(deployed: DeployedResources): readonly Problem[] {
  const places = foundOnce(awsPlaceOf);
  const cloudwatch = inAccounts(deployed);
  const buses = onBuses(deployed);
  return [
    ...[...deployed.cloudwatch, ...deployed.eventbridge].flatMap(({ scope, provider, settings }) =>
      actionsElsewhere(scope, settings, () => places(scope, provider)),
    ),
    ...repeatedGroups(cloudwatch),
    ...takenNames(cloudwatch, buses, deployed),
    ...logGroupProblems(cloudwatch, deployed),
    ...eventBusProblems(buses),
    ...workspaceProblems(deployed),
  ];
}

/** Log groups that one detection is given twice: its filters would be one. */
function repeatedGroups(cloudwatch: readonly InAccount[]): readonly Problem[] {
  return cloudwatch.flatMap((each) => {
    const repeated = each.groups.filter((name, index) => each.groups.indexOf(name) < index);
    return repeated.flatMap((name) => problemAt(each, messages.sameLogGroup(name)));
  });
}

function takenNames(
  cloudwatch: readonly InAccount[],
  buses: readonly OnBus[],
  { sentinel }: DeployedResources,
): readonly Problem[] {
  const named = [
    ...cloudwatch.flatMap((each) => {
      const { account, metricNames } = each;
      const { namespace } = each.metric;
      return [
        { kind: "alarm", name: each.alarmName, place: account, each, ways: OTHER_ACCOUNT },
        ...metricNames.map((name) => ({
          kind: `metric of ${namespace}`,
          name,
          place: account,
          each,
          ways: OTHER_ACCOUNT,
        })),
        ...[...new Set(each.groups)].flatMap((group) =>
          each.filterNames.map((filter) => ({
            kind: "metric filter",
            name: filter,
            place: keyOf(account, group),
            each,
            ways: OTHER_ACCOUNT,
          })),
        ),
      ];
    }),
    ...buses.flatMap(namesOnBus),
    ...sentinel.map((each) => ({
      kind: "analytic rule",
      name: each.ruleName,
      place: workspaceOf(each),
      each,
      ways: OTHER_WORKSPACE,
    })),
  ];
  const reported = new Set<string>();
  return [...groupBy(named, ({ kind, place, name }) => keyOf(kind, place, name))]
    .filter(([, bearers]) => bearers.length > 1)
    .flatMap(([, [first, ...others]]) => {
      if (first === undefined) return [];
      // The same two rules share more than one name: the first says it.
      const pair = [first, ...others].map(({ each }) => each.scope.node.path).join();
      if (reported.has(pair)) return [];
      reported.add(pair);
      const places = others.map(({ each }) => `${each.scope.node.path} (${pathOf(each)})`);
      const { kind, name, ways } = first;
      const oneRule = others.every(({ each }) => each.detection.id === first.each.detection.id);
      const fix = oneRule ? ways : OTHER_TITLE;
      return problemAt(first.each, messages.nameTaken(kind, name, places, fix));
    });
}

/** What a detection on a bus is called; its alarms and its metric are of the same account as all others. */
function namesOnBus(each: OnBus) {
  const { account, bus, metric } = each;
  const named = (kind: string, names: readonly string[], place = account) =>
    names.map((name) => ({ kind, name, place, each, ways: OTHER_ACCOUNT }));
  return [
    ...named("event rule", each.ruleNames, keyOf(account, bus)),
    ...named("state machine", [each.machineName]),
    ...named("alarm", each.alarmNames),
    ...(metric === undefined ? [] : named(`metric of ${metric.namespace}`, [metric.name])),
  ];
}

function logGroupProblems(
  cloudwatch: readonly InAccount[],
  deployed: DeployedResources,
): readonly Problem[] {
  const exceeded = logGroupQuotas(cloudwatch, deployed).flatMap(({ name, members, usage }) =>
    logGroupRefusals(usage).flatMap(({ what, ...reason }) => {
      const competing = members.filter(({ uses }) => uses[what] > 0);
      return reportedAt(competing, [reason], `CloudWatch: log group ${quote(name)}`);
    }),
  );
  return [...exceeded, ...declaredTwice(logGroupQuotasDeclared(deployed), "a log group")];
}

function eventBusProblems(buses: readonly OnBus[]): readonly Problem[] {
  return eventBusQuotas(buses).flatMap(({ name, members, usage }) =>
    eventBusRefusals(usage).flatMap(({ what, ...reason }) => {
      const competing = members.filter(({ uses }) => uses[what] > 0);
      return reportedAt(competing, [reason], `EventBridge: event bus ${quote(name)}`);
    }),
  );
}

function workspaceProblems(deployed: DeployedResources): readonly Problem[] {
  const exceeded = workspaceQuotas(deployed).flatMap(({ name, members, usage }) =>
    reportedAt(members, workspaceRefusals(usage), `Sentinel: workspace ${quote(name, 200)}`),
  );
  return [...exceeded, ...declaredTwice(workspaceQuotasDeclared(deployed), "a workspace")];
}

/** Quotas that two constructs declare: whether one counts what the other does is not known. */
function declaredTwice(
  existing: ReadonlyMap<string, readonly { readonly scope: Construct }[]>,
  what: string,
): readonly Problem[] {
  return [...existing.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return [];
    const message = messages.quotaTwice(
      what,
      others.map(({ scope }) => scope.node.path),
    );
    return [{ scope: first.scope.node.path, text: formatMessage(message) }];
  });
}

/** At the first of those who compete: none is more to blame than another. */
function reportedAt(
  [first]: readonly Placed[],
  reasons: readonly Reason[],
  what: string,
): readonly Problem[] {
  if (first === undefined) return [];
  return reasons.flatMap(({ code, message }) =>
    problemAt(first, { code, severity: "error", message: `${what}: ${message}` }),
  );
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
