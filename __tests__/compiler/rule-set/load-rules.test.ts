import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { Json } from "../../../compiler/core/json";
import { loadRule } from "../../../compiler/rule-set/load-rule";

import { IDS, rule, correlation, filter, documents, load, counts, matchesEvent } from "./loading";

describe("several documents", () => {
  test("of one file all load, each with positions in that file", () => {
    const { titles, found } = load([documents(rule("CreateUser"), rule("DeleteUser"))]);
    expect(titles).toEqual(["About CreateUser", "About DeleteUser"]);
    expect(found).toEqual([]);
    const wrong = documents(rule("CreateUser"), rule("DeleteUser").replace("test", "tested"));
    expect(load([wrong]).found).toEqual(["DET304@16:9"]);
    expect(load([wrong]).titles).toEqual(["About CreateUser"]);
  });

  test("where one rule is expected are refused, with their titles", () => {
    const diagnostics = new Diagnostics();
    const text = documents(rule("CreateUser"), rule("DeleteUser"));
    expect(loadRule(text, diagnostics)).toBeUndefined();
    expect(diagnostics.all).toMatchObject([{ code: "DET113", line: 14, column: 1 }]);
    expect(diagnostics.all[0]?.message).toContain("About DeleteUser");
  });

  test("may not share an id, in one file or in several", () => {
    const one = rule("CreateUser", `id: ${IDS.first}\n`);
    const other = rule("DeleteUser", `id: ${IDS.first.toUpperCase()}\n`);
    expect(load([one, other]).found).toEqual(["DET308@3:5"]);
    expect(load([documents(one, other)]).found).toEqual(["DET308@17:5"]);
  });

  test("that Sigma 1 would put together are refused, with nothing said of what each lacks", () => {
    const parts = [
      "action: global\ntitle: T\nlogsource: {product: aws, service: cloudtrail}",
      "action: repeat\ndetection: {s: {eventName: X}, condition: s}",
      "detection: {s: {eventName: Y}, condition: s}",
    ];
    expect(load([parts.join("\n---\n") + "\n"]).found).toEqual(["DET257@1:1", "DET257@5:1"]);
    expect(load([rule("CreateUser", "action: notify\n")]).found).toEqual([]);
  });

  test("that are empty are no rule", () => {
    expect(load(["\n"]).found).toEqual(["DET112@1:1"]);
    const diagnostics = new Diagnostics();
    const alone = filter("rules: any\nx: {eventName: CreateUser}\ncondition: not x");
    expect(loadRule(alone, diagnostics)).toBeUndefined();
    expect(diagnostics.all.map(({ code }) => code)).toEqual(["DET252"]);
  });
});

