import { scalarFunction } from "../../../kql/functions/functions";
import type { Site } from "../../../kql/functions/scalar-function";
import { KqlError, unsupported } from "../../../kql/values/error";
import { regexOf } from "../../../kql/values/regex";
import type { Row } from "../../../kql/values/row";
import { ofEpochMilliseconds } from "../../../kql/values/time";
import { conform, longOf, textOf, type ScalarType } from "../../../kql/values/value";
import type { KqlExpression, FunctionName } from "../ast";
import { taking, typeError, type Taken, type Typed } from "./typed";

/** Epoch milliseconds: when the query runs, and when a row was ingested. */
export interface Clock {
  readonly now: number;
  readonly ingested: (row: Row) => number;
}

/** An argument made ready, and as it is written. */
export interface Argument {
  readonly value: Typed;
  readonly written: KqlExpression;
}

interface Signature {
  /** What each argument must be; the last stands for all after it. */
  readonly takes: readonly (Taken | "any")[];
  readonly least: number;
  /** @default - as many as `takes` */
  readonly most?: number;
  /** @default - the type of the last argument, which those before it of no fixed type share */
  readonly gives?: ScalarType;
}

const one = (takes: Taken | "any", gives: ScalarType): Signature => ({
  takes: [takes],
  least: 1,
  gives,
});
const two = (first: Taken, second: Taken, gives: ScalarType): Signature => ({
  takes: [first, second],
  least: 2,
  gives,
});

/** What each function takes and gives, as far as queries are printed with it. */
const SIGNATURES: Readonly<Record<FunctionName, Signature>> = {
  ago: one("timespan", "datetime"),
  array_concat: { takes: ["dynamic"], least: 1, most: 64, gives: "dynamic" },
  array_length: one("dynamic", "long"),
  bag_has_key: two("dynamic", "text", "bool"),
  coalesce: { takes: ["any"], least: 2, most: 64 },
  datetime_part: two("text", "datetime", "long"),
  extract: { takes: ["text", "long", "text"], least: 3, gives: "string" },
  gettype: one("any", "string"),
  iff: { takes: ["bool", "any", "any"], least: 3 },
  indexof_regex: two("text", "text", "long"),
  ingestion_time: { takes: [], least: 0, gives: "datetime" },
  ipv4_is_in_range: two("text", "text", "bool"),
  ipv6_is_in_range: two("text", "text", "bool"),
  isempty: one("any", "bool"),
  isnotempty: one("any", "bool"),
  isnotnull: one("any", "bool"),
  isnull: one("any", "bool"),
  pack_array: { takes: ["any"], least: 1, most: 64, gives: "dynamic" },
  parse_json: one("text", "dynamic"),
  split: two("text", "text", "dynamic"),
  strcat: { takes: ["any"], least: 1, most: 64, gives: "string" },
  strlen: one("text", "long"),
  substring: { takes: ["text", "long"], least: 2, most: 3, gives: "string" },
  tobool: one("any", "bool"),
  todatetime: one("text", "datetime"),
  tolong: one("any", "long"),
  tolower: one("text", "string"),
  toreal: one("any", "real"),
  tostring: one("any", "string"),
  toupper: one("text", "string"),
  translate: { takes: ["text", "text", "text"], least: 3, gives: "string" },
  week_of_year: one("datetime", "long"),
};

/** What is cast here is not a time: how the engine writes one is not recorded. */
const CASTS: readonly FunctionName[] = ["strcat", "tobool", "tolong", "toreal", "tostring"];

/** The parts of a datetime that rules name. */
const PARTS = ["minute", "hour", "day", "month", "year", "week_of_year"];

/**
 * A function applied to its arguments. Throws a `KqlError`: `type` for what the engine refuses,
 * `unsupported` for a form that is not evaluated here, `clock` for time without one.
 */
export function functionCall(
  name: FunctionName,
  args: readonly Argument[],
  clock: Clock | undefined,
): Typed {
  const values = args.map(({ value }) => value);
  const type = checkSignature(name, values);
  switch (name) {
    case "ingestion_time": {
      const { ingested } = clockFor(name, clock);
      return { type, run: (row) => ofEpochMilliseconds(ingested(row)) };
    }
    case "ago":
      clockFor(name, clock);
      break;
    case "bag_has_key":
      if (literal(args[1], name).startsWith("$")) throw unsupported("bag_has_key with a path");
      break;
    case "datetime_part": {
      const part = literal(args[0], name);
      if (!PARTS.includes(part)) throw unsupported(`the part ${part} of a datetime`);
      break;
    }
    case "split":
      if (literal(args[1], name) === "") throw unsupported("split at the empty string");
      break;
    case "indexof_regex": {
      const regex = regexOf(literal(args[1], name));
      const [source] = values;
      return { type, run: (row) => regex.indexIn(textOf(source?.run(row) ?? null)) };
    }
    case "extract": {
      const regex = regexOf(literal(args[0], name));
      const [, group, source] = values;
      return {
        type,
        run: (row) => {
          const wanted = longOf(group?.run(row) ?? null);
          if (wanted === null) throw unsupported("a null position, length or group");
          return regex.extract(Number(wanted), textOf(source?.run(row) ?? null));
        },
      };
    }
  }
  const apply = scalarFunction(name);
  const site: Site = {
    type,
    of: values[0]?.type,
    // A printed query never computes on literals alone.
    folded: () => false,
    now: () => ofEpochMilliseconds(clock?.now ?? 0)?.ticks ?? 0n,
    ingested: () => null,
  };
  return {
    type,
    run: (row) =>
      conform(
        type,
        apply(
          values.map((value) => value.run(row)),
          site,
        ),
      ),
  };
}

/** The result's type. */
function checkSignature(name: FunctionName, values: readonly Typed[]): ScalarType {
  const { takes, least, most = takes.length, gives } = SIGNATURES[name];
  if (values.length < least || values.length > most) {
    throw typeError(`${name} takes ${least} to ${most} arguments, not ${values.length}`);
  }
  for (const [index, value] of values.entries()) {
    const taken = takes[index] ?? takes.at(-1) ?? "any";
    if (taken !== "any") taking(taken, value, name);
    if (CASTS.includes(name) && ["datetime", "timespan"].includes(value.type)) {
      if (name === "tobool") throw typeError(`${name} does not take a ${value.type}`);
      throw unsupported(`${name} of a ${value.type}`);
    }
  }
  if (gives !== undefined) return gives;
  const [yes, no] = values.slice(-2);
  const types = new Set(values.slice(name === "iff" ? 1 : 0).map(({ type }) => type));
  if (yes === undefined || no === undefined || types.size > 1) {
    throw typeError(`a choice between a ${yes?.type} and a ${no?.type}`);
  }
  return no.type;
}

function clockFor(name: FunctionName, clock: Clock | undefined): Clock {
  if (clock === undefined) throw new KqlError("clock", `${name} needs a clock`);
  return clock;
}

function literal(argument: Argument | undefined, name: FunctionName): string {
  if (argument?.written.kind !== "string") throw unsupported(`${name} without a literal there`);
  return argument.written.value;
}
