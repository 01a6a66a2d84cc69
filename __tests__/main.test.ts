import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { isObject, member, type Json, type JsonObject } from "../compiler/core/json";
import { buildApp, RulesRefused } from "../main";
import { copySeeds } from "./support/repository-rules";
import { ruleText } from "./support/rules";
import { resourceNames, resources } from "./support/synth";

const KEYS_FOR_ANOTHER = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";
const KEY_CREATED = "9a6554e6-63d9-4f94-9b32-64d1d40628f2";

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), "detections-app-"));
});
afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

function stackJson(outdir: string, stack: string): JsonObject {
  const path = join(outdir, "stacks", stack, "cdk.tf.json");
  const json: Json = JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(json)) throw new Error(`${path} is no object`);
  return json;
}

function synthesised(rules = copySeeds(join(work, "seeds"))) {
  const outdir = join(work, "out");
  const { app, summary } = buildApp({ outdir, rules });
  app.synth();
  return {
    aws: stackJson(outdir, "aws-detections"),
    azure: stackJson(outdir, "azure-detections"),
    summary,
  };
}

describe("the app", () => {
  test("deploys every rule of a folder to both clouds", () => {
    const { aws, azure } = synthesised();
    const names = (stack: JsonObject, type: string) =>
      resources(stack, type).map((each) => member(each, "name"));
    expect(names(aws, "aws_cloudwatch_log_metric_filter").sort()).toEqual([
      KEYS_FOR_ANOTHER,
      KEY_CREATED,
    ]);
    expect(resources(aws, "aws_cloudwatch_metric_alarm")).toHaveLength(2);
    expect(names(azure, "azurerm_sentinel_alert_rule_scheduled").sort()).toEqual([
      KEYS_FOR_ANOTHER,
      KEY_CREATED,
    ]);
  });

  test("lets every rule wait for late events where it is told so", () => {
    const outdir = join(work, "late");
    const rules = copySeeds(join(work, "seeds"));
    buildApp({ outdir, rules, ingestionDelay: "1h" }).app.synth();
    const periods = resources(
      stackJson(outdir, "azure-detections"),
      "azurerm_sentinel_alert_rule_scheduled",
    ).map((each) => member(each, "query_period"));
    expect(periods).toEqual(["PT1H15M", "PT1H15M"]);
  });

  test("deploys rules of Kubernetes to Azure, and to the log group that is named for them", () => {
    const rules = join(work, "kubernetes");
    mkdirSync(rules);
    const rule = ruleText({
      logsource: { product: "kubernetes", service: "audit" },
      detection: { s: { verb: "create", "objectRef.subresource": "exec" }, condition: "s" },
    });
    writeFileSync(join(rules, "exec.yml"), rule);
    const built = (logGroupNames?: Record<string, string>) => {
      const outdir = join(work, "out");
      const { app, summary } = buildApp({
        outdir,
        rules,
        ...(logGroupNames === undefined ? {} : { logGroupNames }),
      });
      app.synth();
      const aws = stackJson(outdir, "aws-detections");
      return { filters: resources(aws, "aws_cloudwatch_log_metric_filter"), summary };
    };
    const without = built();
    expect(without.filters).toEqual([]);
    expect(without.summary).toMatch(/not-applicable|not applicable/);
    expect(without.summary).toContain("exact");
    expect(built({ "kubernetes/audit": "/aws/eks/prod/cluster" }).filters).toMatchObject([
      { log_group_name: "/aws/eks/prod/cluster" },
    ]);
  });

  test("names every resource as Terraform allows", () => {
    const { aws, azure } = synthesised();
    for (const stack of [aws, azure]) {
      const types = member(stack, "resource");
      if (!isObject(types)) throw new Error("a stack without resources");
      for (const type of Object.keys(types)) {
        for (const name of resourceNames(stack, type)) expect(name).toMatch(/^[A-Za-z_][\w-]*$/);
      }
    }
  });

  test("schedules Sentinel every 15 minutes for more than zero results", () => {
    const { azure } = synthesised();
    for (const rule of resources(azure, "azurerm_sentinel_alert_rule_scheduled")) {
      expect(rule).toEqual(
        expect.objectContaining({
          query_frequency: "PT15M",
          query_period: "PT15M",
          trigger_operator: "GreaterThan",
          trigger_threshold: 0,
          severity: "Medium",
          tactics: expect.arrayContaining(["Persistence"]),
          techniques: ["T1098"],
          log_analytics_workspace_id: "${var.workspace_id}",
        }),
      );
    }
  });

  test("needs values for the log group, the workspace and the subscription only", () => {
    const { aws, azure } = synthesised();
    const variables = [member(aws, "variable"), member(azure, "variable")].flatMap((each) =>
      isObject(each) ? Object.entries(each) : [],
    );
    const required = variables.filter(([, value]) => member(value, "default") === undefined);
    expect(required.map(([name]) => name).sort()).toEqual([
      "azure_subscription_id",
      "log_group_name",
      "workspace_id",
    ]);
    for (const [, value] of variables) {
      expect(member(value, "description")).toMatch(/\w/);
      expect(member(value, "validation")).toEqual([
        { condition: expect.stringMatching(/^\$\{.+\}$/), error_message: expect.any(String) },
      ]);
    }
  });

  test("says for each rule and cloud the verdict, what alerts and where the JSON is", () => {
    const { summary } = synthesised();
    const [aws = "", azure = ""] = summary.split("\n\n");
    expect(aws).toMatch(/^aws-detections: .*stacks\/aws-detections\/cdk\.tf\.json\n/);
    expect(aws).toMatch(/wider: IAM Access Key Created for Another User \(.*backdoor.*\.yml\)/);
    expect(aws).toMatch(/not applied `userIdentity\.userName\|fieldref: /);
    expect(aws).toMatch(/exact: Creation of Access Key for IAM User/);
    expect(azure).toMatch(/^azure-detections: .*stacks\/azure-detections\/cdk\.tf\.json\n/);
    expect(azure.match(/ exact: /g)).toHaveLength(2);
    expect(azure).toMatch(/alerts on one or more matching events in 15 minutes/);
  });

  test("gives the same bytes for the same rules", () => {
    const first = synthesised();
    expect(JSON.stringify(synthesised())).toBe(JSON.stringify(first));
  });

  test("writes the review pages beside the stacks, unless it is told not to", () => {
    const outdir = join(work, "out");
    const { summary } = synthesised();
    const page = join(outdir, "review", "rules", `${KEYS_FOR_ANOTHER}.html`);
    expect(readFileSync(page, "utf8")).toContain("IAM Access Key Created for Another User");
    expect(readFileSync(join(outdir, "review", "index.html"), "utf8")).toContain(KEY_CREATED);
    expect(summary).toMatch(/\n\nreview: .*out\/review\/index\.html$/);
    const manifest = readFileSync(join(outdir, "manifest.json"), "utf8");
    expect(manifest).toContain(`review: review/rules/${KEYS_FOR_ANOTHER}.html`);
    expect(manifest).not.toContain(resolve(__dirname, ".."));

    const without = join(work, "without");
    const rules = join(work, "seeds");
    const quiet = buildApp({ outdir: without, rules, review: false });
    quiet.app.synth();
    expect(existsSync(join(without, "review"))).toBe(false);
    expect(quiet.summary).not.toContain("review");
    expect(readFileSync(join(without, "manifest.json"), "utf8")).not.toContain("review");
  });

  test("reports everything wrong with all rules at once, and deploys none", () => {
    const rules = join(work, "rules");
    mkdirSync(rules);
    writeFileSync(join(rules, "a.yml"), "title: [\n");
    writeFileSync(join(rules, "b.yml"), ruleText({ level: "hgih" }));
    writeFileSync(join(rules, "c.yml"), ruleText());
    writeFileSync(join(rules, "d.yml"), ruleText());
    writeFileSync(join(rules, "e.yml"), ruleText({ id: undefined }));
    const refused = () => synthesised(rules);
    expect(refused).toThrow(RulesRefused);
    expect(refused).toThrow(/a\.yml:\d+:\d+ DET101 /);
    expect(refused).toThrow(/b\.yml:\d+:\d+ DET304 [^\n]*`hgih`[^]*fix: write `high`/);
    expect(refused).toThrow(/d\.yml:\d+:\d+ DET308 [^\n]*already used by .*c\.yml/);
    expect(refused).toThrow(/e\.yml:\d+:\d+ DET310 /);
  });
});

test("rules that need more regexes than a log group has are refused together, with the ways out", () => {
  const rules = join(work, "rules");
  mkdirSync(rules);
  for (let index = 0; index < 6; index += 1) {
    const id = `7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a5${index}`;
    const detection = {
      selection: { eventName: "StopLogging", "userAgent|contains": `scanner-${index}` },
      condition: "selection",
    };
    writeFileSync(join(rules, `${index}.yml`), ruleText({ id, detection }));
  }
  const refused = () => buildApp({ rules, outdir: join(work, "out") });
  expect(refused).toThrow(RulesRefused);
  expect(refused).toThrow(/need 6: [^\n]*7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55[^\n]*Ways out: /);
});

describe("packs", () => {
  const OWN = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a50";
  const IDS = { starter: `${OWN.slice(0, -1)}1`, cis: `${OWN.slice(0, -1)}2` };
  const VARIABLE = "DETECTION_PACKS";
  const kept = process.env[VARIABLE];
  afterEach(() => {
    if (kept === undefined) delete process.env[VARIABLE];
    else process.env[VARIABLE] = kept;
    delete process.env["CDKTF_CONTEXT_JSON"];
  });

  /** The ids that are deployed of a folder with two packs, and a rule in a folder that is none. */
  const deployed = (packs?: readonly string[]): readonly string[] => {
    const rules = join(work, "rules");
    for (const [folder, id] of [...Object.entries(IDS), ["own", OWN] as const]) {
      mkdirSync(join(rules, folder), { recursive: true });
      if (folder !== "own") writeFileSync(join(rules, folder, "pack.json"), "{}");
      const detection = {
        selection: { eventName: `StopLogging${folder}` },
        condition: "selection",
      };
      writeFileSync(join(rules, folder, "a.yml"), ruleText({ id, title: folder, detection }));
    }
    const outdir = join(work, "out");
    buildApp({
      rules,
      outdir,
      review: false,
      ...(packs === undefined ? {} : { packs }),
    }).app.synth();
    const [aws, azure] = [
      stackJson(outdir, "aws-detections"),
      stackJson(outdir, "azure-detections"),
    ];
    const of = (stack: JsonObject, type: string) =>
      resources(stack, type).map((each) => String(member(each, "name")));
    const names = of(aws, "aws_cloudwatch_log_metric_filter");
    expect(of(azure, "azurerm_sentinel_alert_rule_scheduled").sort()).toEqual([...names].sort());
    return [...names].sort();
  };

  test("of which nothing is said: `starter`, and the rules that lie in none", () => {
    expect(deployed()).toEqual([OWN, IDS.starter]);
  });

  test("are those that the environment names", () => {
    process.env[VARIABLE] = "starter, cis";
    expect(deployed()).toEqual([OWN, IDS.starter, IDS.cis]);
    process.env[VARIABLE] = "cis";
    expect(deployed()).toEqual([OWN, IDS.cis]);
  });

  test("are those of the context of cdktf.json, unless the environment names others", () => {
    process.env["CDKTF_CONTEXT_JSON"] = JSON.stringify({ packs: ["cis"] });
    expect(deployed()).toEqual([OWN, IDS.cis]);
    process.env[VARIABLE] = "starter";
    expect(deployed()).toEqual([OWN, IDS.starter]);
    process.env[VARIABLE] = "";
    process.env["CDKTF_CONTEXT_JSON"] = JSON.stringify({ packs: [] });
    expect(deployed()).toEqual([OWN]);
  });

  test("pass the check of the auditor that the context of cdktf.json names", () => {
    const outdir = join(work, "out");
    process.env["CDKTF_CONTEXT_JSON"] = JSON.stringify({ packs: ["cis"], auditor: "steampipe" });
    buildApp({ outdir, review: false }).app.synth();
    const stack = JSON.stringify(stackJson(outdir, "aws-detections"));
    expect(stack).toContain(
      "{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey ||",
    );
    process.env["CDKTF_CONTEXT_JSON"] = JSON.stringify({ packs: ["cis"], auditor: "steampip" });
    expect(() => buildApp({ outdir, review: false })).toThrow(/DET937 `auditor` is `'steampip'`/);
  });

  test("that are not there are told of with those that are", () => {
    expect(() => deployed(["cis2", "starter"])).toThrow(RulesRefused);
    expect(() => deployed(["cis2"])).toThrow(
      "DET954 there is no pack `cis2` of rules; packs: `cis`, `starter`\n    fix: write `cis`",
    );
  });
});

describe("the values of placeholders", () => {
  const detection = {
    selection: { eventName: "StopLogging", "recipientAccountId|expand": "%accounts%" },
    condition: "selection",
  };
  const built = (values?: string) => {
    const [rules, outdir] = [join(work, "rules"), join(work, "out")];
    const placeholders = join(work, "placeholders.json");
    mkdirSync(rules, { recursive: true });
    writeFileSync(join(rules, "a.yml"), ruleText({ detection }));
    if (values !== undefined) writeFileSync(placeholders, values);
    const { app } = buildApp({ rules, outdir, placeholders, review: false });
    app.synth();
    return [stackJson(outdir, "aws-detections"), stackJson(outdir, "azure-detections")];
  };

  test("are those of the file beside the app, on both clouds", () => {
    const [aws, azure] = built('{"accounts": ["111122223333", "444455556666"]}');
    for (const text of [JSON.stringify(aws), JSON.stringify(azure)]) {
      expect(text).toContain("111122223333");
      expect(text).toContain("444455556666");
    }
  });

  test("are asked for where no file has them", () => {
    expect(() => built()).toThrow(RulesRefused);
    expect(() => built("{}")).toThrow(/a\.yml:\d+:\d+ DET\d+ .*`?%?accounts/);
  });

  test("that are wrong are told of with their place", () => {
    expect(() => built('{"accounts": [{}]}')).toThrow(/placeholders\.json:1:15 DET303 /);
  });
});

