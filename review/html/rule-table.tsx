import { TACTICS } from "../attack/enterprise";
import { serviceOf } from "../conditions/api-calls";
import { CLOUDS } from "../conditions/stages";
import { levelOf, levelRank } from "../level";
import type { RuleReview } from "../model";
import { LevelBadge, VerdictBadge } from "./parts";

/** What rows are filtered by: values without spaces, since a row holds several in one attribute. */
interface Facets {
  readonly level: readonly string[];
  readonly tactic: readonly string[];
  readonly service: readonly string[];
  readonly cloudwatch: readonly string[];
  readonly sentinel: readonly string[];
}

const FACETS = ["level", "tactic", "service", "cloudwatch", "sentinel"] as const;

const FACET_TITLES: Readonly<Record<keyof Facets, string>> = {
  level: "Level",
  tactic: "Tactic",
  service: "Service",
  cloudwatch: "CloudWatch verdict",
  sentinel: "Sentinel verdict",
};

function facetsOf(rule: RuleReview): Facets {
  const services = rule.apiCalls.flatMap((call) => serviceOf(call) ?? []);
  const tactics = rule.attack.tactics.map(({ shortName }) => shortName);
  return {
    level: [levelOf(rule)],
    tactic: tactics.length > 0 ? tactics : ["none"],
    service: services.length > 0 ? [...new Set(services)].map(oneWord) : ["any"],
    cloudwatch: rule.cloudwatch.verdict === null ? [] : [rule.cloudwatch.verdict],
    sentinel: rule.sentinel.verdict === null ? [] : [rule.sentinel.verdict],
  };
}

const TACTIC_NAMES = new Map(TACTICS.map(({ shortName, name }) => [shortName, name]));

function oneWord(text: string): string {
  return text.replace(/\s+/g, "_");
}

export function Filter({ rules }: { readonly rules: readonly RuleReview[] }) {
  const counts = new Map<keyof Facets, Map<string, number>>();
  for (const facets of rules.map(facetsOf)) {
    for (const name of FACETS) {
      const values = counts.get(name) ?? new Map<string, number>();
      counts.set(name, values);
      for (const value of facets[name]) values.set(value, (values.get(value) ?? 0) + 1);
    }
  }
  return (
    <form id="filter" class="filter" role="search" hidden>
      <div class="filter-line">
        <label class="search">
          <span class="hidden">Search title, id, description, call, technique</span>
          <input
            type="search"
            name="q"
            placeholder="Search title, id, call, technique …"
            autocomplete="off"
            spellcheck={false}
          />
        </label>
        <p id="count" class="count" role="status" />
        <button id="reset" type="reset" hidden>
          Clear
        </button>
      </div>
      <div class="facets">
        {[...counts].map(([name, values]) => {
          const rank = name === "level" ? levelRank : () => 0;
          return (
            <details class="facet">
              <summary>{FACET_TITLES[name]}</summary>
              <fieldset>
                <legend class="hidden">{FACET_TITLES[name]}</legend>
                {[...values]
                  .sort(([a, m], [b, n]) => rank(a) - rank(b) || n - m || (a < b ? -1 : 1))
                  .map(([value, number]) => (
                    <label>
                      <input type="checkbox" name={name} value={value} />{" "}
                      {TACTIC_NAMES.get(value) ?? value} <span class="muted">{number}</span>
                    </label>
                  ))}
              </fieldset>
            </details>
          );
        })}
      </div>
    </form>
  );
}

const COLUMNS = ["Level", "Rule", "Service", "Techniques", "CloudWatch", "Sentinel", "Tests"];

export function Rules({ rules }: { readonly rules: readonly RuleReview[] }) {
  return (
    <div class="scroll rules" role="region" aria-label="Rules" tabIndex={0}>
      <table id="rules">
        <caption class="hidden">All rules</caption>
        <thead>
          <tr>
            {COLUMNS.map((title) => (
              <th scope="col">
                <button type="button" disabled>
                  {title}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <Row rule={rule} />
          ))}
        </tbody>
      </table>
      <p id="nothing" class="muted" hidden>
        No rule fits.
      </p>
    </div>
  );
}

function Row({ rule }: { readonly rule: RuleReview }) {
  const facets = facetsOf(rule);
  const level = levelOf(rule);
  const techniques = rule.attack.techniques.map(({ id }) => id);
  const services = facets.service.join(", ");
  return (
    <tr
      data-text={searchText(rule)}
      data-level={facets.level.join(" ")}
      data-tactic={facets.tactic.join(" ")}
      data-service={facets.service.join(" ")}
      data-cloudwatch={facets.cloudwatch.join(" ")}
      data-sentinel={facets.sentinel.join(" ")}
    >
      <td data-sort={String(levelRank(level))}>
        <LevelBadge level={level} />
      </td>
      <th scope="row" data-sort={rule.title}>
        <a href={`rules/${encodeURIComponent(rule.key)}.html`}>{rule.title}</a>
        {rule.shadow ? <span class="badge">shadow</span> : null}
      </th>
      <td data-sort={services} {...(services === "any" ? { class: "muted" } : {})}>
        {services}
      </td>
      <td data-sort={techniques.join(" ")} class="small">
        {techniques.join(", ")}
      </td>
      {CLOUDS.map((key) => {
        const { verdict, output } = rule[key];
        return (
          <td data-sort={verdict ?? ""}>
            {verdict === null ? null : <VerdictBadge verdict={verdict} />}
            {verdict === "wider" && output === null ? (
              <span class="muted small open"> not accepted</span>
            ) : null}
          </td>
        );
      })}
      <td data-sort={String(rule.tests.length)}>{testWords(rule)}</td>
    </tr>
  );
}

function testWords({ tests }: RuleReview): string {
  if (tests.length === 0) return "none";
  const wrong = tests.filter(({ failed }) => failed).length;
  return wrong === 0 ? String(tests.length) : `${wrong} of ${tests.length} fail`;
}

const SEARCHED_CHARS = 600;

function searchText(rule: RuleReview): string {
  return [
    rule.title,
    rule.id,
    rule.format,
    rule.source.path,
    ...rule.attack.techniques.map(({ id, name }) => `${id} ${name ?? ""}`),
    ...rule.apiCalls.map(({ name }) => name),
    rule.description?.slice(0, SEARCHED_CHARS),
  ]
    .filter((each) => each !== undefined)
    .join(" ")
    .replace(/\s+/g, " ")
    .toLowerCase();
}
