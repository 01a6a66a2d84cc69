import type { JsonObject } from "../../../compiler/core/json";
import { handWrittenQuery } from "../../../compiler/kql/run";
import { textOf } from "../../../compiler/kql/values/value";

const EVENTS: readonly JsonObject[] = [
  {
    eventTime: "2024-02-28T23:59:59Z",
    eventName: "CreateAccessKey",
    sourceIPAddress: "10.0.0.1",
    userIdentity: { principalId: "AROA:alice@corp.example", arn: "arn:aws:sts::1:role/x" },
    requestParameters: { userName: "bob", tags: ["a", "b"] },
  },
  {
    eventTime: "2024-02-29T00:00:01Z",
    eventName: "CreateAccessKey",
    errorCode: "AccessDenied",
    sourceIPAddress: "10.0.0.1",
    requestParameters: { tags: [] },
  },
  { eventTime: "2024-02-29T12:00:00Z", eventName: "ListUsers", sourceIPAddress: "10.0.0.2" },
];
const CLOCK = {
  now: Date.parse("2024-02-29T12:00:00Z"),
  ingested: () => Date.parse("2024-02-29T11:00:00Z"),
};

/** The cells of a query's rows, as text. */
function run(query: string): readonly (readonly string[])[] {
  const { columns, rows } = handWrittenQuery(query)(EVENTS, CLOCK);
  return rows.map((row) => columns.map(({ name }) => textOf(row.get(name) ?? null)));
}

describe("a hand-written query over events", () => {
  test.each([
    [
      "AWSCloudTrail | where isempty(ErrorCode) | project EventName",
      [["CreateAccessKey"], ["ListUsers"]],
    ],
    [
      "AWSCloudTrail | summarize n = count(), latest = max(TimeGenerated) by SourceIpAddress",
      [
        ["10.0.0.1", "2", "2024-02-29T00:00:01.0000000Z"],
        ["10.0.0.2", "1", "2024-02-29T12:00:00.0000000Z"],
      ],
    ],
    ["AWSCloudTrail | distinct EventName | count", [["2"]]],
    [
      "let wanted = dynamic(['createaccesskey']);\nAWSCloudTrail | where EventName in~ (wanted) | project ErrorCode",
      [[""], ["AccessDenied"]],
    ],
    [
      "AWSCloudTrail | extend tag = parse_json(RequestParameters).tags | mv-expand tag | project EventName, t = tostring(tag)",
      // One row an element; none of an empty array; one of what is missing.
      [
        ["CreateAccessKey", "a"],
        ["CreateAccessKey", "b"],
        ["ListUsers", ""],
      ],
    ],
    [
      "AWSCloudTrail | take 1 | project u = split(substring(UserIdentityPrincipalid, indexof_regex(UserIdentityPrincipalid, ':') + 1), '@')[0]",
      [["alice"]],
    ],
    [
      "AWSCloudTrail | where TimeGenerated > ago(12h) | project EventName",
      [["CreateAccessKey"], ["ListUsers"]],
    ],
    [
      "AWSCloudTrail | top 1 by TimeGenerated asc | project bin(TimeGenerated, 1d)",
      [["2024-02-28T00:00:00.0000000Z"]],
    ],
    ["AWSCloudTrail | where ingestion_time() > ago(30m) | count", [["0"]]],
    ["AWSCloudTrail | extend a = 1 | where ingestion_time() > ago(2h) | count", [["3"]]],
    ["AWSCloudTrail | where not(ReadOnly == true) | count", [["3"]]],
    ["AWSCloudTrail | where isnull(ReadOnly) | where ReadOnly | count", [["0"]]],
  ])("%s", (query, rows) => {
    expect(run(query)).toEqual(rows);
  });

  test.each([
    ["externaldata (a:string) ['https://example.com'] | take 1", "external-data"],
    ["AWSCloudTrail | where CidrIp == '0.0.0.0/0'", "CidrIp"],
    ["AWSCloudTrail | distinct TenantId", "TenantId"],
    ["AWSCloudTrail | extend a = parse_json(UserAgent) | evaluate bag_unpack(a)", "evaluate"],
    ["AWSCloudTrail | where hash_xxhash64(EventName) == 1", "hash_xxhash64"],
    ["AWSCloudTrail | make-series count() on TimeGenerated step 1h", "make-series"],
    ["AWSCloudTrail | parse-kv UserAgent as (a:string)", "parse-kv"],
    ["AWSCloudTrail | search 'Delete'", "CidrIp|AwsRequestId"],
    ["AWSCloudTrail | project EventName | where ingestion_time() > ago(1h)", "ingestion_time"],
  ])("%s is refused by name", (query, name) => {
    expect(() => run(query)).toThrow(new RegExp(name));
  });

  test("the time needs a clock", () => {
    const query = handWrittenQuery("AWSCloudTrail | where TimeGenerated > ago(1h)");
    expect(() => query(EVENTS)).toThrow(expect.objectContaining({ code: "clock" }));
  });

  test("brackets too deep are refused at once", () => {
    const deep = `print ${"(".repeat(4_000)}1${")".repeat(4_000)}`;
    expect(() => handWrittenQuery(deep)).toThrow(expect.objectContaining({ code: "nesting" }));
  });
});

