import type { Declared } from "./declared";
import type { Judgement, Level, Policy } from "./policy";
import { POLICIES } from "./policies/policies";
import type { Resource } from "./resource";

/** What somebody asks of policies. */
export interface PolicySettings {
  /** By policy id. @default - each policy's own */
  readonly levels: Readonly<Record<string, Level>>;
  /** Policies that have to find something that they can judge. */
  readonly required: readonly string[];
  readonly exceptions: readonly Exception[];
}

/** A resource that a policy is not for, and why. */
export interface Exception {
  readonly policy: string;
  /** Address, or path of the construct; `*` stands for any characters. */
  readonly resource: string;
  readonly reason: string;
}

/** A policy with all that it looked at. */
export interface Checked {
  readonly policy: Policy;
  readonly level: Level;
  /** Whether somebody named it. */
  readonly isAsked: boolean;
  readonly isRequired: boolean;
  readonly judged: readonly Judged[];
}

export interface Judged {
  readonly resource: Resource;
  readonly judgement: Judgement;
  /** The exception that a finding is excused by. */
  readonly exception?: Exception;
}

export const NO_SETTINGS: PolicySettings = { levels: {}, required: [], exceptions: [] };

/** Asks every policy of what is declared. */
export function checkPolicies(declared: Declared, settings: PolicySettings): readonly Checked[] {
  return POLICIES.map((policy) => {
    const level = levelOf(policy, settings);
    const isRequired = settings.required.includes(policy.id);
    const isAsked = isRequired || (Object.hasOwn(settings.levels, policy.id) && level !== "off");
    const subjects = level === "off" ? [] : policy.subjects(declared);
    const judged = subjects.map((resource) => {
      const judgement = policy.judge(resource, declared);
      const exception =
        judgement.kind === "found"
          ? settings.exceptions.find((each) => excuses(each, policy, resource))
          : undefined;
      return { resource, judgement, ...(exception === undefined ? {} : { exception }) };
    });
    return { policy, level, isAsked, isRequired, judged };
  });
}

/** One that is off until somebody asks for it warns then. */
function levelOf({ id, level }: Policy, { levels, required }: PolicySettings): Level {
  const chosen = Object.hasOwn(levels, id) ? levels[id] : undefined;
  return chosen ?? (level === "off" && required.includes(id) ? "warning" : level);
}

/** Exceptions that excuse nothing, of policies that have looked. */
export function unusedExceptions(
  checked: readonly Checked[],
  { exceptions }: PolicySettings,
): readonly Exception[] {
  const used = new Set(checked.flatMap(({ judged }) => judged.map(({ exception }) => exception)));
  const off = checked.filter(({ level }) => level === "off").map(({ policy }) => policy.id);
  return exceptions.filter((each) => !used.has(each) && !off.includes(each.policy));
}

/** What a policy could not judge: one that judged none of what it looked at says nothing. */
export function isBlind({ judged }: Checked): boolean {
  return judged.every(({ judgement }) => judgement.kind === "unknown");
}

function excuses(
  { policy, resource: pattern }: Exception,
  { id }: Policy,
  found: Resource,
): boolean {
  const names = [found.address, found.constructPath ?? found.address];
  return policy === id && names.some((name) => matches(pattern, name));
}

/** Whether a text is of a pattern, whose `*` stands for any characters. */
export function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}
