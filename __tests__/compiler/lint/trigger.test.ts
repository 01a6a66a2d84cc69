import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { findings, lints, ruleText } from "./linting";

/** What is said of a correlation with this condition. */
function ofCorrelation(condition: string, type = "event_count"): readonly string[] {
  const counted = ruleText("name: created");
  const correlation =
    "title: Many things\nstatus: test\nlevel: low\ncorrelation:\n" +
    `  {type: ${type}, rules: [created], timespan: 15m, condition: ${condition}}`;
  const diagnostics = new Diagnostics();
  loadRule(`${correlation}\n---\n${counted}`, diagnostics);
  return diagnostics.all.map(({ code, message }) => `${code} ${message}`);
}

describe("a trigger", () => {
  test("that no count satisfies is flagged where it stands", () => {
    const [found, ...others] = findings("triggerOperator: lt\ntriggerThreshold: 0");
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: "DET436",
      at: "0",
      found: { message: "no count satisfies the trigger: the rule never alerts" },
    });
  });

  test.each(["gt 0", "lt 1", "eq 0", "ne 0", "ne 5", "gt 10000"])("such as %s is fine", (said) => {
    const [operator, threshold] = said.split(" ");
    expect(lints(`triggerOperator: ${operator}\ntriggerThreshold: ${threshold}`)).toEqual([]);
  });

  test.each(["{gte: 3}", "{gt: 2, lt: 10}", "{eq: 2}", "{neq: 0}", "{gte: 1}"])(
    "of a correlation such as %s is fine",
    (condition) => expect(ofCorrelation(condition)).toEqual([]),
  );

  test.each([
    ["{gt: 10, lt: 5}", "no count satisfies the trigger: the rule never alerts"],
    ["{lt: 0}", "no count satisfies the trigger: the rule never alerts"],
    // It is asked at events alone.
    ["{eq: 0}", "no count satisfies the trigger: the rule never alerts"],
    ["{lt: 1}", "no count satisfies the trigger: the rule never alerts"],
    ["{gte: 0}", "every count satisfies the condition: the rule alerts at every match"],
  ])("of a correlation such as %s is flagged", (condition, message) => {
    expect(ofCorrelation(condition)).toEqual([`DET436 ${message}`]);
  });

  test("that more rules would have to match than there are is flagged", () => {
    expect(ofCorrelation("{gte: 2}", "temporal")).toEqual([
      "DET436 no count satisfies the trigger: the rule never alerts",
    ]);
  });

  test("of a sum may ask for what no count is", () => {
    const negative = "{lt: 0, field: additionalEventData.bytesTransferredOut}";
    expect(ofCorrelation(negative, "value_sum")).toEqual([]);
  });

  test.each(["{lt: 5}", "{lte: 1}", "{neq: 2}"])(
    "of a correlation such as %s holds at the first event, and is flagged",
    (condition) => {
      const [found, ...others] = ofCorrelation(condition);
      expect(others).toEqual([]);
      expect(found).toMatch(
        /^DET452 the condition holds at the first event of nearly every window/,
      );
    },
  );
});
