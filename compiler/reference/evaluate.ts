import { foldCase } from "../core/fold-case";
import type { Json } from "../core/json";
import { modelsAt } from "../ir/calls";
import {
  isPredicate,
  type Comparison,
  type Expression,
  type FieldrefPredicate,
  type Order,
  type Predicate,
} from "../ir/expression";
import { ANY, stringMatcher, concat } from "../ir/pattern";
import type { FieldModel } from "../log-sources/field";
import { datePart } from "./date-part";
import { allTexts, fieldReader } from "./event";
import { networkContains } from "./network";
import { regexMatcher } from "./regex";

/** Decides whether an event matches. */
export type Matcher = (event: Json) => boolean;

/**
 * The reference: what an expression means, over raw CloudTrail JSON. Every target is held against
 * it. Two-valued; the decisions are docs/decisions/0001.
 */
export function expressionMatcher(expression: Expression, model: FieldModel): Matcher {
  const models = modelsAt(expression, model);
  return matcherOf(expression, (test) => predicateMatcher(test, models(test)));
}

function matcherOf(node: Expression, of: (test: Predicate) => Matcher): Matcher {
  if (isPredicate(node)) return of(node);
  switch (node.kind) {
    case "and": {
      const operands = node.operands.map((each) => matcherOf(each, of));
      return (event) => operands.every((matches) => matches(event));
    }
    case "or": {
      const operands = node.operands.map((each) => matcherOf(each, of));
      return (event) => operands.some((matches) => matches(event));
    }
    case "not": {
      const matches = matcherOf(node.operand, of);
      return (event) => !matches(event);
    }
    case "constant":
      return () => node.value;
  }
}

/** What one predicate means, where the model says what is known at its place. */
export function predicateMatcher(node: Predicate, model: FieldModel): Matcher {
  switch (node.kind) {
    case "string":
      return anyText(node.field, model, stringMatcher(node.pattern, node.cased));
    case "null":
      return fieldReader(model, node.field).isNull;
    case "exists":
      return fieldReader(model, node.field).exists;
    case "fieldref":
      return fieldrefMatcher(node, model);
    case "regex":
      return anyText(node.field, model, regexMatcher(node.source, node.flags));
    case "number":
      return anyText(
        node.field,
        model,
        (text) => JSON_NUMBER.test(text) && compares(Number(text), node.operator, node.value),
      );
    case "cidr":
      return anyText(node.field, model, networkContains(node.network));
    case "date":
      return anyText(node.field, model, (text) => {
        const found = datePart(text, node.part);
        return found !== undefined && compares(found, node.operator, node.value);
      });
    case "keyword": {
      const fits = stringMatcher(concat([ANY], node.pattern, [ANY]), node.cased);
      return (event) => allTexts(event).some(fits);
    }
  }
}

function anyText(field: string, model: FieldModel, fits: (text: string) => boolean): Matcher {
  const reader = fieldReader(model, field);
  return (event) => reader.texts(event).some(fits);
}

/** A number in JSON's notation. */
export const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function compares(left: number, operator: Order | "eq", right: number): boolean {
  switch (operator) {
    case "lt":
      return left < right;
    case "lte":
      return left <= right;
    case "gt":
      return left > right;
    case "gte":
      return left >= right;
    case "eq":
      return left === right;
  }
}

function fieldrefMatcher(node: FieldrefPredicate, model: FieldModel): Matcher {
  const left = fieldReader(model, node.field);
  const right = fieldReader(model, node.other);
  const fold = node.cased ? (value: string) => value : foldCase;
  return (event) => {
    // An empty text neither equals nor holds one that is not.
    const others = right.texts(event).flatMap((text) => (text === "" ? [] : fold(text)));
    return left.texts(event).some((text) => {
      const folded = fold(text);
      return others.some((other) => fits(node.comparison, folded, other));
    });
  };
}

function fits(comparison: Comparison, text: string, other: string): boolean {
  switch (comparison) {
    case "equals":
      return text === other;
    case "contains":
      return text.includes(other);
    case "startswith":
      return text.startsWith(other);
    case "endswith":
      return text.endsWith(other);
  }
}
