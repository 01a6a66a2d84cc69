import type { Verdict } from "../../compiler/verdict";
import type { RuleReview } from "../model";
import { Section, Table } from "./parts";

/** The rule's test events, with what the rule and each target's text say of them. */
export function TestTable({ rule }: { readonly rule: RuleReview }) {
  return (
    <Section
      id="tests"
      title="Test events"
      note={
        rule.tests.length === 0
          ? undefined
          : "What the rule itself and each target's text, read back, say of each event. ⊃ marks what a wider version matches besides; ≠ what is not as expected."
      }
    >
      {rule.tests.length === 0 ? (
        <p class="muted">The rule has no test events.</p>
      ) : (
        <Table
          caption="Outcome of each test event"
          head={["Event", "Expected", "Rule", "CloudWatch", "Sentinel"]}
          rows={rule.tests.map(({ name, expected, reference, cloudwatch, sentinel }) => [
            name,
            <Match found={expected} />,
            <Outcome found={reference} expected={expected} verdict={null} />,
            <Outcome found={cloudwatch} expected={expected} verdict={rule.cloudwatch.verdict} />,
            <Outcome found={sentinel} expected={expected} verdict={rule.sentinel.verdict} />,
          ])}
        />
      )}
    </Section>
  );
}

function Outcome(props: {
  readonly found: boolean | null;
  readonly expected: boolean;
  readonly verdict: Verdict | null;
}) {
  const { found, expected, verdict } = props;
  if (found === null) return <span class="muted">–</span>;
  if (found === expected) return <Match found={found} />;
  const wider = verdict === "wider" && found;
  return (
    <strong class={`badge ${wider ? "v-wider" : "v-unsupported"}`}>
      {`${found ? "match" : "no match"} ${wider ? "⊃" : "≠"}`}
    </strong>
  );
}

function Match({ found }: { readonly found: boolean }) {
  return found ? <span class="hit">match</span> : <span class="miss">no match</span>;
}
