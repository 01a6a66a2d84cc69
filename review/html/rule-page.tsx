import type { Verdict } from "../../compiler/verdict";
import { ATTACK_NOTICE, ATTACK_VERSION } from "../attack/enterprise";
import type { RuleReview, SetReview } from "../model";
import { levelOf } from "../review-set";
import { AttackParts } from "./attack-parts";
import { ConditionList, ExclusionTable, IndicatorTable, StageList } from "./condition-parts";
import { renderPage } from "./page";
import { Budgets, LevelBadge, Link, Message, Section, Table, VerdictBadge } from "./parts";
import { RuleFacts } from "./rule-facts";
import { ArmTemplate, SourceText, type RulePageOptions } from "./source-parts";
import { TargetParts } from "./target-parts";

/** Techniques that stand under none of the rule's tactics. */

export function rulePage(rule: RuleReview, set: SetReview, options: RulePageOptions = {}): string {
  return renderPage(
    { title: rule.title, set: set.title, root: "../" },
    <main id="main" class="rule">
      <div class="head">
        <h1>{rule.title}</h1>
        <p class="badges">
          <LevelBadge level={levelOf(rule)} />
          {rule.status === undefined ? null : <span class="badge plain">{rule.status}</span>}
          <CloudVerdict name="CloudWatch" verdict={rule.cloudwatch.verdict} />
          <CloudVerdict name="Sentinel" verdict={rule.sentinel.verdict} />
        </p>
        {rule.description === undefined ? null : <Paragraphs text={rule.description} />}
      </div>
      <aside aria-label="Facts" class="side">
        <RuleFacts rule={rule} />
      </aside>
      <div class="body">
        <Differences rule={rule} />
        <Section id="condition" title="What fires it" note={<>Alerts on {rule.schedule.words}.</>}>
          <ConditionList rule={rule} />
        </Section>
        <TargetParts rule={rule} />
        <Tests rule={rule} />
        <AttackParts rule={rule} />
        <Section id="events" title="Event coverage">
          {rule.apiCalls.length === 0 ? (
            <p class="muted">The rule names no API call.</p>
          ) : (
            <Table
              caption="API calls the rule looks for"
              head={["Provider", "Event"]}
              rows={rule.apiCalls.map(({ source, name }) => [
                <code>{source ?? "any"}</code>,
                <code>{name ?? "any"}</code>,
              ])}
            />
          )}
        </Section>
        <Section
          id="same-action"
          title="Rules detecting the same action"
          note="Other rules of this set that look for one of the same API calls."
        >
          <SameAction rule={rule} />
        </Section>
        <StageList rule={rule} />
        <ExclusionTable exclusions={rule.exclusions} />
        <IndicatorTable indicators={rule.indicators} />
        <Lists rule={rule} />
        <ArmTemplate rule={rule} options={options} />
        <SourceText rule={rule} />
      </div>
      <footer class="foot">
        <p>
          {rule.source.path} · SHA-256 <code class="hash">{rule.source.sha256}</code>
        </p>
        <p>
          ATT&amp;CK {ATTACK_VERSION}. {ATTACK_NOTICE}
        </p>
      </footer>
    </main>,
  );
}

function SameAction({ rule }: { readonly rule: RuleReview }) {
  const { rules, total } = rule.sameAction;
  if (total === 0) return <p class="muted">None.</p>;
  return (
    <>
      <ul>
        {rules.map(({ key, title }) => (
          <li>
            <a href={`${encodeURIComponent(key)}.html`}>{title}</a>
          </li>
        ))}
      </ul>
      {total > rules.length ? <p class="muted">{`${total - rules.length} more.`}</p> : null}
    </>
  );
}

function CloudVerdict(props: {
  readonly name: string;
  readonly verdict: RuleReview["cloudwatch"]["verdict"];
}) {
  if (props.verdict === null) return null;
  return (
    <span class="cloud">
      {props.name} <VerdictBadge verdict={props.verdict} />
    </span>
  );
}

