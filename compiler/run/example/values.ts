import { readerOf, type Json, type JsonObject } from "../../core/json";
import type { DatePredicate, Predicate } from "../../ir/expression";
import { shapeOf, type StringPattern } from "../../ir/pattern";
import {
  canonicalSpelling,
  neverOccurs,
  shapesOf,
  type Field,
  type FieldModel,
} from "../../log-sources/field";
import type { LogSource } from "../../log-sources/log-source";
import { isNowhere } from "../../log-sources/other-names";
import type { ShapeKind } from "../../log-sources/shape";
import { fieldReader } from "../../reference/event";
import { sampleOf } from "./regex-sample";

/** A value to put at a path; `undefined` takes away what is there. */
export interface Placed {
  readonly path: string;
  readonly value: Json | undefined;
}

/** An invented value of each shape: what nobody takes for a real account, address or name. */
const INVENTED: Readonly<Record<ShapeKind, readonly string[]>> = {
  arn: ["arn:aws:iam::111122223333:user/example", "arn:aws:iam::444455556666:user/other-example"],
  name: ["example", "other-example"],
  id: ["EXAMPLEID", "OTHEREXAMPLEID"],
  account: ["111122223333", "444455556666"],
  address: ["198.51.100.7", "203.0.113.9"],
  time: ["2026-01-01T12:00:00Z", "2026-01-02T18:30:00Z"],
  region: ["eu-west-1", "us-east-1"],
  service: ["example.amazonaws.com", "other-example.amazonaws.com"],
  operation: ["ExampleCall", "OtherExampleCall"],
  word: ["example", "other-example"],
  boolean: ["true", "false"],
  number: ["1", "22"],
  container: ["example", "other-example"],
};

/**
 * What could make a predicate hold, or not, likeliest and plainest first. Whoever uses one asks the
 * reference whether it does. What stands in `event` at the field is kept where both may stand together.
 */
export function valuesFor(
  predicate: Predicate,
  holds: boolean,
  model: FieldModel,
  event: JsonObject,
  logSource: LogSource,
): readonly (readonly Placed[])[] {
  if (predicate.kind === "keyword") {
    const text = filled(predicate.pattern, "");
    const { sample } = logSource.events;
    return textPaths(model, logSource).map((path) => [
      { path, value: holds ? text : readerOf(path)(sample) },
    ]);
  }
  const { field: path } = predicate;
  // Nothing can be put where no event has anything.
  if (neverOccurs(path, model) !== undefined || isNowhere(path, logSource)) return [];
  const field = model.field(path);
  const at = (value: Json | undefined): readonly Placed[] => [{ path, value }];
  const typed = (texts: readonly string[]) =>
    texts
      .filter((text) => canStandAt(field, text))
      .flatMap((text) => asTyped(text, field))
      .map((value) => at(value));
  // Texts of which each holds what is there too.
  const beside = (texts: readonly string[]) => {
    const found = fieldReader(model, path).texts(event)[0];
    return found === undefined
      ? []
      : texts.flatMap((text) => [`${found}${text}`, `${text}${found}`]);
  };
  const wanted = (texts: readonly string[]) => typed([...texts, ...beside(texts)]);
  const others = typed(inventedAt(path, model));
  const gone = field.presence === "always" ? [] : [at(undefined)];
  switch (predicate.kind) {
    case "null":
      return holds ? [...gone, at(null)] : [...others, at({ example: "example" })];
    case "exists":
      return holds ? [...others, at({ example: "example" })] : gone;
    case "fieldref": {
      const { other, comparison } = predicate;
      const [one = "example", two = "other-example"] = inventedAt(other, model);
      const around = {
        equals: one,
        contains: `x${one}x`,
        startswith: `${one}x`,
        endswith: `x${one}`,
      };
      const pair = (left: string, right: string): readonly Placed[] => [
        { path, value: left },
        { path: other, value: right },
      ];
      return holds ? [pair(around[comparison], one)] : [pair(two, one), ...gone];
    }
    case "string":
      return holds ? wanted(textsOf(predicate.pattern, path, model)) : [...others, ...gone];
    case "regex":
      return holds
        ? wanted([sampleOf(predicate), ...inventedAt(path, model)])
        : [...others, ...gone];
    case "number": {
      const near = [0, 1, -1].map((step) => String(predicate.value + step));
      return [...typed(near), ...(holds ? [] : gone)];
    }
    case "cidr":
      return holds ? typed(addressesIn(predicate.network)) : [...others, ...gone];
    case "date":
      return holds
        ? typed(timesOf(predicate))
        : [...typed(timesOf({ ...predicate, value: predicate.value + 1 })), ...others, ...gone];
  }
}

