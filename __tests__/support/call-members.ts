import type { Json } from "../../compiler/core/json";
import type { Leaf, Node } from "../../compiler/log-sources/aws-cloudtrail/api/notation";
import {
  modelledNames,
  modelledSources,
  sourceOf,
  type Source,
} from "../../compiler/log-sources/aws-cloudtrail/api/source";

/** A step on the way to a member: into an object, or to an element of an array. */
export type Step =
  | { readonly kind: "key"; readonly name: string }
  /** `bare`: one element may stand there without the array. */
  | { readonly kind: "each"; readonly bare: boolean };

export type MemberType =
  "text" | "number" | "boolean" | "time" | "scalar" | "object" | "map" | "various" | "unknown";

/** A place in what a call writes, and what its model says of it. */
export interface CallMember {
  readonly source: string;
  readonly call: string;
  /** As a rule writes it. */
  readonly path: string;
  readonly steps: readonly Step[];
  readonly type: MemberType;
}

const TYPES: Readonly<Record<Leaf, MemberType>> = {
  ...{ s: "text", n: "number", b: "boolean", t: "time", a: "scalar", d: "unknown" },
};

/** Of members deeper than this there is an endless number, where a shape holds itself. */
const MOST_STEPS = 9;

/** Every call of the models that has one form, as `[source, name]`. */
export function modelledCalls(): readonly (readonly [source: string, name: string])[] {
  return modelledSources().flatMap((source) =>
    modelledNames(source)
      .split(" ")
      .filter((name) => sourceOf(source)?.forms(name)?.length === 1)
      .map((name) => [source, name] as const),
  );
}

/** Whether an array lies directly within another. */
export function hasArrayInArray(steps: readonly Step[]): boolean {
  return steps.some(({ kind }, at) => kind === "each" && steps[at + 1]?.kind === "each");
}

/** All members of a call. */
export function membersOfCall(source: string, call: string): readonly CallMember[] {
  const model = sourceOf(source);
  const form = model?.forms(call)?.[0];
  if (model === undefined || form === undefined) return [];
  return (["requestParameters", "responseElements"] as const).flatMap((place) =>
    walk(model, form[place], [{ kind: "key", name: place }])
      .filter(({ steps }) => steps.length > 1)
      .map(({ steps, type }) => ({ source, call, path: pathOf(steps), steps, type })),
  );
}

const pathOf = (steps: readonly Step[]): string =>
  steps.flatMap((step) => (step.kind === "key" ? step.name : [])).join(".");

type Found = Pick<CallMember, "steps" | "type">;

function walk(source: Source, node: Node, steps: readonly Step[]): readonly Found[] {
  if (steps.length > MOST_STEPS) return [];
  const key = (name: string): readonly Step[] => [...steps, { kind: "key", name }];
  switch (node.kind) {
    case "shape":
      return walk(source, source.shape(node.name), steps);
    case "leaf":
      return [{ steps, type: TYPES[node.type] }];
    case "unknown":
      return [{ steps, type: "unknown" }];
    case "map":
      return [{ steps, type: "map" }, ...walk(source, node.of, key("anyKey"))];
    case "list":
    case "either":
      return walk(source, node.of, [...steps, { kind: "each", bare: node.kind === "either" }]);
    case "set": {
      const items: readonly Step[] = [...key("items"), { kind: "each", bare: false }];
      return [{ steps, type: "object" }, ...walk(source, node.of, items)];
    }
    case "textOr":
      return walk(source, node.of, steps).map((found) =>
        found.steps.length === steps.length && found.type === "object"
          ? { ...found, type: "various" }
          : found,
      );
    case "object":
      return [
        { steps, type: "object" },
        ...[...node.members].flatMap(([name, inner]) => walk(source, inner, key(name))),
      ];
  }
}

/** What stands in the arrays on the way. */
export type Filling = "only" | "first" | "last" | "between" | "empty" | "bare";

export interface Filled {
  /** What stands at the member; undefined where it is missing. */
  readonly value: Json | undefined;
  /** What stands there in the other elements. */
  readonly other: Json | undefined;
  /** Of each array on the way, the outermost first; the last goes for those behind it. */
  readonly fillings: readonly Filling[];
  /** The step before which everything is null or, if `value` is undefined, missing. */
  readonly cut?: { readonly at: number; readonly value: null | undefined };
}

/** What a call writes at a place, of which one member is told; undefined where nothing. */
export function build(steps: readonly Step[], filled: Filled, at = 0, depth = 0): Json | undefined {
  const step = steps[at];
  if (filled.cut?.at === at) return filled.cut.value;
  if (step === undefined) return filled.value;
  if (step.kind === "key") {
    const inner = build(steps, filled, at + 1, depth);
    const beside = at === 0 ? {} : { beside: "told" };
    return { ...beside, ...(inner === undefined ? {} : { [step.name]: inner }) };
  }
  const filling = filled.fillings[Math.min(depth, filled.fillings.length - 1)] ?? "only";
  const own = build(steps, filled, at + 1, depth + 1);
  const { other } = filled;
  const without = build(steps, { value: other, other, fillings: ["only"] }, at + 1, depth + 1);
  const array = (...elements: readonly (Json | undefined)[]) =>
    elements.filter((element) => element !== undefined);
  switch (filling) {
    case "bare":
      return step.bare ? own : array(own);
    case "only":
      return array(own);
    case "first":
      return array(own, without);
    case "last":
      return array(without, own);
    case "between":
      return array(without, own, without);
    case "empty":
      return [];
  }
}