describe("the app as a program", () => {
  const root = resolve(__dirname, "..");
  // Found by itself only where the app is started in its own folder.
  const tsconfig = join(root, "tsconfig.json");
  const run = (cwd: string, script: string, context: JsonObject = {}) =>
    spawnSync(join(root, "node_modules/.bin/tsx"), ["--tsconfig", tsconfig, script], {
      cwd,
      encoding: "utf8",
      env: {
        ...process.env,
        CDKTF_OUTDIR: join(work, "out"),
        CDKTF_CONTEXT_JSON: JSON.stringify(context),
      },
    });

  test("synthesises to the folder it is told and prints the summary", () => {
    const { status, stdout } = run(work, join(root, "main.ts"));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^aws-detections: out\/stacks\/aws-detections\/cdk\.tf\.json\n/);
    const stack = stackJson(join(work, "out"), "aws-detections");
    const filters = resources(stack, "aws_cloudwatch_log_metric_filter");
    const names = filters.map((filter) => member(filter, "name"));
    expect(names).toEqual(expect.arrayContaining([KEYS_FOR_ANOTHER, KEY_CREATED]));
  });

  test("writes no review where the context of cdktf.json says so", () => {
    expect(run(work, join(root, "main.ts"), { review: false }).status).toBe(0);
    expect(existsSync(join(work, "out", "stacks"))).toBe(true);
    expect(existsSync(join(work, "out", "review"))).toBe(false);
  });

  test("ends in one plain message where a rule is wrong", () => {
    const bad = join(work, "bad.ts");
    const main = JSON.stringify(join(root, "main.ts"));
    mkdirSync(join(work, "rules"));
    writeFileSync(join(work, "rules", "a.yml"), "title: a\ntitle: b\n");
    writeFileSync(bad, `import { run } from ${main}; run({ rules: "rules" });\n`);
    const { status, stdout, stderr } = run(work, bad);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^rules\/a\.yml:2:1 DET102 /m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
