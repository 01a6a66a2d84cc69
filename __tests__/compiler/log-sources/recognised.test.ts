import { compiledRule } from "../../../compiler/compile";
import type { JsonObject } from "../../../compiler/core/json";
import { isEventOf } from "../../../compiler/log-sources/log-source";
import { KUBERNETES_AUDIT } from "../../../compiler/log-sources/kubernetes-audit";
import { M365_AUDIT } from "../../../compiler/log-sources/m365-audit";
import { M365_EXCHANGE } from "../../../compiler/log-sources/m365-exchange";
import { parseRule } from "../../support/rule-of";
import { matcherOf } from "./public-rules";

const SIGNED_IN: JsonObject = {
  Id: "00000000-0000-4000-8000-000000000001",
  CreationTime: "2026-01-01T12:00:00",
  Operation: "UserLoggedIn",
  RecordType: 15,
  Workload: "AzureActiveDirectory",
  UserId: "user@example.com",
};

describe("a record is recognised", () => {
  test("of whatever workload the unified audit log has it", () => {
    expect(isEventOf(SIGNED_IN, M365_AUDIT)).toBe(true);
    expect(isEventOf(SIGNED_IN, M365_EXCHANGE)).toBe(false);
  });

  test("of a call of the Kubernetes API that is of no resource", () => {
    const event = { kind: "Event", auditID: "1", verb: "get", requestURI: "/version" };
    expect(isEventOf(event, KUBERNETES_AUDIT)).toBe(true);
    expect(isEventOf({ verb: "ran", subject: "they" }, KUBERNETES_AUDIT)).toBe(false);
  });
});

test("a record that the one table of its log does not take in has no row there", () => {
  const rule = parseRule("{product: m365, service: audit}", "UserId: user@example.com");
  const compiled = compiledRule(rule);
  const answers = (event: JsonObject) =>
    (["reference", "sentinel"] as const).map((name) => matcherOf(compiled, name)?.(event));
  expect(answers(SIGNED_IN)).toEqual([true, false]);
  expect(answers({ ...SIGNED_IN, Workload: "Exchange", Operation: "Move" })).toEqual([true, true]);
});
