import { type Cloud, CLOUDS, type Verdict } from "../../compiler/targets/verdict";
import type { RuleReview } from "../model";
import { Section, Table } from "./parts";

const COLUMNS = { cloudwatch: "CloudWatch", sentinel: "Sentinel" } as const;

/** The rule's test events, with what the rule and each target's text say of them. */
export function TestTable(props: {
  readonly rule: RuleReview;
  /** Clouds that the rules are for; what fails is shown for all. */
  readonly clouds: readonly Cloud[];
}) {
  const { rule } = props;
  const clouds = rule.tests.some(({ failed }) => failed) ? CLOUDS : props.clouds;
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
          head={["Event", "Expected", "Rule", ...clouds.map((cloud) => COLUMNS[cloud])]}
          rows={rule.tests.map(({ name, expected, reference, ...found }) => [
            name,
            <Match found={expected} />,
            <Outcome found={reference} expected={expected} verdict={null} />,
            ...clouds.map((cloud) => (
              <Outcome found={found[cloud]} expected={expected} verdict={rule[cloud].verdict} />
            )),
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
