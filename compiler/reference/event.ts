import { member, type Json } from "../core/json";
import type { FieldModel } from "../log-sources/field";

/**
 * What a test of a field reads from an event: all values that its path reaches. A path goes through
 * every array, known or not, to each of its elements (Sigma's specification is silent; decision 0009).
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
  const steps = path.split(".");
  const comparesWhole = model.field(path).type === "object";

  /** The values that the path reaches, null among them; arrays are gone through, none is among them. */
  const valuesAt = (event: Json): readonly Json[] => {
    let found: Json | undefined = event;
    // A list of events is none.
    if (Array.isArray(event)) return NOTHING;
    for (const [index, step] of steps.entries()) {
      if (Array.isArray(found)) return through(found, steps, index);
      found = member(found, step);
      if (found === undefined) return NOTHING;
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
function through(array: readonly Json[], steps: readonly string[], at: number): readonly Json[] {
  return array.flatMap((element): readonly Json[] => {
    if (Array.isArray(element)) return through(element, steps, at);
    const step = steps[at];
    if (step === undefined) return [element];
    const child = member(element, step);
    return child === undefined ? NOTHING : through([child], steps, at + 1);
  });
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
