import type { ComponentChildren } from "preact";

import { messageParts } from "../../compiler/core/message";
import type { Verdict } from "../../compiler/targets/verdict";
import { highlight, highlightLines, type Language } from "./highlight";
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
  wider: "Matches everything that the rule matches, and more: some conditions are not applied.",
  "as-written":
    "A hand-written query, deployed as it is. Nothing is proven about it; only tests can show what it matches.",
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
  return <span class={`level l-${known}`}>{level}</span>;
}

/** A message of the compiler: what stands between backticks is code. */
export function Message({ text }: { readonly text: string }) {
  return (
    <>{messageParts(text).map((part) => (part.code ? <code>{part.text}</code> : part.text))}</>
  );
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

/** Items that are shown; longer lists fold the others. */
const SHOWN = 10;

/** A list without marks; where it is long, the first of it and the others folded. */
export function Folded({ items }: { readonly items: readonly ComponentChildren[] }) {
  // One that is left over takes no more room than the line that says so.
  const shown = items.length <= SHOWN + 1 ? items.length : SHOWN;
  const list = (of: readonly ComponentChildren[]) => (
    <ul class="bare">
      {of.map((each) => (
        <li>{each}</li>
      ))}
    </ul>
  );
  return (
    <>
      {list(items.slice(0, shown))}
      <More number={items.length - shown}>{list(items.slice(shown))}</More>
    </>
  );
}

/** What is folded away, with how many it is; nothing where it is none. */
export function More(props: { readonly number: number; readonly children: ComponentChildren }) {
  const { number, children } = props;
  if (number === 0) return null;
  return (
    <details class="more">
      <summary>{`${number.toLocaleString("en-US")} more`}</summary>
      {children}
    </details>
  );
}

/** Characters of a condition that are shown; of a longer one the rest is folded. */
const CONDITION_CHARS = 400;

/** Code in a line; a very long text is cut, and folded in full. */
export function LongCode({ text }: { readonly text: string }) {
  if (text.length <= CONDITION_CHARS * 1.5) return <code>{text}</code>;
  return (
    <>
      <code>{`${text.slice(0, CONDITION_CHARS)}…`}</code>
      <details class="more">
        <summary>{`All ${text.length.toLocaleString("en-US")} characters`}</summary>
        <code>{text}</code>
      </details>
    </>
  );
}

/** Rows that a table shows; a longer one folds the others. */
const ROWS = 25;

/** From this many columns on, a narrow window shows a table's rows as lists of named values. */
const STACKED_COLUMNS = 3;

/** A table that scrolls by itself where it is too wide. */
export function Table(props: {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Column from which on there are numbers. @default - there are none */
  readonly numbersFrom?: number;
}) {
  const { caption, head, rows, numbersFrom = Infinity } = props;
  const numeric = (column: number) => (column >= numbersFrom ? { class: "num" } : {});
  const stacked = head.length >= STACKED_COLUMNS;
  const shown = rows.length <= ROWS + 1 ? rows.length : ROWS;
  const table = (label: string, of: typeof rows) => (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      <table {...(stacked ? { class: "stacked" } : {})}>
        <caption class="hidden">{label}</caption>
        <thead>
          <tr>
            {head.map((title, column) => (
              <th scope="col" {...numeric(column)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.map(([first, ...rest]) => (
            <tr>
              <th scope="row">{first}</th>
              {rest.map((cell, index) => (
                <td {...(stacked ? { "data-label": head[index + 1] } : {})} {...numeric(index + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <>
      {table(caption, rows.slice(0, shown))}
      <More number={rows.length - shown}>{table(`${caption}, the others`, rows.slice(shown))}</More>
    </>
  );
}

/** Text whose long lines scroll, with the name of the region that does. */
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

/** Characters from which on a text scrolls in a box of its own. */
const BOXED_CHARS = 4_000;

/** Text that is read to its end, whatever the window: long lines go on in the next. */
export function WrappedCode(props: {
  readonly label: string;
  readonly text: string;
  readonly language: Language;
}) {
  const boxed = props.text.length > BOXED_CHARS;
  const region = { role: "region", "aria-label": props.label, tabIndex: 0 } as const;
  return (
    <pre class={boxed ? "code wrapped boxed" : "code wrapped"} {...(boxed ? region : {})}>
      <code>
        {highlightLines(props.text, props.language).map((line) => (
          <span class="row">
            {line}
            {"\n"}
          </span>
        ))}
      </code>
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
