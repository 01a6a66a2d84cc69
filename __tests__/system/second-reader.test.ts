import type { ResolvedRule } from "../../compiler/ir/rule";
import { modelsAt } from "../../compiler/ir/calls";
import { expressionMatcher } from "../../compiler/reference/evaluate";
import { expressionOf } from "../../compiler/run/engine";
import { liftQuery } from "../../compiler/kql/lift/lift";
import { CLOUDTRAIL } from "../../compiler/log-sources/aws-cloudtrail/fields";
import { describeWithShared } from "../support/optional";
import { publishedRules, recordedEvents, shippedRules } from "../support/recorded";
import { secondReader } from "../support/second-reader";

/** What a rule matches: as it is written, or lifted from its query. */
function readable({ matches, schedule }: ResolvedRule) {
  if (matches.kind !== "query") return expressionOf(matches);
  const lift = liftQuery(matches.query, { period: schedule.queryPeriod, anyRow: true });
  return lift.kind === "refused" ? undefined : { expression: lift.expression, model: CLOUDTRAIL };
}

describeWithShared("every public rule over every recorded event", () => {
  const { sigma, sentinel } = publishedRules();
  const rules = [...sigma, ...sentinel, ...shippedRules()];
  const events = recordedEvents();

  test("means the same to a reader that shares nothing with the reference", () => {
    let [read, matches] = [0, 0];
    const differing = rules.flatMap((rule) => {
      const found = readable(rule);
      if (found === undefined) return [];
      read += 1;
      const { expression, model } = found;
      const models = modelsAt(expression, model);
      const reference = expressionMatcher(expression, model);
      const second = secondReader(
        expression,
        (test, path) => models(test).field(path).type === "object",
      );
      return events.flatMap(({ place, event }) => {
        const wanted = second(event);
        if (wanted) matches += 1;
        return reference(event) === wanted ? [] : [`${rule.title}: ${place}: ${wanted}`];
      });
    });
    expect(differing).toEqual([]);
    expect(read).toBeGreaterThan(45);
    expect(matches).toBeGreaterThan(200);
  });
});
