import type { Json } from "../../core/json";
import { fieldFound, group, test, type Explanation } from "../explanation";
import type { EventPattern, Test } from "./ast";
import { fieldsMatcher } from "./evaluate";
import { fieldsOfEvent, type EventFields } from "./event-fields";
import { keyOfTests } from "./print";

/** Explains what patterns make of an event in its envelope; one rule that matches is enough. */
export function explainPatterns(patterns: readonly EventPattern[], envelope: Json): Explanation {
  const fields = fieldsOfEvent(envelope);
  const rules = patterns.flat().map((conjunct) => {
    const parts = [...conjunct].map(([path, tests]) => explainTests(path, tests, fields));
    const both = group("all", parts);
    // Of fields in one array all may hold, and in no element together.
    return both.holds && !fieldsMatcher([conjunct])(fields)
      ? group("all", [...parts, test("all in one element of each array", false)])
      : both;
  });
  const [only] = rules;
  if (only !== undefined && rules.length === 1) return only;
  return { ...group("any", rules), name: "some alternative of the event pattern" };
}

function explainTests(path: string, tests: readonly Test[], fields: EventFields): Explanation {
  const holds = fieldsMatcher([new Map([[path, tests]])])(fields);
  const values = fields.get(path)?.map(({ text }) => text.replace(/^"([^]*)"$/, "$1"));
  const found = values === undefined ? `${path} is missing` : fieldFound(path, values);
  return test(`${path}: ${keyOfTests(tests)}`, holds, [found]);
}
