import { compile } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import type { Json, JsonObject } from "../../../../../compiler/core/json";
import { handWrittenQuery } from "../../../../../compiler/kql/run";
import { loadRules } from "../../../../../compiler/rule-set/load-rules";
import { parseQuery } from "../../../../../compiler/targets/sentinel/parse";
import { diagnose, resultColumns } from "../../../../support/kusto";

const FAILURE = {
  eventName: "ConsoleLogin",
  eventTime: "2026-03-01T00:00:00Z",
  responseElements: { ConsoleLogin: "Failure" },
};
/** A run a minute later, for which every row is new. */
const CLOCK = {
  now: Date.parse("2026-03-01T00:01:00Z"),
  ingested: () => Date.parse("2026-03-01T00:00:00Z"),
};

describe("a correlation", () => {
  const FAILED = `title: Failed sign-in
name: failed
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: ConsoleLogin
    responseElements.ConsoleLogin: Failure
  condition: selection
---
`;
  function correlated(correlation: string, base = FAILED, members = "failed") {
    const diagnostics = new Diagnostics();
    const text = `${base}title: Many\nid: 21111111-2222-4333-8444-555555555555\nlevel: high\ncorrelation:\n  rules: [${members}]\n  timespan: 1h\n${correlation}`;
    const rules = loadRules([text], diagnostics);
    if (rules[0] === undefined) throw new Error(JSON.stringify(diagnostics.all));
    return compile(rules[0].detection, "sentinel", { accept: "wider" });
  }

  test("counts its matches by group, over its own timespan", () => {
    const { verdict, output } = correlated(
      "  type: event_count\n  group-by: [sourceIPAddress, requestParameters.user]\n  condition: { gte: 10, lt: 100 }\n",
    );
    expect(verdict).toBe("exact");
    expect(output).toMatchObject({
      // An hour, an hour since the run before, and 15 minutes by which rows of CloudTrail come late.
      queryPeriod: "PT2H15M",
      queryFrequency: "PT1H",
      triggerOperator: "gt",
      triggerThreshold: 0,
      // Of the usual entities those that the groups still tell.
      entityMappings: [{ entityType: "IP" }],
    });
    expect(output!.query).toContain(
      "| where Step == 0\n  and EventCount >= 10\n  and EventCount < 100\n  and NewCount > 0\n| summarize EventCount = max(EventCount), TimeGenerated = max(TimeGenerated) by SourceIpAddress, RequestParametersUser",
    );
    // A field with a column of its own needs none made.
    expect(output!.query).not.toContain("SourceIpAddress =");
    expect(diagnose(output!.query)).toEqual([]);
  });

  describe("has a column for each of its groups, whatever they are called", () => {
    const GOOD = `title: Good sign-in
name: good
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: ConsoleLogin, responseElements.ConsoleLogin: Success }
  condition: selection
---
`;
    const grouped = (type: string, ...aliases: readonly string[]) => {
      const of = Object.fromEntries(
        aliases.map((alias) => [
          alias,
          { failed: "userIdentity.userName", good: `requestParameters.${aliases.indexOf(alias)}` },
        ]),
      );
      const condition = type === "event_count" ? "  condition: { gte: 2 }\n" : "";
      const { verdict, output } = correlated(
        `  type: ${type}\n  group-by: ${JSON.stringify(aliases)}\n  aliases: ${JSON.stringify(of)}\n${condition}`,
        FAILED + GOOD,
        "failed, good",
      );
      expect(verdict).toBe("exact");
      return output!.query;
    };

    test.each(
      ["event_count", "temporal", "temporal_ordered"].flatMap((type) =>
        [
          ["TimeGenerated"],
          ["Start1"],
          ["Start", "Start2"],
          ["//"],
          ["//", "*"],
          ["a.b", "aB"],
          ["RequestParametersJson"],
          ["SourceIpAddress"],
          ["IsNew", "Step", "At", "Rule", "EventId", "NewCount"],
        ].map((aliases) => [type, aliases] as const),
      ),
    )("%s by the aliases %j", (type, aliases) => {
      const query = grouped(type, ...aliases);
      expect(diagnose(query)).toEqual([]);
      expect(query).not.toContain('[""]');
      const results = type === "temporal_ordered" ? 1 : 2;
      expect(resultColumns(query).length).toBe(results + aliases.length);
    });
  });

  test.each([
    [["eventTime", "userIdentity.userName"]],
    [["requestParameters.a-b", "requestParameters.aB"]],
    [["requestParameters.json", "requestParameters.user"]],
  ])("has a column for each of the fields %j", (fields) => {
    const { verdict, output } = correlated(
      `  type: event_count\n  group-by: ${JSON.stringify(fields)}\n  condition: { gte: 2 }\n`,
    );
    expect(verdict).toBe("exact");
    expect(diagnose(output!.query)).toEqual([]);
    const counted = output!.query.split("summarize EventCount").at(-1)!.split("\n")[0]!;
    expect(counted.split(" by ")[1]!.split(", ")).toHaveLength(fields.length);
  });

  describe("has the entities that its groups name", () => {
    const counted = (...groups: readonly string[]) =>
      correlated(
        `  type: event_count\n  group-by: [${groups.join(", ")}]\n  condition: { gte: 10 }\n`,
      ).output!;
    /** `Account Name=Name`, for each field that is mapped. */
    const mapped = (...groups: readonly string[]) =>
      counted(...groups).entityMappings.flatMap(({ entityType, fieldMappings }) =>
        fieldMappings.map(
          ({ identifier, columnName }) => `${entityType} ${identifier}=${columnName}`,
        ),
      );
    const USER = ["Account Name=Name", "Account UPNSuffix=UpnSuffix"];
    const OF_ACCOUNT = "Account CloudAppAccountId=AccountId";
    const GROUPS: readonly (readonly [readonly string[], readonly string[]])[] = [
      [["userIdentity.arn"], [...USER, OF_ACCOUNT]],
      [["userIdentity.userName"], USER],
      [["userIdentity.principalId"], USER],
      [["userIdentity.sessionContext.sessionIssuer.userName"], USER],
      [["userIdentity.sessionContext.sessionIssuer.arn"], [...USER, OF_ACCOUNT]],
      [["requestParameters.userName"], USER],
      [
        ["userIdentity.accountId", "userIdentity.userName", "sourceIPAddress"],
        [...USER, "Account CloudAppAccountId=UserIdentityAccountId", "IP Address=IpAddress"],
      ],
      // No account, and nowhere that anything came from.
      [["userIdentity.accountId", "awsRegion", "userAgent"], []],
    ];

    test.each(GROUPS)("%j", (groups, wanted) => {
      expect(mapped(...groups)).toEqual(wanted);
      const { query } = counted(...groups);
      expect(diagnose(query)).toEqual([]);
      const types = new Map(resultColumns(query).map(({ name, type }) => [name, type]));
      for (const mapping of wanted) expect(types.get(mapping.split("=")[1]!)).toBe("string");
      expect("query" in parseQuery(query)).toBe(true);
    });

    test("by the same names as the rules that it counts have them", () => {
      const rows = (userIdentity: JsonObject) => {
        const { query } = counted("userIdentity.arn");
        const events = Array.from({ length: 10 }, () => ({ ...FAILURE, userIdentity }));
        const [row] = handWrittenQuery(query)(events, CLOCK).rows;
        return ["Name", "UpnSuffix", "AccountId"].map((name) => row?.get(name));
      };
      const account = "111122223333";
      const sts = `arn:aws:sts::${account}:assumed-role/Admin/alice@example.com`;
      expect(rows({ arn: `arn:aws:iam::${account}:user/team/bob` })).toEqual(["bob", "", account]);
      expect(rows({ arn: sts })).toEqual(["alice", "example.com", account]);
      expect(rows({ arn: `arn:aws:iam::${account}:root` })).toEqual(["root", "", account]);
      expect(rows({})).toEqual(["", "", ""]);
    });

    test("but for those that the rule maps itself", () => {
      const { entityMappings } = correlated(
        "  type: event_count\n  group-by: [userIdentity.arn]\n  condition: { gte: 10 }\nentityMappings:\n  - entityType: Account\n    fieldMappings:\n      - { identifier: FullName, columnName: UserIdentityArn }\n",
      ).output!;
      expect(entityMappings).toEqual([
        {
          entityType: "Account",
          fieldMappings: [{ identifier: "FullName", columnName: "UserIdentityArn" }],
        },
      ]);
    });
  });

  test("counts distinct values, of which a missing one is none", () => {
    const { output } = correlated(
      "  type: value_count\n  group-by: [sourceIPAddress]\n  condition: { gt: 3, field: userIdentity.userName }\n",
    );
    expect(output!.query).toContain(
      "| project TimeGenerated, IsNew, SourceIpAddress, Value\n| where isnotempty(Value)",
    );
    expect(output!.query).toContain("DistinctCount > 3");
    expect(diagnose(output!.query)).toEqual([]);
    const read = parseQuery(output!.query);
    expect("query" in read).toBe(true);
  });

  test("without groups gives no row where it does not hold", () => {
    const { query } = correlated("  type: event_count\n  condition: { gte: 2 }\n").output!;
    expect(diagnose(query)).toEqual([]);
    const rows = (count: number) =>
      handWrittenQuery(query)(
        Array.from({ length: count }, () => FAILURE),
        CLOCK,
      ).rows;
    expect(rows(2)).toHaveLength(1);
    expect(rows(1)).toEqual([]);
    expect(rows(0)).toEqual([]);
  });

  test("whose own look-back can miss is as written, and says what it takes", () => {
    const short = correlated("  type: event_count\n  condition: { gte: 3 }\nqueryPeriod: 2h\n");
    expect(short).toMatchObject({ verdict: "as-written", reasons: [{ code: "DET626" }] });
    expect(short.reasons[0]!.message).toContain("2 hours 15 minutes");
    expect(short.output).toMatchObject({ queryPeriod: "PT2H" });
    const enough = correlated("  type: event_count\n  condition: { gte: 3 }\nqueryPeriod: 3h\n");
    expect(enough).toMatchObject({ verdict: "exact", output: { queryPeriod: "PT3H" } });
  });

  test("near real time is refused: a run would see no window", () => {
    const { verdict, reasons } = correlated(
      "  type: event_count\n  condition: { gte: 3 }\nkind: NRT\n",
    );
    expect(verdict).toBe("unsupported");
    expect(reasons).toEqual([expect.objectContaining({ code: "DET815" })]);
  });

  describe("over an array", () => {
    const groupsOf = (query: string, ...names: readonly Json[]) => {
      const events = names.map((each) => ({ ...FAILURE, requestParameters: { names: each } }));
      const { rows } = handWrittenQuery(query)(events, CLOCK);
      return Object.fromEntries(
        rows.map((row) => [row.get("RequestParametersNames"), Number(row.get("EventCount"))]),
      );
    };

    test("has a group for each element, and an event counts once in it", () => {
      const { verdict, output } = correlated(
        "  type: event_count\n  group-by: [requestParameters.names]\n  condition: { gte: 1 }\n",
      );
      expect(verdict).toBe("exact");
      const { query } = output!;
      expect(diagnose(query)).toEqual([]);
      expect("query" in parseQuery(query)).toBe(true);
      expect(groupsOf(query, ["a", "b", "a"], ["b"], "c", [], null)).toEqual({
        a: 1,
        b: 2,
        c: 1,
        "": 2,
      });
    });

    test("counts its distinct elements, of all events of a group", () => {
      const { output } = correlated(
        "  type: value_count\n  group-by: [requestParameters.groups]\n  condition: { gte: 2, field: requestParameters.names }\n",
      );
      const { query } = output!;
      expect(diagnose(query)).toEqual([]);
      const events = [
        { groups: ["x", "y"], names: ["a", "b"] },
        { groups: ["y"], names: ["b", "c"] },
        { groups: [], names: ["a"] },
      ].map((requestParameters) => ({ ...FAILURE, requestParameters }));
      const { rows } = handWrittenQuery(query)(events, CLOCK);
      const counts = rows.map((row) => [
        row.get("RequestParametersGroups"),
        row.get("DistinctCount"),
      ]);
      expect(counts).toEqual([
        ["x", 2n],
        ["y", 3n],
      ]);
    });
  });

  test("by an array of objects is refused by name", () => {
    const { verdict, reasons } = correlated(
      "  type: event_count\n  group-by: [resources]\n  condition: { gte: 10 }\n",
    );
    expect(verdict).toBe("unsupported");
    expect(reasons).toEqual([expect.objectContaining({ code: "DET618" })]);
  });

  test("of a rule that would match more is refused where a higher count could silence it", () => {
    const wider = FAILED.replace(
      "eventName: ConsoleLogin",
      "eventName: ConsoleLogin\n    unknown.path: x",
    );
    expect(correlated("  type: event_count\n  condition: { gte: 3 }\n", wider).verdict).toBe(
      "wider",
    );
    expect(correlated("  type: event_count\n  condition: { lt: 3 }\n", wider)).toMatchObject({
      verdict: "unsupported",
      reasons: [{ code: "DET601" }, { code: "DET617" }],
    });
  });
});
