import fc from "fast-check";

import type { JsonObject } from "../../../../compiler/core/json";
import { leavesOf } from "../../../../compiler/ir/legs";
import {
  alertsByArrival,
  alertsInOrder,
  type Alert,
} from "../../../../compiler/reference/history/alerts";
import {
  correlationHistory,
  leafMatchers,
} from "../../../../compiler/reference/history/correlation-history";
import {
  alertingGroups,
  holdings,
  type Happened,
  type Wanted,
} from "../../../support/windows-by-force";
import { event, load, type Loaded } from "./correlations";

const MINUTE = 60;
const NOON = Date.UTC(2026, 2, 1, 12) / 1000;

const FIELDS: Readonly<Record<string, string>> = {
  user: "userIdentity.userName",
  other: "requestParameters.names",
  value: "requestParameters.value",
};
const bounds = fc.constantFrom<Wanted["bounds"]>(
  { gte: 2 },
  { gt: 2 },
  { gte: 3 },
  { gte: 2, lte: 3 },
  { lt: 2 },
  { eq: 2 },
  { neq: 2 },
  { gte: 1, lt: 3 },
);
const type = fc.constantFrom(
  "event_count",
  "value_count",
  "value_sum",
  "value_avg",
  "temporal",
  "temporal_ordered",
);
const wantedOver = (rule: fc.Arbitrary<string | Wanted>): fc.Arbitrary<Wanted> =>
  fc
    .record({
      type,
      rules: fc.uniqueArray(rule, { minLength: 1, maxLength: 3, selector: nameOf }),
      by: fc.constantFrom("", "user", "other", "user other", "alias"),
      timespan: fc.constantFrom(1, 3, 10).map((minutes) => minutes * MINUTE),
      bounds,
    })
    .map(({ by, ...rest }) => ({
      ...rest,
      bounds: rest.type === "temporal_ordered" ? { gte: rest.rules.length } : rest.bounds,
      by:
        by === "alias"
          ? [rest.rules.map((_, index) => (index === 0 ? "user" : "other"))]
          : by
              .split(" ")
              .filter((name) => name !== "")
              .map((name) => rest.rules.map(() => name)),
    }));
const leaf = fc.constantFrom<string | Wanted>("a", "b", "c");
const flat = wantedOver(leaf);
// Within a chain, one inner correlation, since a name is one thing.
const chain = wantedOver(fc.oneof({ weight: 2, arbitrary: leaf }, flat)).filter(
  ({ rules }) => rules.filter((rule) => typeof rule !== "string").length <= 1,
);
const texts = (...given: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...given), { maxLength: 2 });
// On a grid as wide as the windows' parts, so that ties and ends of windows are met.
const happened = (late: boolean): fc.Arbitrary<Happened> =>
  fc
    .record({
      at: fc.nat(40).map((half) => NOON + half * 30),
      delay: late ? fc.constantFrom(0, 0, 0, 30, 200, 1_000) : fc.constant(0),
      of: fc.constantFrom("a", "b", "c", "ab", "bc", "abc", "x"),
      user: fc.oneof(
        fc.constant<string[]>([]),
        fc.constantFrom("u", "v").map((user) => [user]),
      ),
      other: texts("u", "w"),
      value: texts("1", "2", "3"),
      numbers: fc.array(fc.constantFrom(0.1, 0.2, 1, 2.5, -1, 3), { maxLength: 2 }),
    })
    .map(({ at, delay, of, numbers, ...named }) => ({
      at,
      arrived: at + delay,
      of,
      texts: named,
      numbers,
    }));

function nameOf(rule: string | Wanted): string {
  return typeof rule === "string" ? rule : "inner";
}

function documentOf(wanted: Wanted): JsonObject {
  const isOfValues = wanted.type.startsWith("value_");
  const names = wanted.by.map((each, index) =>
    each.every((name) => name === each[0]) ? FIELDS[each[0] ?? ""]! : `alias${index}`,
  );
  const aliases = wanted.by.flatMap((each, index) =>
    names[index] === `alias${index}`
      ? [
          [
            `alias${index}`,
            Object.fromEntries(
              wanted.rules.map((rule, at) => [nameOf(rule), FIELDS[each[at] ?? ""]!]),
            ),
          ],
        ]
      : [],
  );
  return {
    type: wanted.type,
    rules: wanted.rules.map(nameOf),
    ...(names.length === 0 ? {} : { "group-by": names }),
    aliases: Object.fromEntries(aliases),
    timespan: `${wanted.timespan / MINUTE}m`,
    ...(wanted.type === "temporal_ordered"
      ? {}
      : {
          condition: {
            ...wanted.bounds,
            ...(isOfValues
              ? {
                  field: wanted.type === "value_count" ? FIELDS["value"]! : "requestParameters.n",
                }
              : {}),
          },
        }),
  };
}

