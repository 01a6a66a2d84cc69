import { few, quote } from "../../../core/message";
import type { Audit } from "./audit";
import { AUDITOR_FACTS } from "./auditor";
import type { FieldValues } from "./relation";

/** The control as its auditor's reader finds it: `Security Hub CloudWatch.4`. */
export function controlName({ auditor, control }: Pick<Audit, "auditor" | "control">): string {
  return `${AUDITOR_FACTS[auditor].name} ${control}`;
}

/** What passes the check, and what it counts beside the detection, or not. */
export function auditWords(audit: Audit): string {
  const { relation, missed, added } = audit;
  const passes = `${controlName(audit)} passes by`;
  const copy = `${passes} an auditor's copy beside the detection, without a verdict`;
  const misses = `it does not count ${valuesInWords(missed)}`;
  const adds = `it also counts ${valuesInWords(added)}`;
  switch (relation) {
    case "equal":
      return `${passes} the detection's own pattern`;
    case "narrower":
      return `${copy}: ${misses}`;
    case "wider":
      return `${copy}: ${adds}`;
    case "apart":
      return `${copy}: ${misses}; ${adds}`;
    case "unknown":
      return `${copy}: how the two compare cannot be told`;
  }
}

function valuesInWords(fields: readonly FieldValues[]): string {
  const said = fields.map(
    ({ field, values }) => `events with ${quote(field)} ${few(values.map(wordOf))}`,
  );
  return said.length > 1 ? `${said.slice(0, -1).join(", ")} or ${said.at(-1)}` : (said[0] ?? "");
}

/** What `relation.ts` calls what is no text of a pattern. */
function wordOf(value: string): string {
  switch (value) {
    case "nothing":
      return "missing";
    case "another":
      return "another than is asked for";
    default:
      return quote(value);
  }
}
