import { item, selections } from "../core/example";
import { foldCase } from "../core/fold-case";
import type { Json } from "../core/json";
import { quote } from "../core/message";
import { oncePer } from "../core/once-per";
import {
  fieldsOf,
  isPredicate,
  keyOf,
  predicatesOf,
  type Expression,
  type Origin,
  type Predicate,
} from "../ir/expression";
import { charsOf, shapeOf } from "../ir/pattern";
import type { FieldModel, FieldType } from "../log-sources/field";
import type { LogSource } from "../log-sources/log-source";
import { expressionMatcher } from "../reference/evaluate";
import { lint, type LintedRule } from "./lint";

export const neverHolds = lint({
  code: "DET431",
  severity: "warning",
  meaning: "A part of the rule that contradicts the rest.",
  example: item("eventName|all: [CreateUser, DeleteUser]"),
  message: (written: string) => ({
    text: `${quote(written)} cannot hold together with the rest: this part never matches`,
    fix: "give alternatives as a list, or join the two with `or`",
  }),
  run(linted, warn) {
    for (const { span, written } of contradictions(linted).never) warn(span, [written]);
  },
});

export const emptyExclusion = lint({
  code: "DET432",
  severity: "warning",
  meaning: "An exclusion of what cannot occur beside the rest.",
  example: selections("s: {eventName: CreateUser}\nf: {eventName: DeleteUser}", "s and not f"),
  message: (written: string) => ({
    text: `${quote(written)} never holds where the rest does, so it excludes nothing`,
    fix: "correct the exclusion, or remove it",
  }),
  run(linted, warn) {
    for (const { span, written } of contradictions(linted).exclusion) warn(span, [written]);
  },
});

export const alwaysHolds = lint({
  code: "DET433",
  severity: "warning",
  meaning: "Something or its opposite: always true.",
  example: selections("s: {eventName: CreateUser}", "s or not s"),
  message: (written: string) => ({
    text: `either ${quote(written)} or its opposite holds for every event: this part says nothing`,
    fix: "remove one of the two",
  }),
  run(linted, warn) {
    for (const { span, written } of contradictions(linted).always) warn(span, [written]);
  },
});

/** What is known of a field's value, where the rest of a conjunction holds. */
type Fact =
  | { readonly kind: "null" }
  /** It is one of these texts; in any case of letters unless `cased`. */
  | { readonly kind: "texts"; readonly texts: readonly string[]; readonly cased: boolean };
type Facts = ReadonlyMap<string, Fact>;

type Status = "always" | "never" | "open";

/** Longer lists say too little to be worth trying each of their values. */
const MOST_TEXTS = 200;

/** Values tried on tests for one rule; long ones count for more. A longer rule is linted only in part. */
const MOST_TRIALS = 200_000;
const CHARS_AT_ONCE = 1_000;

/** What status is told by, and how many trials are left for it. */
interface Trials {
  readonly model: FieldModel;
  left: number;
}

/** Types at which one event has one value, so that two different ones exclude each other. */
const ONE_VALUE: readonly FieldType[] = ["string", "boolean", "number", "scalar"];

/**
 * Contradictions and tautologies: what can never hold beside the rest of the condition, and
 * exclusions that exclude nothing. Values of a field are tried on the other tests of that field, by
 * the reference evaluator, so that nothing is flagged that could matter.
 */
const contradictions = oncePer(({ matches }: LintedRule) => {
  const found = {
    never: new Array<Origin>(),
    exclusion: new Array<Origin>(),
    always: new Array<Origin>(),
  };
  if (matches?.kind !== "expression") return found;
  const { logSource } = matches;
  const model = logSource.fields;
  const trials: Trials = { model, left: MOST_TRIALS };
  walk(matches.expression, new Map());
  return found;

  function walk(node: Expression, facts: Facts): void {
    if (isPredicate(node) || node.kind === "constant") return;
    switch (node.kind) {
      case "and":
        return walkAnd(conjuncts(node), facts);
      case "or": {
        reportOpposites(node.operands, found.always);
        for (const operand of node.operands) {
          if (status(operand, facts, trials) === "never") report(operand, found.never);
          else walk(operand, facts);
        }
        return;
      }
      case "not":
        return walk(node.operand, facts);
    }
  }

  function walkAnd(operands: readonly Expression[], outer: Facts): void {
    reportOpposites(operands, found.never);
    found.never.push(...secondPhrases(operands, logSource));
    const facts = new Map(outer);
    const owned = new Map<Expression, string>();
    for (const operand of operands) {
      const known = factOf(operand, model);
      if (known === undefined || facts.has(known.field)) continue;
      facts.set(known.field, known.fact);
      owned.set(operand, known.field);
    }
    for (const operand of operands) {
      // What an operand says itself is no fact for it.
      const field = owned.get(operand);
      const own = field === undefined ? undefined : facts.get(field);
      if (field !== undefined) facts.delete(field);
      const now = status(operand, facts, trials);
      if (now === "never") report(operand, found.never);
      else if (now === "always" && operand.kind === "not") {
        report(operand, found.exclusion);
      } else walk(operand, facts);
      if (field !== undefined && own !== undefined) facts.set(field, own);
    }
  }

  function reportOpposites(operands: readonly Expression[], list: Origin[]): void {
    if (operands.every(({ kind }) => kind !== "not")) return;
    const keys = new Set(operands.map(keyOf));
    for (const operand of operands) {
      if (operand.kind === "not" && keys.has(keyOf(operand.operand))) report(operand, list);
    }
  }

  function report(node: Expression, list: Origin[]): void {
    const [predicate] = predicatesOf(node);
    if (predicate !== undefined) list.push(predicate.origin);
  }
});

