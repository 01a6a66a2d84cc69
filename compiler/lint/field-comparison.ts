import { quote } from "../core/message";
import { nearest } from "../core/suggest";
import type { Comparison } from "../ir/expression";
import { neverOccurs, shapesOf, type FieldModel } from "../log-sources/field";
import {
  areOfOneKind,
  canBeEqual,
  canContain,
  SHAPE_WORDS,
  type Shape,
} from "../log-sources/shape";

/** Two fields of one event that can compare. */
export interface FieldComparison {
  readonly field: string;
  readonly other: string;
  readonly comparison: Comparison;
}

/**
 * The comparison of two fields nearest to what is written that some event can satisfy: of the fields
 * themselves, else of a member beside one of them that holds what the other holds. Undefined where nothing is.
 */
export function comparisonOf(
  written: string,
  writtenOther: string,
  comparison: Comparison,
  model: FieldModel,
): FieldComparison | undefined {
  const [field, other] = [occurring(written, model), occurring(writtenOther, model)];
  if (field === undefined || other === undefined || field === other) return undefined;
  const [shapes, others] = [shapesOf(field, model), shapesOf(other, model)];
  const known = shapes.length > 0 && others.length > 0;
  if (canBeEqual(shapes, others)) {
    // A name within a name is another name: where both are known to hold the same, they are compared whole.
    return { field, other, comparison: known ? "equals" : comparison };
  }
  const isWithin = comparison === "contains" && canContain(shapes, others);
  if (isWithin && shapes.some(({ kind }) => kind === "container"))
    return { field, other, comparison };
  const instead = memberLike(others, field, model, other);
  if (instead !== undefined) return { field: instead, other, comparison: "equals" };
  const insteadOfOther = memberLike(shapes, other, model, field);
  if (insteadOfOther !== undefined) return { field, other: insteadOfOther, comparison: "equals" };
  return isWithin ? { field, other, comparison } : undefined;
}

/** Why two fields do not compare; undefined where that is not known. */
export function unlike(
  field: string,
  other: string,
  model: FieldModel,
): { readonly field: string; readonly other: string } | undefined {
  const [one, two] = [shapesOf(field, model), shapesOf(other, model)];
  const [first] = one;
  const [second] = two;
  if (first === undefined || second === undefined || areOfOneKind(one, two)) return undefined;
  return {
    field: SHAPE_WORDS[first.kind],
    other: SHAPE_WORDS[second.kind],
  };
}

/** The path as events have it; the nearest where it is misspelt; undefined where none is near. */
function occurring(path: string, model: FieldModel): string | undefined {
  if (model.lists(path)) return path;
  const spelled = model.paths.find((each) => each.toLowerCase() === path.toLowerCase());
  const known = neverOccurs(path, model);
  return spelled ?? (known === undefined ? path : nearest(path, known));
}

/**
 * Of the members of the object that `place` lies in, the nearest to it that holds such a text; none where `other`,
 * with which it is to be compared, lies in that object too.
 */
export function memberLike(
  shapes: readonly Shape[],
  place: string,
  model: FieldModel,
  other = "",
): string | undefined {
  const [root = ""] = place.split(".");
  if (other.startsWith(`${root}.`) || shapes.some(({ kind }) => kind === "container"))
    return undefined;
  const candidates = model.paths.filter((path) => {
    const own = path !== place && path.startsWith(`${root}.`) ? shapesOf(path, model) : [];
    // What a field usually holds decides: an address, though a service's name may stand there.
    const usual = own.filter(({ kind }) => kind === shapes[0]?.kind);
    return usual.length > 0 && canBeEqual(usual, shapes);
  });
  // Of what a member is said to be is worth more than how near it is.
  const isVague = (path: string) => shapesOf(path, model).some((each) => each.of === undefined);
  const vague = shapes.some((each) => each.of === undefined);
  const distance = (path: string) =>
    path.split(".").length - 2 * common(path, place) + (!vague && isVague(path) ? 100 : 0);
  const [best] = [...candidates].sort((a, b) => distance(a) - distance(b));
  return best;
}

/** How many steps two paths have in common from the root. */
function common(one: string, other: string): number {
  const steps = other.split(".");
  const differs = one.split(".").findIndex((step, index) => step !== steps[index]);
  return differs === -1 ? one.split(".").length : differs;
}

/** Whether a text is a dotted name that begins with an object of the log source. */
export function looksLikePath(value: string, model: FieldModel): boolean {
  if (!/^[A-Za-z]\w*(\.[A-Za-z_][\w-]*)+$/.test(value)) return false;
  return model.lists(value) || model.field(value.slice(0, value.indexOf("."))).type === "object";
}

/** What a message says to write. */
export const writtenComparison = (key: string, other: string, isInList = false) =>
  `write ${quote(`${key}: ${other}`, 200)}${isInList ? ", in a selection of its own" : ""}`;
