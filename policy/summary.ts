import { few, plural } from "../compiler/core/message";
import { isBlind, type Checked, type Judged } from "./check";
import { POLICY_IDS } from "./policies/policies";
import { looksAt } from "./report";

const ID_WIDTH = Math.max(...POLICY_IDS.map((id) => id.length));

/** Every policy in a line: its level, what it found, and what it looked at. */
export function summaryLines(checked: readonly Checked[]): readonly string[] {
  return checked.map(
    (each) => `${stateOf(each).padEnd(7)} ${each.policy.id.padEnd(ID_WIDTH)}  ${lookedAt(each)}`,
  );
}

function stateOf(checked: Checked): string {
  const { level, judged } = checked;
  if (level === "off") return "off";
  if (judged.some(isFound)) return level;
  if (judged.length === 0) return "nothing";
  return isBlind(checked) ? "unknown" : "ok";
}

/** What it looked at, what it found there, and what it could not know. */
function lookedAt({ policy, level, judged }: Checked): string {
  if (level === "off") return "not asked";
  if (judged.length === 0) return `has looked at nothing: no ${looksAt(policy)}`;
  const found = judged.filter(isFound).length;
  const excused = judged.filter(({ exception }) => exception !== undefined).length;
  const unknowns = judged.flatMap(({ resource, judgement }) =>
    judgement.kind === "unknown" ? [`${judgement.at} of ${resource.address}`] : [],
  );
  return [
    plural(judged.length, policy.noun),
    ...(found === 0 ? [] : [`${found} found`]),
    ...(excused === 0 ? [] : [`${excused} excused`]),
    ...(unknowns.length === 0
      ? []
      : [`${unknowns.length} not known before Terraform runs: ${few(unknowns, 2)}`]),
  ].join(", ");
}

function isFound({ judgement, exception }: Judged): boolean {
  return judgement.kind === "found" && exception === undefined;
}
