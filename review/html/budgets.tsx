import { NEARLY_USED, shareOf, type Budget } from "../budgets/quotas";

export function Budgets({ budgets }: { readonly budgets: readonly Budget[] }) {
  return (
    <ul class="budgets">
      {budgets.map((budget) => {
        const { name, used, usedElsewhere = 0, limit } = budget;
        const share = shareOf(budget);
        const state = share > 1 ? "over" : share >= NEARLY_USED ? "near" : "fine";
        return (
          <li class={`budget ${state}`}>
            <span class="budget-name">{name}</span>
            <span class="budget-count">
              <strong>{number(used + usedElsewhere)}</strong> of {number(limit)}
            </span>
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect class="bar-all" width="100" height="4" />
              <rect class="bar-used" width={Math.min(100, share * 100).toFixed(2)} height="4" />
            </svg>
            <span class="muted small">
              {state === "fine" ? null : (
                <strong class="budget-state">
                  {state === "over" ? "Over the limit: " : "Nearly full: "}
                </strong>
              )}
              {words(budget)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function words({ used, usedElsewhere, limit, per, source }: Budget): string {
  const left = limit - used - (usedElsewhere ?? 0);
  const rest = left >= 0 ? `${number(left)} left` : `${number(-left)} too many`;
  const shared = per === "log group" || per === "event bus" || per === "workspace";
  const others =
    usedElsewhere === undefined
      ? `, not counting what else uses the ${per}`
      : `, with ${number(usedElsewhere)} by others`;
  return `${rest} per ${per}${shared ? others : ""}. Source: ${source}.`;
}

function number(amount: number): string {
  return amount.toLocaleString("en-US");
}
