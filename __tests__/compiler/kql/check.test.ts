import { compile } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { checkQuery } from "../../../compiler/kql/check";
import { loadRule } from "../../../compiler/rule-set/load-rule";

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
    ["union * | take 1", "DET642", "*"],
    ['union AWS*, (AWSCloudTrail | where EventName has "*")', "DET642", "AWS*"],
    ['workspace("x").AWSCloudTrail | union workspace("x").AWS*', "DET642", 'workspace("x").AWS*'],
    ['search in (AWS*) "x"', "DET642", "AWS*"],
    ['find where EventName == "x"', "DET642", 'find where EventName == "x"'],
    ["union isfuzzy=true AWSCloudTrial, AWSCloudTrail", "DET640", "AWSCloudTrial"],
    ["AWSCloudTrail | where EventName in (EventNme)", "DET640", "EventNme"],
    ["let Calls = 1; AWSCloudTrail | where EventName in (Cals)", "DET640", "Cals"],
    ["workspace('x').AWSCloudTrail | where EventNme == 'x'", "DET640", "EventNme"],
    [
      "AWSCloudTrail | where EventName == 'x' | evaluate geo_lokup(EventName)",
      "DET640",
      "geo_lokup",
    ],
    ['externaldata(a:string)["https://example.com/list"] | where b == 1', "DET640", "b"],
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

  test.each([
    'union isfuzzy=true (AWSCloudTrail | where UserAgent has "s3:*"), (AWSCloudTrail | parse UserAgent with * "x/" V " " *)',
    "union AWSCloudTrail, (AWSCloudTrail | project-away AWS*)",
    "union AWSCloudTrail // and not *\n, (AWSCloudTrail | summarize arg_max(TimeGenerated, *) by EventName)",
    'search in (AWSCloudTrail) "CreateUser*"',
    'find in (AWSCloudTrail) where * has "CreateUser" project EventName',
  ])("%s names no table with a wildcard", (query) => {
    expect(found(query)).toEqual([]);
  });

  test.each([
    ["SigninLogs | where UserPrincipalNme == 'x'", "UserPrincipalNme", "write `UserPrincipalName`"],
    // What the raw event or another table of the log calls it.
    ["OfficeActivity | where Workload == 'Exchange'", "Workload", "write `OfficeWorkload`"],
    ["OktaV2_CL | where eventType_s == 'x'", "eventType_s", "write `EventOriginalType`"],
    ["SecurityEvent | where EventId == 4625", "EventId", "write `EventID`"],
    ["SecurityEvent | summarize count() by Acount", "Acount", "write `Account`"],
    [
      "SecurityEvent | join (SigninLogs | where IPAdress == '') on $left.Computer == $right.AppId",
      "IPAdress",
      "write `IPAddress`",
    ],
    ["SigninLogs | project IPAddress | where AppIdd == ''", "AppIdd", undefined],
    ["SecurityEvents | take 1", "SecurityEvents", "write `SecurityEvent`"],
  ])("%s: %s is no column, and the nearest is told", (query, at, fix) => {
    const { problems } = checkQuery(query);
    expect(problems.map(({ message }) => [message.severity, message.fix])).toEqual([
      ["error", fix],
    ]);
    expect(problems.map(({ span }) => query.slice(span.start, span.end))).toEqual([at]);
  });

  test.each([
    "SigninLogs | project _ItemId, _TimeReceived, _ResourceId",
    "OktaV2_CL | where Type == 'x' and TenantId != ''",
    "OneLogin_CL | where something_new_s == 'x'",
    "AWSVPCFlow | where DstPort == 22 and Action == 'ACCEPT'",
    "CommonSecurityLog | where DeviceVendor == 'x' | project SourceIP",
  ])("%s names columns that the table has, or may have", (query) => {
    expect(found(query)).toEqual([]);
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

describe("what a workspace may have", () => {
  const told = (query: string) =>
    found(query).map(({ code, severity, at }) => `${severity} ${code} ${at}`);

  test.each([
    ["a table", "Logons | where Who == 'x'", "DET646 Logons"],
    [
      "a table in a fuzzy union",
      "union isfuzzy=true Logons, AWSCloudTrail | where Who == 'x'",
      "DET646 Logons",
    ],
    ["a table by its name as text", "table('Logons') | where Who == 'x'", "DET646 'Logons'"],
    ["a table of another workspace", "workspace('x').Logons | where Who == 'x'", "DET646 Logons"],
    ["a table that a let names", "let T = Logons; T | where Who == 'x'", "DET646 Logons"],
    [
      "a table that a function returns",
      "let T = () { Logons }; T() | where Who == 'x'",
      "DET646 Logons",
    ],
    [
      "a table of a name two letters from another's",
      "AACAudit | where Who == 'x'",
      "DET646 AACAudit",
    ],
    ["a custom table", "OneLoginV2_CL | where Who == 'x'", "DET646 OneLoginV2_CL"],
    ["a table in a list", "AWSCloudTrail | where EventName in (BadCalls)", "DET646 BadCalls"],
    [
      "a function that returns a table",
      "imDns(starttime=ago(1h), pack=true) | where Who == 'x'",
      "DET647 imDns",
    ],
    ["the same without its brackets", "imDns | where Who == 'x'", "DET646 imDns"],
    ["a watchlist", "_GetWatchlist('x') | project SearchKey", "DET647 _GetWatchlist"],
    [
      "a function in a fuzzy union",
      "union isfuzzy=true imDns(), (vimDns() | where A == 1) | where Who == 'x'",
      "DET647 imDns, DET647 vimDns",
    ],
    [
      "a function that a let names",
      "let T = imDns(); AWSCloudTrail | join T on EventName | where Who == 'x'",
      "DET647 imDns",
    ],
    [
      "a function that another calls",
      "let f = (x:string) { imDns(domain=x) }; f('a') | where Who == 'x'",
      "DET647 imDns",
    ],
    [
      "a function to invoke",
      "AWSCloudTrail | invoke _ASIM_Resolve('EventName') | where Who == 'x'",
      "DET647 _ASIM_Resolve",
    ],
    [
      "a function of one value",
      "AWSCloudTrail | extend a = toTeam(EventName) | where a == 'x'",
      "DET647 toTeam",
    ],
    [
      "a function's one value",
      "AWSCloudTrail | where EventName == toscalar(imDns() | take 1)",
      "DET647 imDns",
    ],
  ])("%s is a warning, and all that is told", (_, query, warned) => {
    const warnings = warned.split(", ").map((each) => `warning ${each}`);
    expect(told(query)).toEqual(warnings);
  });

  test.each([
    "evaluate ipv4_lookup(Ranges, Address, Network)",
    "evaluate ipv4_lookup(Own, Address, network, return_unmatched = true)",
    "evaluate ipv6_lookup(Own, Address, network)",
    "evaluate bag_unpack(Details, 'd_')",
    "evaluate pivot(Kind, count())",
    "join kind=leftouter Own on $left.Address == $right.network",
    "join kind=inner AWSCloudTrail on UserIdentityUserName",
    "lookup Own on $left.Address == $right.network",
    "union AWSCloudTrail",
    "mv-expand Details to typeof(string)",
    "mv-apply D = Details on (where D.k == 1 | project D)",
    "parse Details with * 'a ' B:long ' ' *",
    "parse-kv Details as (a:string) with (pair_delimiter=';')",
    "project-away Address, Det*",
    "project-rename Where = Address",
    "project-reorder Address",
    "summarize arg_max(TimeGenerated, *) by Address",
    "summarize take_any(*) by Address",
    "distinct *",
    "extend Address = tostring(parse_json(Details)[0].address)",
    "partition by Address (top 1 by TimeGenerated)",
    "sort by Address | extend Before = prev(Address)",
    "invoke pass()",
  ])("after a table that is not known, `%s` leaves the columns open", (operator) => {
    const lets =
      "let Own = datatable(network:string, k:string)[];\nlet pass = (T:(Address:string)) { T };\n";
    const query = `${lets}Logons | ${operator} | where Other == 'x' | extend Another`;
    const warned = operator.includes("Ranges") ? ["Logons", "Ranges"] : ["Logons"];
    expect(told(query)).toEqual(warned.map((name) => `warning DET646 ${name}`));
    expect(checkQuery(query).columns).toBeUndefined();
  });

  test("columns that do not hang on it stay checked", () => {
    const query =
      "AWSCloudTrail | where EventName in ((_GetWatchlist('x') | project SearchKey)) | where EventNme == 'x'";
    expect(told(query)).toEqual(["warning DET647 _GetWatchlist", "error DET640 EventNme"]);
    expect(checkQuery(query.replace("EventNme", "EventName")).columns).toContain("EventName");
  });

  test("a slip of a function that KQL has is an error, with the name", () => {
    const [problem] = checkQuery("AWSCloudTrail | where isemty(ErrorCode)").problems;
    expect(problem?.message).toMatchObject({ code: "DET640", fix: "write `isempty`" });
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
    ["a plain scalar", "query:"],
    ["a folded scalar", "query: >"],
    ["a folded scalar without its end", "query: >-"],
    ["a quoted scalar", "query: '", "'"],
  ])("a comment that takes in the lines below it is refused: %s", (_, before, after = "") => {
    const text = `name: Keys\nseverity: Low\n${before}\n  AWSCloudTrail\n  | where EventName == "https://x"\n  // both\n  | where UserAgent == "y"${after}\n`;
    const diagnostics = new Diagnostics();
    expect(loadRule(text, diagnostics)).toBeUndefined();
    const errors = diagnostics.all.filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([{ code: "DET648", line: 6, column: 3 }]);
    expect(errors[0]?.fix).toContain("query: |");
  });

  test.each([
    ["in a literal scalar", 'query: |\n  AWSCloudTrail // all\n  | where EventName == "x"\n'],
    [
      "within texts",
      'query:\n  AWSCloudTrail\n  | where UserAgent in (\'https://a\',\n  @"c:\\\\x", "b\\"//")\n',
    ],
    ["at the end", 'query: >\n  AWSCloudTrail\n  | where EventName == "x" // all\n'],
    ["in a scalar of one line", 'query: AWSCloudTrail | where EventName == "x" // all\n'],
    [
      "whose line is kept",
      'query: >\n  AWSCloudTrail\n\n    // all\n    | where EventName == "x"\n',
    ],
  ])("a comment %s is none that takes in more", (_, query) => {
    const diagnostics = new Diagnostics();
    loadRule(`name: Keys\nseverity: Low\n${query}`, diagnostics);
    expect(diagnostics.all.map(({ code }) => code)).not.toContain("DET648");
    expect(diagnostics.all.map(({ code }) => code)).not.toContain("DET640");
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
