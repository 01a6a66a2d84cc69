import { expressionMatcher } from "../../../../../compiler/reference/evaluate";
import { conditionOf } from "../../../../../compiler/targets/eventbridge/condition/condition";
import { DEPTH } from "../../../../../compiler/targets/eventbridge/jsonata/depth";
import { measured } from "../../../../support/jsonata";
import { LONG } from "../../../../support/long";
import { describeWithShared } from "../../../../support/optional";
import { publishedRules, recordedEvents, shippedRules } from "../../../../support/recorded";

jest.setTimeout(600_000);

/** An event that a rule does not match is tried as seldom as this: a public rule is in the long run at all. */
const SELDOM = 25;

describeWithShared("every rule on every recorded event", () => {
  const events = recordedEvents();
  const asked = [
    ...publishedRules().sigma.map((rule) => ({ ...rule, every: LONG ? 1 : SELDOM })),
    ...(LONG ? shippedRules() : []).map((rule) => ({ ...rule, every: SELDOM })),
  ];
  const rules = asked.flatMap(({ title, matches, every }) =>
    matches.kind === "expression" && matches.logSource.eventBus !== undefined
      ? [{ title, every, ...matches }]
      : [],
  );

  test.each(rules)("$title", async ({ expression, logSource, every }) => {
    const condition = conditionOf(expression, logSource.fields);
    if ("code" in condition) throw new Error(condition.message);
    const means = expressionMatcher(expression, logSource.fields);
    const run = measured(condition.text);
    const wrong: unknown[] = [];
    for (const [index, { place, event }] of events.entries()) {
      const expected = means(event);
      if (!expected && index % every !== 0) continue;
      const { answer, depth } = await run({ input: { detail: event } });
      if (answer !== expected || depth > condition.depth) wrong.push({ place, answer, depth });
    }
    expect(wrong).toEqual([]);
    expect(condition.depth).toBeLessThanOrEqual(DEPTH.value);
  });
});
