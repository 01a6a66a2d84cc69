import type { Exclusion, Indicator } from "../conditions/indicators";
import type { ConditionTree } from "../conditions/stages";
import type { RuleReview } from "../model";
import { Code, Section, Table } from "./parts";

/** Where a test is not applied, by the path that verdicts name it by. */
type Dropped = ReadonlyMap<string, readonly string[]>;

export function ConditionList({ rule }: { readonly rule: RuleReview }) {
  if (rule.condition === undefined) {
    return <p class="muted">The rule is a query by hand; it has no conditions to list.</p>;
  }
  const dropped = new Map<string, string[]>();
  for (const { compiled, name } of [
    { compiled: rule.cloudwatch, name: "CloudWatch" },
    { compiled: rule.sentinel, name: "Sentinel" },
  ]) {
    for (const { path } of compiled.reasons) {
      const targets = dropped.get(path) ?? [];
      dropped.set(path, targets.includes(name) ? targets : [...targets, name]);
    }
  }
  return (
    <ul class="tree">
      <Tree tree={rule.condition} dropped={dropped} />
    </ul>
  );
}

function Tree({ tree, dropped }: { readonly tree: ConditionTree; readonly dropped: Dropped }) {
  const name = tree.name === undefined ? null : <span class="sel"> {tree.name}</span>;
  switch (tree.kind) {
    case "all":
    case "any":
      return (
        <li>
          <span class="join">{tree.kind === "all" ? "all of" : "any of"}</span>
          {name}
          <ul>
            {tree.of.map((each) => (
              <Tree tree={each} dropped={dropped} />
            ))}
          </ul>
        </li>
      );
    case "not":
      return (
        <li>
          <span class="join not">not</span>
          {name}
          <ul>
            <Tree tree={tree.of} dropped={dropped} />
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
    case "test": {
      const targets = dropped.get(tree.path) ?? [];
      return (
        <li>
          <code>{tree.written}</code>
          {name}{" "}
          <a class="at" href={`#L${tree.line}`} aria-label={`line ${tree.line} of the rule`}>
            {`:${tree.line}`}
          </a>
          {targets.map((target) => (
            <span class="badge v-wider">{`not applied on ${target}`}</span>
          ))}
        </li>
      );
    }
  }
}

export function StageList({ rule }: { readonly rule: RuleReview }) {
  if (rule.stages.length === 0) return null;
  return (
    <Section id="stages" title="Stages and predicates">
      <ol class="stages" start={0}>
        {rule.stages.map(({ name, text, line }) => (
          <li>
            <h3>
              {name}{" "}
              <a class="at" href={`#L${line}`} aria-label={`line ${line} of the rule`}>
                {`:${line}`}
              </a>
            </h3>
            <Code label={name} text={text} language="yaml" />
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function ExclusionTable({ exclusions }: { readonly exclusions: readonly Exclusion[] }) {
  return (
    <Section
      id="exclusions"
      title="Exclusions"
      note="Conditions under a not at the top: what the rule deliberately keeps quiet about."
    >
      {exclusions.length === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <Table
          caption="Excluded values"
          head={["Field", "Kind", "Excluded values"]}
          rows={exclusions.map(({ field, kind, values }) => [
            <code>{field}</code>,
            kind,
            <ul class="bare">
              {values.map((value) => (
                <li>
                  <code>{value}</code>
                </li>
              ))}
            </ul>,
          ])}
        />
      )}
    </Section>
  );
}

export function IndicatorTable({ indicators }: { readonly indicators: readonly Indicator[] }) {
  return (
    <Section
      id="indicators"
      title="Indicators"
      note="Each field and value the rule looks for, with the number of other rules of this set that look for the same."
    >
      {indicators.length === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <Table
          caption="Indicators"
          head={["Field", "Kind", "Values", "Other rules"]}
          rows={indicators.flatMap(({ field, kind, values }) =>
            values.map(({ value, otherRules }) => [
              <code>{field}</code>,
              kind,
              <code>{value}</code>,
              otherRules === 0 ? <span class="muted">only here</span> : String(otherRules),
            ]),
          )}
        />
      )}
    </Section>
  );
}
