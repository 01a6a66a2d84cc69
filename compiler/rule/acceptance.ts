import * as v from "valibot";

import { oneOf, strict } from "./value-forms";

/**
 * What each target with a verdict can leave out of a rule under `wider`: the codes of the reasons, which
 * its `reasons.ts` words. Only these can be accepted.
 */
export const LOSSES = {
  cloudwatch: codes(
    501,
    502,
    503,
    504,
    505,
    506,
    507,
    508,
    509,
    517,
    518,
    519,
    520,
    521,
    524,
    525,
    526,
    527,
    532,
    533,
    534,
    537,
  ),
  sentinel: codes(601, 602, 603, 606, 607, 608, 609),
} as const;

function codes(...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => `DET${number}`);
}

export type LosingTarget = keyof typeof LOSSES;
export const LOSING_TARGETS = Object.keys(LOSSES) as LosingTarget[];

/** The loss that is a setting's, not the rule's: `regex: false`. */
const [BY_SETTING] = codes(521);

const wider = oneOf(["wider"]);
const losses = (known: readonly string[]) =>
  v.union([wider, v.pipe(v.array(oneOf(known)), v.minLength(1))]);

/** `wider` for every target; or by target, as a whole or by the codes of what may be left out. */
export const acceptance = v.union([
  wider,
  strict({
    cloudwatch: v.optional(losses(LOSSES.cloudwatch)),
    sentinel: v.optional(losses(LOSSES.sentinel)),
  }),
]);

type AcceptedLosses = "wider" | readonly string[];
export type Acceptance = "wider" | { readonly [T in LosingTarget]?: AcceptedLosses | undefined };

/** Whether a value says what is accepted, of known targets and codes alone. */
export function isAcceptance(value: unknown): value is Acceptance {
  if (!v.is(acceptance, value)) return false;
  return value === "wider" || Object.keys(value).every(isLosingTarget);
}

export function isLosingTarget(name: string): name is LosingTarget {
  return Object.hasOwn(LOSSES, name);
}

/** Whether a loss of a target may be deployed. */
export function accepts(given: Acceptance | undefined, target: string, code: string): boolean {
  const losses = given && acceptedOn(given, target);
  return losses === "wider" || (losses?.includes(code) ?? false);
}

/** The codes that a rule accepts for a target one by one, and does not need. */
export function unusedCodes(
  given: Acceptance | undefined,
  target: string,
  lost: readonly string[],
): readonly string[] {
  const losses = given && acceptedOn(given, target);
  if (losses === undefined || losses === "wider") return [];
  return losses.filter((code) => !lost.includes(code) && code !== BY_SETTING);
}

/** Both acceptances together. */
export function bothAccepted(one: Acceptance | undefined, other: Acceptance): Acceptance {
  if (one === "wider" || other === "wider") return "wider";
  const both = (target: LosingTarget): AcceptedLosses | undefined => {
    const [a, b] = [one?.[target], other[target]];
    if (a === "wider" || b === "wider") return "wider";
    return a === undefined && b === undefined ? undefined : [...(a ?? []), ...(b ?? [])];
  };
  return Object.fromEntries(LOSING_TARGETS.map((target) => [target, both(target)]));
}

/** What a rule file says to accept these losses. */
export function acceptanceOf(target: string, codes: readonly string[]): string {
  return `{ ${target}: [${[...new Set(codes)].sort().join(", ")}] }`;
}

function acceptedOn(given: Acceptance, target: string): AcceptedLosses | undefined {
  if (given === "wider") return "wider";
  return isLosingTarget(target) ? given[target] : undefined;
}