function Paragraphs({ text }: { readonly text: string }) {
  return (
    <div class="lead">
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </div>
  );
}

function Differences({ rule }: { readonly rule: RuleReview }) {
  const all = [
    { name: "CloudWatch", compiled: rule.cloudwatch },
    { name: "Sentinel", compiled: rule.sentinel },
  ].filter(({ compiled }) => compiled.reasons.length > 0);
  if (all.length === 0) return null;
  return (
    <Section id="differences" title="How it differs from the rule">
      {all.map(({ name, compiled }) => (
        <div class={`callout c-${compiled.verdict ?? "exact"}`}>
          <p>
            <strong>{name}</strong>{" "}
            {compiled.verdict === null ? null : <VerdictBadge verdict={compiled.verdict} />}{" "}
            {compiled.output === null ? "is not deployed:" : introduction(compiled.verdict)}
          </p>
          <ul>
            {compiled.reasons.map(({ code, message, path }) => (
              <li>
                <Message text={message} /> <span class="muted small">{`${code}, ${path}`}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}

function introduction(verdict: RuleReview["sentinel"]["verdict"]): string {
  return verdict === "wider" ? "does not apply:" : "";
}

function Tests({ rule }: { readonly rule: RuleReview }) {
  const outcome = (expected: boolean, found: boolean | null, verdict: Verdict | null) => {
    if (found === null) return <span class="muted">–</span>;
    const word = found ? "match" : "no match";
    if (found === expected) return word;
    const wider = verdict === "wider" && found;
    return <strong class={wider ? "wider" : "differs"}>{`${word} ${wider ? "⊃" : "≠"}`}</strong>;
  };
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
          rows={rule.tests.map((test) => [
            test.name,
            test.expected ? "match" : "no match",
            outcome(test.expected, test.reference, null),
            outcome(test.expected, test.cloudwatch, rule.cloudwatch.verdict),
            outcome(test.expected, test.sentinel, rule.sentinel.verdict),
          ])}
        />
      )}
    </Section>
  );
}

function Lists({ rule }: { readonly rule: RuleReview }) {
  return (
    <>
      <Section id="sentinel-data" title="Data connectors and entities">
        {rule.dataConnectors.length === 0 ? (
          <p class="muted">The rule names no data connector.</p>
        ) : (
          <Table
            caption="Required data connectors"
            head={["Connector", "Data types"]}
            rows={rule.dataConnectors.map(({ id, dataTypes }) => [id, dataTypes.join(", ")])}
          />
        )}
        {rule.entityMappings.length === 0 ? (
          <p class="muted">The rule maps no entities.</p>
        ) : (
          <Table
            caption="Entity mappings"
            head={["Entity", "Identifier", "Column"]}
            rows={rule.entityMappings.flatMap(({ entityType, fieldMappings }) =>
              fieldMappings.map(({ identifier, columnName }) => [
                entityType,
                identifier,
                <code>{columnName}</code>,
              ]),
            )}
          />
        )}
      </Section>
      <Section id="budgets" title="Budgets of this rule">
        <Budgets budgets={rule.budgets} />
      </Section>
      <Section id="false-positives" title="False positives">
        <TextList items={rule.falsePositives} empty="The rule names none." />
      </Section>
      {rule.runbook === undefined ? null : (
        <Section id="runbook" title="Runbook">
          <p>
            <Link href={rule.runbook} />
          </p>
        </Section>
      )}
      <Section id="references" title="References">
        {rule.references.length === 0 ? (
          <p class="muted">None.</p>
        ) : (
          <ul class="links">
            {rule.references.map((reference) => (
              <li>
                <Link href={reference} />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function TextList(props: { readonly items: readonly string[]; readonly empty: string }) {
  if (props.items.length === 0) return <p class="muted">{props.empty}</p>;
  return (
    <ul>
      {props.items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  );
}