describe("a query over tables of other logs", () => {
  const SIGN_IN: JsonObject = {
    category: "SignInLogs",
    time: "2024-02-29T10:00:00Z",
    resultType: "50126",
    properties: { userPrincipalName: "alice@example.com" },
  };
  const LOGON: JsonObject = {
    Type: "SecurityEvent",
    TimeGenerated: "2024-02-29T10:05:00Z",
    EventID: 4625,
    Account: "alice@example.com",
  };
  const names = (query: string, ...events: readonly JsonObject[]) =>
    handWrittenQuery(query)(events, CLOCK).rows.map((row) => [...row.values()].map(textOf));

  test("is given raw events of the log source that has the table", () => {
    const query = "SigninLogs | where ResultType == 50126 | project UserPrincipalName";
    expect(names(query, SIGN_IN, { ...SIGN_IN, resultType: "0" })).toEqual([["alice@example.com"]]);
  });

  test("is given rows, of such a table too where they say which it is", () => {
    const row = { Type: "SigninLogs", ResultType: "50126", UserPrincipalName: "bob@example.com" };
    const query = "SigninLogs | where ResultType == '50126' | project UserPrincipalName, Status";
    expect(names(query, row, LOGON)).toEqual([["bob@example.com", ""]]);
    const unnamed = { EventID: 4625 };
    expect(names("SecurityEvent | where EventID == 4625 | count", LOGON, unnamed)).toEqual([["2"]]);
  });

  test("reads what a row has in a dynamic column, as JSON or as its text", () => {
    const bag = { errorCode: 7 };
    const rows = [bag, JSON.stringify(bag)].map((Status) => ({ Type: "SigninLogs", Status }));
    const query = "SigninLogs | where Status.errorCode == 7 | count";
    expect(names(query, ...rows)).toEqual([["2"]]);
  });

  test("has each event in the table that it is of, and in no other", () => {
    const both = "union SigninLogs, SecurityEvent | summarize count() by Type";
    expect(names(both, SIGN_IN, LOGON, { EventID: 1 })).toEqual([
      ["SigninLogs", "1"],
      ["SecurityEvent", "1"],
    ]);
    const joined =
      "SigninLogs | join (SecurityEvent | where EventID == 4625) on $left.UserPrincipalName == $right.Account | count";
    expect(names(joined, SIGN_IN, LOGON)).toEqual([["1"]]);
    expect(names(joined, SIGN_IN)).toEqual([["0"]]);
    const other = { ...SIGN_IN, category: "NonInteractiveUserSignInLogs" };
    const kinds = "union SigninLogs, AADNonInteractiveUserSignInLogs | summarize count() by Type";
    expect(names(kinds, SIGN_IN, other, other)).toEqual([
      ["SigninLogs", "1"],
      ["AADNonInteractiveUserSignInLogs", "2"],
    ]);
  });
});
