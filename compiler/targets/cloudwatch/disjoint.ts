import { isWildcard, type Condition, type Pattern, type Step } from "./ast";

/** What a selector can find: one of some states and texts, or any text but some. */
interface Possible {
  readonly found: ReadonlySet<string>;
  /** Undefined where no other text can be found. */
  readonly anyTextBut?: ReadonlySet<string>;
}

/** What must be found where a pattern matches; all of a selector's entries hold. */
type Facts = ReadonlyMap<string, readonly Possible[]>;

/**
 * Whether it is certain that no event matches two of the patterns: for each two of them some selector
 * would have to find two things at once. False says nothing.
 */
export function areDisjoint(patterns: readonly Pattern[]): boolean {
  const facts = patterns.map(factsOf);
  const selector = mostTelling(facts);
  const before: Facts[] = [];
  const open: Facts[] = [];
  const byFind = new Map<string, Facts[]>();
  // Thousands of names are not held against each other one by one: only what may find the same.
  for (const one of facts) {
    const finds = selector === undefined ? undefined : findsOf(one, selector);
    const others = finds && [...open, ...[...finds].flatMap((find) => byFind.get(find) ?? [])];
    if (!(others ?? before).every((other) => contradicts(one, other))) return false;
    before.push(one);
    if (finds === undefined) open.push(one);
    for (const find of finds ?? []) {
      const same = byFind.get(find);
      if (same) same.push(one);
      else byFind.set(find, [one]);
    }
  }
  return true;
}

/** The selector at which the patterns that can find only what they name find the most different things. */
function mostTelling(facts: readonly Facts[]): string | undefined {
  const named = new Map<string, Set<string>>();
  for (const one of facts) {
    for (const selector of one.keys()) {
      const finds = findsOf(one, selector);
      if (finds === undefined) continue;
      const all = named.get(selector);
      if (all === undefined) named.set(selector, new Set(finds));
      else for (const find of finds) all.add(find);
    }
  }
  const [most] = [...named].sort(([, one], [, other]) => other.size - one.size);
  return most?.[0];
}

/** All that can be found at a selector; undefined where it may be any text. */
function findsOf(facts: Facts, selector: string): ReadonlySet<string> | undefined {
  return facts.get(selector)?.find(({ anyTextBut }) => anyTextBut === undefined)?.found;
}

function contradicts(one: Facts, other: Facts): boolean {
  return [...one].some(([selector, possibles]) =>
    possibles.some((possible) =>
      (other.get(selector) ?? []).some((another) => !overlap(possible, another)),
    ),
  );
}

function factsOf(pattern: Pattern): Facts {
  switch (pattern.kind) {
    case "and": {
      const facts = new Map<string, readonly Possible[]>();
      for (const operand of pattern.operands) {
        for (const [selector, possibles] of factsOf(operand)) {
          const known = facts.get(selector) ?? [];
          facts.set(selector, [...known, ...possibles.filter((each) => !known.includes(each))]);
        }
      }
      return facts;
    }
    case "or": {
      const [first, ...rest] = pattern.operands.map(factsOf);
      const facts = new Map<string, readonly Possible[]>();
      for (const [selector, [possible]] of first ?? []) {
        const others = rest.flatMap((operand) => operand.get(selector)?.slice(0, 1) ?? []);
        if (possible !== undefined && others.length === rest.length) {
          facts.set(selector, [others.reduce(either, possible)]);
        }
      }
      return facts;
    }
    case "compare":
    case "order":
    case "is":
    case "notExists":
      return conditionFacts(pattern);
  }
}

/** What stands at a condition's field, and what on the way to it. */
function conditionFacts(condition: Condition): Facts {
  const { steps } = condition.selector;
  const wildcard = steps.findIndex(isWildcard);
  const facts = new Map<string, readonly Possible[]>();
  // Of several values each may be another.
  if (wildcard === -1) facts.set(keyOf(steps), [possibleOf(condition)]);
  if (condition.kind === "notExists") return facts;
  for (const [at, step] of steps.slice(0, wildcard === -1 ? undefined : wildcard + 1).entries()) {
    const inArray = step.kind === "anyElement" || step.kind === "index";
    if (at > 0) facts.set(keyOf(steps.slice(0, at)), [inArray ? ARRAY : OBJECT]);
  }
  return facts;
}

const ARRAY: Possible = { found: new Set(["array"]) };
const OBJECT: Possible = { found: new Set(["object"]) };

function keyOf(steps: readonly Step[]): string {
  return JSON.stringify(steps);
}

/** Texts are marked, so that none is taken for a state. */
function possibleOf(condition: Condition): Possible {
  switch (condition.kind) {
    case "notExists":
      return { found: new Set(["absent"]) };
    case "is":
      return { found: new Set([condition.state]) };
    case "order":
      return { found: new Set(), anyTextBut: new Set() };
    case "compare": {
      const { value, operator } = condition;
      const literal = value.kind === "text" ? literalOf(value.parts) : undefined;
      if (literal === undefined) return { found: new Set(), anyTextBut: new Set() };
      const text = new Set([`=${literal}`]);
      return operator === "=" ? { found: text } : { found: new Set(), anyTextBut: text };
    }
  }
}

function literalOf(parts: readonly { kind: string; text?: string }[]): string | undefined {
  if (parts.length === 0) return "";
  return parts.length === 1 ? parts[0]?.text : undefined;
}

function either(one: Possible, other: Possible): Possible {
  const found = new Set([...one.found, ...other.found]);
  const [a, b] = [one.anyTextBut, other.anyTextBut];
  if (a === undefined && b === undefined) return { found };
  const anyTextBut = a && b ? new Set([...a].filter((text) => b.has(text))) : (a ?? b);
  return anyTextBut === undefined ? { found } : { found, anyTextBut };
}

function overlap(one: Possible, other: Possible): boolean {
  if (one.anyTextBut !== undefined && other.anyTextBut !== undefined) return true;
  const holds = ({ found, anyTextBut }: Possible, text: string) =>
    found.has(text) || (text.startsWith("=") && anyTextBut !== undefined && !anyTextBut.has(text));
  return (
    [...one.found].some((text) => holds(other, text)) ||
    [...other.found].some((text) => holds(one, text))
  );
}
