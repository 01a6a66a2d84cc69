import {
  fieldsOf,
  type Predicate,
  type RegexPredicate,
  type StringPredicate,
} from "../../ir/expression";
import { stringMatcher, findsDoubtfulNumbers } from "../../ir/pattern";
import { mayHoldBoolean, mayHoldNumber, type FieldModel } from "../../log-sources/field";
import { regexMatcher } from "../../reference/regex";

/** What has to hold for the query to show every event that the rule matches. */
export const assumptions = {
  scalar: (field: string) =>
    `${field}, of which nothing is known, is no list and no object, and no list is on the way`,
  notNull: (field: string) => `${field} is not null where it is there`,
  numbers: (field: string) => `numbers at ${field} are not written as text`,
  text: (field: string) => `${field} holds text wherever it is compared`,
  times: (field: string) => `${field} holds nothing but times`,
  noBoolean: (field: string) => `${field} holds no boolean`,
  plainNumbers: (field: string) => `a number at ${field} is written without an exponent`,
  noOneOrZero: (field: string) => `no number at ${field} is 1 or 0`,
} as const;

/**
 * What a test's condition takes for granted about what a field holds besides text (as the
 * tests read the query back): of a test under an odd number of nots, where it could hold without the test.
 */
export function assumptionsOf(
  test: Predicate,
  model: FieldModel,
  negated: boolean,
): readonly string[] {
  // A comparison that a query does not see hold leaves the event in under a not.
  const unseen = negated && test.kind !== "null" && test.kind !== "exists";
  const unknown = fieldsOf(test).filter((path) => !unseen && model.field(path).type === "unknown");
  return [...unknown.map(assumptions.scalar), ...aboutScalars(test, model, negated)];
}

/** The same where a field holds no list or object. */
function aboutScalars(test: Predicate, model: FieldModel, negated: boolean): readonly string[] {
  switch (test.kind) {
    case "exists":
      return !negated && model.field(test.field).nullable ? [assumptions.notNull(test.field)] : [];
    case "number":
      if (!mayHoldBoolean(model.field(test.field))) return [];
      return [negated ? assumptions.noBoolean(test.field) : assumptions.numbers(test.field)];
    case "fieldref":
      return fieldsOf(test)
        .filter((path) => model.field(path).type !== "string")
        .map(assumptions.text);
    case "string":
    case "regex": {
      const field = model.field(test.field);
      const doubtful = test.kind === "regex" || findsDoubtfulNumbers(test.pattern);
      const plain = mayHoldNumber(field) && doubtful ? [assumptions.plainNumbers(test.field)] : [];
      if (!negated || !mayHoldBoolean(field)) return plain;
      const fits = textTest(test);
      const tells = fits("true") !== fits("1") || fits("false") !== fits("0");
      if (!tells) return plain;
      return [
        ...plain,
        ...(fits("true") || fits("false") ? [assumptions.noOneOrZero(test.field)] : []),
        ...(fits("1") || fits("0") ? [assumptions.noBoolean(test.field)] : []),
      ];
    }
    case "date":
      return negated && model.field(test.field).holds !== "time"
        ? [assumptions.times(test.field)]
        : [];
    case "null":
    case "cidr":
    case "keyword":
      return [];
  }
}

/** What a test makes of a text. */
export function textTest(test: StringPredicate | RegexPredicate): (text: string) => boolean {
  return test.kind === "string"
    ? stringMatcher(test.pattern, test.cased)
    : regexMatcher(test.source, test.flags);
}
