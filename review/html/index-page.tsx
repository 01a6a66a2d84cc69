import { ATTACK_NOTICE, ATTACK_VERSION, TECHNIQUES } from "../../compiler/attack/enterprise";
import { TARGET_NAMES } from "../../compiler/targets/verdict";
import { attackUrl } from "../attack/rule-attack";
import { costLines, dollars } from "../budgets/cost";
import type { Budget } from "../budgets/quotas";
import { count } from "../count";
import { headline, verdictCounts } from "../headline";
import type { RuleReview, SetReview } from "../model";
import { Budgets } from "./budgets";
import { Places } from "./deployments";
import { Findings } from "./findings";
import { Matrix, MatrixLegend, MatrixTable } from "./matrix";
import { renderPage } from "./page";
import { Link, Section, Table, VerdictBadge } from "./parts";
import { Filter, Rules } from "./rule-table";

export function indexPage(set: SetReview): string {
  return renderPage(
    { title: set.title, set: set.title, root: "" },
    <main id="main" class="index">
      <div class="head">
        <h1>{set.title}</h1>
        <p class="lead">{headline(set)}</p>
      </div>
      <Verdicts set={set} />
      <Problems set={set} />
      <Section id="rules-section" title="Rules">
        <Filter set={set} />
        <Rules set={set} />
      </Section>
      <Places set={set} />
      <Section
        id="attack"
        title="ATT&CK coverage"
        note={`Techniques that the rules name, with the number of rules; ${count(set.untagged, "rule names", "rules name")} none. ATT&CK ${ATTACK_VERSION}.`}
      >
        <div class="scroll" role="region" aria-label="ATT&CK matrix" tabIndex={0}>
          <Matrix coverage={set.coverage} />
        </div>
        <MatrixLegend />
        <Gaps gaps={set.gaps} />
        <details>
          <summary>The same as a table</summary>
          <MatrixTable coverage={set.coverage} />
        </details>
        <p class="files">
          <a href="attack-matrix.svg">Picture (SVG)</a>
          <a href="attack-layer.json">Navigator layer (JSON)</a>
        </p>
      </Section>
      {set.budgets.length === 0 ? null : (
        <Section
          id="budgets"
          title="Quotas"
          note={
            set.budgets.some(({ place }) => place !== undefined)
              ? "What this app takes of them in each place."
              : "If all rules are deployed to one log group and one workspace."
          }
        >
          <SharedBudgets budgets={set.budgets} />
        </Section>
      )}
      <Cost set={set} />
      <Findings found={set.diagnostics} />
      <footer class="foot">
        <p>
          Also as <a href="index.md">Markdown</a> and <a href="review.json">JSON</a>.
        </p>
        <p>{ATTACK_NOTICE}</p>
      </footer>
    </main>,
  );
}

function Verdicts({ set }: { readonly set: SetReview }) {
  return (
    <ul class="tiles" aria-label="Verdicts">
      {set.clouds.map((cloud) => (
        <li class="tile">
          <h2>{TARGET_NAMES[cloud]}</h2>
          <ul class="bare">
            {verdictCounts(set, cloud).map(({ verdict, rules, notAccepted }) => (
              <li>
                <strong class="number">{rules.toLocaleString("en-US")}</strong>{" "}
                <VerdictBadge verdict={verdict} />
                {notAccepted > 0 ? (
                  <span class="muted small open">{` ${notAccepted} not accepted`}</span>
                ) : null}
              </li>
            ))}
          </ul>
        </li>
      ))}
      <li class="tile">
        <h2>Test events</h2>
        <Tested rules={set.rules} />
      </li>
    </ul>
  );
}

function Tested({ rules }: { readonly rules: readonly RuleReview[] }) {
  const tests = rules.flatMap((rule) => rule.tests);
  const untested = rules.filter((rule) => rule.tests.length === 0).length;
  const failed = tests.filter((test) => test.failed).length;
  const numbers = [
    [tests.length, tests.length === 1 ? "event" : "events"],
    [failed, "not as expected"],
    [untested, untested === 1 ? "rule without any" : "rules without any"],
  ] as const;
  return (
    <ul class="bare">
      {numbers.map(([number, words]) => (
        <li>
          <strong class="number">{number.toLocaleString("en-US")}</strong> {words}
        </li>
      ))}
    </ul>
  );
}

