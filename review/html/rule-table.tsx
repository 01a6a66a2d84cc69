import { TACTICS } from "../../compiler/attack/enterprise";
import { type Cloud, CLOUDS } from "../../compiler/targets/verdict";
import { serviceOf } from "../conditions/api-calls";
import { levelOf, levelRank } from "../level";
import type { RuleReview, SetReview } from "../model";
import { namesOf, stackWords } from "../places";
import { Folded, LevelBadge, VerdictBadge } from "./parts";

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

function isCloud(name: keyof Facets): name is Cloud {
  return name === "cloudwatch" || name === "sentinel";
}

export function Filter({ set }: { readonly set: SetReview }) {
  const { rules } = set;
  const counts = new Map<keyof Facets, Map<string, number>>();
  for (const facets of rules.map(facetsOf)) {
    for (const name of FACETS) {
      const values = counts.get(name) ?? new Map<string, number>();
      counts.set(name, values);
      for (const value of facets[name]) values.set(value, (values.get(value) ?? 0) + 1);
    }
  }
  const shown = [...counts].filter(
    ([name, { size }]) => !isCloud(name) || (size > 0 && set.clouds.includes(name)),
  );
  return (
    <form id="filter" class="filter" role="search" hidden>
      <div class="filter-line">
        <label class="search">
          <span class="hidden">Search title, id, description, field, value, call, technique</span>
          <input
            type="search"
            name="q"
            placeholder="Search title, id, value, call, technique …"
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
        {shown.map(([name, values]) => {
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

const VERDICT_COLUMNS = { cloudwatch: "CloudWatch", sentinel: "Sentinel" } as const;

export function Rules({ set }: { readonly set: SetReview }) {
  const { rules, clouds } = set;
  const isOfApp = rules.some(({ deployments }) => deployments !== undefined);
  const columns = [
    ...["Level", "Rule", "Service", "Techniques"],
    ...(isOfApp ? ["Stacks"] : []),
    ...clouds.map((cloud) => VERDICT_COLUMNS[cloud]),
    "Tests",
  ];
  return (
    <div class="scroll rules" role="region" aria-label="Rules" tabIndex={0}>
      <table id="rules">
        <caption class="hidden">All rules</caption>
        <thead>
          <tr>
            {columns.map((title) => (
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
            <Row rule={rule} clouds={clouds} />
          ))}
        </tbody>
      </table>
      <p id="nothing" class="muted" hidden>
        No rule fits.
      </p>
    </div>
  );
}

function Row({ rule, clouds }: { readonly rule: RuleReview; readonly clouds: readonly Cloud[] }) {
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
      <td data-sort={services} class={services === "any" ? "service muted" : "service"}>
        {services}
      </td>
      <td data-sort={techniques.join(" ")} class="small techniques">
        {techniques.join(", ")}
      </td>
      {rule.deployments === undefined ? null : (
        <td data-sort={stackWords(rule).join(" ")} class="small stacks" data-label="Stacks">
          <Folded items={stackWords(rule)} />
        </td>
      )}
      {clouds.map((key) => {
        const { verdict, output } = rule[key];
        return (
          <td data-sort={verdict ?? ""} class="verdict" data-label={VERDICT_COLUMNS[key]}>
            {verdict === null ? (
              <span class="muted small">not deployed</span>
            ) : (
              <VerdictBadge verdict={verdict} />
            )}
            {verdict === "wider" && output === null ? (
              <span class="muted small open"> not accepted</span>
            ) : null}
          </td>
        );
      })}
      <td data-sort={String(rule.tests.length)} class="tests">
        {testWords(rule)}
      </td>
    </tr>
  );
}

function testWords({ tests }: RuleReview): string {
  if (tests.length === 0) return "none";
  const wrong = tests.filter(({ failed }) => failed).length;
  return wrong === 0 ? String(tests.length) : `${wrong} of ${tests.length} fail`;
}

/** Of a description, and of the values that a rule looks for. */
const DESCRIPTION_CHARS = 600;
const VALUES_CHARS = 100_000;

/** What a search finds a rule by: what stands in its row, and what it looks for. */
function searchText(rule: RuleReview): string {
  const { apiCalls, indicators, exclusions } = rule;
  const found = [
    ...apiCalls.flatMap(({ source, name }) => [source, name]),
    ...indicators.flatMap(({ field, values }) => [field, ...values.map(({ value }) => value)]),
    ...exclusions.flatMap(({ field, values }) => [field, ...values]),
  ];
  const words = [
    rule.title,
    rule.id,
    levelOf(rule),
    rule.status,
    rule.author,
    rule.format,
    rule.source.path,
    ...rule.attack.tactics.map(({ name }) => name),
    ...rule.attack.techniques.map(({ id, name }) => `${id} ${name ?? ""}`),
    ...CLOUDS.map((cloud) => rule[cloud].verdict),
    ...(rule.deployments ?? []).flatMap((each) => [each.stack, ...namesOf(each)]),
    [...new Set(found)].join(" ").slice(0, VALUES_CHARS),
    rule.description?.slice(0, DESCRIPTION_CHARS),
  ];
  return [...new Set(words)]
    .filter((each) => each != null)
    .join(" ")
    .replace(/\s+/g, " ")
    .toLowerCase();
}
