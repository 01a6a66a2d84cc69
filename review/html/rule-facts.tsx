import { dollars } from "../budgets/cost";
import type { RuleReview } from "../model";
import { Facts } from "./parts";

export function RuleFacts({ rule }: { readonly rule: RuleReview }) {
  const { schedule, cost } = rule;
  const code = (text: string | undefined) => text && <code>{text}</code>;
  return (
    <>
      <h2 class="side-title">Rule</h2>
      <Facts
        facts={[
          ["Id", code(rule.id) ?? "none: it is not deployed"],
          [
            "File",
            <a href={`#L${rule.source.line}`}>{`${rule.source.path}:${rule.source.line}`}</a>,
          ],
          ["Author", rule.author],
          ["Date", rule.date],
          ["Modified", rule.modified],
          ["Version", rule.version],
          ["License", rule.license],
          ["Log source", rule.logSource],
        ]}
      />
      <h2 class="side-title">Schedule</h2>
      <Facts
        facts={[
          ["Kind", rule.kind],
          ["Severity", rule.sentinel.output?.severity ?? rule.severity],
          ["Query frequency", code(schedule.queryFrequency)],
          ["Query period", code(schedule.queryPeriod)],
          ["Trigger operator", code(schedule.triggerOperator)],
          ["Trigger threshold", String(schedule.triggerThreshold)],
        ]}
      />
      <h2 class="side-title">Cost a month</h2>
      <Facts
        facts={[
          [
            "CloudWatch",
            rule.cloudwatch.output === null
              ? "not deployed"
              : `${dollars(cost.most)}, free within the free tier`,
          ],
          [
            "Sentinel",
            rule.sentinel.output === null
              ? "not deployed"
              : "no charge per rule; ingested GB are billed",
          ],
        ]}
      />
    </>
  );
}
