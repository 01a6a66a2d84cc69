import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { awsWayOf, compiledRule } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { member, type Json, type JsonObject } from "../compiler/core/json";
import { packsUnder } from "../compiler/load/rule-packs";
import { loadRules } from "../compiler/rule-set/load-rules";
import { LOG_GROUP_LIMITS } from "../compiler/targets/cloudwatch/limits";
import { buildApp } from "../main";
import { placeholdersOf } from "../review/conditions/placeholders";
import { detections } from "./cli/command";
import { repositoryPlaceholders, RULES, SHIPPED } from "./support/repository-rules";
import { resources } from "./support/synth";

const PLACEHOLDERS = repositoryPlaceholders();
const rules = loadRules(SHIPPED, new Diagnostics(), { placeholders: PLACEHOLDERS }).map(
  ({ detection }) => compiledRule(detection),
);

/** Rules whose groups Sentinel has no entity for, and why that is how they are. */
const WITHOUT_ENTITIES: Readonly<Record<string, string>> = {
  "c4f407aa-75ee-46e7-8900-54b6691e480d": "counts by access key, which is no entity of Sentinel's",
  "0d3294e0-59bb-48d8-bf88-bcc93b60dd09": "its events name the user at two places",
};

let outdir: string;
let summary: string;
let aws: JsonObject;
let azure: JsonObject;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "detections-catalogue-"));
  const built = buildApp({ outdir, packs: packsUnder(RULES) });
  built.app.synth();
  summary = built.summary;
  const read = (stack: string): JsonObject =>
    JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
  aws = read("aws-detections");
  azure = read("azure-detections");
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const idsOf = (found: readonly JsonObject[], idOf: (each: JsonObject) => Json | undefined) =>
  [...new Set(found.map((each) => String(idOf(each))))].sort();

/** All packs in one app, as `DETECTION_PACKS` names them, with the values that the package brings. */
describe("all packs together", () => {
  test("are deployed to both clouds, each rule once on AWS", () => {
    expect(summary).not.toContain(" unsupported: ");
    const sentinel = resources(azure, "azurerm_sentinel_alert_rule_scheduled");
    const ids = rules.map(({ detection }) => detection.id).sort();
    expect(idsOf(sentinel, (rule) => member(rule, "name"))).toEqual(ids);

    const idOf = (each: JsonObject) => member(member(each, "tags"), "detection:rule-id");
    const machines = idsOf(resources(aws, "aws_sfn_state_machine"), idOf);
    const filters = idsOf(resources(aws, "aws_cloudwatch_log_metric_filter"), (each) =>
      String(member(member(member(each, "//"), "detection"), "id")),
    );
    expect(machines.length).toBeGreaterThan(0);
    expect(machines.filter((id) => filters.includes(id))).toEqual([]);
    const onAws = rules.filter((rule) => rule.compiled("cloudwatch").verdict !== "not-applicable");
    expect([...machines, ...filters].sort()).toEqual(
      onAws.map(({ detection }) => detection.id).sort(),
    );
  });

  test("fit the filters of one log group beside EventBridge, and name the topic of its messages", () => {
    const filters = resources(aws, "aws_cloudwatch_log_metric_filter");
    expect(filters.length).toBeLessThanOrEqual(LOG_GROUP_LIMITS.metricFilters.value);
    expect(new Set(filters.map((each) => member(each, "log_group_name")))).toEqual(
      new Set(["${var.log_group_name}"]),
    );
    expect(member(member(aws, "variable"), "message_topic_arn")).toBeDefined();
  });

  test("go by EventBridge in no rule of `starter` and `cis`, which need no topic for messages", () => {
    const paths = rules
      .filter((rule) => awsWayOf(rule) === "eventbridge")
      .map(({ detection }) => detection.source.path);
    expect(paths.filter((path) => /rules\/(starter|cis)\//.test(path))).toEqual([]);
  });

  test("ask for no value but those that are there; one that is to be filled in is no pattern", () => {
    const asked = new Set(rules.flatMap(({ detection }) => placeholdersOf(detection)));
    expect(Object.keys(PLACEHOLDERS)).toEqual(expect.arrayContaining([...asked]));
    for (const value of Object.values(PLACEHOLDERS).flat()) {
      if (/^\(fill in/.test(String(value))) expect(value).toMatch(/^\(fill in: [^*?]+\)$/);
    }
  });

  test("have their cost and quotas on the first page of the review", () => {
    const page = readFileSync(join(outdir, "review/index.md"), "utf8");
    expect(page).toMatch(/\$\d+\.\d\d to \$\d+\.\d\d a month on CloudWatch/);
    expect(page).toMatch(/\b\d+ detections on EventBridge\b/);
  });

  test("pass every policy as an error, but for what is accepted with a reason", async () => {
    const exceptions = [
      ...rules
        .filter((rule) => awsWayOf(rule) === "cloudwatch")
        .filter((rule) => rule.compiled("cloudwatch").verdict === "wider")
        .map(({ detection: { id } }) => [id, "verdict-wider", "accepted in the rule"] as const),
      ...Object.entries(WITHOUT_ENTITIES).map(
        ([id, reason]) => [id, "analytic-rule-without-entities", reason] as const,
      ),
    ].map(([id, policy, reason]) => ({ policy, resource: `*${id}*`, reason }));
    const levels = Object.fromEntries(
      ["verdict-wider", "analytic-rule-without-entities", "analytic-rule-gaps"].map((policy) => [
        policy,
        "error",
      ]),
    );
    const settings = join(outdir, "policies.json");
    writeFileSync(settings, JSON.stringify({ levels, exceptions }));
    const ran = await detections(outdir, "policy", "stacks", "--policies", settings);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/0 errors, 0 warnings/);
  });
});
