import type { ComponentChildren } from "preact";

import { type Cloud, TARGET_NAMES } from "../../compiler/targets/verdict";
import { dollars } from "../budgets/cost";
import type { RuleReview } from "../model";
import { lateWords } from "../late-events";
import { Facts, Link, Message } from "./parts";

interface FactProps {
  readonly rule: RuleReview;
  /** Clouds that the rules are for. */
  readonly clouds: readonly Cloud[];
}

export function RuleFacts({ rule, clouds }: FactProps) {
  const { schedule, cost, correlation, sentinel } = rule;
  const costs = {
    cloudwatch:
      cost.billed.alarmMetrics === 0
        ? "not deployed"
        : `${dollars(cost.most)}${cost.billed.alarmMetrics === 1 ? "" : ` for ${cost.billed.alarmMetrics} alarms`}, free within the free tier`,
    sentinel:
      sentinel.output === null ? "not deployed" : "no charge per rule; ingested GB are billed",
  };
  const code = (text: string | undefined) => text && <code>{text}</code>;
  const scheduled = rule.kind !== "NRT";
  const trigger =
    correlation === undefined && scheduled
      ? ([
          ["Trigger operator", code(schedule.triggerOperator)],
          ["Trigger threshold", String(schedule.triggerThreshold)],
        ] as const)
      : [];
  return (
    <>
      <FactGroup
        title="Rule"
        facts={[
          ["Id", code(rule.id) ?? "none: it is not deployed"],
          [
            "File",
            <a href={`#L${rule.source.line}`}>{`${rule.source.path}:${rule.source.line}`}</a>,
          ],
          ["Format", rule.format],
          ["Author", rule.author],
          ["Date", rule.date],
          ["Modified", rule.modified],
          ["Version", rule.version],
          ["License", rule.license],
          ["Log source", rule.logSource],
          ["Source URI", rule.originalUri && <Link href={rule.originalUri} />],
        ]}
      />
      <FactGroup
        title="Schedule"
        facts={[
          ["Kind", rule.kind],
          ["Severity", sentinel.output?.severity ?? rule.severity],
          ...(scheduled
            ? ([
                [
                  "Query frequency",
                  code(sentinel.output?.queryFrequency ?? schedule.queryFrequency),
                ],
                ["Query period", code(sentinel.output?.queryPeriod ?? schedule.queryPeriod)],
              ] as const)
            : ([["Query frequency", "every minute"]] as const)),
          ...trigger,
          ["Late events", rule.lateEvents && <Message text={lateWords(rule.lateEvents)} />],
        ]}
      />
      <FactGroup
        title="Cost a month"
        facts={clouds.map((cloud) => [TARGET_NAMES[cloud], costs[cloud]] as const)}
      />
    </>
  );
}

function FactGroup(props: {
  readonly title: string;
  readonly facts: readonly (readonly [string, ComponentChildren])[];
}) {
  return (
    <div>
      <h2 class="side-title">{props.title}</h2>
      <Facts facts={props.facts} />
    </div>
  );
}

/** The sections of a rule's page, for those who look for one of them. */
export function RuleContents({ rule, clouds }: FactProps) {
  return (
    <nav aria-label="On this page" class="contents">
      <h2 class="side-title">On this page</h2>
      <ul class="bare">
        {SECTIONS.filter(({ of }) => of === undefined || of(rule, clouds)).map(({ id, title }) => (
          <li>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** `of`: whether a rule has the section. @default - every rule has it */
const SECTIONS: readonly {
  readonly id: string;
  readonly title: string;
  readonly of?: (rule: RuleReview, clouds: readonly Cloud[]) => boolean;
}[] = [
  { id: "findings", title: "Findings", of: ({ findings }) => findings.length > 0 },
  { id: "allowed", title: "Allowed findings", of: ({ allowances }) => allowances.length > 0 },
  { id: "condition", title: "What fires it" },
  { id: "deployments", title: "Where it goes", of: ({ deployments }) => deployments !== undefined },
  { id: "cloudwatch", title: "CloudWatch", of: (_, clouds) => clouds.includes("cloudwatch") },
  { id: "eventbridge", title: "EventBridge", of: ({ eventbridge }) => eventbridge !== undefined },
  { id: "sentinel", title: "Microsoft Sentinel", of: (_, clouds) => clouds.includes("sentinel") },
  { id: "logs-insights", title: "Saved query", of: (_, clouds) => clouds.includes("cloudwatch") },
  { id: "tests", title: "Test events" },
  { id: "attack", title: "MITRE ATT&CK coverage" },
  { id: "controls", title: "Controls", of: ({ controls }) => controls.length > 0 },
  { id: "events", title: "Event coverage" },
  { id: "same-action", title: "Rules detecting the same action" },
  { id: "stages", title: "Stages and predicates", of: ({ stages }) => stages.length > 0 },
  { id: "exclusions", title: "Exclusions" },
  { id: "indicators", title: "Indicators" },
  { id: "sentinel-data", title: "Data connectors and entities" },
  { id: "budgets", title: "Budgets of this rule" },
  { id: "false-positives", title: "False positives" },
  { id: "runbook", title: "Runbook", of: ({ runbook }) => runbook !== undefined },
  { id: "references", title: "References" },
  { id: "arm", title: "ARM template", of: ({ armTemplate }) => armTemplate !== undefined },
  { id: "source", title: "Rule body" },
];
