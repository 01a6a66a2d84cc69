import { type Cloud, CLOUDS, type Verdict } from "../../compiler/targets/verdict";
import type { RuleReview, TestOutcome, Timeline } from "../model";
import { foundWords } from "../test-words";
import { More, Section, Table } from "./parts";
import { TimeLine } from "./time-line";

/** Time lines that are shown; the others are folded. */
const SHOWN = 8;

const COLUMNS = { cloudwatch: "CloudWatch", sentinel: "Sentinel" } as const;

/** The rule's test events, with what the rule and each target's text say of them. */
export function TestTable(props: {
  readonly rule: RuleReview;
  /** Clouds that the rules are for; what fails is shown for all. */
  readonly clouds: readonly Cloud[];
}) {
  const { rule } = props;
  const clouds = rule.tests.some(({ failed }) => failed) ? CLOUDS : props.clouds;
  const timed = rule.tests.flatMap(({ name, timeline }) =>
    timeline === undefined ? [] : [{ name, timeline }],
  );
  const lines = timed.map(({ name, timeline }) => (
    <TimeLine name={name} timeline={timeline} clouds={clouds} />
  ));
  return (
    <Section
      id="tests"
      title="Test events"
      note={
        rule.tests.length === 0
          ? undefined
          : `What the rule itself and each target's text, read back, say of each event${timed.length > 0 ? ", and on what events over a time they alert" : ""}. ⊃ marks what a wider version matches besides; ≠ what is not as expected.`
      }
    >
      {rule.tests.length === 0 ? (
        <p class="muted">The rule has no test events.</p>
      ) : (
        <Table
          caption="Outcome of each test event"
          head={["Event", "Expected", "Rule", ...clouds.map((cloud) => COLUMNS[cloud])]}
          rows={rule.tests.map((test) => [
            test.name,
            <Found test={test} found={test.expected} />,
            <Outcome test={test} engine="reference" verdict={null} />,
            ...clouds.map((cloud) => (
              <Outcome test={test} engine={cloud} verdict={rule[cloud].verdict} />
            )),
          ])}
        />
      )}
      {timed.length === 0 ? null : (
        <>
          <TimeLineLegend />
          {timed.some(({ timeline }) => timeline.events.some(isLate)) &&
          clouds.includes("cloudwatch") ? (
            <p class="note">
              On CloudWatch an event is taken to count in the minute of its own time, whenever it
              arrives.
            </p>
          ) : null}
          {lines.slice(0, SHOWN)}
          <More number={Math.max(0, lines.length - SHOWN)}>{lines.slice(SHOWN)}</More>
        </>
      )}
    </Section>
  );
}

function isLate({ at, arrived }: Timeline["events"][number]): boolean {
  return arrived > at;
}

/** What the marks of a time line are. */
function TimeLineLegend() {
  return (
    <ul class="legend time-legend">
      <li>
        <svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">
          <circle class="event" cx="7" cy="7" r="5" />
        </svg>
        an event that counts
      </li>
      <li>
        <svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">
          <circle class="no-event" cx="7" cy="7" r="5" />
        </svg>
        one that does not
      </li>
      <li>
        <svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">
          <path class="late" d="M1 7H12m0 -5v10" />
        </svg>
        until it arrives
      </li>
      <li>
        <svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">
          <path class="alert" d="M7 1l6 11H1z" />
        </svg>
        an alert
      </li>
    </ul>
  );
}

function Outcome(props: {
  readonly test: TestOutcome;
  readonly engine: "reference" | Cloud;
  readonly verdict: Verdict | null;
}) {
  const { test, engine, verdict } = props;
  const found = test[engine];
  if (found === null) return <span class="muted">–</span>;
  if (!test.unexpected.includes(engine)) return <Found test={test} found={found} />;
  const wider = verdict === "wider" && Number(found) > Number(test.expected);
  return (
    <strong class={`badge ${wider ? "v-wider" : "v-unsupported"}`}>
      {`${foundWords(test, found)} ${wider ? "⊃" : "≠"}`}
    </strong>
  );
}

function Found({ test, found }: { readonly test: TestOutcome; readonly found: boolean | number }) {
  return <span class={Number(found) > 0 ? "hit" : "miss"}>{foundWords(test, found)}</span>;
}
