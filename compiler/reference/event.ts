import { isObject, member, type Json } from "../core/json";
import { isArray, isList, type FieldModel } from "../log-sources/field";

/** What a test of a field reads from an event. */
export interface FieldReader {
  /** Whether the path is missing or holds null. */
  isNull(event: Json): boolean;
  /** Whether the path is there, also where it holds null. */
  exists(event: Json): boolean;
  /**
   * The texts that stand for the field, any of which may satisfy a test: none where it is missing or
   * null, or holds a container that the model does not list; each element of a listed array of
   * scalars; else one. A path leads through every element of a listed array of objects.
   */
  texts(event: Json): readonly string[];
}

export function fieldReader(model: FieldModel, path: string): FieldReader {
  const steps = path.split(".");
  const field = model.field(path);
  const arrays = steps.map((_, index) => leadsOn(model, steps.slice(0, index).join(".")));
  const throughArrays = arrays.includes(true);

  /** The values at the path, null among them. */
  const valuesAt = (event: Json): readonly Json[] => {
    if (!throughArrays) {
      let value: Json | undefined = event;
      for (const step of steps) value = member(value, step);
      return value === undefined ? [] : [value];
    }
    let values: readonly Json[] = [event];
    for (const [index, step] of steps.entries()) {
      values = values
        .flatMap((value) => (arrays[index] && Array.isArray(value) ? (value as Json[]) : [value]))
        .map((value) => member(value, step))
        .filter((value) => value !== undefined);
    }
    return values;
  };

  const textsOf = (value: Json): readonly string[] => {
    if (value === null) return [];
    if (typeof value !== "object") return [scalarText(value)];
    if (field.type === "object") return [JSON.stringify(value)];
    if (!isList(field) || isObject(value)) return [];
    return value.flatMap((each: Json) =>
      each === null || typeof each === "object" ? [] : [scalarText(each)],
    );
  };

  return {
    isNull: (event) => valuesAt(event).every((value) => value === null),
    exists: (event) => valuesAt(event).length > 0,
    texts: (event) => {
      const [only, ...others] = valuesAt(event);
      if (only === undefined) return [];
      return others.length === 0 ? textsOf(only) : [only, ...others].flatMap(textsOf);
    },
  };
}

function leadsOn(model: FieldModel, path: string): boolean {
  return path !== "" && isArray(model.field(path));
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
