import { walk, type Condition, type FieldPath, type FieldTest, type Query, type Test } from "./ast";
import { fieldText, refused, stringText, type Written } from "./escape";
import { LIMITS } from "./limits";
import { regexLiteral } from "./regex";

/**
 * The text of the query, one stage a line; refused where it is longer than the service stores,
 * nested deeper than it is read back, or its row limit is not one.
 */
export function printQuery(query: Query): Written {
  const { limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMITS.resultRows.value) {
    return refused(`limit must be an integer from 1 to ${LIMITS.resultRows.value}, not ${limit}`);
  }
  if (nestsTooDeeply(query.filter)) {
    return refused(`the filter has more than ${LIMITS.nesting.value} ${LIMITS.nesting.unit}`);
  }
  const fields = ["@timestamp", ...query.fields.map(fieldText), "@message"].join(", ");
  const text = [
    `fields ${fields}`,
    `filter ${printCondition(query.filter)}`,
    "sort @timestamp desc",
    `limit ${limit}`,
  ].join("\n| ");
  if (text.length > LIMITS.queryLength.value) {
    return refused(
      `the query has ${text.length} characters; the limit is ${LIMITS.queryLength.value}`,
    );
  }
  return { kind: "written", text };
}

/** Only `ispresent(…)` is written without parentheses. */
function nestsTooDeeply(filter: Condition): boolean {
  for (const { condition, depth } of walk(filter)) {
    if (depth > LIMITS.nesting.value && condition.kind !== "present") return true;
  }
  return false;
}

function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return `(${condition.operands.map(printCondition).join(` ${condition.kind} `)})`;
    case "not":
      return `(not ${printCondition(condition.operand)})`;
    case "present":
      return isPresent(condition.field);
    case "sameAs":
    case "contains":
    case "startsWith":
    case "endsWith": {
      const guards = `${isPresent(condition.field)} and ${isPresent(condition.other)}`;
      return `(${guards} and ${printFieldTest(condition)})`;
    }
    case "equals":
    case "in":
    case "like":
    case "isEmpty":
    case "number":
    case "inSubnet":
      return `(${isPresent(condition.field)} and ${printTest(condition)})`;
  }
}

function isPresent(field: FieldPath): string {
  return `ispresent(${fieldText(field)})`;
}

/** A test of one field, without its guard. */
function printTest(test: Exclude<Test, FieldTest>): string {
  const field = fieldText(test.field);
  switch (test.kind) {
    case "equals":
      return `${field} = ${stringText(test.text)}`;
    case "in":
      return `${field} in [${test.texts.map(stringText).join(",")}]`;
    case "like":
      return `${field} like ${regexLiteral(test.regex)}`;
    case "isEmpty":
      return `isempty(${field}) = 1`;
    case "number": {
      const comparison = `${field} ${test.operator} ${test.number}`;
      return test.operator === "=" ? comparison : `isNumeric(${field}) and ${comparison}`;
    }
    case "inSubnet":
      return `isIpv${test.subnet.family}InSubnet(${field}, "${test.subnet.cidr}")`;
  }
}

/** A test of two fields, without its guards. */
export function printFieldTest(test: FieldTest): string {
  const [field, other] = [test.field, test.other].map((path) =>
    test.ignoreCase ? `tolower(${fieldText(path)})` : fieldText(path),
  );
  switch (test.kind) {
    case "sameAs":
      return `${field} = ${other}`;
    case "contains":
      return `strcontains(${field}, ${other}) = 1`;
    case "startsWith":
    case "endsWith":
      return `${test.kind}(${field}, ${other}) = 1`;
  }
}
