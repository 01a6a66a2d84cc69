import { KqlError } from "../../kql/values/error";
import { LIMITS } from "./limits";

/**
 * The part of KQL that this target writes and reads. It grows by new kinds: every switch over `kind` is
 * exhaustive.
 */
export type KqlTabular = KqlQuery | KqlUnion;

/** What is made of the rows of a table. */
export interface KqlQuery {
  readonly table: string;
  readonly stages: readonly KqlStage[];
}

/** What is made of the rows of several queries together. */
export interface KqlUnion {
  readonly legs: NonEmpty<KqlTabular>;
  /**
   * Whether the legs read tables that hold events of one kind together; of these a workspace may lack some.
   * @default - each leg is needed
   */
  readonly fuzzy?: true;
  readonly stages: readonly KqlStage[];
}

export type NonEmpty<T> = readonly [T, ...T[]];

export type KqlStage = RowStage | WindowStage;

/** What can be told of each row by itself. */
export type RowStage =
  | { readonly kind: "where"; readonly predicate: KqlExpression }
  | { readonly kind: "extend"; readonly columns: NonEmpty<NamedExpression> }
  | { readonly kind: "project-away"; readonly columns: NonEmpty<string> }
  | ApplyStage
  /** One row for each element of an array of texts; none where it is empty. */
  | { readonly kind: "mv-expand"; readonly column: NamedExpression };

/** What is told of rows by others. */
export type WindowStage =
  | { readonly kind: "project"; readonly columns: NonEmpty<NamedExpression> }
  /** One row for each of the numbers. */
  | { readonly kind: "steps"; readonly name: string; readonly numbers: NonEmpty<number> }
  | { readonly kind: "sort"; readonly by: NonEmpty<SortKey> }
  /** Times that are carried from row to row, each assigned from those of the row before, `STATE`. */
  | { readonly kind: "scan"; readonly assign: NonEmpty<NamedExpression> }
  /** Of the rows with equal values of columns the whole one that has the largest of another. */
  | { readonly kind: "last-of-each"; readonly column: string; readonly by: NonEmpty<string> }
  | SummarizeStage;

export interface SortKey {
  readonly column: string;
  readonly order: "asc" | "desc";
}

/** What a `scan` calls the row before. */
export const STATE = "before";

const WINDOW_STAGES: readonly KqlStage["kind"][] = [
  "project",
  "steps",
  "sort",
  "scan",
  "last-of-each",
  "summarize",
];

export function isRowStage(stage: KqlStage): stage is RowStage {
  return !WINDOW_STAGES.includes(stage.kind);
}

/** The rows that a query starts from, of tables that are read together. */
export type KqlLeaf = readonly KqlRows[];

/** What a query starts from: of each table its stages up to the first that looks at several rows. */
export function leavesOf(query: KqlTabular): readonly KqlLeaf[] {
  if ("legs" in query) {
    const leaves = query.legs.flatMap(leavesOf);
    return query.fuzzy ? [leaves.flat()] : leaves;
  }
  const { table, stages } = query;
  const end = stages.findIndex((stage) => !isRowStage(stage));
  return [[{ table, stages: (end === -1 ? stages : stages.slice(0, end)).filter(isRowStage) }]];
}

/** A query of which each row can be told by itself. */
export interface KqlRows {
  readonly table: string;
  readonly stages: readonly RowStage[];
}

/**
 * For each row what its arrays' elements come to, as columns of it. Where several are expanded, each
 * reads the elements of those before it.
 */
export interface ApplyStage {
  readonly kind: "mv-apply";
  readonly of: NonEmpty<NamedExpression>;
  readonly aggregates: NonEmpty<Aggregate>;
}

export type Aggregate =
  /** How many elements fit. */
  | { readonly kind: "countif"; readonly name: string; readonly predicate: KqlExpression }
  /** The distinct values of those that fit. */
  | {
      readonly kind: "make_set_if";
      readonly name: string;
      readonly value: KqlExpression;
      readonly predicate: KqlExpression;
    };

/** The largest value of columns, over all rows or for each group of equal values; rows hold nothing else. */
interface SummarizeStage {
  readonly kind: "summarize";
  /** Of each column, under its own name. */
  readonly max: NonEmpty<string>;
  readonly by: readonly string[];
}

export interface NamedExpression {
  readonly name: string;
  readonly value: KqlExpression;
}

export const COMPARE_OPERATORS = [
  "==",
  "!=",
  "=~",
  "!~",
  "<",
  "<=",
  ">",
  ">=",
  "contains",
  "contains_cs",
  "startswith",
  "startswith_cs",
  "endswith",
  "endswith_cs",
  "has",
  "has_cs",
  "matches regex",
] as const;
export type CompareOperator = (typeof COMPARE_OPERATORS)[number];

