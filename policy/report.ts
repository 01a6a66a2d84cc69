import type { Diagnostics, Message } from "../compiler/core/diagnostic";
import { plural } from "../compiler/core/message";
import type { Source, Span } from "../compiler/core/source";
import { isBlind, type Checked, type Judged } from "./check";
import { policyMessages } from "./messages";
import type { Policy } from "./policy";

/** What is told of a resource, under the policy's id; undefined where there is nothing to tell. */
export function findingOf(
  { policy, level }: Checked,
  { resource, judgement }: Judged,
  name = resource.address,
): Message | undefined {
  if (judgement.kind !== "found" || level === "off") return undefined;
  const { id: code, fix } = policy;
  return { code, severity: level, message: `${name}: ${judgement.message}`, fix };
}

/** Where it is told: at the attribute, or where the resource is named. */
function placeOf({ resource, judgement }: Judged): {
  readonly source: Source;
  readonly span: Span;
} {
  const at = judgement.kind === "fine" ? undefined : judgement.at;
  const span = at === undefined ? undefined : resource.places.get(at);
  return { source: resource.source, span: span ?? resource.span };
}

/** What is wrong with a policy that was asked for: it looked at nothing, or could judge nothing of it. */
export function blindnessOf(checked: Checked): Message | undefined {
  const { policy, level, isAsked, isRequired, judged } = checked;
  if (!isAsked || level === "off") return undefined;
  if (judged.length === 0) {
    return policyMessages.nothingSeen(isRequired ? "error" : level, policy.id, looksAt(policy));
  }
  return isRequired && isBlind(checked)
    ? policyMessages.nothingKnown(policy.id, plural(judged.length, policy.noun))
    : undefined;
}

/** What a policy looks at, in words. */
export function looksAt({ types, only }: Policy): string {
  const named = types.map((type) => `\`${type}\``).join(", ");
  return only === undefined ? named : `${named} (${only})`;
}

/** Reports every finding that is not excused, each where it stands, and sets the others aside with their reason. */
export function reportPolicies(checked: readonly Checked[], diagnostics: Diagnostics): void {
  for (const each of checked) {
    for (const judged of each.judged) {
      const message = findingOf(each, judged);
      if (message === undefined) continue;
      const { source, span } = placeOf(judged);
      if (judged.exception === undefined) diagnostics.report(source, span, message);
      else diagnostics.reportAllowed(source, span, message, judged.exception.reason);
    }
  }
}
