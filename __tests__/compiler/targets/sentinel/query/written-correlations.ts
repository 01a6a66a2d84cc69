import fc from "fast-check";
import { stringify } from "yaml";

import { compile } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../../../compiler/core/json";
import { parseDuration } from "../../../../../compiler/rule/duration";
import { loadRules } from "../../../../../compiler/rule-set/load-rules";
import type { Happened, Wanted } from "../../../../support/windows-by-force";

/* Correlations of every type over a few rules, and histories of events for them. */

export const MINUTE = 60;
export const START = Date.parse("2026-03-01T00:00:00Z") / 1000;
export const FIELDS = {
  user: "userIdentity.userName",
  address: "sourceIPAddress",
  names: "requestParameters.names",
  size: "additionalEventData.bytesTransferredOut",
} as const;
const CALLS = ["CreateUser", "DeleteUser", "GetUser"] as const;
/** The rules, and the calls that they match. */
export const RULES: Readonly<Record<string, readonly string[]>> = {
  one: ["CreateUser"],
  two: ["DeleteUser"],
  both: ["CreateUser", "DeleteUser"],
};

/** The rules that match a call, as one text. */
export function rulesOf(call: string): string {
  return Object.keys(RULES)
    .filter((rule) => RULES[rule]?.includes(call))
    .join(" ");
}

/** An event, and what is to be known of it. */
export interface Happening extends Happened {
  readonly id: string;
  readonly event: JsonObject;
}

const happening = fc
  .record({
    call: fc.constantFrom(...CALLS),
    at: fc.integer({ min: 0, max: 40 }).map((half) => half * 30),
    late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 300 })),
    user: fc.constantFrom("alice", "bob", undefined),
    address: fc.constantFrom("10.0.0.7", "alice"),
    names: fc.subarray(["x", "y"]),
    size: fc.constantFrom<number | undefined>(0, 1, 3, -2, undefined),
  })
  .map(({ call, at, late, user, address, names, size }) => ({
    event: {
      eventSource: "iam.amazonaws.com",
      eventName: call,
      eventTime: new Date((START + at) * 1000).toISOString(),
      sourceIPAddress: address,
      userIdentity: user === undefined ? {} : { userName: user },
      requestParameters: { names },
      additionalEventData: size === undefined ? {} : { bytesTransferredOut: size },
    },
    at: START + at,
    arrived: START + at + late,
    of: rulesOf(call),
    texts: {
      [FIELDS.user]: user === undefined ? [] : [user],
      [FIELDS.address]: [address],
      [FIELDS.names]: names,
      value: [address],
    },
    numbers: size === undefined ? [] : [size],
  }));
export const history: fc.Arbitrary<readonly Happening[]> = fc
  .array(happening, { minLength: 4, maxLength: 14 })
  .map((all) =>
    all.map((each, number) => ({
      ...each,
      id: `event-${number}`,
      event: { ...each.event, eventID: `event-${number}` },
    })),
  );

/** A correlation as a rule writes it, by a name, with those that it is over. */
export interface Written {
  readonly name: string;
  readonly keys: JsonObject;
  readonly wanted: Wanted;
  readonly inner: readonly Written[];
}

