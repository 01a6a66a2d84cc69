import fc from "fast-check";

import type { Json } from "../../../../../compiler/core/json";
import { fieldsOf, type Expression } from "../../../../../compiler/ir/expression";
import { CLOUDTRAIL } from "../../../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../../../compiler/reference/evaluate";
import { conditionOf } from "../../../../../compiler/targets/eventbridge/condition/condition";
import { DEPTH } from "../../../../../compiler/targets/eventbridge/jsonata/depth";
import { measured } from "../../../../support/jsonata";
import { LONG, runs } from "../../../../support/long";
import { eventWith, hostileEvent, hostileExpression, hostilePredicate } from "../hostile";

jest.setTimeout(600_000);

const RULES = runs(150, 5_000);
const EVENTS = runs(8, 4);

const seen = { said: 0, refused: 0, matching: 0, other: 0, deepest: 0 };

/** What the engine makes of events, where it differs from what the rule means. */
async function differences(expression: Expression, events: readonly Json[]) {
  const condition = conditionOf(expression, CLOUDTRAIL);
  if ("code" in condition) {
    seen.refused += 1;
    return [];
  }
  seen.said += 1;
  const matches = expressionMatcher(expression, CLOUDTRAIL);
  const run = measured(condition.text);
  const wrong: unknown[] = [];
  for (const event of events) {
    const { answer, depth } = await run({ input: { detail: event } });
    const expected = matches(event);
    seen[expected ? "matching" : "other"] += 1;
    seen.deepest = Math.max(seen.deepest, depth);
    if (answer !== expected || depth > condition.depth || condition.depth > DEPTH.value) {
      wrong.push({ answer, expected, depth, said: condition.depth, text: condition.text, event });
    }
  }
  return wrong;
}

describe("on JSONata's own library, a condition", () => {
  test("is true or false as the rule means, whatever events hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        hostileExpression,
        fc.array(hostileEvent, { minLength: EVENTS, maxLength: EVENTS }),
        async (expression, events) => {
          expect(await differences(expression, events)).toEqual([]);
        },
      ),
      { numRuns: RULES },
    );
  });

  test("is so for each test by itself, with something at its paths", async () => {
    await fc.assert(
      fc.asyncProperty(
        hostilePredicate.chain((test) =>
          fc.tuple(
            fc.constant(test),
            fc.array(eventWith(fieldsOf(test)), { minLength: EVENTS, maxLength: EVENTS }),
          ),
        ),
        async ([test, events]) => {
          expect(await differences(test, events)).toEqual([]);
        },
      ),
      { numRuns: RULES },
    );
  });

  test("was tried often enough for that to mean something", () => {
    expect(seen.said).toBeGreaterThan(RULES * 1.6);
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.matching).toBeGreaterThan(RULES / 2);
    expect(seen.other).toBeGreaterThan(RULES / 2);
    expect(seen.deepest).toBeLessThanOrEqual(DEPTH.value);
    if (LONG) console.log(seen);
  });
});
