import type { Field, FieldType } from "../../field";
import type { Leaf, Node } from "./notation";
import type { Source } from "./source";

/** What is written at a path; undefined where nothing is. */
export interface Answer extends Pick<Field, "type" | "many"> {
  /** Nothing is said of this member, but that there are others than those told. */
  readonly untold?: true;
}

const LEAVES: Readonly<Record<Leaf, FieldType>> = {
  ...{ s: "string", b: "boolean", n: "number", t: "scalar", a: "scalar", d: "unknown" },
};

const UNKNOWN: Answer = { type: "unknown", many: "either" };

/** What stands at the path `steps` below `node`. */
export function answerAt(source: Source, node: Node, steps: readonly string[]): Answer | undefined {
  const [step, ...rest] = steps;
  switch (node.kind) {
    case "shape":
      return answerAt(source, source.shape(node.name), steps);
    case "unknown":
      if (!node.items || step === undefined) return UNKNOWN;
      if (rest.length === 0 && isItems(step)) return { type: "unknown", many: "many" };
      return answerAt(source, node, rest);
    case "leaf":
      if (node.type === "d") return UNKNOWN;
      return step === undefined ? { type: LEAVES[node.type], many: "one" } : undefined;
    case "list":
    case "either": {
      const inner = answerAt(source, node.of, steps);
      // Of an array within an array, and of what lies in it, a target knows no form.
      const isFlat = answerAt(source, node.of, [])?.many === "one";
      if (inner !== undefined && !isFlat) return UNKNOWN;
      if (step !== undefined || inner === undefined) return inner;
      return { type: inner.type, many: node.kind === "list" ? "many" : "either" };
    }
    case "map":
      if (step === undefined) return { type: "object", many: "one" };
      return answerAt(source, node.of, rest);
    case "set":
      if (step === undefined) return { type: "object", many: "one" };
      return isItems(step) ? answerAt(source, { kind: "list", of: node.of }, rest) : undefined;
    case "textOr": {
      const inner = answerAt(source, node.of, steps);
      const mixed = step === undefined && inner?.type === "object";
      return mixed ? { type: "mixed", many: inner.many } : inner;
    }
    case "object": {
      if (step === undefined) return { type: "object", many: "one" };
      const member = memberNamed(node, step);
      if (member !== undefined) return answerAt(source, member, rest);
      const other = node.others && answerAt(source, node.others, rest);
      return other && { ...other, untold: true };
    }
  }
}

const isItems = (step: string): boolean => step === "items" || step === "item";

/** Some services keep the capital that most lose. */
function memberNamed(
  { members }: Node & { readonly kind: "object" },
  step: string,
): Node | undefined {
  const first = step.charAt(0);
  const swapped = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  return members.get(step) ?? members.get(swapped + step.slice(1));
}

/** The names that may follow the path `steps`. */
export function membersAt(source: Source, node: Node, steps: readonly string[]): readonly string[] {
  const [step, ...rest] = steps;
  switch (node.kind) {
    case "shape":
      return membersAt(source, source.shape(node.name), steps);
    case "unknown":
    case "leaf":
      return [];
    case "list":
    case "either":
    case "textOr":
      return membersAt(source, node.of, steps);
    case "map":
      return step === undefined ? [] : membersAt(source, node.of, rest);
    case "set":
      return step === undefined ? ["items"] : membersAt(source, node.of, rest);
    case "object": {
      if (step === undefined) return [...node.members.keys()];
      const member = memberNamed(node, step);
      return member === undefined ? [] : membersAt(source, member, rest);
    }
  }
}

/** What may be found where one of several things stands; where some tell, the others are taken to mean the same. */
export function union(answers: readonly Answer[]): Answer | undefined {
  const told = answers.filter(({ untold }) => untold === undefined);
  const [first, ...others] = told.length > 0 ? told : answers;
  if (first === undefined) return undefined;
  return others.reduce<Answer>(
    (a, b) => ({
      type: a.type === b.type ? a.type : either(a.type, b.type),
      many: a.many === b.many ? a.many : "either",
    }),
    first,
  );
}

const CONTAINERS: readonly FieldType[] = ["object", "mixed"];

function either(a: FieldType, b: FieldType): FieldType {
  if (a === "unknown" || b === "unknown") return "unknown";
  return CONTAINERS.includes(a) || CONTAINERS.includes(b) ? "mixed" : "scalar";
}
