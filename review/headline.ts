import { dollars } from "./budgets/cost";
import type { SetReview } from "./model";

/** What the set comes to, in one line. */
export function headline(set: SetReview): string {
  const covered = new Set(set.coverage.flatMap(({ techniques }) => techniques.map(({ id }) => id)));
  const { least, most } = set.cost;
  const cost = least === most ? dollars(most) : `${dollars(least)} to ${dollars(most)}`;
  return `${count(set.rules.length, "rule", "rules")}, ${count(covered.size, "ATT&CK technique", "ATT&CK techniques")}, ${cost} a month on CloudWatch.`;
}

/** `1 rule`, `2 rules`. */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
