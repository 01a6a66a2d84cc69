import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";

import { CloudWatchDetection, DetectionReview } from "../../constructs";
import type { SetReview } from "../../review/review-files";
import { section, words } from "../review/reviewed";
import { ruleText } from "../support/rules";
import { ADMINS, CHANNEL, severalStacks, TRAIL, WORKSPACE } from "./several-stacks";

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "detections-stacks-"));
  severalStacks(outdir).synth();
});
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

const text = (path: string) => readFileSync(join(outdir, "review", path), "utf8");
const data = (): SetReview => JSON.parse(text("review.json"));
const rule = (id: string) => {
  const found = data().rules.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
};
const page = (id: string) => text(`rules/${id}.html`);

describe("the review of an app of several stacks", () => {
  test("says of each rule where it goes, to whom, and in shadow or not", () => {
    expect(rule(TRAIL).deployments).toMatchObject([
      {
        stack: "dev",
        account: "444455556666",
        region: "us-east-1",
        logGroups: ["var.log_group_name"],
        shadow: true,
        alarmActions: ["var.topics"],
      },
      {
        stack: "prod",
        account: "111122223333",
        region: "eu-west-1",
        logGroups: ["trail/one", "trail/two"],
        shadow: false,
        alarmActions: [CHANNEL],
        metrics: [`Detections / acme/${TRAIL}`],
        savedQuery: null,
      },
      { stack: "siem", workspace: WORKSPACE, rule: TRAIL },
    ]);
    const shown = section(page(TRAIL), "deployments").replace(/ +/g, " ");
    expect(shown).toContain("dev CloudWatch var.log_group_name 444455556666, us-east-1 nobody");
    expect(shown).toContain(`trail/one trail/two 111122223333, eu-west-1 ${CHANNEL}`);
    expect(shown).toContain(`${WORKSPACE} nobody: alerts make no incidents`);
  });

  test("names the overrides and the values of placeholders that apply, and no others", () => {
    expect(section(page(TRAIL), "deployments")).toContain("level: critical");
    const [dev, prod] = rule(ADMINS).deployments ?? [];
    expect(dev?.placeholders).toEqual([{ name: "admins", values: ["dev-admin"] }]);
    expect(prod?.placeholders).toEqual([{ name: "admins", values: ["alice", "bob"] }]);
    expect(rule(TRAIL).deployments?.[0]?.placeholders).toEqual([]);
  });

  test("shows each text that is deployed, with where", () => {
    const shown = section(page(ADMINS), "cloudwatch");
    expect(shown).toContain(`dev/Detections/${ADMINS}/CloudWatch`);
    expect(shown).toMatch(/"dev-admin".*prod\/Detections.*"alice".*"bob"/);
    expect(shown).toContain(`acme/${ADMINS}`);
  });

  test("counts what is deployed: alarms, filters, costs by account, quotas by log group", () => {
    const { accounts, cost, budgets } = data();
    expect(words(text("index.html"))).toContain(
      "2 rules, deployed as 4 alarms and 1 analytic rule from 3 stacks",
    );
    expect(cost).toMatchObject({
      billed: { metrics: 4, alarmMetrics: 4, filters: 6, sentinelRules: 1 },
      most: 1.6,
      least: 0,
    });
    expect(accounts.map(({ metrics }) => metrics)).toEqual([2, 2, 0]);
    expect(
      budgets
        .filter(({ name }) => /metric filters|scheduled/.test(name))
        .map(({ place, used, usedElsewhere }) => [place, used, usedElsewhere]),
    ).toEqual([
      ["var.log_group_name (444455556666, us-east-1)", 2, undefined],
      ["trail/one (111122223333, eu-west-1)", 2, 7],
      ["trail/two (111122223333, eu-west-1)", 2, undefined],
      [WORKSPACE, 1, undefined],
    ]);
  });

  test("does not say of a rule that it goes to a cloud that it does not go to", () => {
    expect(rule(ADMINS)).toMatchObject({ sentinel: { verdict: null, output: null } });
    expect(rule(ADMINS).armTemplate).toBeUndefined();
    expect(section(page(ADMINS), "sentinel")).toContain("This app does not deploy it here.");
  });

  test("shows no token, and is the same when it is written again", () => {
    const files = readdirSync(join(outdir, "review"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.includes("."))
      .sort();
    const before = files.map((name) => [name, text(name)] as const);
    for (const [name, body] of before) expect([name, /TfToken/.test(body)]).toEqual([name, false]);
    severalStacks(outdir).synth();
    for (const [name, body] of before) expect([name, text(name) === body]).toEqual([name, true]);
  });
});

test("an app of one cloud has nothing of the other on its pages", () => {
  const at = join(outdir, "one");
  const app = new App({ outdir: at, stackTraces: false });
  new DetectionReview(app, "Review");
  const stack = new TerraformStack(app, "aws");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new CloudWatchDetection(stack, "First", {
    rule: ruleText({ id: TRAIL }),
    logGroupName: "trail",
  });
  app.synth();
  const read = (path: string) => words(readFileSync(join(at, "review", path), "utf8"));
  // What the price table is from stands at its foot.
  expect(read("index.html").replace(/Sources: .*/, "")).not.toContain("Sentinel");
  expect(readFileSync(join(at, "review/index.md"), "utf8")).not.toMatch(/^Sentinel:/m);
  expect(read(`rules/${TRAIL}.html`)).not.toContain("Microsoft Sentinel");
});