/** Where an event may have any text, the likeliest place first. */
function textPaths(model: FieldModel, { events }: LogSource): readonly string[] {
  const { name, anyText = name, noisy } = events;
  const isText = (path: string) => {
    const { type, spelling } = model.field(path);
    return type === "string" && spelling.kind !== "closed";
  };
  return [...new Set([anyText, ...[name, ...noisy].filter(isText)])];
}

function inventedAt(path: string, model: FieldModel): readonly string[] {
  const field = model.field(path);
  if (field.spelling.kind === "closed") return field.spelling.values;
  const [shape] = shapesOf(path, model);
  const kind = shape?.kind ?? (field.holds === "address" ? "address" : "word");
  return field.type === "number"
    ? INVENTED.number
    : field.type === "boolean"
      ? INVENTED.boolean
      : INVENTED[kind];
}

/** Whether a field of a few words may have the text: an example has no word that no event has. */
function canStandAt({ spelling }: Field, text: string): boolean {
  return spelling.kind !== "closed" || spelling.values.includes(text);
}

/** The text as JSON of the field's type; one that no value of that type has is none. */
function asTyped(text: string, { type, many }: Field): readonly Json[] {
  const element = ((): readonly Json[] => {
    switch (type) {
      case "boolean":
        return /^(true|false)$/i.test(text) ? [text.toLowerCase() === "true"] : [];
      case "number":
        return text.trim() !== "" && Number.isFinite(Number(text)) ? [Number(text)] : [];
      case "object":
        return [objectWith(text)];
      case "string":
      case "scalar":
      case "mixed":
      case "unknown":
        return [text];
    }
  })();
  return many === "many" ? element.map((value) => [value]) : element;
}

/** An object in whose JSON text the text stands, as it is where that can be. */
function objectWith(text: string): Json {
  for (const whole of [text, `{${text}}`]) {
    const parsed = parsedObject(whole);
    if (parsed !== undefined) return parsed;
  }
  return { example: text };
}

function parsedObject(text: string): Json | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function textsOf(pattern: StringPattern, path: string, model: FieldModel): readonly string[] {
  const field = model.field(path);
  const shape = shapeOf(pattern);
  if (shape.kind === "anything") return inventedAt(path, model);
  const spelled = shape.kind === "equals" ? canonicalSpelling(field, shape.text) : undefined;
  const closed = field.spelling.kind === "closed" ? field.spelling.values : [];
  const written = [filled(pattern, ""), filled(pattern, "example")];
  return [...(spelled === undefined ? [] : [spelled]), ...closed, ...written];
}

function filled(pattern: StringPattern, any: string): string {
  return pattern
    .map((part) => (part.kind === "text" ? part.text : part.kind === "any" ? any : "x"))
    .join("");
}

/** The network's first address, and one behind it. */
function addressesIn(network: string): readonly string[] {
  const [first = ""] = network.split("/");
  const next = first.includes(":") ? first.replace(/::$/, "::1") : first.replace(/\.0$/, ".1");
  return [...new Set([next, first])];
}

function timesOf({ part, operator, value }: DatePredicate): readonly string[] {
  const beside = { eq: 0, lte: 0, gte: 0, lt: -1, gt: 1 }[operator];
  const wanted = value + beside;
  const two = String(wanted).padStart(2, "0");
  switch (part) {
    case "minute":
      return [`2026-01-01T12:${two}:00Z`];
    case "hour":
      return [`2026-01-01T${two}:30:00Z`];
    case "day":
      return [`2026-01-${two}T12:30:00Z`];
    case "month":
      return [`2026-${two}-15T12:30:00Z`];
    case "year":
      return [`${String(wanted).padStart(4, "0")}-05-15T12:30:00Z`];
    case "week":
      // The first of January 2024 is the first day of that year's first week.
      return [new Date(Date.UTC(2024, 0, 1 + 7 * (wanted - 1), 12)).toISOString()];
  }
}
