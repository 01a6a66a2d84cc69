import { compile } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";

import { IDS, rule, correlation, documents, load, counts } from "./loading";

describe("correlations", () => {
  const MANY = "type: event_count\nrules: [CreateUser]\ntimespan: 10m\ncondition: {gte: 10}";

  test("count the rules they name, which do not alert by themselves", () => {
    const { rules, found } = load([correlation(MANY), rule("CreateUser"), rule("DeleteUser")]);
    expect(found).toEqual([]);
    expect(rules.map(({ title }) => title)).toEqual(["Many of them", "About DeleteUser"]);
    expect(counts(rules[0]!)).toMatchObject({
      type: "event_count",
      rules: [{ title: "About CreateUser" }],
      groupBy: [],
      timespan: 600,
      condition: [{ operator: "gte", count: 10 }],
    });
  });

  test.each(["generate: true\n", "  generate: true\n"])("%j lets them alert too", (generate) => {
    const { titles } = load([rule("CreateUser"), correlation(MANY) + generate]);
    expect(titles).toEqual(["About CreateUser", "Many of them"]);
  });

  test("are one rule together with what they count", () => {
    const diagnostics = new Diagnostics();
    const text = documents(rule("CreateUser"), correlation(MANY));
    expect(loadRule(text, diagnostics)?.title).toBe("Many of them");
    expect(diagnostics.all).toEqual([]);
  });

  test("refer by id in any case, or by name; a rule that is named twice counts once", () => {
    const named = MANY.replace("[CreateUser]", `[${IDS.first.toUpperCase()}, CreateUser]`);
    const { rules, found } = load([rule("CreateUser", `id: ${IDS.first}\n`), correlation(named)]);
    expect(found).toEqual([]);
    expect(counts(rules[0]!).rules).toHaveLength(1);
  });

  test("run as often as their time span, and look back over it, their run and late events", () => {
    const scheduled = (timespan: string, more = "") => {
      const text = correlation(MANY.replace("10m", timespan), more);
      return load([rule("CreateUser"), text]).rules[0]?.schedule;
    };
    // Between 5 minutes and an hour; events of CloudTrail come up to 15 minutes late.
    expect(scheduled("30s")).toMatchObject({ queryFrequency: 300, queryPeriod: 30 + 300 + 900 });
    expect(scheduled("10m")).toMatchObject({ queryFrequency: 600, queryPeriod: 600 + 600 + 900 });
    expect(scheduled("2d")).toMatchObject({
      queryFrequency: 3_600,
      queryPeriod: 172_800 + 3_600 + 900,
    });
    expect(scheduled("1h", "queryFrequency: 30m\n")).toMatchObject({
      queryFrequency: 1_800,
      queryPeriod: 3_600 + 1_800 + 900,
    });
    expect(scheduled("1h", "ingestionDelay: 0m\n")).toMatchObject({ queryPeriod: 7_200 });
    expect(scheduled("1h", "queryPeriod: 2h\n")).toMatchObject({ queryPeriod: 7_200 });
    expect(scheduled("1h", "queryPeriod: 30m\n")).toBeUndefined();
  });

  test("of values need a field, a range is two bounds, fields are counted apart", () => {
    const values = `type: value_count
rules: [CreateUser]
group-by: [sourceIPAddress, awsRegion]
timespan: 1h
condition: {field: userIdentity.arn, gt: 100, lte: 200}`;
    const { rules, found } = load([rule("CreateUser"), correlation(values)]);
    expect(found).toEqual([]);
    expect(counts(rules[0]!)).toMatchObject({
      type: "value_count",
      field: "userIdentity.arn",
      groupBy: ["sourceIPAddress", "awsRegion"],
      condition: [
        { operator: "gt", count: 100 },
        { operator: "lte", count: 200 },
      ],
    });
  });

  test("put the field of every rule in an alias's place", () => {
    const aliased = (aliases: string, second = "DeleteUser") =>
      load([
        rule("CreateUser"),
        rule("DeleteUser"),
        correlation(`type: event_count
rules: [CreateUser, ${second}]
group-by: who
timespan: 10m
condition: {gte: 10}
aliases: {who: ${aliases}}`),
      ]);
    const same = aliased("{CreateUser: userIdentity.arn, DeleteUser: userIdentity.arn}");
    expect(same.found).toEqual([]);
    expect(counts(same.rules[0]!).groupBy).toEqual(["userIdentity.arn"]);
    expect(counts(same.rules[0]!).aliases).toBeUndefined();
    // In the order of `rules`, however the alias is written.
    const differing = aliased("{DeleteUser: eventID, CreateUser: userIdentity.arn}");
    expect(differing.found).toEqual([]);
    expect(counts(differing.rules[0]!)).toMatchObject({
      groupBy: ["who"],
      aliases: { who: ["userIdentity.arn", "eventID"] },
    });
    // The total bounds each group, whatever it is grouped by; a query would have to tell the rules apart.
    const onAws = compile(differing.rules[0]!, "cloudwatch", { accept: "wider" });
    expect(onAws.verdict).toBe("wider");
    // At least 10 events is more than 9.
    expect(onAws.output?.alarm).toMatchObject({
      comparisonOperator: "GreaterThanThreshold",
      threshold: 9,
      periodSeconds: 660,
    });
    const onAzure = compile(differing.rules[0]!, "sentinel", { accept: "wider" });
    expect(onAzure.verdict).toBe("exact");
    expect(onAzure.output?.query).toContain("| extend Who = UserIdentityArn");
    expect(onAzure.output?.query).toContain("| extend Who = AwsEventId");
    expect(aliased("{CreateUser: a}").found).toEqual(["DET246@7:13"]);
    // A rule that is not there is told once, where it is referred to.
    expect(aliased("{CreateUser: a, DropUser: a}", "DropUser").found).toEqual(["DET250@6:23"]);
    expect(aliased("{CreateUser: a, DeleteUser: a, DropUser: a}").found).toEqual(["DET246@10:49"]);
  });

  test.each([
    ["temporal", "group-by: [awsRegion]"],
    ["temporal", "condition: {gte: 1}"],
    ["temporal_ordered", "group-by: [awsRegion]"],
    ["value_sum", "condition: {field: requestParameters.size, gt: 5.5}"],
    ["value_avg", "condition: {field: requestParameters.size, gt: 5.5, lte: 100}"],
  ])("of the type %s load", (type, more) => {
    const text = correlation(`type: ${type}\nrules: [CreateUser]\ntimespan: 1h\n${more}`);
    expect(load([rule("CreateUser"), text])).toMatchObject({ found: [] });
  });

  test.each([
    [
      "value_percentile",
      "condition: {field: requestParameters.size, lte: 1}",
      "exclude each other",
    ],
    ["value_median", "condition: {field: requestParameters.size, lte: 1}", "Sigma 2.2"],
  ])("of the type %s are refused by name", (type, more, why) => {
    const text = correlation(`type: ${type}\nrules: [CreateUser]\ntimespan: 1h\n${more}`);
    const { found, all, titles } = load([rule("CreateUser"), text]);
    expect(found).toEqual(["DET240@5:9"]);
    expect(all[0]?.message).toContain(type);
    expect(all[0]?.message).toContain(why);
    expect(titles).toEqual([]);
  });

  test.each([
    ["type: event_counts", "type: event_count", "DET304@5:9"],
    ["rules: [CreateUsr]", "rules: [CreateUser]", "DET250@6:11"],
    ["group_by: [a]\ntimespan: 10m", "timespan: 10m", "DET241@7:3"],
    ["timespan: 5 weeks", "timespan: 10m", "DET306@7:13"],
    ["timespan: 0m", "timespan: 10m", "DET305@7:13"],
    ["condition: {banana: 1, gt: 1}", "condition: {gte: 10}", "DET241@8:15"],
    ["condition: {}", "condition: {gte: 10}", "DET242@8:14"],
    ["condition: {gte: 1.5}", "condition: {gte: 10}", "DET242@8:20"],
    ["condition: {gte: -1}", "condition: {gte: 10}", "DET242@8:20"],
    ["condition: {gte: many}", "condition: {gte: 10}", "DET303@8:20"],
    ["condition: {gte: 1, field: a}", "condition: {gte: 10}", "DET241@8:23"],
    ["", "\ncondition: {gte: 10}", "DET301@5:3"],
  ])("%j is refused at its place", (wrong, right, expected) => {
    expect(load([rule("CreateUser"), correlation(MANY.replace(right, wrong))]).found).toEqual([
      expected,
    ]);
  });

  test("over correlations load in any order, and alert alone", () => {
    const chain = correlation(MANY, "name: many\n");
    const over = correlation(MANY.replace("CreateUser", "many")).replace("them", "many of them");
    for (const texts of [
      [rule("CreateUser"), chain, over],
      [over, chain, rule("CreateUser")],
    ]) {
      expect(load(texts)).toMatchObject({ found: [], titles: ["Many of many of them"] });
    }
  });

  test("that are over themselves, or too many one over the other, are refused", () => {
    const named = (name: string, rule: string) =>
      correlation(MANY.replace("CreateUser", rule), `name: ${name}\n`).replace("them", name);
    const circle = load([named("a", "b"), named("b", "c"), named("c", "a")]);
    expect(circle.found).toEqual(["DET247@7:11", "DET247@7:11", "DET247@7:11"]);
    expect(load([named("a", "a")]).all[0]?.message).toContain("is one of its own rules");
    const chain = (length: number) =>
      Array.from({ length }, (_, at) => named(`c${at + 1}`, at === 0 ? "CreateUser" : `c${at}`));
    expect(load([rule("CreateUser"), ...chain(5)]).found).toEqual([]);
    expect(load([rule("CreateUser"), ...chain(6)]).found).toEqual(["DET247@7:11"]);
    expect(load([rule("CreateUser"), ...chain(500).reverse()]).found).toEqual(["DET247@7:11"]);
  });

  test("of queries and of nothing that loads are refused", () => {
    const query = "name: CreateUser\nseverity: Low\nquery: |\n  AWSCloudTrail\n";
    expect(load([query, correlation(MANY)]).found).toEqual(["DET243@6:11"]);
    // What is wrong with the rule is said once, at the rule.
    const broken = rule("CreateUser").replace("condition: selection", "condition: selected");
    expect(load([broken, correlation(MANY)])).toMatchObject({
      found: ["DET220@12:14"],
      titles: [],
    });
  });

  test("by a name that two rules bear are refused", () => {
    const other = rule("CreateUser").replace("eventName: CreateUser", "eventName: CreateRole");
    expect(load([rule("CreateUser"), other, correlation(MANY)]).found).toEqual(["DET251@6:11"]);
  });
});