describe("filters", () => {
  const PIPELINE = "pipeline: {userIdentity.arn|endswith: /deploy}\ncondition: not pipeline";
  const event = (eventName: string, user: string): Json => ({
    eventSource: "iam.amazonaws.com",
    eventName,
    userIdentity: { arn: `arn:aws:iam::1:user/${user}` },
  });

  test("leave events of the rules they name out, and of no others", () => {
    const { rules, found } = load([
      filter(`rules: [CreateUser]\n${PIPELINE}`),
      rule("CreateUser"),
      rule("DeleteUser"),
    ]);
    expect(found).toEqual([]);
    const [create, remove] = rules;
    expect(matchesEvent(create!, event("CreateUser", "ann"))).toBe(true);
    expect(matchesEvent(create!, event("CreateUser", "deploy"))).toBe(false);
    expect(matchesEvent(remove!, event("DeleteUser", "deploy"))).toBe(true);
  });

  test("reach the rules that a correlation counts", () => {
    const many = "type: event_count\nrules: [CreateUser]\ntimespan: 10m\ncondition: {gte: 10}";
    const { rules } = load([
      rule("CreateUser"),
      correlation(many),
      filter(`rules: ${"CreateUser"}\n${PIPELINE}`),
    ]);
    const [base] = counts(rules[0]!).rules;
    expect(matchesEvent(base!, event("CreateUser", "deploy"))).toBe(false);
  });

  test.each(["{product: aws, service: cloudtrail}", "{product: aws}", "{service: cloudtrail}"])(
    "for any rule apply where the log source is %s",
    (logsource) => {
      const { rules, found } = load([
        rule("CreateUser"),
        filter(`rules: any\n${PIPELINE}`, logsource),
      ]);
      expect(found).toEqual([]);
      expect(matchesEvent(rules[0]!, event("CreateUser", "deploy"))).toBe(false);
    },
  );

  test.each([
    ["rules: [CreateUsr]", "{product: aws}", "DET250@4:11"],
    ["rules: [CreateUser]", "{product: azure}", "DET253@4:11"],
    ["rules: [CreateUser]", "{product: aws, category: x}", "DET253@4:11"],
    ["rules: any", "{product: azure}", "DET252@4:10"],
    ["rules: []", "{product: aws}", "DET305@4:10"],
  ])("%s on %s is a mistake: it filters nothing", (rules, logsource, expected) => {
    expect(load([rule("CreateUser"), filter(`${rules}\n${PIPELINE}`, logsource)]).found).toEqual([
      expected,
    ]);
  });

  test("cannot apply to correlations or to queries as written", () => {
    const query = "name: Query\nseverity: Low\nquery: |\n  AWSCloudTrail\n";
    expect(load([query, filter(`rules: Query\n${PIPELINE}`)]).found).toEqual(["DET253@4:10"]);
  });

  test("say nothing of a rule that has mistakes of its own", () => {
    const broken = rule("CreateUser").replace("condition: selection", "condition: |");
    const { found } = load([broken, filter(`rules: [CreateUser]\n${PIPELINE}`)]);
    expect(found.filter((each) => each.startsWith("DET25"))).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
  });

  test("that only restrict, and a query that they do not reach, are warned of", () => {
    const keeps = filter("rules: any\ns: {awsRegion: eu-west-1}\ncondition: s");
    expect(load([rule("CreateUser"), keeps]).found).toEqual(["DET254@6:14"]);
    const own = rule("CreateUser", "query: AWSCloudTrail\n");
    expect(load([own, filter(`rules: any\n${PIPELINE}`)]).found).toContain("DET255@4:10");
  });

  test("are linted as rules are: a misspelt field would leave nothing out", () => {
    const misspelt = filter(
      "rules: any\ns: {eventname: X, userAgent: userIdentity.userName}\ncondition: not s",
    );
    const { all } = load([rule("CreateUser"), misspelt]);
    expect(all.map(({ code, column, fix }) => [code, column, fix?.slice(0, 17)])).toEqual([
      ["DET420", 18, "write `eventName`"],
      ["DET401", 32, "to compare two fi"],
    ]);
  });

  test("have mistakes of their own at their own places", () => {
    const wrong = filter("rules: any\ns: {eventName|contain: a}\ncondition: not s");
    expect(load([rule("CreateUser"), wrong]).found).toEqual(["DET209@5:17"]);
  });
});

test("placeholders are given to all rules and filters of a set", () => {
  const inputs = [
    rule("CreateUser")
      .replace("eventName:", "eventName|expand:")
      .replace(": CreateUser\n  c", ": '%calls%'\n  c"),
    filter("rules: any\ns: {userIdentity.arn|endswith|expand: '/%robots%'}\ncondition: not s"),
  ];
  const placeholders = { calls: ["CreateUser", "Delete*"], robots: ["deploy", "scan"] };
  const { rules, found } = load(inputs, { placeholders });
  expect(found).toEqual([]);
  const event = (eventName: string, user: string): Json => ({
    eventSource: "iam.amazonaws.com",
    eventName,
    userIdentity: { arn: `arn:aws:iam::1:user/${user}` },
  });
  expect(matchesEvent(rules[0]!, event("DeleteUser", "ann"))).toBe(true);
  expect(matchesEvent(rules[0]!, event("DeleteUser", "scan"))).toBe(false);
  expect(load(inputs).found).toEqual(["DET228@5:41", "DET228@11:23"]);
});
