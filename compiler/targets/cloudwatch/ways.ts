import type { FieldModel } from "../../log-sources/field";
import type { Selector, Step } from "./ast";
import { ANY_ELEMENT } from "./lowered-predicate";

/** One way in which a pattern selects a field's values. */
export interface Way {
  readonly selector: Selector;
  /** Wildcards in it: arrays that it goes through. */
  readonly arrays: number;
  /** Whether an array may stand where this way takes a single value. */
  readonly single: boolean;
}

/**
 * The ways to a field: by its keys, through every element where an array stands, and both ways where
 * one value may stand in an array's place. What nothing is known of is taken for a single value.
 */
export function waysTo(path: string, model: FieldModel): readonly Way[] {
  const names = path.split(".");
  let ways: readonly (Omit<Way, "selector"> & { readonly steps: readonly Step[] })[] = [
    { steps: [], arrays: 0, single: false },
  ];
  for (const [index, name] of names.entries()) {
    const { type, many } = model.field(names.slice(0, index + 1).join("."));
    const key: Step = { kind: "key", name };
    const isSingle = many === "one" || (many === "either" && type === "unknown");
    ways = ways.flatMap(({ steps, arrays, single }) => [
      ...(many === "many" ? [] : [{ steps: [...steps, key], arrays, single: single || !isSingle }]),
      ...(isSingle ? [] : [{ steps: [...steps, key, ANY_ELEMENT], arrays: arrays + 1, single }]),
    ]);
  }
  return ways.map(({ steps, ...way }) => ({ selector: { steps }, ...way }));
}
