import { compile, compiledRule } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import type { Json } from "../../../../compiler/core/json";
import type { ResolvedRule } from "../../../../compiler/ir/rule";
import { AWS_CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { engineOf } from "../../../../compiler/run/engine";
import { describeWithShared } from "../../../support/optional";
import { publishedRules, recordedEvents, shippedRules } from "../../../support/recorded";
import { detectionOf } from "../../detections";

const outputOf = (keys: Readonly<Record<string, unknown>>) => {
  const { output, reasons } = compile(detectionOf(keys), "eventbridge");
  if (output === null) throw new Error(JSON.stringify(reasons));
  return output;
};
const calling = (...selections: readonly object[]) => ({
  detection: { selection: selections, condition: "selection" },
});

describe("what is compiled", () => {
  test("is a rule of the bus, its name the detection's, and nothing more where the pattern says all", () => {
    const { id } = detectionOf();
    const { rules, condition, uses } = outputOf({});
    expect(rules.map(({ name, state }) => [name, state])).toEqual([[id, "ENABLED"]]);
    expect(condition).toBeNull();
    expect(uses).toEqual({ rules: 1, wildcardRules: 0 });
  });

  test("has a condition where the pattern is only what an event needs to have", () => {
    const call = { eventSource: "iam.amazonaws.com", eventName: "CreateUser" };
    const { rules, condition } = outputOf(calling({ ...call, "userAgent|contains": "curl" }));
    expect(rules[0]?.eventPattern["detail"]).toEqual({
      eventSource: ["iam.amazonaws.com"],
      eventName: ["CreateUser"],
    });
    expect(condition).toContain("'curl'");
  });

  test("rests on what is not certain of numbers, where the pattern compares them", () => {
    const assumptionsOf = (test: object) =>
      compile(detectionOf(calling({ eventSource: "s3.amazonaws.com", ...test })), "eventbridge")
        .assumptions;
    const bytes = "additionalEventData.bytesTransferredOut";
    expect(assumptionsOf({ [`${bytes}|gt`]: 1000 }).join()).toContain("5,000,000,000");
    expect(assumptionsOf({ [bytes]: "*" })).toEqual([]);
  });

  test.each([
    ["a count", { triggerOperator: "gt", triggerThreshold: 5 }, "DET550"],
    ["a silence", { triggerOperator: "eq", triggerThreshold: 0 }, "DET550"],
    ["a bound from above", { triggerOperator: "lt", triggerThreshold: 5 }, "DET550"],
  ])("is nothing for %s, and the reason names what counts", (_, keys, code) => {
    const { verdict, reasons, output } = compile(detectionOf(keys), "eventbridge");
    expect([verdict, output, reasons.map((each) => each.code)]).toEqual([
      "unsupported",
      null,
      [code],
    ]);
    expect(reasons[0]?.message).toContain("CloudWatch");
  });

  test("is not for events that come to no bus", () => {
    const okta = { logsource: { product: "okta", service: "okta" } };
    const selection = { eventType: "user.session.start" };
    const keys = { ...okta, detection: { selection, condition: "selection" } };
    const { verdict, reasons } = compile(detectionOf(keys), "eventbridge");
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(["not-applicable", ["DET552"]]);
  });

  test("is nothing for KQL alone", () => {
    const keys = { name: "Written", severity: "Low", queryFrequency: "1h", queryPeriod: "1h" };
    const triggered = { triggerOperator: "gt", triggerThreshold: 0 };
    const query = "AWSCloudTrail | where EventName == 'A'";
    const rule = loadRule(JSON.stringify({ ...keys, ...triggered, query }), new Diagnostics());
    expect(rule && compile(rule, "eventbridge")).toMatchObject({
      verdict: "unsupported",
      reasons: [{ code: "DET551" }],
    });
  });
});

describe("what a rule needs of the trail and the Region", () => {
  const needs = (...selections: readonly object[]) =>
    outputOf(calling(...selections)).needs.join("; ");
  const call = (service: string, name: string) => ({
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
  });

  test("a trail that logs, always", () => {
    expect(needs(call("ec2", "RunInstances"))).toMatch(/^a trail of the account is logging/);
  });

  test("us-east-1 of global services, and of others each Region", () => {
    expect(needs(call("iam", "CreateUser"))).toMatch(
      /iam\.amazonaws\.com come to us-east-1 alone$/,
    );
    expect(needs(call("ec2", "RunInstances"))).not.toContain("us-east-1");
    expect(needs(call("ec2", "RunInstances"))).toContain("each Region has events of its own");
    expect(needs({ "userIdentity.type": "Root" })).toContain("global services such as");
    expect(needs({ eventName: "GetNoSuchThing" })).toContain("global services such as");
    expect(needs(call("sts", "AssumeRoot"))).toContain("the global endpoint of sts.amazonaws.com");
  });

  test("where sign-ins come, and data events", () => {
    expect(needs(call("signin", "ConsoleLogin"))).toContain("sign-ins of the root user");
    expect(needs(call("s3", "GetObject"))).toContain("data events: GetObject of s3.amazonaws.com");
  });
});

describe("the state of a rule", () => {
  const LOGS = "logs.amazonaws.com";
  const isWide = (selection: object) =>
    outputOf(calling(selection)).rules.map(({ state }) => state !== "ENABLED");

  test.each([
    ["calls that write", { eventName: ["CreateUser", "ConsoleLogin"] }, false],
    ["a call that reads among others", { eventName: ["CreateUser", "ListUsers"] }, true],
    [
      "a call that nobody knows among others",
      { eventName: ["CreateUser", "GetNoSuchThing"] },
      true,
    ],
    ["a call that may only read", { eventSource: LOGS, eventName: "FilterLogEvents" }, true],
    ["calls in a spelling of the rule's own", { eventName: ["CreateUser", "listusers"] }, true],
    ["calls that only read, as the rule asks", { eventName: "CreateUser", readOnly: true }, true],
    ["calls that write, as the rule asks", { eventName: "ListUsers", readOnly: false }, false],
  ])("is the wide one where calls that read can match: %s", (_, selection, wide) => {
    expect(isWide(selection)).toEqual([wide]);
  });
});

describeWithShared("the public rules, as deployed", () => {
  const rules = [...publishedRules().sigma, ...shippedRules()].filter(
    ({ matches }) => matches.kind === "expression" && matches.logSource === AWS_CLOUDTRAIL,
  );
  const events = recordedEvents();

  /** The events that an engine matches, by their places. */
  async function matchedBy(rule: ResolvedRule, name: "reference" | "eventbridge") {
    const engine = engineOf(compiledRule(rule), name);
    if (engine.kind !== "ready") throw new Error(`${rule.title}: ${engine.kind}`);
    const answers = await Promise.all(events.map(({ event }) => engine.matches(event as Json)));
    return events.flatMap(({ place }, index) => (answers[index] === true ? [place] : []));
  }

  test("are exact, and match what the rules match at every recorded event", async () => {
    expect(rules.length).toBeGreaterThanOrEqual(38);
    let matched = 0;
    for (const rule of rules) {
      expect([rule.title, compile(rule, "eventbridge").verdict]).toEqual([rule.title, "exact"]);
      const found = await matchedBy(rule, "eventbridge");
      expect([rule.title, found]).toEqual([rule.title, await matchedBy(rule, "reference")]);
      matched += found.length;
    }
    expect(matched).toBeGreaterThan(100);
  }, 120_000);
});
