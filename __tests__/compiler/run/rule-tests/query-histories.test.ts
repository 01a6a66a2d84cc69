import { compiledRule } from "../../../../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../../../../compiler/core/diagnostic";
import { logSourceOf } from "../../../../compiler/ir/rule";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { parseTests } from "../../../../compiler/run/rule-tests/load-tests";
import { runTests } from "../../../../compiler/run/rule-tests/run-tests";

/** What Sentinel makes of each of the tests of a query that runs every 10 minutes over 10. */
function onSentinel(query: string, ...tests: readonly object[]) {
  const diagnostics = new Diagnostics();
  const times = { queryFrequency: "10m", queryPeriod: "10m" };
  const rule = loadRule(
    JSON.stringify({ name: "By hand", severity: "Low", ...times, query }),
    diagnostics,
  );
  const text = JSON.stringify(tests.map((test, nth) => ({ name: `test ${nth}`, ...test })));
  const source = { path: "a.tests.yml", text };
  const parsed = parseTests(source, diagnostics, rule && logSourceOf(rule));
  if (rule === undefined || parsed === undefined) {
    throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  }
  return runTests(compiledRule(rule), parsed).results.map(
    ({ outcomes }) => outcomes.find(({ engine }) => engine === "sentinel")?.kind,
  );
}

describe("the time of an event in the tests of a query", () => {
  test("is put where rows have it", () => {
    const query = "SecurityEvent | summarize First = min(TimeGenerated), Last = max(TimeGenerated)";
    const rows = (...times: readonly string[]) => ({
      events: times.map((at) => ({ at, event: { EventID: 4625 } })),
    });
    expect(
      onSentinel(
        `${query} | where Last - First > 2m`,
        { ...rows("1m", "4m"), alert: 1 },
        { ...rows("1m", "2m"), alert: 0 },
      ),
    ).toEqual(["passed", "passed"]);
  });

  test("is put where its own log source has it, of a query over several", () => {
    const query = `SigninLogs
      | join kind=inner (AWSCloudTrail | project EventName, At = TimeGenerated, Who = UserIdentityUserName)
        on $left.UserPrincipalName == $right.Who
      | where At between (TimeGenerated .. TimeGenerated + 2m)`;
    const signIn = { category: "SignInLogs", properties: { userPrincipalName: "alice" } };
    const call = {
      eventSource: "iam.amazonaws.com",
      eventName: "CreateUser",
      userIdentity: { userName: "alice" },
    };
    const events = (at: string) => [
      { at: "1m", event: signIn },
      { at, event: call },
    ];
    expect(
      onSentinel(query, { events: events("2m"), alert: 1 }, { events: events("8m"), alert: 0 }),
    ).toEqual(["passed", "passed"]);
  });
});
