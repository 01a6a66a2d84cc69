import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { parseTests } from "../../../../compiler/run/rule-tests/load-tests";
import { reportMisspeltFields } from "../../../../compiler/run/rule-tests/misspelt-fields";

/** Where names are told of as misspelt, and what they are told to be, of events of one rule. */
function told(...events: readonly object[]): readonly string[] {
  const diagnostics = new Diagnostics();
  const rule = loadRule(
    "title: Key\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n" +
      "  s: {eventName: CreateAccessKey, requestParameters.userName: bob}\n  condition: s\n",
    new Diagnostics(),
  );
  const text = events
    .map((event, at) => `- {name: n${at}, match: false, event: ${JSON.stringify(event)}}\n`)
    .join("");
  const tests = parseTests({ path: "a.tests.yml", text }, diagnostics);
  reportMisspeltFields(rule!, tests!, diagnostics);
  return diagnostics.all.map(({ line, code, fix }) => `${line} ${code} ${fix}`);
}

describe("fields of an event", () => {
  test.each([
    ["in another case", { eventName: "x", requestParameters: { username: "bob" } }],
    ["without a letter", { eventName: "x", requestParameters: { userNam: "bob" } }],
    ["below a misspelt object", { eventName: "x", requestParameter: { userName: "bob" } }],
    ["in a list of objects", { eventName: "x", requestParameters: [{ userNames: "bob" }] }],
  ])("%s are told with the one that the rule reads", (_how, event) => {
    expect(told(event)).toEqual(["1 DET913 write `requestParameters.userName`"]);
  });

  test("are told once, at the first test that has them", () => {
    const event = { eventname: "CreateAccessKey", requestParameters: { userName: "bob" } };
    expect(told({ eventName: "x" }, event, event)).toEqual(["2 DET913 write `eventName`"]);
  });

  test("that are others, or stand beside the one that is read, are left alone", () => {
    expect(
      told(
        { eventName: "x", requestParameters: { userName: "bob", username: "bob" } },
        { eventName: "x", requestParameters: { groupName: "bob" }, eventTime: "x" },
      ),
    ).toEqual([]);
  });
});
