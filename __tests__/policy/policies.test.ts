import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { JsonObject } from "../../compiler/core/json";
import { POLICIES, POLICY_IDS } from "../../policy/policies/policies";
import { policiesPage } from "../../scripts/policies-page";
import { alarm, ALARM, FILTER, filter } from "./bodies";
import { CASES } from "./broken";
import { ALL_ERRORS, judgements, saidBy } from "./declaring";

const numbered = (what: "broken" | "right" | "unknown") =>
  Object.entries(CASES).flatMap(([id, cases]) =>
    (cases[what] ?? []).map((resource, index) => [`${id} ${index + 1}`, id, { resource }] as const),
  );

test("every policy has what breaks it and what is right", () => {
  expect(Object.keys(CASES)).toEqual(POLICY_IDS);
});

test.each(numbered("broken"))("is found, by its name: %s", (_, id, json) => {
  expect(saidBy(id, json)).toContain("a found");
});

test.each(numbered("right"))("is fine: %s", (_, id, json) => {
  expect(saidBy(id, json)).toContain("a fine");
});

test.each(numbered("unknown"))("cannot be known before Terraform runs: %s", (_, id, json) => {
  expect(saidBy(id, json)).toContain("a unknown");
});

describe("what a policy does not look at", () => {
  test("alarms of other metrics than those of filters: what they count is not known", () => {
    const other = alarm({ namespace: "AWS/EC2", treat_missing_data: null, statistic: "Average" });
    const json = { resource: { [FILTER]: { f: filter() }, [ALARM]: { a: other } } };
    for (const id of ["alarm-missing-data", "alarm-statistic", "alarm-metric-unwritten"]) {
      expect(saidBy(id, json)).toEqual([]);
    }
  });

  test("filters of other logs, and any where no trail is declared", () => {
    const plain = filter({ pattern: "ERROR", log_group_name: "/aws/lambda/x" });
    const trail = { aws_cloudtrail: { t: { name: "t" } } };
    const id = "filter-without-trail";
    expect(saidBy(id, { resource: { [FILTER]: { a: plain }, ...trail } })).toEqual([]);
    expect(saidBy(id, { resource: { [FILTER]: { a: filter() } } })).toEqual([]);
  });

  test("what `count` makes none of", () => {
    const json = { resource: { aws_sns_topic: { a: { name: "a", count: 0 }, b: { count: 1 } } } };
    expect(saidBy("topic-not-encrypted", json)).toEqual(["b found"]);
  });

  test("a variable's default: another value may be given", () => {
    const json = {
      variable: { key: { default: "alias/own" } },
      resource: { aws_sns_topic: { a: { kms_master_key_id: "${var.key}" } } },
    };
    expect(saidBy("topic-not-encrypted", json)).toEqual(["a unknown"]);
  });
});

describe("what expressions lead to", () => {
  test("locals and other resources are followed, a circle is not", () => {
    const topic = (kms_master_key_id: string) => ({ kms_master_key_id });
    const json = {
      locals: { none: "", key: "${local.other}", other: "alias/own", round: "${local.round}" },
      resource: {
        aws_sns_topic: {
          a: topic("${local.none}"),
          b: topic("${local.key}"),
          c: topic("${aws_sns_topic.a.kms_master_key_id}"),
          d: topic("${local.round}"),
        },
      },
    };
    expect(saidBy("topic-not-encrypted", json)).toEqual([
      "a found",
      "b fine",
      "c found",
      "d unknown",
    ]);
  });

  test("names of one stack are not those of another", () => {
    const metric_transformation = { name: "${var.m}", namespace: "Security" };
    const resource = { [FILTER]: { f: filter({ metric_transformation }) } };
    const reading = { resource: { [ALARM]: { x: alarm({ metric_name: "${var.m}" }) } } };
    expect(saidBy("filter-without-alarm", { resource }, reading)).toEqual(["f unknown"]);
  });

  test("an alarm in another stack will do where both work in one account and Region", () => {
    const at = (region: string, more: object = {}) => ({ aws: [{ region, ...more }] });
    const filters = { resource: { [FILTER]: { f: filter() } }, provider: at("eu-west-1") };
    const alarms = { resource: { [ALARM]: { x: alarm() } } };
    const said = (provider: object) =>
      saidBy("filter-without-alarm", filters, { ...alarms, provider } as JsonObject);
    expect(said(at("eu-west-1", { default_tags: { tags: {} } }))).toEqual(["f fine"]);
    // A module has no provider of its own.
    expect(said({})).toEqual(["f fine"]);
    expect(said(at("us-east-1"))).toEqual(["f found"]);
    expect(said(at("eu-west-1", { allowed_account_ids: ["111122223333"] }))).toEqual(["f found"]);
  });

  test("a provider is known by its alias", () => {
    const provider = { aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "global" }] };
    const said = (...names: readonly (string | null)[]) => {
      const [of, at] = names.map((name) => (name === null ? {} : { provider: name }));
      const resource = { [FILTER]: { f: filter(of) }, [ALARM]: { x: alarm(at) } };
      return saidBy("filter-without-alarm", { provider, resource });
    };
    expect(said("aws.global", "aws.global")).toEqual(["f fine"]);
    expect(said("aws.global", "${aws.global}")).toEqual(["f fine"]);
    expect(said("aws.global", null)).toEqual(["f found"]);
  });

  test("a trail in one stack feeds a filter in another", () => {
    const group = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*";
    const trail = { name: "t", cloud_watch_logs_group_arn: group };
    const json = { resource: { [FILTER]: { a: filter() } } };
    const other = { resource: { aws_cloudtrail: { t: trail } } };
    expect(saidBy("filter-without-trail", json, other)).toEqual(["a fine"]);
  });
});

test("a name of a metric that is nearly right is told with the right one", () => {
  const json = {
    resource: { [FILTER]: { f: filter() }, [ALARM]: { a: alarm({ metric_name: "rooot" }) } },
  };
  expect(judgements(ALL_ERRORS, json)).toContainEqual(
    expect.objectContaining({
      policy: "alarm-metric-unwritten",
      message: "no metric filter writes `Security rooot`; filters write `Security root`",
    }),
  );
});

test("policies are told in sentences, with a way out and a source", () => {
  for (const { id, meaning, why, fix, source, noun } of POLICIES) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(fix).toMatch(/^[a-z].*[^.]$/);
    expect([source, noun]).not.toContain("");
  }
});

test("the page in docs/ is the one that the policies make; `npm run docs` writes it", () => {
  const plain = (page: string) =>
    page
      .replace(/-{3,}/g, "---")
      .replace(/[ \n]+/g, " ")
      .trim();
  const page = readFileSync(join(__dirname, "../../docs/policies.md"), "utf8");
  expect(plain(page)).toBe(plain(policiesPage()));
});
