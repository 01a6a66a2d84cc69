import { isObject, type Json, type JsonObject } from "../../compiler/core/json";
import { build, type CallMember, type Filling, type MemberType } from "./call-members";

/** A detection item without its field: modifiers and a value. */
export type Asked = readonly [modifiers: string, value: Json];

/** What a rule may ask of a member, by what it is about. */
export type Group = "value" | "order" | "null" | "exists" | "other";

type Asks = Readonly<Partial<Record<Group, readonly Asked[]>>>;

const PRESENCE: Asks = {
  null: [
    ["", null],
    ["|neq", null],
  ],
  exists: [
    ["|exists", true],
    ["|exists", false],
  ],
};

const TEXT: Asks = {
  ...PRESENCE,
  value: [
    ["", "Alpha-7"],
    ["|cased", "Alpha-7"],
    ["|contains", "lpha-"],
    ["|startswith", "alpha"],
    ["|endswith", "-7"],
    ["|neq", "Alpha-7"],
    ["|re", "^[Aa]lpha-[0-9]$"],
    ["", ["alpha-7", "beta"]],
    ["", "*"],
    ["|contains|all", ["alpha", "7"]],
  ],
  other: [
    ["|cidr", "10.0.0.0/8"],
    ["|gt", 4],
    ["|year", 2024],
    ["", ""],
    ["", 5],
    ["", true],
    ["", "a?pha*"],
  ],
};

const NUMBER: Asks = {
  ...PRESENCE,
  value: [
    ["", 5],
    ["", [5, 7]],
    ["|neq", 5],
    ["", "5"],
  ],
  order: [
    ["|gt", 5],
    ["|gte", 5],
    ["|lt", 5.5],
    ["|lte", 5],
    ["|gt", -1],
  ],
  other: [
    ["|contains", "5"],
    ["", "*"],
    ["|re", "^[0-9]+$"],
    ["", "text"],
  ],
};

const BOOLEAN: Asks = {
  ...PRESENCE,
  value: [
    ["", true],
    ["", false],
    ["", "true"],
    ["|neq", true],
    ["", "True"],
  ],
  other: [
    ["|contains", "tru"],
    ["", "*"],
    ["", "text"],
  ],
};

const OBJECT: Asks = {
  ...PRESENCE,
  value: [
    ["|contains", "lpha-"],
    ["|neq|contains", "Alpha-7"],
    ["|re", "[Aa]lpha"],
    ["", '{"beside":"Alpha-7"}'],
  ],
  other: [["", "*"]],
};

const SCALAR: Asks = { ...TEXT, order: NUMBER.order! };

const ASKS: Readonly<Record<MemberType, Asks>> = {
  ...{ text: TEXT, number: NUMBER, boolean: BOOLEAN, time: SCALAR, scalar: SCALAR },
  ...{ object: OBJECT, map: OBJECT, various: TEXT, unknown: SCALAR },
};

/** Everything that is asked of a member. */
export function asksOf({ type }: CallMember): readonly (readonly [Group, Asked])[] {
  return Object.entries(ASKS[type]).flatMap(([group, asked]) =>
    asked.map((each) => [group as Group, each] as const),
  );
}

export const POLARITIES = ["positive", "not", "or", "not or"] as const;
export type Polarity = (typeof POLARITIES)[number];

const CONDITIONS: Readonly<Record<Polarity, string>> = {
  positive: "call and member",
  not: "call and not member",
  or: "call and (member or tool)",
  "not or": "call and not (member or tool)",
};

/** A rule about the member of its call. */
export function ruleOn(
  { source, call, path }: CallMember,
  [modifiers, value]: Asked,
  polarity: Polarity,
): JsonObject {
  return {
    title: "A member of a call",
    id: "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55",
    status: "test",
    level: "low",
    logsource: { product: "aws", service: "cloudtrail" },
    detection: {
      call: { eventSource: source, eventName: call },
      member: { [`${path}${modifiers}`]: value },
      ...(polarity.endsWith("or") ? { tool: { "userAgent|cased|startswith": "tool" } } : {}),
      condition: CONDITIONS[polarity],
    },
  };
}

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
