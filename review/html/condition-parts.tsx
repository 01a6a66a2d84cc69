import type { Exclusion, Indicator } from "../conditions/indicators";
import type { RuleReview } from "../model";
import { Code, Folded, Section, Table } from "./parts";
import { Line } from "./what-fires";

export function StageList({ rule }: { readonly rule: RuleReview }) {
  if (rule.stages.length === 0) return null;
  return (
    <Section id="stages" title="Stages and predicates">
      <ol class="stages" start={0}>
        {rule.stages.map(({ name, text, line }, index) => (
          <li>
            <h3>
              <span class="muted">{`Stage ${index}: `}</span>
              {name} <Line line={line} />
            </h3>
            <Code label={`Stage ${index}`} text={text} language="yaml" />
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
            <Folded
              items={values.map((value) => (
                <code>{value}</code>
              ))}
            />,
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
