import {
  MONITORING_CONTROLS,
  monitoringSection,
  versionsWith,
  type MonitoringControl,
} from "./aws-monitoring";
import { FRAMEWORK_KEYS, FRAMEWORKS, type FrameworkKey } from "./frameworks";

/** What a rule's `controls` says: ids by framework. */
export type WrittenControls = {
  readonly [K in FrameworkKey]?: string | readonly string[] | undefined;
};

/** A control that a rule serves. */
export interface Control {
  readonly framework: FrameworkKey;
  readonly id: string;
  /**
   * Who says that it is served by what the rule names: benchmarks do not agree on that.
   * @default - the rule itself, or another version of the benchmark, of which it is the same control
   */
  readonly by?: string;
}

/**
 * The controls that a rule serves, in the order of the frameworks: what it names itself, and, where that
 * is a monitoring control of CIS AWS Foundations, what the control is called elsewhere.
 */
export function controlsOf(written: WrittenControls = {}): readonly Control[] {
  const own = FRAMEWORK_KEYS.flatMap((framework) =>
    idsOf(written, framework).map((id): Control => ({ framework, id })),
  );
  const all = [...own, ...monitoringControlsOf(written).flatMap(namesOf)];
  const firsts = all.filter(
    (control, index) => all.findIndex((each) => isSame(each, control)) === index,
  );
  return FRAMEWORK_KEYS.flatMap((framework) =>
    firsts.filter((control) => control.framework === framework),
  );
}

/** The monitoring controls that a rule names, by any of their numbers. */
export function monitoringControlsOf(written: WrittenControls = {}): readonly MonitoringControl[] {
  return MONITORING_CONTROLS.filter((control) =>
    numbersOf(control).some(({ framework, id }) => idsOf(written, framework).includes(id)),
  );
}

/** What a monitoring control is called in each version of the benchmark, and in Security Hub. */
function numbersOf(control: MonitoringControl): readonly Control[] {
  const numbers = versionsWith(control).map((version): Control => ({
    framework: `cis-aws-${version}`,
    id: `${monitoringSection(version)}.${control.number}`,
  }));
  const { securityHub } = control;
  return securityHub === undefined
    ? numbers
    : [...numbers, { framework: "security-hub", id: securityHub }];
}

function namesOf(control: MonitoringControl): readonly Control[] {
  const served = (control.serves ?? []).flatMap(({ framework, ids, by }) =>
    ids.map((id): Control => ({ framework, id, by })),
  );
  return [...numbersOf(control), ...served];
}

function idsOf(written: WrittenControls, framework: FrameworkKey): readonly string[] {
  const ids = written[framework] ?? [];
  return typeof ids === "string" ? [ids] : ids;
}

function isSame(a: Control, b: Control): boolean {
  return a.framework === b.framework && a.id === b.id;
}

/** Controls of one framework, and of as many of its versions as give them the same ids. */
export interface ControlGroup {
  /** The framework's keys, the first and the last. */
  readonly first: FrameworkKey;
  readonly last: FrameworkKey;
  /** The framework with its versions, in words. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly by?: string;
}

/**
 * Controls as lists show them: neighbouring versions with the same ids together, and last what somebody
 * else than the rule says that it serves.
 */
export function controlGroups(controls: readonly Control[]): readonly ControlGroup[] {
  const sayers = [...new Set([undefined, ...controls.map(({ by }) => by)])];
  return sayers.flatMap((by) => {
    const groups = rangesOf(controls.filter((each) => each.by === by));
    return groups.map((group) => (by === undefined ? group : { ...group, by }));
  });
}

function rangesOf(controls: readonly Control[]): readonly ControlGroup[] {
  const groups: ControlGroup[] = [];
  for (const framework of FRAMEWORK_KEYS) {
    const ids = controls.filter((each) => each.framework === framework).map(({ id }) => id);
    if (ids.length === 0) continue;
    const before = groups.at(-1);
    const continued = before !== undefined && isNext(before, framework, ids);
    if (continued) groups.pop();
    const first = continued ? before.first : framework;
    groups.push({ first, last: framework, name: nameOf(first, framework), ids });
  }
  return groups;
}

/** Whether a framework is the next version of a group's last, with the same ids. */
function isNext(
  { last, ids }: ControlGroup,
  framework: FrameworkKey,
  found: readonly string[],
): boolean {
  return (
    FRAMEWORKS[last].name === FRAMEWORKS[framework].name &&
    FRAMEWORK_KEYS.indexOf(last) + 1 === FRAMEWORK_KEYS.indexOf(framework) &&
    ids.join() === found.join()
  );
}

function nameOf(first: FrameworkKey, last: FrameworkKey): string {
  const { name, version } = FRAMEWORKS[first];
  if (version === undefined) return name;
  const range = first === last ? version : `${version} to ${FRAMEWORKS[last].version ?? ""}`;
  return `${name} ${range}`;
}
