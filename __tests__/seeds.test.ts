import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import type { Json } from "../compiler/core/json";
import type { ResolvedRule } from "../compiler/ir/rule";
import { loadRule } from "../compiler/rule-set/load-rule";
import { CloudWatchDetection, SentinelDetection } from "../constructs";
import { enginesOf } from "./support/law";
import { describeWithShared, shared } from "./support/optional";
import { WORKSPACE } from "./support/places";
import { recordedEvents } from "./support/recorded";
import { resources, synthesise } from "./support/synth";

const OURS = resolve(__dirname, "../rules/starter/aws-iam-backdoor-user-keys.yml");
const SIGMA = shared("sigma/rules/aws/aws_iam_backdoor_users_keys.yml");
const SENTINEL = shared("sentinel/rules/AWS_UserAccessKeyCreated.yaml");
interface KeyRecord {
  readonly record: Json;
  readonly why: string;
}

function lines<T>(path: string): readonly T[] {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

function load(path: string): { detection: ResolvedRule; diagnostics: Diagnostics } {
  const diagnostics = new Diagnostics();
  const detection = loadRule(path, diagnostics);
  if (detection === undefined) throw new Error(`${path} does not load`);
  return { detection, diagnostics };
}

describeWithShared("recorded CreateAccessKey events", () => {
  const records = lines<KeyRecord>(shared("cloudtrail/createaccesskey.ndjson"));

  test("are all matched by the published rule, which excludes nobody", () => {
    const { reference, cloudwatch, sentinel } = enginesOf(load(SIGMA).detection);
    for (const { record } of records) {
      expect(reference(record)).toBe(true);
      expect(cloudwatch?.(record)).toBe(true);
      expect(sentinel?.(record)).toBe(true);
    }
  });

  test("are matched by ours but for the users' own keys", () => {
    const { reference } = enginesOf(load(OURS).detection);
    const missed = records.filter(({ record }) => !reference(record)).map(({ why }) => why);
    // A user's own key, and two hand-edited records of root's own key that do name their caller.
    expect(missed.map((why) => why.replace(/:.*/, ""))).toEqual([
      "self",
      "root creating a ROOT key for itself",
      "root creating a ROOT key for itself",
    ]);
  });
});

describeWithShared("every recorded event", () => {
  const events = recordedEvents().map(({ event }) => event);

  test.each([
    ["ours", OURS],
    ["the published one", SIGMA],
  ])("is decided on both clouds as the rule says: %s", (_, path) => {
    const engines = enginesOf(load(path).detection);
    for (const event of events) {
      expect(engines.sentinel?.(event)).toBe(engines.reference(event));
      expect(engines.cloudwatch?.(event)).toBe(engines.promisedByCloudWatch(event));
      expect(engines.cloudwatch?.(event) || !engines.reference(event)).toBe(true);
    }
  });
});

describeWithShared("the published Sigma rule, unchanged", () => {
  test("is exact on both clouds, and warns that it compares with a text", () => {
    const { detection, diagnostics } = load(SIGMA);
    expect(compile(detection, "cloudwatch").verdict).toBe("exact");
    expect(compile(detection, "sentinel").verdict).toBe("exact");
    expect(diagnostics.all.filter(({ code }) => code === "DET401")).toEqual([
      expect.objectContaining({
        severity: "warning",
        line: 25,
        message: expect.stringContaining("`responseElements.accessKey.userName`"),
        fix: expect.stringContaining(
          "userIdentity.userName|fieldref: responseElements.accessKey.userName",
        ),
      }),
    ]);
  });

  test("deploys to both clouds", () => {
    const stack = synthesise((scope) => {
      new CloudWatchDetection(scope, "Keys", { rule: SIGMA, logGroupName: "trail" });
      new SentinelDetection(scope, "KeysOnAzure", { rule: SIGMA, workspaceId: WORKSPACE });
    });
    expect(resources(stack, "aws_cloudwatch_metric_alarm")).toEqual([
      expect.objectContaining({ alarm_name: "AWS IAM Backdoor Users Keys 0a5177f4" }),
    ]);
    expect(resources(stack, "azurerm_sentinel_alert_rule_scheduled")).toEqual([
      expect.objectContaining({ display_name: "AWS IAM Backdoor Users Keys" }),
    ]);
  });
});

describeWithShared("the published Sentinel rule, unchanged", () => {
  const published = existsSync(SENTINEL) ? readFileSync(SENTINEL, "utf8") : "";

  test("passes to Sentinel as written, with all that its page shows", () => {
    const { output, verdict } = compile(load(SENTINEL).detection, "sentinel");
    expect(verdict).toBe("as-written");
    const written = output!.query.split("\n").map((line) => `  ${line}`.trimEnd());
    expect(published.split("\n").map((line) => line.trimEnd())).toEqual(
      expect.arrayContaining(written),
    );
    expect(output).toMatchObject({
      severity: "Medium",
      tactics: ["Persistence"],
      techniques: ["T1098"],
      queryFrequency: "PT15M",
      queryPeriod: "PT15M",
      triggerOperator: "gt",
      triggerThreshold: 0,
      entityMappings: [
        {
          entityType: "Account",
          fieldMappings: [
            { identifier: "Name", columnName: "Name" },
            { identifier: "UPNSuffix", columnName: "UpnSuffix" },
          ],
        },
        {
          entityType: "IP",
          fieldMappings: [{ identifier: "Address", columnName: "SourceIpAddress" }],
        },
      ],
    });
  });

  test("deploys", () => {
    const stack = synthesise((scope) => {
      new SentinelDetection(scope, "Keys", { rule: SENTINEL, workspaceId: WORKSPACE });
    });
    expect(resources(stack, "azurerm_sentinel_alert_rule_scheduled")).toEqual([
      expect.objectContaining({
        name: "9a6554e6-63d9-4f94-9b32-64d1d40628f2",
        display_name: "Creation of Access Key for IAM User",
        query: expect.stringContaining('where EventName == "CreateAccessKey"'),
      }),
    ]);
  });
});