/** Of tests that must all hold, those that look for another phrase in a text that is one. */
function secondPhrases(operands: readonly Expression[], { phrases }: LogSource): readonly Origin[] {
  if (phrases === undefined) return [];
  const first = new Map<string, string>();
  return operands.flatMap((operand) => {
    if (operand.kind !== "string" || !phrases.paths.includes(operand.field)) return [];
    const shape = shapeOf(operand.pattern);
    if (shape.kind !== "contains" || !phrases.begin.test(shape.text)) return [];
    const [text, before] = [foldCase(shape.text), first.get(operand.field)];
    if (before === undefined) first.set(operand.field, text);
    const isWithin = before === undefined || before.includes(text) || text.includes(before);
    return isWithin ? [] : [operand.origin];
  });
}

/** What must all hold: `and` within `and`, and by De Morgan `not` over `or`, made flat. */
function conjuncts(node: Expression): readonly Expression[] {
  if (node.kind === "and") return node.operands.flatMap(conjuncts);
  if (node.kind === "not" && node.operand.kind === "or") {
    return node.operand.operands.flatMap((operand) => conjuncts({ kind: "not", operand }));
  }
  return [node];
}

/** What an expression says of the one field that it tests, if it lists that field's values. */
function factOf(node: Expression, model: FieldModel): { field: string; fact: Fact } | undefined {
  if (node.kind === "null") return { field: node.field, fact: { kind: "null" } };
  const tests = node.kind === "or" ? node.operands : [node];
  const [first] = tests;
  if (first?.kind !== "string" || tests.length > MOST_TEXTS) return undefined;
  const { field, cased } = first;
  const { type, many } = model.field(field);
  if (many !== "one" || !ONE_VALUE.includes(type)) return undefined;
  if (mayLeadThroughArray(field, model)) return undefined;
  const texts: string[] = [];
  for (const test of tests) {
    if (test.kind !== "string" || test.field !== field || test.cased !== cased) return undefined;
    const shape = shapeOf(test.pattern);
    if (shape.kind !== "equals") return undefined;
    texts.push(shape.text);
  }
  return { field, fact: { kind: "texts", texts, cased } };
}

function mayLeadThroughArray(path: string, model: FieldModel): boolean {
  const steps = path.split(".");
  return steps.some((_, at) => at > 0 && model.field(steps.slice(0, at).join(".")).many !== "one");
}

/** Whether an expression holds for every event of which the facts are true, for none, or for some. */
function status(node: Expression, facts: Facts, trials: Trials): Status {
  if (isPredicate(node)) return statusOfTest(node, facts, trials);
  switch (node.kind) {
    case "constant":
      return node.value ? "always" : "never";
    case "not": {
      const inner = status(node.operand, facts, trials);
      return inner === "open" ? "open" : inner === "always" ? "never" : "always";
    }
    case "and":
    case "or": {
      const [decisive, neutral] =
        node.kind === "and" ? (["never", "always"] as const) : (["always", "never"] as const);
      let all = node.operands.length > 0;
      for (const operand of node.operands) {
        const now = status(operand, facts, trials);
        if (now === decisive) return decisive;
        all &&= now === neutral;
      }
      return all ? neutral : "open";
    }
  }
}

function statusOfTest(test: Predicate, facts: Facts, trials: Trials): Status {
  const known = fieldsOf(test).map((field) => facts.get(field));
  if (known.some((fact) => fact?.kind === "null")) {
    if (test.kind === "exists") return "open";
    return test.kind === "null" ? "always" : "never";
  }
  const [fact] = known;
  if (fact?.kind !== "texts" || known.length > 1) return "open";
  const mindsCase =
    (test.kind === "string" && test.cased) || (test.kind === "regex" && !test.flags.ignoreCase);
  if (mindsCase && !fact.cased) return "open";
  for (const text of fact.texts) trials.left -= 1 + (text.length * sizeOf(test)) / CHARS_AT_ONCE;
  if (trials.left < 0) return "open";
  const matches = expressionMatcher(test, trials.model);
  const [field = ""] = fieldsOf(test);
  const held = fact.texts.filter((text) => matches(eventWith(field, text))).length;
  return held === 0 ? "never" : held === fact.texts.length ? "always" : "open";
}

/** Characters that a test looks for, each of which it may compare with each of a text. */
function sizeOf(test: Predicate): number {
  if (test.kind === "regex") return test.source.length;
  return test.kind === "string" ? charsOf(test.pattern) : 1;
}

/** An event in which one path holds one text. */
function eventWith(path: string, text: string): Json {
  return path.split(".").reduceRight<Json>((value, step) => ({ [step]: value }), text);
}
