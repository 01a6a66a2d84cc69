import type { ComponentChildren } from "preact";

import { durationInWords } from "../../compiler/rule/duration";
import { ALARM_NOTIFIES } from "../../compiler/targets/alert-words";
import type { Cloud, Compiled, Verdict } from "../../compiler/targets/verdict";
import { auditWords, controlName } from "../../compiler/targets/cloudwatch/auditors/words";
import type { Audited } from "../../compiler/targets/cloudwatch/output";
import { metricsOf } from "../../compiler/targets/cloudwatch/output-text";
import { count } from "../count";
import type { AwsDeployment } from "../deployments";
import type { RuleReview } from "../model";
import { EventBridgeParts } from "./event-bridge-parts";
import { Facts, Message, Section, VERDICT_WORDS, VerdictBadge, WrappedCode } from "./parts";

interface TargetProps {
  readonly rule: RuleReview;
  /** Clouds that the rules are for. */
  readonly clouds: readonly Cloud[];
}

/** What each target is given, with its verdict. */
export function TargetParts({ rule, clouds }: TargetProps) {
  return (
    <>
      {clouds.includes("cloudwatch") ? (
        <Section id="cloudwatch" title="CloudWatch">
          <Versions rule={rule} cloud="cloudwatch">
            {({ output, constructs }) => (
              <CloudWatchParts output={output} there={alarmsOf(rule, constructs)} />
            )}
          </Versions>
          {rule.cloudwatch.output === null ? null : <p class="note">{ALARM_NOTIFIES}</p>}
        </Section>
      ) : null}
      <EventBridgeParts rule={rule} />
      {clouds.includes("sentinel") ? (
        <Section id="sentinel" title="Microsoft Sentinel">
          <Versions rule={rule} cloud="sentinel">
            {({ output }) => <SentinelParts output={output} />}
          </Versions>
        </Section>
      ) : null}
      {clouds.includes("cloudwatch") ? <SavedQuery rule={rule} /> : null}
    </>
  );
}

type Output<C extends Cloud> = NonNullable<RuleReview[C]["output"]>;

/** Each text that a cloud is given, with the deployments that get it where there are several. */
function Versions<C extends Cloud>(props: {
  readonly rule: RuleReview;
  readonly cloud: C;
  readonly children: (of: {
    readonly output: Output<C>;
    readonly constructs: readonly string[];
  }) => ComponentChildren;
}) {
  const { rule, cloud, children } = props;
  const main: Compiled<Output<C>> = rule[cloud] as Compiled<Output<C>>;
  const others = rule.otherVersions[cloud] as readonly {
    readonly compiled: Compiled<Output<C>>;
    readonly constructs: readonly string[];
  }[];
  const elsewhere = new Set(others.flatMap(({ constructs }) => constructs));
  const own = (rule.deployments ?? [])
    .filter((each) => each.cloud === cloud && !elsewhere.has(each.construct))
    .map(({ construct }) => construct);
  const versions = [{ compiled: main, constructs: own }, ...others];
  return (
    <>
      {versions.map(({ compiled, constructs }) => (
        <>
          {others.length === 0 ? null : (
            <h3 class="version">
              {count(constructs.length, "deployment", "deployments")}: {constructs.join(", ")}
            </h3>
          )}
          <VerdictLine compiled={compiled} />
          {compiled.output === null ? null : children({ output: compiled.output, constructs })}
          <Assumptions of="verdict" are={compiled.assumptions} />
        </>
      ))}
    </>
  );
}

function SentinelParts({ output }: { readonly output: Output<"sentinel"> }) {
  return (
    <>
      <WrappedCode label="KQL" text={output.query} language="kql" />
      <Facts
        facts={[
          ["Severity", output.severity],
          ["Tactics", listed(output.tactics)],
          ["Techniques", listed(output.techniques)],
        ]}
      />
    </>
  );
}

function savedQueryNote({ correlation, logsInsights }: RuleReview): string {
  const shown = correlation === undefined ? "the events behind it" : "the events that it counts";
  const applied =
    logsInsights.reasons.length > 0
      ? "Of the rule's conditions it applies all but those named below."
      : "It applies all of the rule's conditions.";
  const counted = correlation === undefined ? "" : " It does not count them.";
  return `Run in Logs Insights over the time of an alarm, it shows ${shown}. ${applied}${counted}`;
}

