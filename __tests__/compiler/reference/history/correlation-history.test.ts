import type { JsonObject } from "../../../../compiler/core/json";
import { alertsByArrival } from "../../../../compiler/reference/history/alerts";
import {
  correlationHistory,
  type HistoryOptions,
} from "../../../../compiler/reference/history/correlation-history";
import { event, load, type Loaded } from "./correlations";

const MINUTE = 60;
const NOON = Date.UTC(2026, 2, 1, 12) / 1000;

/** The minutes after noon, and groups, at which a correlation holds. */
function holdsAt(
  { correlation, model }: Loaded,
  events: readonly (readonly [minute: number, event: JsonObject])[],
  options?: HistoryOptions,
): readonly (readonly [number, ...(string | null)[]])[] {
  const history = correlationHistory(correlation, model, options);
  const held = [
    ...events.flatMap(([minute, each]) => history.add(each, NOON + minute * MINUTE)),
    ...history.end(),
  ];
  return held.map(({ time, group }) => [(time - NOON) / MINUTE, ...group] as const);
}

describe("the hand-checked example", () => {
  // Events at 00:01 (value 1), 00:08 (2), 00:10 (2) and 00:15 (4), in windows of 10 minutes.
  const events = (
    [
      [1, 1],
      [8, 2],
      [10, 2],
      [15, 4],
    ] as const
  ).map(([minute, n]) => [minute, event("a", { requestParameters: { n } })] as const);
  const field = "requestParameters.n";
  const over = (type: string, condition: JsonObject) =>
    load({ type, rules: ["a"], timespan: "10m", condition });

  test.each([
    ["event_count", { gte: 3 }, [10, 15]],
    ["value_count", { field, gte: 3 }, []],
    ["value_sum", { field, gte: 6 }, [15]],
    ["value_avg", { field, gt: 2 }, [15]],
    ["value_avg", { field, gt: 1.6, lt: 1.7 }, [10]],
  ] as const)("%s %j holds at %j", (type, condition, minutes) => {
    const found = holdsAt(over(type, condition), events);
    expect(found.map(([minute]) => minute)).toEqual(minutes);
  });

  test("the window has both its ends", () => {
    const ten = [0, 5, 10].map((minute) => [minute, event("a")] as const);
    expect(holdsAt(over("event_count", { gte: 3 }), ten)).toEqual([[10]]);
  });

  test.each([
    [
      [
        ["a", 1],
        ["b", 4],
        ["a", 6],
        ["c", 12],
      ],
      [12],
      [],
    ],
    [
      [
        ["a", 1],
        ["b", 4],
        ["c", 9],
      ],
      [9],
      [9],
    ],
    [
      [
        ["b", 2],
        ["a", 5],
        ["c", 9],
      ],
      [9],
      [],
    ],
  ] as const)("%j: all hold at %j, in their order at %j", (names, together, inOrder) => {
    const given = names.map(([name, minute]) => [minute, event(name)] as const);
    const type = (type: string) => load({ type, rules: ["a", "b", "c"], timespan: "10m" });
    expect(holdsAt(type("temporal"), given).map(([at]) => at)).toEqual(together);
    expect(holdsAt(type("temporal_ordered"), given).map(([at]) => at)).toEqual(inOrder);
  });
});

