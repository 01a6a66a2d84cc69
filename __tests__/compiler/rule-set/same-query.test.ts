import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRules } from "../../../compiler/rule-set/load-rules";

/** A rule's text: the detection, and keys before it. */
const rule = (title: string, detection: string, more = "") =>
  `title: ${title}\nname: ${title}\n${more}logsource: {product: aws, service: cloudtrail}
detection: ${detection}\n`;
const CREATED = "{s: {eventName: [CreateUser, CreateRole]}, condition: s}";
const query = (name: string, kql: string, more = "") =>
  `name: ${name}\nseverity: Low\n${more}query: |\n  ${kql}\n`;
const correlation = (title: string, count: number, rules = "one") =>
  `title: ${title}\ncorrelation: {type: event_count, rules: [${rules}], timespan: 5m, condition: {gte: ${count}}}\n`;

/** Places of the warning, and what each says. */
function found(...texts: readonly string[]) {
  const diagnostics = new Diagnostics();
  const inputs = texts.map((text, at) => ({ path: `${"abcd"[at]}.yml`, text }));
  loadRules(inputs, diagnostics);
  return diagnostics.all.filter(({ code }) => code === "DET259");
}

const places = (...texts: readonly string[]) =>
  found(...texts).map(({ path, line, column }) => `${path}:${line}:${column}`);

describe("a rule that looks for what another looks for", () => {
  test("is warned of, with the other's title and place", () => {
    const [finding, more] = found(rule("one", CREATED), rule("two", CREATED));
    expect(more).toBeUndefined();
    expect(finding).toMatchObject({ path: "b.yml", line: 4, column: 1, severity: "warning" });
    expect(finding?.message).toContain("what `one` (a.yml:4:1) looks for");
  });

  test("is found in whatever order and under whatever names it says so", () => {
    const otherwise =
      "{a: {eventName: CreateRole}, b: {eventName: CreateUser}, condition: 1 of them}";
    expect(places(rule("one", CREATED), rule("two", otherwise))).toEqual(["b.yml:4:1"]);
  });

  test("is found among queries and correlations", () => {
    const kql = "AWSCloudTrail | where EventName == 'CreateUser'";
    expect(places(query("one", kql), query("two", kql))).toEqual(["b.yml:3:1"]);
    expect(places(rule("one", CREATED), correlation("many", 3), correlation("again", 3))).toEqual([
      "c.yml:2:1",
    ]);
  });

  test.each([
    ["looks for something else", rule("two", CREATED.replace("CreateRole", "CreateGroup"))],
    ["compares otherwise", rule("two", CREATED.replace("eventName", "eventName|cased"))],
    ["counts otherwise", rule("two", CREATED, "triggerThreshold: 5\n")],
    ["runs at other times", rule("two", CREATED, "queryPeriod: 1h\n")],
    ["has a query of its own for Sentinel", rule("two", CREATED, "query: AWSCloudTrail\n")],
    ["counts it", correlation("many", 3)],
    ["is another kind of rule", query("two", "AWSCloudTrail")],
  ])("is none that %s", (_what, other) => {
    expect(places(rule("one", CREATED), other)).toEqual([]);
  });

  test("is none that a correlation counts and that does not alert itself", () => {
    expect(
      places(rule("one", CREATED), rule("two", CREATED), correlation("many", 3, "two")),
    ).toEqual([]);
  });

  test("may be allowed", () => {
    const allow = "allow: [{code: DET259, reason: Another team gets its alerts.}]\n";
    expect(places(rule("one", CREATED), rule("two", CREATED, allow))).toEqual([]);
  });
});
