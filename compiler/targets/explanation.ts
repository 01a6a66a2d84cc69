/** Why an event matches or does not: a test, or a group of parts and how they decide. */
export type Explanation = TestExplanation | GroupExplanation;

export interface TestExplanation {
  readonly kind: "test";
  /** As the rule or the target's text has it. */
  readonly condition: string;
  readonly holds: boolean;
  /** What the event has at the fields that the test reads. */
  readonly found: readonly string[];
}

export interface GroupExplanation {
  readonly kind: "group";
  /**
   * A selection's name.
   * @default - a group that has none
   */
  readonly name?: string;
  /** How many of the parts have to hold. */
  readonly needs: "all" | "any" | "none";
  readonly holds: boolean;
  readonly parts: readonly Explanation[];
}

export function test(
  condition: string,
  holds: boolean,
  found: readonly string[] = [],
): TestExplanation {
  return { kind: "test", condition, holds, found };
}

/** A group, in which one of its own kind that has no name dissolves. */
export function group(
  needs: GroupExplanation["needs"],
  of: readonly Explanation[],
): GroupExplanation {
  const parts = of.flatMap((part) =>
    part.kind === "group" && part.needs === needs && part.needs !== "none" && !part.name
      ? part.parts
      : [part],
  );
  return { kind: "group", needs, holds: holdsBy(needs, parts), parts };
}

function holdsBy(needs: GroupExplanation["needs"], parts: readonly Explanation[]): boolean {
  switch (needs) {
    case "all":
      return parts.every(({ holds }) => holds);
    case "any":
      return parts.some(({ holds }) => holds);
    case "none":
      return !parts.some(({ holds }) => holds);
  }
}

/** The group under a name; one without parts to speak of becomes a group of one. */
export function named(name: string, of: Explanation): GroupExplanation {
  const inner = of.kind === "group" && of.name === undefined ? of : group("all", [of]);
  return { ...inner, name };
}

/** The parts on which it hangs that a group holds, or does not. */
export function decisiveParts({ needs, holds, parts }: GroupExplanation): readonly Explanation[] {
  // Of `all` a failure, of `any` and `none` a success decides alone; else every part had its say.
  const alone = parts.filter((part) => part.holds === (needs !== "all"));
  return holds === (needs === "any") && alone.length > 0 ? alone : parts;
}

/** The tests on which it hangs that an event matches, or does not. */
export function decisiveTests(explanation: Explanation): readonly TestExplanation[] {
  return explanation.kind === "test"
    ? [explanation]
    : decisiveParts(explanation).flatMap(decisiveTests);
}

const VALUE_CHARS = 120;
const MOST_VALUES = 10;

/** A field with what the event has there, of many values the first. */
export function fieldFound(field: string, values: readonly string[]): string {
  const cut = (text: string) =>
    JSON.stringify(text.length > VALUE_CHARS ? `${text.slice(0, VALUE_CHARS)}…` : text);
  const shown = values.slice(0, MOST_VALUES).map(cut).join(" | ");
  const more = values.length - MOST_VALUES;
  return `${field} = ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
