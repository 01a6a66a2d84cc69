/** What the texts at a field can be, as far as its name and the vendor's documents say. */
export interface Shape {
  readonly kind: ShapeKind;
  /** What it is the ARN, name or id of: `user`, `role`. @default - anything */
  readonly of?: string;
}

export type ShapeKind =
  | "arn"
  | "name"
  | "id"
  | "account"
  | "address"
  | "time"
  | "region"
  | "service"
  | "operation"
  | "word"
  | "boolean"
  | "number"
  | "container";

/** How a message calls what a field holds. */
export const SHAPE_WORDS: Readonly<Record<ShapeKind, string>> = {
  arn: "a whole ARN",
  name: "a bare name",
  id: "an id",
  account: "an account id",
  address: "an IP address",
  time: "a time",
  region: "a region",
  service: "a service's host name",
  operation: "the name of a call or an error",
  word: "one of a few words",
  boolean: "true or false",
  number: "a number",
  container: "an object or a list",
};

/** Whether a text of one field can be one of the other's; fields of no known shape may hold anything. */
export function canBeEqual(one: readonly Shape[], other: readonly Shape[]): boolean {
  if (one.length === 0 || other.length === 0) return true;
  return one.some((a) =>
    other.some(
      (b) => a.kind === b.kind && (a.of === undefined || b.of === undefined || a.of === b.of),
    ),
  );
}

/** Whether the two hold the same kind of text, be it of another thing (a user's name, a role's). */
export function areOfOneKind(one: readonly Shape[], other: readonly Shape[]): boolean {
  const bare = (shapes: readonly Shape[]) => shapes.map(({ kind }) => ({ kind }));
  return canBeEqual(bare(one), bare(other));
}

/** What stands within an ARN: `arn:aws:iam::111122223333:user/alice`. */
const WITHIN_ARN: readonly ShapeKind[] = ["name", "id", "account", "region"];

/** Whether a text of `outer` can hold one of `inner` within it. */
export function canContain(outer: readonly Shape[], inner: readonly Shape[]): boolean {
  if (outer.length === 0 || inner.length === 0) return true;
  return outer.some(({ kind }) => {
    if (kind === "container") return true;
    const within = kind === "arn" ? WITHIN_ARN : [kind];
    return inner.some((each) => within.includes(each.kind));
  });
}