/** Each problem with the way to what says more. */
function Problems({ set }: { readonly set: SetReview }) {
  return (
    <>
      {set.problems.map(({ section, words, rules }) => (
        <p class="callout c-unsupported notice">
          <strong>{words}</strong>
          {": "}
          {rules.length === 0 ? (
            <a href={`#${section}`}>{SECTION_WORDS[section]}</a>
          ) : (
            rules.slice(0, MOST_NAMED).map(({ key, title }, index) => (
              <>
                {index === 0 ? "" : ", "}
                <a href={`rules/${encodeURIComponent(key)}.html#tests`}>{title}</a>
              </>
            ))
          )}
          {rules.length > MOST_NAMED ? ` and ${rules.length - MOST_NAMED} more` : ""}.
        </p>
      ))}
    </>
  );
}

const SECTION_WORDS = {
  findings: "findings",
  "rules-section": "rules",
  budgets: "quotas",
} as const;
/** Rules that a notice names; the others are counted. */
const MOST_NAMED = 10;

const PER_WORDS = {
  "log group": "Log group",
  "event bus": "Event bus",
  workspace: "Workspace",
  rule: "Rule",
  "filter pattern": "Filter pattern",
  "event pattern": "Event pattern",
} as const;

/** The quotas of each place under its name. */
function SharedBudgets({ budgets }: { readonly budgets: readonly Budget[] }) {
  const places = new Map<string | undefined, Budget[]>();
  for (const budget of budgets) {
    const key = budget.place === undefined ? undefined : `${PER_WORDS[budget.per]} ${budget.place}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, [budget]);
    else known.push(budget);
  }
  return (
    <>
      {[...places].map(([place, own]) => (
        <>
          {place === undefined ? null : <h3 class="place-name">{place}</h3>}
          <Budgets budgets={own} />
        </>
      ))}
    </>
  );
}

function Gaps({ gaps }: { readonly gaps: readonly string[] }) {
  if (gaps.length === 0) return null;
  return (
    <div class="callout c-wider">
      <p>
        <strong>{count(gaps.length, "gap", "gaps")}</strong> against the target list: techniques
        that no rule names.
      </p>
      <ul class="columns">
        {gaps.map((id) => (
          <li>
            <Link href={attackUrl(id)}>{`${id} ${TECHNIQUES.get(id)?.name ?? ""}`.trim()}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Cost({ set }: { readonly set: SetReview }) {
  const { cost, prices } = set;
  const lines = costLines(set.accounts, prices).filter(({ cloud }) => set.clouds.includes(cloud));
  const accounts = set.accounts.filter(({ metrics }) => metrics > 0).length;
  return (
    <Section
      id="cost"
      title="Cost a month"
      note={`List prices of ${prices.asOf}, ${prices.region}, without tax.`}
    >
      <div class="cost">
        <Table
          caption="Cost a month"
          head={["What", "How many", "Each", "A month"]}
          numbersFrom={1}
          rows={[
            ...lines.map(({ what, count: units, each, falling, usd }) => [
              what,
              units.toLocaleString("en-US"),
              each === 0 ? "free" : `${falling ? "from " : ""}${dollars(each)}`,
              dollars(usd),
            ]),
            [<strong>Total</strong>, "", "", <strong>{dollars(cost.most)}</strong>],
            [
              accounts > 1
                ? "With each account's whole free tier left"
                : "With the account's whole free tier left",
              "",
              "",
              dollars(cost.least),
            ],
          ]}
        />
      </div>
      <p class="note">
        {set.clouds.includes("sentinel")
          ? "Sentinel bills the GB of AWSCloudTrail that are ingested, which rules do not change. "
          : ""}
        {set.clouds.includes("cloudwatch") ? "A saved query costs when it is run. " : ""}
        {accounts > 1 ? `The free tier is counted once for each of ${accounts} accounts. ` : ""}
        Sources: {prices.sources.join("; ")}.
      </p>
    </Section>
  );
}
