import { expressionMatcher } from "../../../../../compiler/reference/evaluate";
import { conditionOf } from "../../../../../compiler/targets/eventbridge/condition/condition";
import { DEPTH } from "../../../../../compiler/targets/eventbridge/jsonata/depth";
import { measured } from "../../../../support/jsonata";
import { LONG } from "../../../../support/long";
import { describeWithShared } from "../../../../support/optional";
import { publishedRules, recordedEvents, shippedRules } from "../../../../support/recorded";

jest.setTimeout(600_000);

/** In the short run an event that no rule matches is tried as seldom as this. */
const EVERY = LONG ? 1 : 25;

describeWithShared("every rule on every recorded event", () => {
  const events = recordedEvents();
  const rules = [...publishedRules().sigma, ...(LONG ? shippedRules() : [])].flatMap(
    ({ title, matches }) => (matches.kind === "expression" ? [{ title, ...matches }] : []),
  );

  test.each(rules)("$title", async ({ expression, logSource }) => {
    const condition = conditionOf(expression, logSource.fields);
    if ("code" in condition) throw new Error(condition.message);
    const means = expressionMatcher(expression, logSource.fields);
    const run = measured(condition.text);
    const wrong: unknown[] = [];
    for (const [index, { place, event }] of events.entries()) {
      const expected = means(event);
      if (!expected && index % EVERY !== 0) continue;
      const { answer, depth } = await run({ input: { detail: event } });
      if (answer !== expected || depth > condition.depth) wrong.push({ place, answer, depth });
    }
    expect(wrong).toEqual([]);
    expect(condition.depth).toBeLessThanOrEqual(DEPTH.value);
  });
});
