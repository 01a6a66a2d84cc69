import { RESERVED_IN_OR, type Conjunct, type EventPattern, type Test } from "./ast";
import { JsonTextError, parseJsonText, type JsonText } from "./json-text";
import { PATTERN_LIMITS } from "./limits";
import { parseTest, PatternError } from "./parse-test";

export type ParsedPattern =
  | { readonly kind: "pattern"; readonly pattern: EventPattern }
  /** What the service says of it, as far as that was recorded. */
  | { readonly kind: "error"; readonly message: string };

/** Reads a pattern as the service does, with its refusals. */
export function parsePattern(text: string): ParsedPattern {
  try {
    const json = parseJsonText(text);
    if (json.kind !== "object") throw new PatternError("Filter is not an object");
    return { kind: "pattern", pattern: rulesOf([], "", json, false) };
  } catch (error) {
    if (error instanceof PatternError || error instanceof JsonTextError) {
      return { kind: "error", message: error.message };
    }
    throw error;
  }
}

type JsonTextObject = Extract<JsonText, { readonly kind: "object" }>;

/** The rules, with what an object at a path adds to each, in the order in which it is written. */
function rulesOf(
  before: EventPattern,
  path: string,
  { members }: JsonTextObject,
  insideOr: boolean,
): EventPattern {
  if (members.length === 0) throw new PatternError("Empty objects are not allowed");
  let rules = before;
  for (const [name, value] of members) {
    if (name === "$or") {
      rules = alternatives(rules, path, value);
      continue;
    }
    if (insideOr && RESERVED_IN_OR.has(name)) {
      throw new PatternError(
        `${name} is Ruler reserved fieldName which cannot be used inside $or.`,
      );
    }
    const at = path === "" ? name : `${path}.${name}`;
    switch (value.kind) {
      case "object":
        rules = rulesOf(rules, at, value, insideOr);
        break;
      case "array":
        rules = withTests(rules, at, testsOf(value.elements));
        break;
      case "string":
      case "number":
      case "constant":
        throw new PatternError(`"${name}" must be an object or an array`);
    }
  }
  return rules;
}

function alternatives(before: EventPattern, path: string, value: JsonText): EventPattern {
  if (value.kind !== "array") throw new PatternError("It must be an Array followed with $or.");
  const rules = value.elements.flatMap((element) => {
    if (element.kind !== "object") {
      throw new PatternError("Only JSON object is allowed in array of $or relationship.");
    }
    return rulesOf(before.length === 0 ? [new Map()] : before, path, element, true);
  });
  if (value.elements.length < 2) {
    throw new PatternError("There must have at least 2 Objects in $or relationship.");
  }
  if (rules.length > PATTERN_LIMITS.combinations.value) {
    throw new PatternError(`over ${PATTERN_LIMITS.combinations.value} rule combinations`);
  }
  return rules;
}

function testsOf(elements: readonly JsonText[]): readonly Test[] {
  if (elements.length === 0) throw new PatternError("Empty arrays are not allowed");
  return elements.map(parseTest);
}

/** What stood at the path is no longer asked. */
function withTests(rules: EventPattern, path: string, tests: readonly Test[]): EventPattern {
  const each: EventPattern = rules.length === 0 ? [new Map()] : rules;
  return each.map((rule): Conjunct => new Map([...rule, [path, tests]]));
}
