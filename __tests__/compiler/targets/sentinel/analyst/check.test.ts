import { Diagnostics } from "../../../../../compiler/diagnostic";
import { compile } from "../../../../../compiler/compile";
import { loadRule } from "../../../../../compiler/load-rule";
import { checkQuery } from "../../../../../compiler/targets/sentinel/analyst/check";

function found(query: string) {
  return checkQuery(query).problems.map(({ span, message }) => ({
    code: message.code,
    severity: message.severity,
    at: query.slice(span.start, span.end),
  }));
}

describe("a hand-written query", () => {
  test.each([
    ['AWSCloudTrail | where EventNme == "x"', "DET640", "EventNme"],
    ['AWSCloudTrail | where eventname == "x"', "DET640", "eventname"],
    ["AWSCloudTrial | take 1", "DET640", "AWSCloudTrial"],
    ["AWSCloudTrail | where isemty(ErrorCode)", "DET640", "isemty"],
    ["AWSCloudTrail | project-away EventName | where EventName == 'x'", "DET640", "EventName"],
    ["AWSCloudTrail | where EventName > 3", "DET640", ">"],
    ['search "x"', "DET642", 'search "x"'],
    ["union * | take 1", "DET642", "union *"],
    ["AWSCloudTrail | where EventName matches regex '('", "DET644", "'('"],
    ["AWSCloudTrail | extend a = extract('[', 1, EventName)", "DET644", "'['"],
  ])("%s has one error, %s at %s", (query, code, at) => {
    expect(found(query)).toEqual([{ code, severity: "error", at }]);
  });

  test.each([
    "AWSCloudTrail | where EventName matches regex @'^\\w+$' | project EventName",
    "let a = AWSCloudTrail | take 1;\nunion a, (AWSCloudTrail | take 2)",
    "AWSCloudTrail | search 'x'",
  ])("%s has none", (query) => {
    expect(found(query)).toEqual([]);
  });

  test("what the service alone holds for wrong is a warning", () => {
    expect(found("AWSCloudTrail | summarize count(EventName)")).toMatchObject([
      { severity: "warning", at: "EventName" },
    ]);
    expect(found("AWSCloudTrail | search not('x')")).toMatchObject([{ severity: "warning" }]);
    expect(found("AWSCloudTrail | summarize countif(EventName)")).toMatchObject([
      { severity: "error", at: "EventName" },
    ]);
  });

  test("a function of the workspace's own is a warning, and leaves the columns open", () => {
    const query =
      "AWSCloudTrail | join (_GetWatchlist('x')) on $left.EventName == $right.SearchKey";
    expect(found(query)).toMatchObject([{ severity: "warning", at: "_GetWatchlist" }]);
    expect(checkQuery(query).columns).toBeUndefined();
  });

  test("says which columns come out", () => {
    const query =
      "AWSCloudTrail | summarize count(), arg_max(TimeGenerated, UserAgent) by EventName";
    expect(checkQuery(query).columns).toEqual([
      "EventName",
      "count_",
      "TimeGenerated",
      "UserAgent",
    ]);
  });

  test("beyond 10,000 characters is not read", () => {
    expect(found(`print "${"x".repeat(10_000)}"`)).toMatchObject([{ code: "DET643" }]);
  });
});

const RULE = `name: Keys
id: 11111111-2222-4333-8444-555555555555
severity: Medium
query: |
  AWSCloudTrail
    | where EventName == "CreateAccessKey"
    | where EventNme == "x"
`;

describe("in a rule file", () => {
  test("positions are those of the file", () => {
    const diagnostics = new Diagnostics();
    expect(loadRule(RULE, diagnostics)).toBeUndefined();
    const errors = diagnostics.all.filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([{ code: "DET640", line: 7, column: 13 }]);
    expect(errors[0]?.excerpt).toContain("EventNme");
  });

  test.each([
    [
      "entityMappings:\n  - entityType: IP\n    fieldMappings:\n      - identifier: Address\n        columnName: Adress\n",
      "Adress",
    ],
    ["customDetails:\n  Name: Missing\n", "Missing"],
    ["alertDetailsOverride:\n  alertDisplayNameFormat: 'By {{Nobody}}'\n", "Nobody"],
  ])("a column that the result lacks is refused: %j", (keys, column) => {
    const diagnostics = new Diagnostics();
    const text = RULE.replace(/    \| where EventNme.*\n/, "    | project EventName\n");
    const detection = loadRule(text + keys, diagnostics);
    expect(diagnostics.hasErrors).toBe(false);
    const compiled = detection && compile(detection, "sentinel");
    expect(compiled?.verdict).toBe("unsupported");
    expect(compiled?.reasons.map(({ message }) => message).join()).toContain(column);
  });
});
