import { isObject, type Json, type JsonObject } from "../../compiler/core/json";
import { ASKED, type Asked, type Kind, type Question } from "../../scripts/types-page";
import {
  build,
  hasArrayInArray,
  type CallMember,
  type Filling,
  type MemberType,
} from "./call-members";

/** What a rule may ask of a member, by the table of the page that says what becomes of it. */
type Asks = Readonly<Partial<Record<Question | "other", readonly Asked[]>>>;

const PRESENCE: Asks = { null: ASKED.null, exists: ASKED.exists };

const TEXT: Asks = {
  ...PRESENCE,
  value: ASKED.text,
  order: ASKED.order,
  other: [
    ["|cidr", "10.0.0.0/8"],
    ["|year", 2024],
    ["", ""],
    ["", "*"],
    ["", 5],
    ["", true],
    ["", "a?pha*"],
    ["|contains|all", ["alpha", "7"]],
  ],
};

const OBJECT: Asks = {
  ...PRESENCE,
  value: ASKED.text,
  other: [
    ["", "*"],
    ["", '{"beside":"Alpha-7"}'],
  ],
};

const NUMBER: Asks = {
  ...PRESENCE,
  value: ASKED.number,
  order: ASKED.order,
  other: [
    ["|contains", "5"],
    ["", "*"],
    ["|re", "^[0-9]+$"],
    ["", "text"],
  ],
};

const BOOLEAN: Asks = {
  ...PRESENCE,
  value: ASKED.boolean,
  other: [
    ["|contains", "tru"],
    ["", "*"],
    ["", "text"],
  ],
};

const ASKS: Readonly<Record<MemberType, Asks>> = {
  ...{ text: TEXT, number: NUMBER, boolean: BOOLEAN, time: TEXT, scalar: TEXT },
  ...{ object: OBJECT, map: OBJECT, various: TEXT, unknown: TEXT },
};

/** Everything that is asked of a member. */
export function asksOf({ type }: CallMember): readonly (readonly [Question | "other", Asked])[] {
  return Object.entries(ASKS[type]).flatMap(([question, asked]) =>
    asked.map((each) => [question as Question | "other", each] as const),
  );
}

/** The row of the page that speaks of the member; undefined where a row of its own says nothing more. */
export function kindOf({ steps, type }: CallMember, question: Question): Kind | undefined {
  if (hasArrayInArray(steps)) return undefined;
  const arrays = steps.filter(({ kind }) => kind === "each");
  const isLast = steps.at(-1)?.kind === "each";
  const isBare = arrays.some((step) => step.kind === "each" && step.bare);
  if (question === "order") {
    if (type === "text" && arrays.length === 0) return "a text, or what may be one";
    if (type !== "number" || isBare || arrays.length > 1) return undefined;
    if (arrays.length === 0) return "a number itself";
    return isLast ? "an array of numbers" : "a number in the objects of an array";
  }
  if (type === "unknown") return arrays.length === 0 ? "what is not known" : undefined;
  const isObject = type === "object" || type === "map" || type === "various";
  if (arrays.length > 1) {
    return isObject ? undefined : "what lies in an array within an array's objects";
  }
  if (arrays.length === 0) return SINGLE[type];
  if (isObject) return type === "object" && isLast && !isBare ? "an array of objects" : undefined;
  if (isBare)
    return isLast ? "one value, or an array of several" : "a member of one object or of several";
  return isLast ? "an array of texts, numbers or booleans" : "a member of the objects of an array";
}

const SINGLE: Readonly<Record<MemberType, Kind>> = {
  text: "a text",
  number: "a number",
  boolean: "a boolean",
  time: "a time, or a text, number or boolean",
  scalar: "a time, or a text, number or boolean",
  object: "an object or a map",
  map: "an object or a map",
  various: "an object, or a text in its place",
  unknown: "what is not known",
};

const TEXTS = ["Alpha-7", "alpha-7", "beta", "xAlpha-7y", "10.1.2.3", "5", "true", ""];
const NUMBERS = [5, 7, 5.5, 0, -3];
const BOOLEANS = [true, false];
const TIMES = ["2024-03-05T10:00:00Z", "Mar 5, 2024 10:00:00 AM", 1_709_632_800, 1_709_632_800.5];
const OBJECTS = [{ beside: "Alpha-7" }, {}, { beside: "beta", inner: { list: ["Alpha-7"] } }];

/** What a call writes at a member of the type. */
const VALUES: Readonly<Record<MemberType, readonly Json[]>> = {
  text: TEXTS,
  number: NUMBERS,
  boolean: BOOLEANS,
  time: TIMES,
  scalar: [...TEXTS, ...NUMBERS, ...BOOLEANS],
  object: OBJECTS,
  map: OBJECTS,
  various: [...OBJECTS, ...TEXTS],
  unknown: [...TEXTS, ...NUMBERS, ...BOOLEANS, ...OBJECTS, TEXTS, OBJECTS],
};

/** What events hold besides. */
const EVENT: JsonObject = {
  eventVersion: "1.11",
  userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::111122223333:assumed-role/a/b" },
  eventTime: "2026-01-01T12:00:00Z",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "other/1.0",
  requestParameters: null,
  responseElements: null,
  eventType: "AwsApiCall",
};

const FILLINGS: readonly (readonly Filling[])[] = [
  ["only"],
  ["first"],
  ["last", "only"],
  ["between", "last"],
  ["bare", "only"],
  ["only", "bare"],
  ["bare"],
];

/**
 * Events of the call: with each value in turn, alone, beside others and in each place of the arrays on the way;
 * with empty arrays; with the member, or anything around it, missing or null.
 */
export function eventsOn({ source, call, steps, type }: CallMember): readonly JsonObject[] {
  const values = VALUES[type];
  const arrays = steps.filter(({ kind }) => kind === "each").length;
  const event = (own: Json | undefined): JsonObject => ({
    ...EVENT,
    ...{ eventSource: source, eventName: call },
    ...(isObject(own) ? own : {}),
  });
  const filled = (
    value: Json | undefined,
    other: Json | undefined = undefined,
    fillings: readonly Filling[] = ["only"],
    cut?: { readonly at: number; readonly value: null | undefined },
  ) => event(build(steps, { value, other, fillings, ...(cut && { cut }) }));
  const beside = values.flatMap((value, index) => {
    const others = [values[(index + 1) % values.length], values[(index + 2) % values.length]];
    return FILLINGS.slice(1).flatMap((fillings, at) => {
      const other = at % 3 === 2 ? undefined : others[at % 2];
      return [filled(value, other, fillings)];
    });
  });
  const cuts = steps.flatMap((step, at) =>
    step.kind === "key"
      ? [null, undefined].map((value) => filled(null, null, ["only"], { at: at + 1, value }))
      : [],
  );
  const all = [
    ...values.map((value) => filled(value)),
    ...(arrays > 0 ? beside : []),
    ...(arrays > 0 ? [filled(values[0], undefined, ["empty"])] : []),
    ...(arrays > 1 ? [filled(values[0], undefined, ["only", "empty"])] : []),
    ...cuts,
    event(undefined),
    { ...filled(values[0]), eventName: "SomethingElse" },
  ];
  return [
    ...all,
    { ...filled(values[1]), userAgent: "tool/2" },
    { ...event(undefined), userAgent: "tool/2" },
  ];
}
