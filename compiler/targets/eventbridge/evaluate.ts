import { isObject, type Json, type JsonObject } from "../../core/json";
import { oncePer } from "../../core/once-per";
import type { Conjunct, EventPattern } from "./ast";
import { holdsWhereAbsent, valueTest, type ValueTest } from "./evaluate-test";
import { fieldsOfEvent, type EventFields, type FieldValue } from "./event-fields";

/*
 * What a pattern does with an event (reference, section 2): as the service answered, and where it was
 * not asked, as its published engine does.
 */

export type FieldsMatcher = (fields: EventFields) => boolean;

/** The pattern as a function of an event in its envelope, whose fields are found once for all patterns. */
export function patternMatcher(pattern: EventPattern): (event: Json) => boolean {
  const matches = fieldsMatcher(pattern);
  return (event) => isObject(event) && matches(fieldsOnce(event));
}

const fieldsOnce = oncePer((event: JsonObject) => fieldsOfEvent(event));

/** The pattern as a function of an event's fields. */
export function fieldsMatcher(pattern: EventPattern): FieldsMatcher {
  const rules = pattern.map(conjunctMatcher);
  return (fields) => rules.some((matches) => matches(fields));
}

interface PathTest {
  readonly path: string;
  readonly holds: ValueTest;
  /** Whether an absent field will do. */
  readonly orAbsent: boolean;
}

function conjunctMatcher(conjunct: Conjunct): FieldsMatcher {
  const paths = [...conjunct].map(([path, tests]): PathTest => {
    const each = tests.filter((test) => !holdsWhereAbsent(test)).map(valueTest);
    return {
      path,
      holds: (value) => each.some((test) => test(value)),
      orAbsent: tests.some(holdsWhereAbsent),
    };
  });
  return (fields) => {
    const found: (readonly FieldValue[])[] = [];
    for (const { path, holds, orAbsent } of paths) {
      const values = fields.get(path);
      if (values === undefined) {
        if (orAbsent) continue;
        return false;
      }
      const fitting = values.filter(({ text }) => holds(text));
      if (fitting.length === 0) return false;
      found.push(fitting);
    }
    return areConsistent(found, new Map());
  };
}

/** Whether of each field some value can be chosen, all from the same element of each array. */
function areConsistent(
  [first, ...others]: readonly (readonly FieldValue[])[],
  chosen: ReadonlyMap<number, number>,
): boolean {
  if (first === undefined) return true;
  return first.some(({ elements }) => {
    const fits = [...elements].every(([array, index]) => (chosen.get(array) ?? index) === index);
    return fits && areConsistent(others, new Map([...chosen, ...elements]));
  });
}
