import { compile, compiledRule } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { checkQuery } from "../../../../compiler/kql/check";
import { liftQuery } from "../../../../compiler/kql/lift/lift";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { parseTests } from "../../../../compiler/run/rule-tests/load-tests";
import { reportTests, runTests } from "../../../../compiler/run/rule-tests/run-tests";
import { TARGETS } from "../../../../compiler/targets/verdict";

const SIGMA = `title: Keys
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: CreateAccessKey }
  condition: selection
`;

test("a rule without a query of its own loads no language service", () => {
  const detection = loadRule(SIGMA, new Diagnostics());
  if (detection === undefined) throw new Error("the rule does not load");
  const load = jest.fn();
  jest.doMock("@kusto/language-service-next/bridge.min.js", load);
  for (const target of TARGETS) compile(detection, target);
  expect(load).not.toHaveBeenCalled();
  jest.dontMock("@kusto/language-service-next/bridge.min.js");
});

/** Tests of a rule with a query, where the service is not there. */
const EVENT = "event: { eventName: CreateAccessKey }";
const QUERY = `name: Keys
severity: Low
query: |
  AWSCloudTrail | where EventName == "CreateAccessKey" | extend Who = UserIdentityArn
`;

test("where it is not installed, what could not be tested is an error", () => {
  jest.doMock("@kusto/language-service-next/bridge.min.js", () => {
    throw Object.assign(new Error("not there"), { code: "MODULE_NOT_FOUND" });
  });
  const detection = loadRule(QUERY, new Diagnostics());
  const tests = parseTests(
    { path: "a.tests.yml", text: `- { name: one, match: true, ${EVENT} }` },
    new Diagnostics(),
  );
  if (detection === undefined || tests === undefined) throw new Error("they do not load");
  const diagnostics = new Diagnostics();
  reportTests(runTests(compiledRule(detection), tests), tests, diagnostics);
  expect(diagnostics.all.map(({ code, severity }) => `${severity} ${code}`)).toContain(
    "error DET909",
  );
  expect(compile(detection, "cloudwatch").reasons).toMatchObject([{ code: "DET529" }]);
  jest.dontMock("@kusto/language-service-next/bridge.min.js");
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
    unread: true,
  });
  jest.dontMock("@kusto/language-service-next/bridge.min.js");
});
