import { ipv4InRange, ipv6InRange } from "../../../kql/values/address";
import {
  dynamicHasKey,
  dynamicLength,
  dynamicType,
  parseDynamic,
} from "../../../kql/values/dynamic-json";
import { KqlError, unsupported } from "../../../kql/values/error";
import { compileRegex } from "../../../kql/values/regex";
import type { Row } from "../../../kql/values/row";
import { length, lower, substring, translate, upper } from "../../../kql/values/text";
import type { Expression, FunctionName } from "../ast";
import { datePartOf, parseTime } from "./datetime";
import { boolOf, dynamicOf, longOf, textOf, toBool, toLong, toReal, toText } from "./typed";
import { typeError } from "./typed";
import type { Typed } from "./typed";

/** Epoch milliseconds: when the query runs, and when a row was ingested. */
export interface Clock {
  readonly now: number;
  readonly ingested: (row: Row) => number;
}

/** A compiled argument, and the text it is if it is a string literal. */
export interface Argument {
  readonly value: Typed;
  readonly literal: string | undefined;
}

export function argumentOf(expression: Expression, value: Typed): Argument {
  return { value, literal: expression.kind === "string" ? expression.value : undefined };
}

/** How many arguments each function takes, here: least and most. */
const ARITY: Readonly<Record<FunctionName, readonly [least: number, most: number]>> = {
  ago: [1, 1],
  array_length: [1, 1],
  bag_has_key: [2, 2],
  coalesce: [2, 64],
  datetime_part: [2, 2],
  extract: [3, 3],
  gettype: [1, 1],
  iff: [3, 3],
  indexof_regex: [2, 2],
  ingestion_time: [0, 0],
  ipv4_is_in_range: [2, 2],
  ipv6_is_in_range: [2, 2],
  isempty: [1, 1],
  isnotempty: [1, 1],
  isnotnull: [1, 1],
  isnull: [1, 1],
  parse_json: [1, 1],
  split: [2, 2],
  strcat: [1, 64],
  strlen: [1, 1],
  substring: [2, 3],
  tobool: [1, 1],
  todatetime: [1, 1],
  tolong: [1, 1],
  tolower: [1, 1],
  toreal: [1, 1],
  tostring: [1, 1],
  toupper: [1, 1],
  translate: [3, 3],
  week_of_year: [1, 1],
};

/**
 * A function applied to its compiled arguments. Throws a `KqlError`: `type` for what the engine
 * refuses, `unsupported` for a form that is not evaluated here, `clock` for time without one.
 */
export function compileCall(
  name: FunctionName,
  args: readonly Argument[],
  clock: Clock | undefined,
): Typed {
  const [least, most] = ARITY[name];
  if (args.length < least || args.length > most) {
    throw typeError(`${name} takes ${least} to ${most} arguments, not ${args.length}`);
  }
  const at = (index: number): Argument => {
    const arg = args[index];
    if (arg === undefined) throw typeError(`${name} lacks argument ${index + 1}`);
    return arg;
  };
  const value = (index: number): Typed => at(index).value;
  const text = (index: number) => textOf(value(index), name);

  switch (name) {
    case "tostring":
      return { type: "string", run: toText(value(0)) };
    case "tolong":
      return { type: "long", run: toLong(value(0)) };
    case "toreal":
      return { type: "real", run: toReal(value(0)) };
    case "tobool":
      return { type: "bool", run: toBool(value(0)) };
    case "parse_json": {
      if (value(0).type === "dynamic") return value(0);
      const json = text(0);
      return { type: "dynamic", run: (row) => parseDynamic(json(row)) };
    }
    case "isempty":
      return { type: "bool", run: isEmpty(value(0)) };
    case "isnotempty": {
      const empty = isEmpty(value(0));
      return { type: "bool", run: (row) => !empty(row) };
    }
    case "isnull": {
      const { run } = value(0);
      return { type: "bool", run: (row) => run(row) === null };
    }
    case "isnotnull": {
      const { run } = value(0);
      return { type: "bool", run: (row) => run(row) !== null };
    }
    case "coalesce":
      return coalesce(args.map((arg) => arg.value));
    case "iff":
      return choose(boolOf(value(0), name), value(1), value(2));
    case "array_length": {
      const array = dynamicOf(value(0), name);
      return { type: "long", run: (row) => dynamicLength(array(row)) };
    }
    case "bag_has_key": {
      const bag = dynamicOf(value(0), name);
      const key = literal(at(1), name);
      if (key.startsWith("$")) throw unsupported("bag_has_key with a path");
      return { type: "bool", run: (row) => dynamicHasKey(bag(row), key) };
    }
    case "datetime_part":
      return { type: "long", run: datePartOf(literal(at(0), name), value(1)) };
    case "week_of_year":
      return { type: "long", run: datePartOf(name, value(0)) };
    case "todatetime": {
      const source = text(0);
      return { type: "datetime", run: (row) => parseTime(source(row)) };
    }
    case "gettype":
      return { type: "string", run: typeName(value(0)) };
    case "tolower": {
      const source = text(0);
      return { type: "string", run: (row) => lower(source(row)) };
    }
    case "toupper": {
      const source = text(0);
      return { type: "string", run: (row) => upper(source(row)) };
    }
    case "strlen": {
      const source = text(0);
      return { type: "long", run: (row) => length(source(row)) };
    }
    case "strcat": {
      const parts = args.map((arg) => toText(arg.value));
      return { type: "string", run: (row) => parts.map((part) => part(row)).join("") };
    }
    case "translate": {
      const [search, replacement, source] = [text(0), text(1), text(2)];
      return {
        type: "string",
        run: (row) => translate(search(row), replacement(row), source(row)),
      };
    }
    case "substring": {
      const source = text(0);
      const start = present(longOf(value(1), name));
      const count = args.length === 3 ? present(longOf(value(2), name)) : () => undefined;
      return { type: "string", run: (row) => substring(source(row), start(row), count(row)) };
    }
    case "split": {
      const source = text(0);
      const delimiter = literal(at(1), name);
      if (delimiter === "") throw unsupported("split at the empty string");
      return { type: "dynamic", run: (row) => source(row).split(delimiter) };
    }
    case "indexof_regex": {
      const source = text(0);
      const regex = compileRegex(literal(at(1), name));
      return { type: "long", run: (row) => regex.indexIn(source(row)) };
    }
    case "extract": {
      const regex = compileRegex(literal(at(0), name));
      const group = present(longOf(value(1), name));
      const source = text(2);
      return { type: "string", run: (row) => regex.extract(Number(group(row)), source(row)) };
    }
    case "ipv4_is_in_range": {
      const [address, range] = [text(0), text(1)];
      return { type: "bool", run: (row) => ipv4InRange(address(row), range(row)) };
    }
    case "ipv6_is_in_range": {
      const [address, range] = [text(0), text(1)];
      return { type: "bool", run: (row) => ipv6InRange(address(row), range(row)) };
    }
    case "ingestion_time":
      return { type: "datetime", run: clockFor(name, clock).ingested };
    case "ago": {
      const { now } = clockFor(name, clock);
      const span = value(0);
      if (span.type !== "timespan") throw typeError("ago takes a timespan");
      return {
        type: "datetime",
        run: (row) => {
          const length = span.run(row);
          return length === null ? null : now - length;
        },
      };
    }
  }
}

