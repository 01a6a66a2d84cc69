import { compile, compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { summarise } from "../../../compiler/run/summary";
import { ruleText, WIDER_DETECTION } from "../../support/rules";
import { detectionOf } from "../detections";

const linesOf = (keys: Readonly<Record<string, unknown>>, target: "cloudwatch" | "sentinel") =>
  summarise(compiledRule(detectionOf(keys)), target).split("\n");

test("the verdict, the title and the file come first", () => {
  expect(linesOf({}, "cloudwatch")[0]).toBe("exact: A trail was stopped (<text>)");
});

test("then what alerts, and the text that is deployed", () => {
  const detection = detectionOf();
  const filters = compile(detection, "cloudwatch").output?.filters ?? [];
  expect(filters).toHaveLength(1);
  expect(summarise(compiledRule(detection), "cloudwatch").split("\n").slice(1)).toEqual([
    "  alerts on one or more matching events in 15 minutes",
    `  ${filters[0]?.pattern}`,
  ]);

  const query = compile(detection, "sentinel").output?.query ?? "";
  const lines = summarise(compiledRule(detection), "sentinel").split("\n").slice(2);
  expect(lines.map((line) => line.slice(2)).join("\n")).toBe(query);
});

test.each([
  ["gt", 5, "more than 5 matching events in 1 hour"],
  ["lt", 1, "no matching events in 1 hour"],
  ["eq", 0, "no matching events in 1 hour"],
  ["ne", 3, "any number but 3 matching events in 1 hour"],
])("the trigger %s %d in words", (triggerOperator, triggerThreshold, words) => {
  const keys = { triggerOperator, triggerThreshold, queryPeriod: "1h" };
  expect(linesOf(keys, "sentinel")[1]).toBe(`  alerts on ${words}`);
});

test("a correlation alerts on its count, not on the trigger of a schedule", () => {
  const count = [
    "title: Many trails stopped",
    "correlation:",
    "  type: event_count",
    "  rules: [stopped]",
    "  group-by: [sourceIPAddress]",
    "  timespan: 10m",
    "  condition: { gte: 10 }",
  ].join("\n");
  const text = `${count}\n---\n${ruleText({ name: "stopped" })}`;
  const rule = loadRule(text, new Diagnostics());
  expect(rule && summarise(compiledRule(rule), "sentinel").split("\n")[1]).toBe(
    "  alerts on 10 or more matching events in 10 minutes for the same sourceIPAddress",
  );
  // The metric has no groups: what the alarm does is said, not what the rule asks for.
  const accepted =
    rule && summarise(compiledRule(rule), "cloudwatch", { accept: "wider" }).split("\n");
  expect(accepted?.[1]).toBe(
    "  alerts on 10 or more matching events in 11 minutes, all groups counted together",
  );
  expect(accepted?.slice(-2)).toEqual([
    "  not applied `group-by: sourceIPAddress`: the alarm counts the events of all groups together, so a few in each of many groups raise it too",
    "  not applied 10 minutes exactly: they can lie in 11 minutes of the clock, so the alarm counts over 11 minutes, and events that are further apart raise it too",
  ]);
});

test("a wider rule names what is not applied", () => {
  const lines = linesOf({ detection: WIDER_DETECTION, accept: "wider" }, "cloudwatch");
  expect(lines[0]).toMatch(/^wider: /);
  const dropped = lines.filter((line) => line.startsWith("  not applied "));
  expect(dropped).toHaveLength(1);
  expect(dropped[0]).toContain("userIdentity.userName|fieldref");
});

test("a rule that is not deployed shows no text that would be, but why", () => {
  const keys = { detection: WIDER_DETECTION, triggerOperator: "lt", triggerThreshold: 3 };
  const lines = linesOf(keys, "cloudwatch");
  expect(lines[0]).toMatch(/^unsupported: /);
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines.slice(1)) expect(line).toMatch(/^ {2}DET5\d\d /);
});

test("what the caller accepts counts as what the rule does", () => {
  const detection = detectionOf({ detection: WIDER_DETECTION });
  expect(summarise(compiledRule(detection), "cloudwatch")).not.toContain("alerts on");
  expect(summarise(compiledRule(detection), "cloudwatch", { accept: "wider" })).toContain(
    "alerts on",
  );
});
