import { TARGET_NAMES } from "../../compiler/targets/verdict";
import { MEMBERS, type CorrelationReview, type CountedRule } from "../conditions/correlation";
import type { ConditionTree } from "../conditions/stages";
import type { RuleLink, RuleReview } from "../model";
import { Facts, LongCode, More, Section } from "./parts";

/** What makes the rule alert: its condition, or the rules that it counts and how. */
export function WhatFires({ rule }: { readonly rule: RuleReview }) {
  const { schedule, condition, correlation, countedBy } = rule;
  const notes = [`Alerts on ${schedule.words}.`];
  if (rule.format === "Sentinel" && condition !== undefined) {
    notes.push("What could be proven of the query somebody wrote:");
  }
  return (
    <Section id="condition" title="What fires it" note={notes.join(" ")}>
      {correlation === undefined ? null : <Correlation own={rule} correlation={correlation} />}
      {condition === undefined ? null : (
        <ul class="tree">
          <Tree tree={condition} page="" />
        </ul>
      )}
      {condition === undefined && correlation === undefined ? (
        <p class="muted">The rule is a hand-written query; it has no conditions to list.</p>
      ) : null}
      {countedBy.length === 0 ? null : (
        <p class="note">
          Its matches are also counted by{" "}
          {countedBy.map((link, index) => (
            <>
              {index === 0 ? "" : ", "}
              <RuleAnchor link={link} />
            </>
          ))}
          .
        </p>
      )}
    </Section>
  );
}

function Correlation(props: {
  /** The rule whose page it is on. */
  readonly own: RuleReview;
  readonly correlation: CorrelationReview;
}) {
  const { type, field, groupBy, timespan, condition, rules } = props.correlation;
  return (
    <>
      <Facts
        facts={[
          ["Type", <code>{type}</code>],
          ["Field", field && <code>{field}</code>],
          [
            "Group by",
            groupBy.length === 0
              ? "nothing: one count over everything"
              : groupBy.map(({ name, fields }, index) => (
                  <>
                    {index === 0 ? "" : ", "}
                    <code>{name}</code>
                    {fields === undefined ? "" : ` (${fields.join(", ")})`}
                  </>
                )),
          ],
          ["Timespan", <code>{timespan}</code>],
          [
            "Condition",
            <code>
              {condition.map(({ operator, count }) => `${operator} ${count}`).join(", ")}
            </code>,
          ],
        ]}
      />
      <ul class="tree">
        <li>
          <span class="join">{MEMBERS[type]}</span>
          <ul>
            {rules.map((counted) => (
              <Counted counted={counted} own={props.own} />
            ))}
          </ul>
        </li>
      </ul>
    </>
  );
}

/** A counted rule with its condition; its lines are on its own page, or in the file that is shown here. */
function Counted({ counted, own }: { readonly counted: CountedRule; readonly own: RuleReview }) {
  const { key, title, path, line, condition, correlation } = counted;
  const file = key === undefined ? undefined : `${encodeURIComponent(key)}.html`;
  return (
    <li>
      {file === undefined ? <strong>{title}</strong> : <a href={file}>{title}</a>}{" "}
      <span class="muted small">{`${path}:${line}`}</span>
      {condition === undefined ? null : (
        <ul>
          <Tree tree={condition} page={path === own.source.path ? "" : file} />
        </ul>
      )}
      {correlation === undefined ? null : <Correlation own={own} correlation={correlation} />}
    </li>
  );
}

/** Conditions that are shown; of a longer list the others are folded. */
const SHOWN = 15;

function Branches(props: {
  readonly of: readonly ConditionTree[];
  readonly page: string | undefined;
}) {
  const { of, page } = props;
  const shown = of.length <= SHOWN + 1 ? of.length : SHOWN;
  const list = (trees: readonly ConditionTree[]) => (
    <ul>
      {trees.map((each) => (
        <Tree tree={each} page={page} />
      ))}
    </ul>
  );
  return (
    <>
      {list(of.slice(0, shown))}
      <More number={of.length - shown}>{list(of.slice(shown))}</More>
    </>
  );
}

/** `page`: the one that shows the rule's lines; undefined where none does. */
function Tree({ tree, page }: { readonly tree: ConditionTree; readonly page: string | undefined }) {
  const name = tree.name === undefined ? null : <span class="sel"> {tree.name}</span>;
  switch (tree.kind) {
    case "all":
    case "any":
      return (
        <li>
          <span class="join">{tree.kind === "all" ? "all of" : "any of"}</span>
          {name}
          <Branches of={tree.of} page={page} />
        </li>
      );
    case "not":
      return (
        <li>
          <span class="join not">not</span>
          {name}
          <ul>
            <Tree tree={tree.of} page={page} />
          </ul>
        </li>
      );
    case "constant":
      return (
        <li>
          {tree.value ? "always" : "never"}
          {name}
        </li>
      );
    case "test":
      return (
        <li>
          <LongCode text={tree.written} />
          {name}{" "}
          {tree.filter === undefined ? null : (
            <span class="sel">{`added by the filter ${tree.filter}`}</span>
          )}
          {tree.line === undefined || page === undefined ? null : (
            <Line line={tree.line} page={page} />
          )}
          {(tree.notApplied ?? []).map((cloud) => (
            <span class="badge v-wider">{`not applied on ${TARGET_NAMES[cloud]}`}</span>
          ))}
        </li>
      );
  }
}

/** A link to a line of the rule's body. */
export function Line({ line, page = "" }: { readonly line: number; readonly page?: string }) {
  return (
    <a class="at" href={`${page}#L${line}`} aria-label={`line ${line} of the rule`}>
      {`:${line}`}
    </a>
  );
}

/** A link from a rule's page to another's. */
export function RuleAnchor({ link }: { readonly link: RuleLink }) {
  return <a href={`${encodeURIComponent(link.key)}.html`}>{link.title}</a>;
}
