import { member, type Json } from "../core/json";
import type { FieldModel } from "../log-sources/field";
import { stepOf, stepsOf, type Step } from "../log-sources/path";

/**
 * What a test of a field reads from an event: all values that its path reaches. A path goes through
 * every array, known or not, to each of its elements (Sigma's specification is silent; decision 0009),
 * or to those that a step of it asks for.
 */
export interface FieldReader {
  /** Whether nothing but null is reached. */
  isNull(event: Json): boolean;
  /** Whether anything is reached, also null. */
  exists(event: Json): boolean;
  /**
   * The texts that stand for the field, any of which may satisfy a test: those of the scalars that
   * are reached, and of objects where the model knows such.
   */
  texts(event: Json): readonly string[];
}

export function fieldReader(model: FieldModel, path: string): FieldReader {
  const steps = stepsOf(path).map(stepOf);
  const comparesWhole = model.field(path).type === "object";

  /** The values that the path reaches, null among them; arrays are gone through, none is among them. */
  const valuesAt = (event: Json): readonly Json[] => {
    let found: Json | undefined = event;
    // A list of events is none.
    if (Array.isArray(event)) return NOTHING;
    for (const [index, step] of steps.entries()) {
      if (Array.isArray(found)) return through(found, steps, index);
      found = member(found, step.key);
      if (found === undefined) return NOTHING;
      if (step.where !== undefined) return through([found], steps, index + 1);
    }
    return Array.isArray(found) ? through(found, steps, steps.length) : [found];
  };

  const textsOf = (value: Json): readonly string[] => {
    if (value === null) return NOTHING;
    if (typeof value !== "object") return [scalarText(value)];
    return comparesWhole ? [JSON.stringify(value)] : NOTHING;
  };

  return {
    isNull: (event) => valuesAt(event).every((value) => value === null),
    exists: (event) => valuesAt(event).length > 0,
    texts: (event) => {
      const [only, ...others] = valuesAt(event);
      if (only === undefined) return NOTHING;
      return others.length === 0 ? textsOf(only) : [only, ...others].flatMap(textsOf);
    },
  };
}

const NOTHING: readonly never[] = [];

/** What the steps from `at` on reach from each element, in an array within an array too. */
function through(array: readonly Json[], steps: readonly Step[], at: number): readonly Json[] {
  const where = steps[at - 1]?.where;
  return array.flatMap((element): readonly Json[] => {
    if (Array.isArray(element)) return through(element, steps, at);
    if (where !== undefined && !isAsked(element, where)) return NOTHING;
    const step = steps[at];
    if (step === undefined) return [element];
    const child = member(element, step.key);
    return child === undefined ? NOTHING : through([child], steps, at + 1);
  });
}

function isAsked(element: Json, { member: key, text }: NonNullable<Step["where"]>): boolean {
  const found = member(element, key);
  return (
    found !== undefined && found !== null && typeof found !== "object" && scalarText(found) === text
  );
}

/** The texts of all scalars of an event, however deep. */
export function allTexts(event: Json): readonly string[] {
  const texts: string[] = [];
  const pending: Json[] = [event];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === null) continue;
    if (typeof next !== "object") texts.push(scalarText(next));
    else for (const value of Object.values(next)) pending.push(value);
  }
  return texts;
}

/** A scalar's JSON text, without the quotes of a string. */
function scalarText(value: string | number | boolean): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
