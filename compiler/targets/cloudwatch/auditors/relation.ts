import type { Json } from "../../../core/json";
import type { FieldModel } from "../../../log-sources/field";
import { conditionsOf, type Pattern } from "../ast";
import { patternMatcher } from "../evaluate";
import { everyChoice, eventOf, fieldsOf, type Choice, type FieldChoices } from "./told-apart";

/** How what an auditor's text counts compares with what the detection counts. */
export interface Relation {
  readonly kind: "equal" | "narrower" | "wider" | "apart";
  /** What this rests on beside what the detection's own text does. */
  readonly assumes: readonly string[];
  /** What the detection counts and the text does not, by the fields that tell it apart. */
  readonly missed: readonly FieldValues[];
  /** What the text counts and the detection does not. */
  readonly added: readonly FieldValues[];
}

/** What stands at a field of events: texts, `another` text than those that are asked for, or nothing. */
export interface FieldValues {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * Compares two sets of patterns over every event that differs to them: at each field that they ask of,
 * each text that one of them names, what a `*` of theirs may stand for, another text, and nothing, as
 * far as the field's model has it. Undefined where the patterns ask more than that tells apart.
 */
export function relate(
  text: readonly Pattern[],
  detection: readonly Pattern[],
  model: FieldModel,
): Relation | undefined {
  const fields = fieldsOf([...text, ...detection].flatMap(conditionsOf), model);
  if (fields === undefined) return undefined;
  const [inText, inDetection] = [matcherOf(text), matcherOf(detection)];
  const seen = { missed: [], added: [], text: [], detection: [] } as Record<Seen, Choice[][]>;
  const assumes = new Set<string>();
  for (const choices of everyChoice(fields)) {
    const event = eventOf(fields, choices);
    const [byText, byDetection] = [inText(event), inDetection(event)];
    const odd = choices.flatMap(({ assumed }) => assumed ?? []);
    if (odd.length > 0) {
      if (byText !== byDetection) for (const assumption of odd) assumes.add(assumption);
      continue;
    }
    if (byText) seen.text.push(choices);
    if (byDetection) seen.detection.push(choices);
    if (byText !== byDetection) seen[byDetection ? "missed" : "added"].push(choices);
  }
  const [misses, adds] = [seen.missed.length > 0, seen.added.length > 0];
  return {
    kind: misses ? (adds ? "apart" : "narrower") : adds ? "wider" : "equal",
    assumes: [...assumes],
    missed: telling(fields, seen.missed, seen.detection),
    added: telling(fields, seen.added, seen.text),
  };
}

function matcherOf(patterns: readonly Pattern[]): (event: Json) => boolean {
  const tests = patterns.map(patternMatcher);
  return (event) => tests.some((test) => test(event));
}

type Seen = "missed" | "added" | "text" | "detection";

/** The values that tell some of the events: all that have one of them are among these; else one event. */
function telling(
  fields: readonly FieldChoices[],
  some: readonly (readonly Choice[])[],
  all: readonly (readonly Choice[])[],
): readonly FieldValues[] {
  const [example] = some;
  if (example === undefined) return [];
  const count = (events: readonly (readonly Choice[])[], index: number) => {
    const counts = new Map<Choice, number>();
    for (const choices of events) {
      const choice = choices[index];
      if (choice !== undefined) counts.set(choice, (counts.get(choice) ?? 0) + 1);
    }
    return counts;
  };
  const found = fields.flatMap(({ field }, index) => {
    const ofAll = count(all, index);
    const telling = [...count(some, index)].filter(
      ([choice, found]) => ofAll.get(choice) === found,
    );
    // A field all of whose values tell is not what tells.
    if (telling.length === 0 || telling.length === ofAll.size) return [];
    return [{ field, values: [...new Set(telling.map(([{ words }]) => words))] }];
  });
  if (found.length > 0) return found;
  return fields.map(({ field }, index) => ({ field, values: [example[index]?.words ?? ""] }));
}
