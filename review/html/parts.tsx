import type { ComponentChildren } from "preact";
import type { Verdict } from "../../compiler/verdict";
import { shareOf, NEARLY_USED, type Budget } from "../budgets/quotas";
import { highlight, type Language } from "./highlight";
import { safeUrl } from "./safe-url";

/** A sign beside the word, so that a verdict is never told by its colour alone. */
const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  exact: "=",
  wider: "⊃",
  "as-written": "✎",
  unsupported: "✕",
  "not-applicable": "–",
};

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  exact: "Alerts on exactly what the rule says.",
  wider: "Never misses what the rule matches, and alerts on more: some conditions are not applied.",
  "as-written": "A query written by hand. It is deployed as it is; its tests are its evidence.",
  unsupported: "Not deployed: it could miss what the rule matches, or would not be bounded.",
  "not-applicable": "This cloud does not have the rule's log source.",
};

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return (
    <span class={`badge v-${verdict}`}>
      <span aria-hidden="true">{VERDICT_SIGNS[verdict]} </span>
      {verdict}
    </span>
  );
}

export function LevelBadge({ level }: { readonly level: string }) {
  const known = /^[a-z]+$/.test(level) ? level : "none";
  return <span class={`badge level l-${known}`}>{level}</span>;
}

/** A message of the compiler: what stands between backticks is code. */
export function Message({ text }: { readonly text: string }) {
  const parts = text.split(/`([^`]*)`/);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>;
}

/** A part of a page under its own heading. */
export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section id={props.id}>
      <h2>{props.title}</h2>
      {props.note === undefined ? null : <p class="note">{props.note}</p>}
      {props.children}
    </section>
  );
}

/** A table that scrolls by itself where it is too wide. */
export function Table(props: {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
}) {
  return (
    <div class="scroll" role="region" aria-label={props.caption} tabIndex={0}>
      <table>
        <caption class="hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.head.map((title) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(([first, ...rest]) => (
            <tr>
              <th scope="row">{first}</th>
              {rest.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Code(props: {
  readonly label: string;
  readonly text: string;
  readonly language: Language;
}) {
  return (
    <pre class="code" role="region" aria-label={props.label} tabIndex={0}>
      <code>{highlight(props.text, props.language)}</code>
    </pre>
  );
}

/** Names and values; a value that is missing is left out. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [string, ComponentChildren])[];
}) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A link where the address is a safe one, else its text. */
export function Link({
  href,
  children,
}: {
  readonly href: string;
  readonly children?: ComponentChildren;
}) {
  const url = safeUrl(href);
  if (url === undefined) return <span>{children ?? href}</span>;
  return (
    <a href={url} rel="noreferrer" {...(children === undefined ? {} : { "data-url": url })}>
      {children ?? href}
    </a>
  );
}

export function Budgets({ budgets }: { readonly budgets: readonly Budget[] }) {
  return (
    <ul class="budgets">
      {budgets.map((budget) => {
        const { name, per, used, usedElsewhere, limit, source } = budget;
        const share = shareOf(budget);
        const state = share > 1 ? "over" : share >= NEARLY_USED ? "near" : "fine";
        return (
          <li class={`budget ${state}`}>
            <span class="budget-name">
              {name} <span class="muted">per {per}</span>
            </span>
            <span class="budget-count">
              <strong>{(used + (usedElsewhere ?? 0)).toLocaleString("en-US")}</strong> of{" "}
              {limit.toLocaleString("en-US")}
              {state === "fine" ? null : (
                <em> {state === "over" ? "over the limit" : "nearly full"}</em>
              )}
            </span>
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect class="bar-all" width="100" height="4" />
              <rect class="bar-used" width={Math.min(100, share * 100).toFixed(2)} height="4" />
            </svg>
            <span class="muted small">
              {left(budget)}
              {per === "log group" || per === "workspace" ? elsewhere(usedElsewhere, per) : ""}{" "}
              Source: {source}.
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function left({ used, usedElsewhere = 0, limit }: Budget): string {
  const rest = limit - used - usedElsewhere;
  return rest >= 0 ? `${rest.toLocaleString("en-US")} left.` : `${-rest} too many.`;
}

function elsewhere(used: number | undefined, per: string): string {
  return used === undefined
    ? ` Not counting what else uses the ${per}.`
    : ` Of these ${used} by others.`;
}
