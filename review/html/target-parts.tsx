import type { ComponentChildren } from "preact";
import { ALARM_NOTIFIES } from "../../compiler/alert-words";
import { durationInWords } from "../../compiler/rule/duration";
import type { Compiled, Verdict } from "../../compiler/verdict";
import type { RuleReview } from "../model";
import { Facts, Message, Section, VERDICT_WORDS, VerdictBadge, WrappedCode } from "./parts";

/** What each target is given, with its verdict. */
export function TargetParts({ rule }: { readonly rule: RuleReview }) {
  const { cloudwatch, sentinel, logsInsights } = rule;
  return (
    <>
      <Section id="cloudwatch" title="CloudWatch">
        <VerdictLine compiled={cloudwatch} />
        {cloudwatch.output === null ? null : <CloudWatchParts output={cloudwatch.output} />}
        {cloudwatch.output === null ? null : <p class="note">{ALARM_NOTIFIES}</p>}
        <Assumptions of="verdict" are={cloudwatch.assumptions} />
      </Section>
      <Section id="sentinel" title="Microsoft Sentinel">
        <VerdictLine compiled={sentinel} />
        {sentinel.output === null ? null : (
          <>
            <WrappedCode text={sentinel.output.query} language="kql" />
            <Facts
              facts={[
                ["Severity", sentinel.output.severity],
                ["Tactics", listed(sentinel.output.tactics)],
                ["Techniques", listed(sentinel.output.techniques)],
              ]}
            />
          </>
        )}
        <Assumptions of="verdict" are={sentinel.assumptions} />
      </Section>
      <Section
        id="logs-insights"
        title="Saved query"
        note="Run in Logs Insights over the time of an alarm, it shows the events behind it and applies the conditions that a metric filter cannot."
      >
        {logsInsights.output === null ? (
          <p class="muted">
            None: <Message text={logsInsights.reasons.map(({ message }) => message).join("; ")} />.
          </p>
        ) : (
          <>
            <p class="label">
              Saved as <code>{logsInsights.output.name}</code>
            </p>
            <WrappedCode text={logsInsights.output.query} language="logs-insights" />
            {logsInsights.reasons.map(({ message }) => (
              <p class="note">
                Not applied here either: <Message text={message} />
              </p>
            ))}
            <Assumptions of="query" are={logsInsights.assumptions} />
          </>
        )}
      </Section>
    </>
  );
}

function CloudWatchParts({
  output,
}: {
  readonly output: NonNullable<RuleReview["cloudwatch"]["output"]>;
}) {
  const { filters, metric, alarm } = output;
  const expressions = (alarm.metricQueries ?? []).flatMap((query) =>
    "expression" in query ? [query.expression] : [],
  );
  return (
    <>
      {filters.map(({ name, pattern }) => (
        <>
          <p class="label">
            Metric filter <code>{name}</code>
          </p>
          <WrappedCode text={pattern} language="filter-pattern" />
        </>
      ))}
      <Facts
        facts={[
          ["Metric", <code>{`${metric.namespace} / ${metric.name}`}</code>],
          [
            "Alarm",
            `${alarm.statistic} of ${durationInWords(alarm.periodSeconds)} ${alarm.comparisonOperator} ${alarm.threshold}, ${alarm.evaluationPeriods} period`,
          ],
          [
            "Metric math",
            expressions.length === 0 ? undefined : <code>{expressions.join("; ")}</code>,
          ],
          ["Missing data", <code>{alarm.treatMissingData}</code>],
        ]}
      />
    </>
  );
}

function VerdictLine({
  compiled,
}: {
  readonly compiled: Compiled<unknown> & { readonly verdict: Verdict | null };
}): ComponentChildren {
  if (compiled.verdict === null) return null;
  const open = compiled.verdict === "wider" && compiled.output === null;
  return (
    <p>
      <VerdictBadge verdict={compiled.verdict} /> {VERDICT_WORDS[compiled.verdict]}
      {open ? " Nobody has accepted that, so it is not deployed." : ""}
    </p>
  );
}

function Assumptions(props: { readonly of: "verdict" | "query"; readonly are: readonly string[] }) {
  if (props.are.length === 0) return null;
  return (
    <>
      <p class="label">{`This ${props.of} assumes`}</p>
      <ul class="small">
        {props.are.map((each) => (
          <li>
            <Message text={each} />
          </li>
        ))}
      </ul>
    </>
  );
}

function listed(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.join(", ");
}
