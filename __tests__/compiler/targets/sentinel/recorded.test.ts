import { describeWithShared } from "../../../support/optional";
import { outcomeOf, recordedCases } from "../../kql/recorded";

describeWithShared("what the real engine answered", () => {
  const outcomes = recordedCases().flatMap((recorded) => outcomeOf(recorded) ?? []);

  test("is what the evaluator answers", () => {
    expect(outcomes.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });
  test("was compared in a good part of the cases", () => {
    expect(outcomes.length).toBeGreaterThan(180);
  });
});
