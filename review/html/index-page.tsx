import { ATTACK_NOTICE, ATTACK_VERSION, TECHNIQUES } from "../attack/enterprise";
import { CLOUD_NAMES, CLOUDS } from "../conditions/stages";
import { attackUrl } from "../attack/rule-attack";
import { costLines, dollars } from "../budgets/cost";
import { count, exceeded, headline, verdictCounts } from "../headline";
import type { RuleReview, SetReview } from "../model";
import { Budgets } from "./budgets";
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
      <UnreadNotice set={set} />
      <QuotaNotice set={set} />
      <Section id="rules-section" title="Rules">
        <Filter rules={set.rules} />
        <Rules rules={set.rules} />
      </Section>
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
      <Section
        id="budgets"
        title="Quotas"
        note="If all rules are deployed to one log group and one workspace."
      >
        <Budgets budgets={set.budgets} />
      </Section>
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
      {CLOUDS.map((cloud) => (
        <li class="tile">
          <h2>{CLOUD_NAMES[cloud]}</h2>
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
  return (
    <ul class="bare">
      <li>
        <strong class="number">{tests.length.toLocaleString("en-US")}</strong> events
      </li>
      <li>
        <strong class="number">{failed}</strong> not as expected
      </li>
      <li>
        <strong class="number">{untested.toLocaleString("en-US")}</strong> rules without any
      </li>
    </ul>
  );
}

function UnreadNotice({ set }: { readonly set: SetReview }) {
  const errors = set.diagnostics.filter(({ severity }) => severity === "error");
  const files = new Set(errors.map(({ path }) => path)).size;
  if (files === 0) return null;
  return (
    <p class="callout c-unsupported notice">
      <strong>{count(files, "rule file", "rule files")}</strong>
      {" could not be read and "}
      {files === 1 ? "has" : "have"} no page: <a href="#findings">findings</a>.
    </p>
  );
}

function QuotaNotice({ set }: { readonly set: SetReview }) {
  const over = exceeded(set);
  if (over.length === 0) return null;
  return (
    <p class="callout c-unsupported notice">
      <strong>Over the limit:</strong> {over.join("; ")}: <a href="#budgets">quotas</a>.
    </p>
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
            ...costLines(cost.billed, prices).map(({ what, count: units, each, falling, usd }) => [
              what,
              units.toLocaleString("en-US"),
              each === 0 ? "free" : `${falling ? "from " : ""}${dollars(each)}`,
              dollars(usd),
            ]),
            [<strong>Total</strong>, "", "", <strong>{dollars(cost.most)}</strong>],
            ["With the account's whole free tier left", "", "", dollars(cost.least)],
          ]}
        />
      </div>
      <p class="note">
        Sentinel bills the GB of AWSCloudTrail that are ingested, which rules do not change; a saved
        query costs when it is run. Sources: {prices.sources.join("; ")}.
      </p>
    </Section>
  );
}