describe("what is decided", () => {
  const many = (keys: JsonObject) =>
    load({
      type: "event_count",
      rules: ["a", "b"],
      timespan: "10m",
      condition: { gte: 2 },
      ...keys,
    });

  test("events of one time are in each other's windows, in any order of a file", () => {
    expect(
      holdsAt(many({}), [
        [1, event("a")],
        [1, event("b")],
      ]),
    ).toEqual([[1], [1]]);
    const ordered = load({ type: "temporal_ordered", rules: ["a", "b"], timespan: "10m" });
    expect(
      holdsAt(ordered, [
        [1, event("b")],
        [1, event("a")],
      ]),
    ).toEqual([[1]]);
  });

  test("an event that two rules match counts once, and serves both places of an order", () => {
    expect(holdsAt(many({}), [[1, event("ab")]])).toEqual([]);
    const ordered = load({ type: "temporal_ordered", rules: ["a", "b"], timespan: "10m" });
    expect(holdsAt(ordered, [[1, event("ab")]])).toEqual([[1]]);
  });

  test("what is missing is a group of its own, and an event is in one for each element", () => {
    const named = (names: readonly string[] | null) => event("a", { requestParameters: { names } });
    const by = many({ "group-by": ["requestParameters.names"] });
    expect(
      holdsAt(by, [
        [1, named(null)],
        [2, named([])],
      ]),
    ).toEqual([[2, null]]);
    expect(
      holdsAt(by, [
        [1, named(["x", "y"])],
        [2, named(["y", "y"])],
      ]),
    ).toEqual([[2, "y"]]);
  });

  test("an empty text is a value, save where it cannot be told from a missing one", () => {
    const by = many({ "group-by": ["awsRegion"] });
    const events = [
      [1, event("a", { awsRegion: "" })],
      [2, event("a")],
    ] as const;
    expect(holdsAt(by, events)).toEqual([]);
    expect(holdsAt(by, events, { emptyIsMissing: true })).toEqual([[2, null]]);
  });

  test("a text is a number if it is written as one, and an event without one takes no part", () => {
    const over = (type: string, condition: JsonObject) =>
      load({
        type,
        rules: ["a"],
        timespan: "10m",
        condition: { field: "requestParameters.n", ...condition },
      });
    const of = (n: string | number) => event("a", { requestParameters: { n } });
    expect(
      holdsAt(over("value_sum", { gte: 8 }), [
        [1, of("5")],
        [2, of(3)],
        [3, of("many")],
      ]),
    ).toEqual([[2]]);
    expect(holdsAt(over("value_sum", { lt: 5 }), [[1, of("0x1")]])).toEqual([]);
    expect(holdsAt(over("value_avg", { lt: 5 }), [[1, of("")]])).toEqual([]);
  });

  test("an event earlier than the one before is refused", () => {
    const { correlation, model } = many({});
    const history = correlationHistory(correlation, model);
    history.add(event("a"), NOON);
    expect(() => history.add(event("a"), NOON - 1)).toThrow(RangeError);
  });

  test("matchers of its leaves can be put in the reference's place, in their order", () => {
    const outer = load(
      { type: "temporal_ordered", rules: ["inner", "c"], timespan: "10m" },
      { name: "inner", type: "temporal", rules: ["a", "b"], timespan: "5m" },
    );
    const is = (name: string) => (each: unknown) => (each as JsonObject)["eventName"] === name;
    const leaves = ["x", "y", "z"].map(is);
    const events = (["x", "y", "z"] as const).map((name, index) => [index, event(name)] as const);
    expect(holdsAt(outer, events, { leaves })).toEqual([[2]]);
    expect(holdsAt(outer, events)).toEqual([]);
  });
});

describe("runs", () => {
  const { correlation, model } = load({
    type: "event_count",
    rules: ["a"],
    timespan: "10m",
    condition: { gte: 2 },
    "group-by": ["awsRegion"],
  });
  const runs = { frequency: 10 * MINUTE };
  const alerts = (
    ...events: readonly (readonly [at: number, arrived: number, awsRegion: string])[]
  ) =>
    [
      ...alertsByArrival(
        correlation,
        model,
        events.map(([at, arrived, awsRegion]) => ({
          event: event("a", { awsRegion }),
          matched: [true],
          time: NOON + at * MINUTE,
          arrived: NOON + arrived * MINUTE,
        })),
        runs,
      ),
    ].map(({ run, group }) => [(run - NOON) / MINUTE, ...group]);

  test("see a burst over their border, once, by group", () => {
    expect(alerts([9, 9, "x"], [11, 11, "x"], [12, 12, "y"])).toEqual([[20, "x"]]);
  });

  test("alert at the run after the last event of a window has come, and again when more comes", () => {
    expect(alerts([1, 1, "x"], [2, 14, "x"])).toEqual([[20, "x"]]);
    expect(alerts([1, 1, "x"], [3, 3, "x"], [2, 14, "x"])).toEqual([
      [10, "x"],
      [20, "x"],
    ]);
    expect(alerts([1, 1, "x"], [3, 3, "x"], [14, 14, "x"])).toEqual([[10, "x"]]);
  });
});
