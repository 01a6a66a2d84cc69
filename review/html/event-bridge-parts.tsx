import type { Outputs } from "../../compiler/compile";
import type { Compiled } from "../../compiler/targets/verdict";
import { count } from "../count";
import { eventCostWords } from "../budgets/event-cost";
import type { RuleReview } from "../model";
import { Facts, Section, VERDICT_WORDS, VerdictBadge, Message, WrappedCode } from "./parts";

/** What EventBridge is given of a rule that goes there. */
export function EventBridgeParts({ rule }: { readonly rule: RuleReview }) {
  const { eventbridge, deployments = [] } = rule;
  if (eventbridge === undefined) return null;
  const elsewhere = new Set(eventbridge.otherVersions.flatMap(({ constructs }) => constructs));
  const there = deployments.flatMap((each) => (each.cloud === "eventbridge" ? [each] : []));
  const own = there.map(({ construct }) => construct).filter((each) => !elsewhere.has(each));
  const versions = [
    { compiled: eventbridge.compiled, constructs: own },
    ...eventbridge.otherVersions,
  ];
  const counts = there.some(({ metric }) => metric !== null);
  return (
    <Section id="eventbridge" title="EventBridge" note={AT_LEAST_ONCE}>
      {versions.map(({ compiled, constructs }) => (
        <>
          {versions.length === 1 ? null : (
            <h3 class="version">
              {count(constructs.length, "deployment", "deployments")}: {constructs.join(", ")}
            </h3>
          )}
          <OneVersion compiled={compiled} />
        </>
      ))}
      {eventbridge.message === undefined ? null : (
        <>
          <p class="label">The message of the first test event that matches</p>
          <WrappedCode label="Message" text={eventbridge.message} language="text" />
        </>
      )}
      <Facts
        facts={[
          ["Subject", eventbridge.subject],
          ["Cost by events", <Lines texts={eventCostWords(counts)} />],
        ]}
      />
    </Section>
  );
}

const AT_LEAST_ONCE =
  "Each match is told, at once, and at least once: AWS may deliver an event again, under the same event id.";

function OneVersion({ compiled }: { readonly compiled: Compiled<Outputs["eventbridge"]> }) {
  const { verdict, reasons, output, assumptions } = compiled;
  return (
    <>
      {verdict === null ? null : (
        <p>
          <VerdictBadge verdict={verdict} /> {VERDICT_WORDS[verdict]}
        </p>
      )}
      <Lines texts={reasons.map(({ message }) => message)} />
      {output === null ? null : (
        <>
          {output.rules.map(({ name, eventPattern, state }) => (
            <>
              <p class="label">
                Event rule <code>{name}</code> <span class="muted">{state}</span>
              </p>
              <WrappedCode
                label={`Event pattern ${name}`}
                text={JSON.stringify(eventPattern)}
                language="filter-pattern"
              />
            </>
          ))}
          {output.condition === null ? (
            <p class="muted">The patterns alone decide.</p>
          ) : (
            <>
              <p class="label">Condition of the state machine, JSONata</p>
              <WrappedCode label="Condition" text={output.condition} language="filter-pattern" />
            </>
          )}
          <p class="label">Needs</p>
          <Lines texts={output.needs} />
        </>
      )}
      {assumptions.length === 0 ? null : (
        <>
          <p class="label">The verdict assumes</p>
          <Lines texts={assumptions} />
        </>
      )}
    </>
  );
}

function Lines({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <ul>
      {texts.map((text) => (
        <li>
          <Message text={text} />
        </li>
      ))}
    </ul>
  );
}