export const FUNCTION_NAMES = [
  "ago",
  "array_concat",
  "array_length",
  "bag_has_key",
  "coalesce",
  "datetime_part",
  "extract",
  "gettype",
  "iff",
  "indexof_regex",
  "ingestion_time",
  "ipv4_is_in_range",
  "ipv6_is_in_range",
  "isempty",
  "isnotempty",
  "isnotnull",
  "isnull",
  "pack_array",
  "parse_json",
  "split",
  "strcat",
  "strlen",
  "substring",
  "tobool",
  "todatetime",
  "tolong",
  "tolower",
  "toreal",
  "tostring",
  "toupper",
  "translate",
  "week_of_year",
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Functions over the rows before or after, of rows that are sorted. */
export const WINDOW_FUNCTION_NAMES = ["next", "prev", "row_cumsum"] as const;
export type WindowFunctionName = (typeof WINDOW_FUNCTION_NAMES)[number];

export const ARITHMETIC_OPERATORS = ["+", "-", "*", "/"] as const;
export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];

export type TimespanUnit = "d" | "h" | "m" | "s";

/** Two operands or more: with fewer, `allOf` and `anyOf` give something simpler. */
type Operands = readonly [KqlExpression, KqlExpression, ...KqlExpression[]];

export type KqlExpression =
  | { readonly kind: "column"; readonly name: string }
  /** A property of a dynamic value: `of.name`. */
  | { readonly kind: "member"; readonly of: KqlExpression; readonly name: string }
  /** An element of a dynamic array: `of[0]`; negative counts from the end. */
  | { readonly kind: "index"; readonly of: KqlExpression; readonly index: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "bool"; readonly value: boolean }
  /** A finite number: a `long` where it is a safe integer, else a `real`. */
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "timespan"; readonly amount: number; readonly unit: TimespanUnit }
  | {
      readonly kind: "compare";
      readonly operator: CompareOperator;
      readonly left: KqlExpression;
      readonly right: KqlExpression;
    }
  | {
      readonly kind: "in";
      readonly operator: "in" | "in~";
      readonly value: KqlExpression;
      readonly list: NonEmpty<KqlExpression>;
    }
  | { readonly kind: "and"; readonly operands: Operands }
  | { readonly kind: "or"; readonly operands: Operands }
  | { readonly kind: "not"; readonly operand: KqlExpression }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: KqlExpression;
      readonly right: KqlExpression;
    }
  | {
      readonly kind: "call";
      readonly function: FunctionName | WindowFunctionName;
      readonly arguments: readonly KqlExpression[];
    };

/** The conjunction of any number of predicates: true where there is none. */
export function allOf(predicates: readonly KqlExpression[]): KqlExpression {
  const [first, second, ...rest] = predicates;
  if (first === undefined) return { kind: "bool", value: true };
  if (second === undefined) return first;
  return { kind: "and", operands: [first, second, ...rest] };
}

/** The disjunction of any number of predicates: false where there is none. */
export function anyOf(predicates: readonly KqlExpression[]): KqlExpression {
  const [first, second, ...rest] = predicates;
  if (first === undefined) return { kind: "bool", value: false };
  if (second === undefined) return first;
  return { kind: "or", operands: [first, second, ...rest] };
}

/** The expressions directly inside an expression. */
export function childrenOf(expression: KqlExpression): readonly KqlExpression[] {
  switch (expression.kind) {
    case "column":
    case "string":
    case "bool":
    case "number":
    case "timespan":
      return [];
    case "member":
    case "index":
      return [expression.of];
    case "compare":
    case "arithmetic":
      return [expression.left, expression.right];
    case "in":
      return [expression.value, ...expression.list];
    case "and":
    case "or":
      return expression.operands;
    case "not":
      return [expression.operand];
    case "call":
      return expression.arguments;
  }
}

/** The expressions that a stage asks. */
export function expressionsOf(stage: KqlStage): readonly KqlExpression[] {
  switch (stage.kind) {
    case "where":
      return [stage.predicate];
    case "extend":
    case "project":
      return stage.columns.map((column) => column.value);
    case "scan":
      return stage.assign.map((column) => column.value);
    case "mv-apply":
      return [...stage.of.map(({ value }) => value), ...stage.aggregates.flatMap(argumentsOf)];
    case "mv-expand":
      return [stage.column.value];
    case "project-away":
    case "steps":
    case "sort":
    case "last-of-each":
    case "summarize":
      return [];
  }
}

export function argumentsOf(aggregate: Aggregate): readonly KqlExpression[] {
  const { kind, predicate } = aggregate;
  return kind === "countif" ? [predicate] : [aggregate.value, predicate];
}

/** Whether the expressions of a query nest deeper than `LIMITS.nestingMax`; it descends no further. */
export function nestsTooDeep(query: KqlTabular): boolean {
  const isDeeper = (expression: KqlExpression, left: number): boolean =>
    left === 0 || childrenOf(expression).some((child) => isDeeper(child, left - 1));
  const { value } = LIMITS.nestingMax;
  return stagesIn(query)
    .flatMap(expressionsOf)
    .some((expression) => isDeeper(expression, value));
}

/** All stages of a query and of those that it unites. */
function stagesIn(query: KqlTabular): readonly KqlStage[] {
  return "legs" in query ? [...query.legs.flatMap(stagesIn), ...query.stages] : query.stages;
}

/** Lets whatever walks the query recurse: throws a `KqlError` with code `nesting` if it is deep. */
export function checkNesting(query: KqlTabular): void {
  if (nestsTooDeep(query)) {
    const max = LIMITS.nestingMax.value;
    throw new KqlError("nesting", `the query nests more than ${max} expressions deep`);
  }
}
