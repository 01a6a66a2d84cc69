import { item, selections } from "../core/example";
import { foldCase } from "../core/fold-case";
import { quote } from "../core/message";
import { oncePer } from "../core/once-per";
import type { Span } from "../core/source";
import { predicatesOf, type Expression, type StringPredicate } from "../ir/expression";
import { charsOf, stringMatcher, printStringPattern, shapeOf } from "../ir/pattern";
import { entryOf } from "../load/node";
import { lint, type LintedRule } from "./lint";

export const coveredSelection = lint({
  code: "DET434",
  severity: "warning",
  meaning: "An alternative that another one covers.",
  example: selections("s: {eventName: X}\nt: {eventName: X, errorCode: null}", "1 of them"),
  message: (written: string, by: string) => ({
    text: `what ${quote(written)} matches, ${quote(by)} matches already`,
    fix: "remove the narrower one, or correct the wider one",
  }),
  run(linted, warn) {
    for (const { kind, span, written, by } of coveredAlternatives(linted)) {
      if (kind === "alternative") warn(span, [written, by]);
    }
  },
});

export const coveredValue = lint({
  code: "DET435",
  severity: "warning",
  meaning: "A value that another one of the list covers.",
  example: item("eventName: ['Create*', CreateUser]"),
  message: (value: string, by: string) => ({
    text: `${quote(by)} covers ${quote(value)} already`,
    fix: `remove ${quote(value)}`,
  }),
  run(linted, warn) {
    for (const { kind, span, written, by } of coveredAlternatives(linted)) {
      if (kind === "value") warn(span, [written, by]);
    }
  },
});

interface Covered {
  readonly kind: "alternative" | "value";
  readonly span: Span;
  readonly written: string;
  readonly by: string;
}

/**
 * What may be spent on one rule: 1 for each comparison of two parts, and more for long texts. A longer
 * rule is linted only in part.
 */
const BUDGET = 200_000;
const CHARS_AT_ONCE = 1_000;

/** Alternatives that another alternative covers: values of a list, and whole selections. */
const coveredAlternatives = oncePer(({ rule, matches }: LintedRule): readonly Covered[] => {
  if (matches?.kind !== "expression") return [];
  const found: Covered[] = [];
  const names = new Map([...matches.selections].map(([name, selection]) => [selection, name]));
  const detection = entryOf(rule.root, "detection")?.value;
  let left = BUDGET;
  walk(matches.expression);
  return found;

  function walk(node: Expression): void {
    if (node.kind === "not") return walk(node.operand);
    if (node.kind !== "and" && node.kind !== "or") return;
    node.operands.forEach(walk);
    if (node.kind === "or") compareAll(node.operands);
  }

  function compareAll(alternatives: readonly Expression[]): void {
    const values = new Map<string, Expression>();
    const others: Expression[] = [];
    for (const each of alternatives) {
      const value = literalKey(each);
      const first = value === undefined ? undefined : values.get(value);
      if (first !== undefined) report(each, first);
      else if (value !== undefined) values.set(value, each);
      else others.push(each);
    }
    // Two different literals cover nothing of each other, so only the rest is compared with all.
    const distinct = [...others, ...values.values()];
    for (const [at, wide] of others.entries()) {
      for (const narrow of distinct.slice(at + 1)) {
        if (left < 0) return;
        if (implies(narrow, wide)) report(narrow, wide);
        else if (implies(wide, narrow)) report(wide, narrow);
      }
    }
  }

  /** Whether surely every event that `narrow` matches, `wide` matches too; false once all is spent. */
  function implies(narrow: Expression, wide: Expression): boolean {
    if (narrow === wide) return true;
    left -= costOf(narrow, wide);
    if (left < 0) return false;
    if (narrow.kind === "or") return narrow.operands.every((each) => implies(each, wide));
    if (wide.kind === "and") return wide.operands.every((each) => implies(narrow, each));
    if (narrow.kind === "and") return narrow.operands.some((each) => implies(each, wide));
    if (wide.kind === "or") return wide.operands.some((each) => implies(narrow, each));
    if (narrow.kind === "not") return wide.kind === "not" && implies(wide.operand, narrow.operand);
    if (narrow.kind === "null") return wide.kind === "null" && narrow.field === wide.field;
    return narrow.kind === "string" && wide.kind === "string" && covers(wide, narrow);
  }

  function report(narrow: Expression, wide: Expression): void {
    const [test] = predicatesOf(narrow);
    const [other] = predicatesOf(wide);
    // Variants that a modifier makes of one value are not two things written.
    if (test === undefined || other === undefined || test.origin.span === other.origin.span) return;
    const [name, by] = [names.get(narrow), names.get(wide)];
    if (name !== undefined && by !== undefined) {
      const span = (detection && entryOf(detection, name)?.keySpan) ?? test.origin.span;
      found.push({ kind: "alternative", span, written: name, by });
    } else if (test === narrow && other === wide && test.kind === "string") {
      const written = printStringPattern(test.pattern);
      const cover = other.kind === "string" ? printStringPattern(other.pattern) : "";
      found.push({ kind: "value", span: test.origin.span, written, by: cover });
    } else {
      const { span, written } = test.origin;
      found.push({ kind: "alternative", span, written, by: other.origin.written });
    }
  }
});

/** The same for literals that match the same texts of the same field. */
function literalKey(node: Expression): string | undefined {
  if (node.kind !== "string") return undefined;
  const shape = shapeOf(node.pattern);
  if (shape.kind !== "equals") return undefined;
  return `${node.cased} ${node.field} ${node.cased ? shape.text : foldCase(shape.text)}`;
}

/** What it costs to compare two parts: of two texts, each character may meet each. */
function costOf(one: Expression, other: Expression): number {
  if (one.kind !== "string" || other.kind !== "string") return 1;
  return 1 + (charsOf(one.pattern) * charsOf(other.pattern)) / CHARS_AT_ONCE;
}

/** Whether one pattern surely matches whatever another matches. */
function covers(wide: StringPredicate, narrow: StringPredicate): boolean {
  if (wide.field !== narrow.field || (wide.cased && !narrow.cased)) return false;
  const fold = wide.cased ? (value: string) => value : foldCase;
  const exact = shapeOf(narrow.pattern);
  if (exact.kind === "equals") return stringMatcher(wide.pattern, wide.cased)(exact.text);
  const texts = narrow.pattern.map((part) => (part.kind === "text" ? fold(part.text) : ""));
  const shape = shapeOf(wide.pattern);
  switch (shape.kind) {
    case "anything":
      return narrow.pattern.some((part) => part.kind !== "any");
    case "contains":
      return texts.some((text) => text.includes(fold(shape.text)));
    case "startswith":
      return texts[0]!.startsWith(fold(shape.text));
    case "endswith":
      return texts.at(-1)!.endsWith(fold(shape.text));
    case "equals":
      return false;
    case "general":
      return fold(printStringPattern(wide.pattern)) === fold(printStringPattern(narrow.pattern));
  }
}