function clockFor(name: FunctionName, clock: Clock | undefined): Clock {
  if (clock === undefined) throw new KqlError("clock", `${name} needs a clock`);
  return clock;
}

function literal(argument: Argument, name: FunctionName): string {
  if (argument.literal === undefined) throw unsupported(`${name} without a literal there`);
  return argument.literal;
}

/** A number that must be there: what a null position or length gives is not known. */
function present(run: (row: Row) => bigint | null): (row: Row) => bigint {
  return (row) => {
    const value = run(row);
    if (value === null) throw unsupported("a null position, length or group");
    return value;
  };
}

/** `gettype`: of a dynamic, the kind of its value (null-and-edge-0024#2, b-gettype-scalar). */
function typeName(value: Typed): (row: Row) => string {
  if (value.type !== "dynamic") return () => value.type;
  return (row) => dynamicType(value.run(row));
}

/** `isempty`: `""` or null; an empty array or object is not empty (KQL reference, isempty()). */
function isEmpty({ run }: Typed): (row: Row) => boolean {
  return (row) => {
    const value = run(row);
    return value === null || value === "";
  };
}

/**
 * `coalesce`: the first that is not null, and for strings not empty (null-and-edge-0006#3). All of
 * one type: else the engine refuses it (KS232).
 */
function coalesce(values: readonly Typed[]): Typed {
  return values.reduceRight((fallback, value) => {
    const empty = isEmpty(value);
    const absent = value.type === "string" ? empty : (row: Row): boolean => value.run(row) === null;
    return choose(absent, fallback, value);
  });
}

/** `iff`: the second value where the condition is false or null (null-and-edge-0001#3). */
function choose(condition: (row: Row) => boolean | null, yes: Typed, no: Typed): Typed {
  if (yes.type === "string" && no.type === "string") {
    return { type: "string", run: (row) => (condition(row) === true ? yes.run(row) : no.run(row)) };
  }
  if (yes.type === "bool" && no.type === "bool") {
    return { type: "bool", run: (row) => (condition(row) === true ? yes.run(row) : no.run(row)) };
  }
  if (yes.type === "long" && no.type === "long") {
    return { type: "long", run: (row) => (condition(row) === true ? yes.run(row) : no.run(row)) };
  }
  if (yes.type === "real" && no.type === "real") {
    return { type: "real", run: (row) => (condition(row) === true ? yes.run(row) : no.run(row)) };
  }
  if (yes.type === "dynamic" && no.type === "dynamic") {
    return {
      type: "dynamic",
      run: (row) => (condition(row) === true ? yes.run(row) : no.run(row)),
    };
  }
  if (yes.type === "datetime" && no.type === "datetime") {
    return {
      type: "datetime",
      run: (row) => (condition(row) === true ? yes.run(row) : no.run(row)),
    };
  }
  throw typeError(`a choice between a ${yes.type} and a ${no.type}`);
}
