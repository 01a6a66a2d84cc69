import type { ComponentChildren } from "preact";

import { controlGroups } from "../../compiler/controls/controls";
import { ATTACK_NOTICE, ATTACK_VERSION } from "../../compiler/attack/enterprise";
import { CLOUDS, TARGET_NAMES } from "../../compiler/targets/verdict";
import { levelOf } from "../level";
import { factsWords, recordingNeeds, type CoveredCall } from "../conditions/event-coverage";
import type { RuleReview, SetReview } from "../model";
import type { PublishOptions } from "../options";
import { AttackParts } from "./attack-parts";
import { Budgets } from "./budgets";
import { ExclusionTable, IndicatorTable, StageList } from "./condition-parts";
import { RuleDeployments } from "./deployments";
import { Allowances, Findings } from "./findings";
import { renderPage } from "./page";
import { Folded, LevelBadge, Link, Message, Section, Table, VerdictBadge } from "./parts";
import { RuleContents, RuleFacts } from "./rule-facts";
import { safeUrl } from "./safe-url";
import { ArmTemplate, SourceText } from "./source-parts";
import { TargetParts } from "./target-parts";
import { TestTable } from "./test-table";
import { RuleAnchor, WhatFires } from "./what-fires";

export function rulePage(rule: RuleReview, set: SetReview, options: PublishOptions = {}): string {
  return renderPage(
    { title: rule.title, set: set.title, root: "../" },
    <main id="main" class="rule">
      <Head rule={rule} />
      <Differences rule={rule} />
      <aside aria-label="Facts" class="side">
        <RuleFacts rule={rule} clouds={set.clouds} />
        <RuleContents rule={rule} clouds={set.clouds} />
      </aside>
      <div class="body">
        <Findings found={rule.findings} />
        <Allowances of={rule.allowances} />
        <WhatFires rule={rule} />
        <RuleDeployments rule={rule} />
        <TargetParts rule={rule} clouds={set.clouds} />
        <TestTable rule={rule} clouds={set.clouds} />
        <AttackParts rule={rule} />
        <Controls rule={rule} />
        <EventCoverage rule={rule} />
        <StageList rule={rule} />
        <ExclusionTable exclusions={rule.exclusions} />
        <IndicatorTable indicators={rule.indicators} />
        <SentinelData rule={rule} />
        <Section id="budgets" title="Budgets of this rule">
          {rule.budgets.length === 0 ? (
            <p class="muted">Nothing of it is deployed.</p>
          ) : (
            <Budgets budgets={rule.budgets} />
          )}
        </Section>
        <Advice rule={rule} />
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

function Head({ rule }: { readonly rule: RuleReview }) {
  return (
    <div class="head">
      <h1>{rule.title}</h1>
      <ul class="badges">
        <Badge name="Level">
          <LevelBadge level={levelOf(rule)} />
        </Badge>
        {rule.status === undefined ? null : (
          <Badge name="Status">
            <span class="badge">{rule.status}</span>
          </Badge>
        )}
        {CLOUDS.map((cloud) => {
          const { verdict } = rule[cloud];
          return verdict === null ? null : (
            <Badge name={TARGET_NAMES[cloud]}>
              <VerdictBadge verdict={verdict} />
            </Badge>
          );
        })}
        {rule.eventbridge?.compiled.verdict ? (
          <Badge name={TARGET_NAMES.eventbridge}>
            <VerdictBadge verdict={rule.eventbridge.compiled.verdict} />
          </Badge>
        ) : null}
        {rule.shadow ? (
          <Badge name="Shadow">
            <span class="badge">pages nobody</span>
          </Badge>
        ) : null}
      </ul>
      {rule.description === undefined ? null : <Paragraphs text={rule.description} />}
    </div>
  );
}

function Badge(props: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <li>
      <span class="muted">{props.name}</span> {props.children}
    </li>
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
  const clouds = CLOUDS.filter((cloud) => rule[cloud].reasons.length > 0);
  if (clouds.length === 0) return null;
  return (
    <section id="differences" class="differences">
      <h2>How it differs from the rule</h2>
      {clouds.map((cloud) => {
        const { verdict, output, reasons } = rule[cloud];
        return (
          <div class={`callout c-${verdict ?? "exact"}`}>
            <p>
              <strong>{TARGET_NAMES[cloud]}</strong>{" "}
              {verdict === null ? null : <VerdictBadge verdict={verdict} />}{" "}
              {output === null ? "is not deployed:" : verdict === "wider" ? "does not apply:" : ""}
            </p>
            <ul>
              {reasons.map(({ code, message, path }) => (
                <li>
                  <Message text={message} /> <span class="muted small">{`${code}, ${path}`}</span>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function EventCoverage({ rule }: { readonly rule: RuleReview }) {
  const { rules, total } = rule.sameAction;
  return (
    <>
      <Section id="events" title="Event coverage">
        {rule.apiCalls.length === 0 ? (
          <p class="muted">The rule names no API call.</p>
        ) : (
          <Table
            caption="API calls the rule looks for"
            head={["Provider", "Event", "Kind"]}
            rows={rule.apiCalls.map((call) => [
              <code>{call.source ?? "any"}</code>,
              <code>{call.name ?? "any"}</code>,
              <CallFacts call={call} />,
            ])}
          />
        )}
        {recordingNeeds(rule.apiCalls).map((words) => (
          <p class="note">{words}</p>
        ))}
      </Section>
      <Section
        id="same-action"
        title="Rules detecting the same action"
        note="Other rules of this set that look for one of the same API calls."
      >
        {total === 0 ? (
          <p class="muted">None.</p>
        ) : (
          <Folded
            items={rules.map((link) => (
              <>
                <RuleAnchor link={link} /> <span class="muted">{`(${link.format})`}</span>
              </>
            ))}
          />
        )}
        {total > rules.length ? (
          <p class="muted">{`${(total - rules.length).toLocaleString("en-US")} more, which are not listed.`}</p>
        ) : null}
      </Section>
    </>
  );
}

function CallFacts({ call }: { readonly call: CoveredCall }) {
  const { facts } = call;
  const unknown = facts !== undefined && facts.kind !== "known";
  return (
    <span {...(facts === undefined ? { class: "muted" } : {})}>
      {unknown ? <span class="badge v-wider">unknown</span> : null}{" "}
      <Message text={factsWords(call)} />
    </span>
  );
}

function SentinelData({ rule }: { readonly rule: RuleReview }) {
  return (
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
  );
}

/** An address, or what to do in words. */
function Runbook({ text }: { readonly text: string }) {
  return safeUrl(text) === undefined ? (
    <Paragraphs text={text} />
  ) : (
    <p>
      <Link href={text} />
    </p>
  );
}

/** Controls of benchmarks, where the rule serves some. */
function Controls({ rule }: { readonly rule: RuleReview }) {
  if (rule.controls.length === 0) return null;
  return (
    <Section id="controls" title="Controls">
      <Table
        caption="Controls of benchmarks that this rule serves"
        head={["Benchmark", "Controls", "Mapped by"]}
        rows={controlGroups(rule.controls).map(({ name, ids, by }) => [
          name,
          ids.join(", "),
          by ?? "",
        ])}
      />
    </Section>
  );
}

/** What a person who is paged reads on. */
function Advice({ rule }: { readonly rule: RuleReview }) {
  return (
    <>
      <Section id="false-positives" title="False positives">
        {rule.falsePositives.length === 0 ? (
          <p class="muted">The rule names none.</p>
        ) : (
          <ul>
            {rule.falsePositives.map((item) => (
              <li>{item}</li>
            ))}
          </ul>
        )}
      </Section>
      {rule.runbook === undefined ? null : (
        <Section id="runbook" title="Runbook">
          <Runbook text={rule.runbook} />
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
