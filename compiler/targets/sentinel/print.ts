import { KqlError } from "../../kql/values/error";
import { argumentsOf, checkNesting, STATE } from "./ast";
import type {
  ApplyStage,
  KqlExpression,
  KqlStage,
  KqlTabular,
  KqlUnion,
  NamedExpression,
  NonEmpty,
} from "./ast";
import { columnName, memberAccess, stringLiteral } from "./escape";

/**
 * The text of a query: the table on the first line, each stage on its own, and the conjuncts of a
 * `where` one a line. Lines end in LF, without trailing blanks or a final one. The same query always
 * gives the same text, and `parseQuery` reads it back as the same query.
 *
 * Throws a `KqlError`: `nesting`, or `unprintable` for a number or timespan that has no literal.
 */
export function printQuery(query: KqlTabular): string {
  checkNesting(query);
  return printTabular(query);
}

function printTabular(query: KqlTabular): string {
  const source = "legs" in query ? printUnion(query) : columnName(query.table);
  return [source, ...query.stages.map(printStage)].join("\n");
}

/** Each leg on lines of its own, indented. */
function printUnion({ legs, fuzzy }: KqlUnion): string {
  const printed = legs.map((leg) => `(\n  ${printTabular(leg).replaceAll("\n", "\n  ")}\n)`);
  return `union${fuzzy ? " isfuzzy=true" : ""}\n${printed.join(",\n")}`;
}

function printStage(stage: KqlStage): string {
  switch (stage.kind) {
    case "where":
      return `| where ${printPredicate(stage.predicate)}`;
    case "extend":
      return `| extend ${stage.columns.map(printNamed).join(", ")}`;
    case "project-away":
      return `| project-away ${stage.columns.map(columnName).join(", ")}`;
    case "mv-apply":
      return printApply(stage);
    case "mv-expand":
      return `| mv-expand ${printNamed(stage.column)} to typeof(string)`;
    case "project":
      return `| project ${stage.columns.map(printProjected).join(", ")}`;
    case "steps":
      return `| mv-expand ${columnName(stage.name)} = dynamic([${stage.numbers.map(integer).join(", ")}]) to typeof(long)`;
    case "sort":
      return `| sort by ${stage.by.map(({ column, order }) => `${columnName(column)} ${order}`).join(", ")}`;
    case "scan":
      return printScan(stage.assign);
    case "last-of-each": {
      const by = stage.by.map(columnName).join(", ");
      return `| summarize arg_max(${columnName(stage.column)}, *) by ${by}`;
    }
    case "summarize": {
      const { max, by } = stage;
      const largest = max.map(columnName).map((name) => `${name} = max(${name})`);
      const groups = by.length === 0 ? "" : ` by ${by.map(columnName).join(", ")}`;
      return `| summarize ${largest.join(", ")}${groups}`;
    }
  }
}

function printNamed({ name, value }: NamedExpression): string {
  return `${columnName(name)} = ${print(value, Level.or)}`;
}

/** A column that is kept as it is goes by its name alone. */
function printProjected(column: NamedExpression): string {
  const { name, value } = column;
  return value.kind === "column" && value.name === name ? columnName(name) : printNamed(column);
}

function printScan(assign: NonEmpty<NamedExpression>): string {
  const declared = assign.map(({ name }) => `${columnName(name)}: datetime`);
  const steps = assign.map((each) => `\n      ${printNamed(each)}`);
  return `| scan declare (${declared.join(", ")}) with (\n    step ${STATE}: true =>${steps.join(",")};\n  )`;
}

function printApply({ of: [first, ...others], aggregates }: ApplyStage): string {
  const counted = aggregates.map(
    (each) => `${columnName(each.name)} = ${each.kind}(${list(argumentsOf(each))})`,
  );
  const inner = [
    ...others.map((each) => `mv-expand ${printNamed(each)}`),
    `summarize ${counted.join(", ")}`,
  ];
  return `| mv-apply ${printNamed(first)} on (\n    ${inner.join("\n    | ")}\n  )`;
}

function printPredicate(predicate: KqlExpression): string {
  if (predicate.kind !== "and") return print(predicate, Level.or);
  return predicate.operands.map((operand) => print(operand, Level.compare)).join("\n  and ");
}

/** How tightly a printed form binds; an operand that binds less than its place asks for parentheses. */
enum Level {
  or,
  and,
  compare,
  /** What may be compared: comparisons do not chain. */
  arithmetic,
  /** What may be reckoned with. */
  operand,
  /** What a property may be taken of. */
  path,
}

function levelOf(expression: KqlExpression): Level {
  switch (expression.kind) {
    case "or":
      return Level.or;
    case "and":
      return Level.and;
    case "compare":
    case "in":
      return Level.compare;
    case "arithmetic":
      return Level.arithmetic;
    case "string":
    case "bool":
    case "number":
    case "timespan":
      return Level.operand;
    case "column":
    case "member":
    case "index":
    case "not":
    case "call":
      return Level.path;
  }
}

function print(expression: KqlExpression, place: Level): string {
  const text = printBare(expression);
  return levelOf(expression) < place ? `(${text})` : text;
}

function printBare(expression: KqlExpression): string {
  switch (expression.kind) {
    case "column":
      return columnName(expression.name);
    case "member":
      return print(expression.of, Level.path) + memberAccess(expression.name);
    case "index":
      return `${print(expression.of, Level.path)}[${integer(expression.index)}]`;
    case "string":
      return stringLiteral(expression.value);
    case "bool":
      return String(expression.value);
    case "number":
      return number(expression.value);
    case "timespan":
      return integer(expression.amount) + expression.unit;
    case "compare": {
      const { operator, left, right } = expression;
      return `${print(left, Level.arithmetic)} ${operator} ${print(right, Level.arithmetic)}`;
    }
    case "arithmetic": {
      const { operator, left, right } = expression;
      return `${print(left, Level.operand)} ${operator} ${print(right, Level.operand)}`;
    }
    case "in":
      return `${print(expression.value, Level.arithmetic)} ${expression.operator} (${list(expression.list)})`;
    case "and":
      return expression.operands.map((operand) => print(operand, Level.compare)).join(" and ");
    case "or":
      return expression.operands.map((operand) => print(operand, Level.and)).join(" or ");
    case "not":
      return `not(${print(expression.operand, Level.or)})`;
    case "call":
      return `${expression.function}(${list(expression.arguments)})`;
  }
}

function list(expressions: readonly KqlExpression[]): string {
  return expressions.map((expression) => print(expression, Level.or)).join(", ");
}

function number(value: number): string {
  if (!Number.isFinite(value)) {
    throw new KqlError("unprintable", `${value} has no KQL literal`);
  }
  // Beyond the safe integers a plain run of digits would be read as a long.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return value.toExponential();
  return String(value);
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) {
    throw new KqlError("unprintable", `${value} is not a whole number`);
  }
  return String(value);
}
