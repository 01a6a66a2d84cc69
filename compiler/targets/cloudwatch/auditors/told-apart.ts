import { isObject, type Json, type JsonObject } from "../../../core/json";
import type { FieldModel } from "../../../log-sources/field";
import type { Condition } from "../ast";

/** A field that patterns ask of, and what may stand there that they tell apart. */
export interface FieldChoices {
  readonly field: string;
  readonly choices: readonly Choice[];
}

/** What may stand at a field. */
export interface Choice {
  /** Undefined: nothing. */
  readonly value: string | undefined;
  readonly words: string;
  /** That it never stands there, where nothing written says so. */
  readonly assumed?: string;
}

/** Events that are compared at most: far more than any control needs. */
const MOST = 100_000;

/** The fields of conditions; undefined where they ask more than texts at single places. */
export function fieldsOf(
  conditions: readonly Condition[],
  model: FieldModel,
): readonly FieldChoices[] | undefined {
  const byField = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const field = pathOf(condition);
    if (field === undefined) return undefined;
    byField.set(field, [...(byField.get(field) ?? []), condition]);
  }
  const names = [...byField.keys()];
  if (names.some((name) => names.some((other) => other.startsWith(`${name}.`)))) return undefined;
  const fields: FieldChoices[] = [];
  for (const [field, asked] of byField) {
    const choices = choicesAt(field, asked, model);
    if (choices === undefined) return undefined;
    fields.push({ field, choices });
  }
  const events = fields.reduce((product, { choices }) => product * choices.length, 1);
  return events > MOST ? undefined : fields;
}

function pathOf({ selector: { steps } }: Condition): string | undefined {
  const names = steps.map((step) => (step.kind === "key" ? step.name : undefined));
  return names.every((name) => name !== undefined && !name.includes("."))
    ? names.join(".")
    : undefined;
}

/** What a field may hold that its conditions tell apart; undefined for more than texts. */
function choicesAt(
  field: string,
  conditions: readonly Condition[],
  model: FieldModel,
): readonly Choice[] | undefined {
  const { type, many, presence, nullable, empty, spelling } = model.field(field);
  if (type !== "string" || many !== "one" || nullable || empty) return undefined;
  const parts = conditions.map(literalsOf);
  if (parts.some((found) => found === undefined)) return undefined;
  const literals = [...new Set(parts.flatMap((found) => found?.literals ?? []))];
  // Stands where a `*` does, and for a text that nobody asks for: longer than each that somebody does.
  const other = "X".repeat(1 + Math.max(0, ...literals.map(({ length }) => length)));
  const partial = parts.some((found) => found?.partial);
  const nothing = presence === "always" ? [] : [{ value: undefined, words: "nothing" }];
  if (spelling.kind === "closed" && !partial) {
    return [...nothing, ...spelling.values.map((value) => ({ value, words: value }))];
  }
  const inOtherCase =
    spelling.kind === "free"
      ? literals.flatMap((each) => [each.toUpperCase(), each.toLowerCase()])
      : [];
  const joined = partial
    ? literals.flatMap((one) => [
        `${other}${one}`,
        `${one}${other}`,
        `${other}${one}${other}`,
        ...literals.flatMap((next) => [one + next, `${one}${other}${next}`]),
      ])
    : [];
  const named = new Set(literals.filter((text) => text !== ""));
  const others = new Set([...inOtherCase, ...joined, other].filter((text) => !named.has(text)));
  return [
    ...nothing,
    ...[...named].map((value) => ({ value, words: value })),
    ...[...others].map((value) => ({ value, words: OTHER_WORD, ...oddIn(field, value, literals) })),
  ];
}

const OTHER_WORD = "another";

/** The service's `*` never goes back: where a text stands twice, its first place counts. */
function oddIn(field: string, value: string, literals: readonly string[]): Pick<Choice, "assumed"> {
  const twice = literals.find((each) => each !== "" && value.split(each).length > 2);
  return twice === undefined
    ? {}
    : { assumed: `no value of ${field} has \`${twice}\` in it twice` };
}

/** The texts that a condition compares with; undefined where it is no text that it compares. */
function literalsOf(condition: Condition) {
  if (condition.kind === "notExists" || condition.kind === "is") {
    return { literals: [], partial: false };
  }
  if (condition.kind === "order") return undefined;
  const { value } = condition;
  switch (value.kind) {
    case "number":
      return undefined;
    case "regex": {
      // A text that stands alone, at the beginning or at the end.
      const [, plain] = /^\^?([A-Za-z0-9 ]+)\$?$/.exec(value.source) ?? [];
      return plain === undefined ? undefined : { literals: [plain], partial: true };
    }
    case "text": {
      const literals = value.parts.flatMap((part) => (part.kind === "literal" ? part.text : []));
      const whole = value.parts.length === literals.length;
      return { literals, partial: !whole && literals.length > 0 };
    }
  }
}

/** One of each field's choices, in every combination. */
export function* everyChoice(fields: readonly FieldChoices[]): Generator<Choice[]> {
  const [first, ...others] = fields;
  if (first === undefined) return yield [];
  for (const choice of first.choices) {
    for (const rest of everyChoice(others)) yield [choice, ...rest];
  }
}

export function eventOf(fields: readonly FieldChoices[], choices: readonly Choice[]): JsonObject {
  const event: Record<string, Json> = {};
  fields.forEach(({ field }, index) => {
    const value = choices[index]?.value;
    if (value === undefined) return;
    const names = field.split(".");
    let at = event;
    for (const name of names.slice(0, -1)) {
      const inner = at[name];
      at = (isObject(inner) ? inner : (at[name] = {})) as Record<string, Json>;
    }
    at[names.at(-1) ?? ""] = value;
  });
  return event;
}