function SavedQuery({ rule }: { readonly rule: RuleReview }) {
  const { logsInsights, deployments } = rule;
  const names = savedAs(rule);
  return (
    <Section
      id="logs-insights"
      title="Saved query"
      note={logsInsights.output === null ? undefined : savedQueryNote(rule)}
    >
      {logsInsights.output === null ? (
        <p class="muted">
          None: <Message text={logsInsights.reasons.map(({ message }) => message).join("; ")} />.
        </p>
      ) : names.length === 0 ? (
        <p class="muted">{deployments === undefined ? "None." : "This app saves none for it."}</p>
      ) : (
        <>
          <p class="label">
            Saved as <Names names={names} />
          </p>
          <WrappedCode
            label="Saved query"
            text={logsInsights.output.query}
            language="logs-insights"
          />
          {logsInsights.reasons.map(({ message }) => (
            <p class="note">
              Not applied here either: <Message text={message} />
            </p>
          ))}
          <Assumptions of="query" are={logsInsights.assumptions} />
        </>
      )}
    </Section>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name, index) => (
        <>
          {index === 0 ? "" : ", "}
          <code>{name}</code>
        </>
      ))}
    </>
  );
}

/** The names that the query is saved under. */
function savedAs({ deployments, logsInsights }: RuleReview): readonly string[] {
  if (deployments === undefined)
    return logsInsights.output === null ? [] : [logsInsights.output.name];
  const names = deployments.flatMap((each) =>
    each.cloud === "cloudwatch" && each.savedQuery !== null ? [each.savedQuery] : [],
  );
  return [...new Set(names)];
}

/** The alarms that constructs make. */
function alarmsOf(
  { deployments = [] }: RuleReview,
  constructs: readonly string[],
): readonly AwsDeployment[] {
  return deployments.flatMap((each) =>
    each.cloud === "cloudwatch" && constructs.includes(each.construct) ? [each] : [],
  );
}

function CloudWatchParts(props: {
  readonly output: Output<"cloudwatch">;
  /** What is deployed, under names of its own. @default - the names that the compiler gives */
  readonly there: readonly AwsDeployment[];
}) {
  const { output, there } = props;
  const { filters, metric, alarm } = output;
  const named = (
    given: string | readonly string[],
    nameOf: (each: AwsDeployment) => string | readonly string[] | undefined,
  ) => {
    const names = there.flatMap((each) => nameOf(each) ?? []);
    return [...new Set(names.length === 0 ? [given].flat() : names)];
  };
  const metrics = metricsOf(output).map((name) => `${metric.namespace} / ${name}`);
  const expressions = (alarm.metricQueries ?? []).flatMap((query) =>
    "expression" in query ? [query.expression] : [],
  );
  return (
    <>
      {filters.map(({ name, pattern }, index) => (
        <>
          <p class="label">
            Metric filter <Names names={named(name, (each) => each.filters[index])} />
          </p>
          <WrappedCode label={`Metric filter ${name}`} text={pattern} language="filter-pattern" />
        </>
      ))}
      <Facts
        facts={[
          [
            metrics.length === 1 ? "Metric" : "Metrics",
            <Names names={named(metrics, (each) => each.metrics)} />,
          ],
          [
            "Alarm name",
            there.length === 0 ? undefined : <Names names={named("", (each) => each.alarm)} />,
          ],
          [
            "Alarm",
            `${alarm.statistic} of ${durationInWords(alarm.periodSeconds)} ${alarm.comparisonOperator} ${alarm.threshold}, ${count(alarm.evaluationPeriods, "period", "periods")}`,
          ],
          [
            "Metric math",
            expressions.length === 0 ? undefined : <code>{expressions.join("; ")}</code>,
          ],
          ["Missing data", <code>{alarm.treatMissingData}</code>],
        ]}
      />
      {(output.audits ?? []).map((audit) => (
        <AuditParts audit={audit} />
      ))}
    </>
  );
}

/** What passes an auditor's check, and what it counts; what detects stands above. */
function AuditParts({ audit }: { readonly audit: Audited }) {
  const { copy } = audit;
  return (
    <>
      <h3>Auditor: {controlName(audit)}</h3>
      <p>
        <Message text={auditWords(audit)} />.
      </p>
      {(copy?.filters ?? []).map(({ name, pattern }) => (
        <>
          <p class="label">
            Metric filter of the auditor's copy <code>{name}</code>
          </p>
          <WrappedCode label={`Metric filter ${name}`} text={pattern} language="filter-pattern" />
        </>
      ))}
      {copy === undefined ? null : (
        <Facts
          facts={[["Metric", <code>{`${copy.metric.namespace} / ${copy.metric.name}`}</code>]]}
        />
      )}
    </>
  );
}

function VerdictLine({
  compiled,
}: {
  readonly compiled: Compiled<unknown> & { readonly verdict: Verdict | null };
}): ComponentChildren {
  if (compiled.verdict === null) return <p class="muted">This app does not deploy it here.</p>;
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
