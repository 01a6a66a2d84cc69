import type { Json } from "../../core/json";
import { parseJsonText, type JsonText } from "./json-text";

/** One value of an event, as the service's engine sees it. */
export interface FieldValue {
  /** JSON, a text in its quotes without escapes: the engine compares this. */
  readonly text: string;
  /** In which element of each array around it the value is, by the array's number. */
  readonly elements: ReadonlyMap<number, number>;
}

/** The values of an event by dotted paths: empty arrays and objects have none. */
export type EventFields = ReadonlyMap<string, readonly FieldValue[]>;

/** The fields of an event as it is written. A key that stands twice has both values. */
export function fieldsOfText(text: string): EventFields {
  return fieldsOf(parseJsonText(text));
}

/** The fields of an event; the spelling of its numbers is not known any more. */
export function fieldsOfEvent(event: Json): EventFields {
  return fieldsOf(writtenOf(event));
}

function fieldsOf(event: JsonText): EventFields {
  const fields = new Map<string, FieldValue[]>();
  let arrays = 0;

  function add(path: string, value: JsonText, elements: ReadonlyMap<number, number>): void {
    switch (value.kind) {
      case "object":
        for (const [name, child] of value.members) {
          add(path === "" ? name : `${path}.${name}`, child, elements);
        }
        return;
      case "array": {
        const number = arrays;
        arrays += 1;
        value.elements.forEach((element, index) => {
          // A scalar is beside the others of its array.
          const isScalar = element.kind !== "object" && element.kind !== "array";
          add(path, element, isScalar ? elements : new Map([...elements, [number, index]]));
        });
        return;
      }
      case "string":
      case "number":
      case "constant": {
        const text = value.kind === "string" ? `"${value.text}"` : literalOf(value);
        const values = fields.get(path);
        if (values === undefined) fields.set(path, [{ text, elements }]);
        else values.push({ text, elements });
      }
    }
  }

  add("", event, new Map());
  return fields;
}

function literalOf(value: Extract<JsonText, { readonly kind: "number" | "constant" }>): string {
  return value.kind === "number" ? value.text : String(value.value);
}

function writtenOf(value: Json): JsonText {
  if (typeof value === "string") return { kind: "string", text: value };
  if (typeof value === "number") return { kind: "number", text: JSON.stringify(value) };
  if (typeof value === "boolean" || value === null) return { kind: "constant", value };
  if (isArray(value)) return { kind: "array", elements: value.map(writtenOf) };
  return {
    kind: "object",
    members: Object.entries(value).map(([name, child]) => [name, writtenOf(child)] as const),
  };
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