function loaded(wanted: Wanted): Loaded {
  const inner = wanted.rules.flatMap((rule) =>
    typeof rule === "string" ? [] : [{ name: "inner", ...documentOf(rule) }],
  );
  return load(documentOf(wanted), ...inner);
}

function jsonOf({ of, texts: named, numbers }: Happened): JsonObject {
  const [userName] = named["user"] ?? [];
  return event(of, {
    userIdentity: userName === undefined ? {} : { userName },
    requestParameters: {
      names: named["other"] ?? [],
      value: named["value"] ?? [],
      // A text is a number where it is written as one.
      n: [...numbers.map((value, at) => (at === 0 ? value : String(value))), "seven", "0x7"],
    },
  });
}

const key = (group: readonly (string | null)[]) => JSON.stringify(group);

test.each([
  ["flat", flat],
  ["chained", chain],
])("%s correlations hold where they are said to", (_, wanted) => {
  fc.assert(
    fc.property(wanted, fc.array(happened(false), { maxLength: 14 }), (given, events) => {
      const { correlation, model } = loaded(given);
      const history = correlationHistory(correlation, model);
      const sorted = [...events].sort((one, other) => one.at - other.at);
      const json = new Map(sorted.map((each) => [jsonOf(each), each]));
      const held = [...json].flatMap(([each, { at }]) => history.add(each, at));
      const found = [...held, ...history.end()].map(({ event: of, group, latest }) => [
        sorted.indexOf(json.get(of as JsonObject)!),
        key(group),
        latest,
      ]);
      const wantedHere = holdings(given, sorted).map(({ event: of, group, latest }) => [
        sorted.indexOf(of),
        group,
        latest,
      ]);
      const inOrder = (list: typeof found) => list.map((each) => JSON.stringify(each)).sort();
      expect(inOrder(found)).toEqual(inOrder(wantedHere));
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["flat", flat],
  ["chained", chain],
])("of %s correlations, runs alert as is said, whenever events come", (_, wanted) => {
  const runs = fc.record({
    frequency: fc.constantFrom(60, 150, 300),
    phase: fc.constantFrom(0, 30, 50),
    lookBack: fc.constantFrom(Infinity, 400),
  });
  fc.assert(
    fc.property(
      wanted,
      runs,
      fc.boolean(),
      fc.array(happened(true), { maxLength: 12 }),
      (given, schedule, isLate, drawn) => {
        const events = isLate ? drawn : drawn.map((each) => ({ ...each, arrived: each.at }));
        const { correlation, model } = loaded(given);
        const matchers = leafMatchers(correlation, model);
        expect(matchers).toHaveLength(leavesOf(correlation).length);
        const arrivals = events.map((each) => {
          const json = jsonOf(each);
          return {
            event: json,
            matched: matchers.map((matches) => matches(json)),
            time: each.at,
            arrived: each.arrived,
          };
        });
        const told = ({ run, group }: Alert) => `${run} ${key(group)}`;
        const wantedAlerts: string[] = [];
        const { frequency, phase, lookBack } = schedule;
        const base = Math.floor(NOON / frequency) * frequency + phase;
        for (let run = base - frequency; run < NOON + 3_600; run += frequency) {
          for (const group of alertingGroups(given, events, run, frequency, lookBack)) {
            wantedAlerts.push(`${run} ${group}`);
          }
        }
        const found = [...alertsByArrival(correlation, model, arrivals, schedule)].map(told);
        expect([...found].sort()).toEqual(wantedAlerts.sort());
        if (isLate || lookBack !== Infinity) return;
        const streamed: string[] = [];
        const history = alertsInOrder(
          correlationHistory(correlation, model),
          schedule,
          (alert) => void streamed.push(told(alert)),
        );
        for (const { event: of, matched, time } of [...arrivals].sort((a, b) => a.time - b.time)) {
          history.take(of, matched, time);
        }
        history.end();
        expect(streamed.sort()).toEqual(wantedAlerts);
      },
    ),
    { numRuns: 200 },
  );
});
