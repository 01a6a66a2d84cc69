import { Diagnostics } from "../../../../../compiler/diagnostic";
import { compile } from "../../../../../compiler/compile";
import { loadRule } from "../../../../../compiler/load-rule";
import { TARGETS } from "../../../../../compiler/verdict";
import { liftQuery } from "../../../../../compiler/targets/sentinel/analyst/lift";
import { checkQuery } from "../../../../../compiler/targets/sentinel/analyst/check";

const SIGMA = `title: Keys
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: CreateAccessKey }
  condition: selection
`;

test("a rule without a query of its own loads no language service", () => {
  const detection = loadRule(SIGMA, new Diagnostics());
  if (detection === undefined) throw new Error("the rule does not load");
  for (const target of TARGETS) compile(detection, target);
  expect("Kusto" in globalThis).toBe(false);
});

test("where it is not installed, that is said", () => {
  jest.doMock("@kusto/language-service-next/bridge.min.js", () => {
    throw Object.assign(new Error("not there"), { code: "MODULE_NOT_FOUND" });
  });
  expect(checkQuery("AWSCloudTrail").problems).toMatchObject([
    { message: { code: "DET645", severity: "warning" } },
  ]);
  expect(liftQuery("AWSCloudTrail", { period: 900, anyRow: true })).toMatchObject({
    kind: "refused",
    why: expect.stringContaining("@kusto/language-service-next"),
  });
  jest.dontMock("@kusto/language-service-next/bridge.min.js");
});
