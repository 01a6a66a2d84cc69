import { oncePer } from "../core/once-per";
import type { Node } from "../load/node";

/** A part of a schema, as far as the walks over a document ask: valibot's own members. */
export interface SchemaPart {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly SchemaPart[];
  readonly wrapped?: SchemaPart;
  readonly entries?: Readonly<Record<string, SchemaPart>>;
  readonly item?: SchemaPart;
  readonly value?: unknown;
  readonly options?: readonly unknown[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What the schema's own metadata say of a value. */
export interface Remarks {
  /** The value as Microsoft spells it. */
  readonly spell?: (node: Node) => Node;
  /** Of a mapping: that nobody has keys of their own in it, since it is an object of Microsoft's API. */
  readonly microsoft?: boolean;
  /** Of a mapping: that every key that is not known is an error. */
  readonly strict?: boolean;
}

/** What a schema says of the inside of a value, whatever is wrapped around it. */
export interface Inside extends Remarks {
  /** Of a mapping, the keys that are known. */
  readonly keys?: Readonly<Record<string, SchemaPart>>;
  /** Of a mapping with keys of one's own, the form of their values. */
  readonly values?: SchemaPart;
  /** Of a list, the form of its entries. */
  readonly items?: SchemaPart;
}

export const insideOf = oncePer(({ type, ...part }: SchemaPart): Inside => {
  const inner: readonly Inside[] = [
    ...(part.pipe ?? []),
    ...(part.wrapped === undefined ? [] : [part.wrapped]),
    ...(type === "union" ? (part.options ?? []).filter(isPart) : []),
  ].map((each) => insideOf(each));
  return Object.assign(
    {},
    ...inner,
    part.metadata as Remarks | undefined,
    part.entries && { keys: part.entries },
    part.item && { items: part.item },
    type === "record" && isPart(part.value) && { values: part.value },
  ) as Inside;
});

function isPart(found: unknown): found is SchemaPart {
  return typeof found === "object" && found !== null && "kind" in found && "type" in found;
}

/** The form of the value at a key of a mapping. */
export function schemaAt({ keys, values }: Inside, key: string): SchemaPart | undefined {
  return keys !== undefined && Object.hasOwn(keys, key) ? keys[key] : values;
}