const lower = fc.integer({ min: 1, max: 4 }).map((gte) => ({ gte }));
const range = fc.constantFrom(
  { gte: 2, lte: 3 },
  { eq: 2 },
  { gt: 1, lt: 4 },
  { neq: 2 },
  { lt: 3 },
);
/** `depth`: how many correlations it may stand over. */
export function correlation(depth: number, name = "top"): fc.Arbitrary<Written> {
  const member: fc.Arbitrary<string | Written> =
    depth === 0
      ? fc.constantFrom("one", "two", "both")
      : fc.oneof(fc.constantFrom("one", "two"), correlation(depth - 1, `${name}Inner`));
  const isChain = depth > 0;
  return fc
    .record({
      type: fc.constantFrom(
        "event_count" as const,
        "value_count" as const,
        "value_sum" as const,
        "value_avg" as const,
        "temporal" as const,
        "temporal_ordered" as const,
      ),
      members: fc.uniqueArray(member, {
        minLength: 1,
        maxLength: 2,
        // Two correlations over others would need two names.
        selector: (each) => (typeof each === "string" ? each : "inner"),
      }),
      groups: fc.subarray(isChain ? ["user", "address"] : ["user", "address", "names"], {
        maxLength: 2,
      }),
      aliased: fc.boolean(),
      minutes: fc.integer({ min: 1, max: 6 }),
      condition: fc.oneof(lower, range),
    })
    .map(({ type, members, groups, aliased, minutes, condition }): Written => {
      const ordered = type === "temporal_ordered";
      const temporal = ordered || type === "temporal";
      const isSum = type === "value_sum" || type === "value_avg";
      const field =
        temporal || type === "event_count" ? undefined : isSum ? FIELDS.size : FIELDS.address;
      const names = members.map((each) => (typeof each === "string" ? each : each.name));
      const fields = groups.map((group) => FIELDS[group as "user"]);
      // The alias `who` is one field in the first rule, and another in those after it.
      const isAliased = aliased && members.length === 2 && !isChain;
      const by = isAliased
        ? [[FIELDS.user, FIELDS.address]]
        : fields.map((field) => members.map(() => field));
      const asked: Readonly<Record<string, number>> = ordered
        ? { gte: members.length }
        : temporal
          ? { gte: Math.min(members.length, condition === undefined ? 1 : 2) }
          : condition;
      return {
        name,
        keys: {
          type,
          rules: names,
          timespan: `${minutes}m`,
          ...(ordered
            ? {}
            : { condition: { ...asked, ...(field === undefined ? {} : { field }) } }),
          ...(isAliased
            ? {
                "group-by": ["who"],
                aliases: {
                  who: Object.fromEntries(names.map((each, at) => [each, by[0]?.[at] ?? ""])),
                },
              }
            : fields.length === 0
              ? {}
              : { "group-by": fields }),
        },
        wanted: {
          type,
          rules: members.map((each) => (typeof each === "string" ? each : each.wanted)),
          by,
          timespan: minutes * MINUTE,
          bounds: asked,
        },
        inner: members.flatMap((each) => (typeof each === "string" ? [] : [each])),
      };
    });
}

function documentsOf({ name, keys, inner }: Written): readonly object[] {
  const isTop = name === "top";
  return [
    {
      title: `About ${name}`,
      name,
      ...(isTop ? { id: "21111111-2222-4333-8444-555555555555", ingestionDelay: "5m" } : {}),
      level: "low",
      correlation: keys,
    },
    ...inner.flatMap(documentsOf),
  ];
}

export const BASE = Object.entries(RULES).map(([name, calls]) => ({
  title: `About ${name}`,
  name,
  level: "low",
  logsource: { product: "aws", service: "cloudtrail" },
  detection: {
    selection: { eventSource: "iam.amazonaws.com", eventName: calls },
    condition: "selection",
  },
}));

export function compiled(written: Written) {
  const diagnostics = new Diagnostics();
  const text = [...BASE, ...documentsOf(written)].map((each) => stringify(each)).join("---\n");
  const rule = loadRules([text], diagnostics).find(
    ({ detection }) => detection.title === "About top",
  );
  if (rule === undefined) throw new Error(JSON.stringify(diagnostics.all));
  const { verdict, reasons, output } = compile(rule.detection, "sentinel");
  if (output === null) throw new Error(`${verdict}: ${JSON.stringify(reasons)}`);
  const seconds = (text: string) => parseDuration(text) ?? 0;
  return {
    verdict,
    query: output.query,
    frequency: seconds(output.queryFrequency),
    period: seconds(output.queryPeriod),
  };
}
