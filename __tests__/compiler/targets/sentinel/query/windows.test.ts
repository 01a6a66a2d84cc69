import fc from "fast-check";
import { stringify } from "yaml";

import { compile } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import { handWrittenQuery } from "../../../../../compiler/kql/run";
import { loadRules } from "../../../../../compiler/rule-set/load-rules";
import { parseQuery } from "../../../../../compiler/targets/sentinel/parse";
import { printQuery } from "../../../../../compiler/targets/sentinel/print";
import { diagnose } from "../../../../support/kusto";
import { runs } from "../../../../support/long";
import { alertingGroups } from "../../../../support/windows-by-force";
import {
  BASE,
  compiled,
  correlation,
  FIELDS,
  history,
  MINUTE,
  rulesOf,
  START,
  type Happening,
  type Written,
} from "./written-correlations";

/*
 * The law of decision 0011: whatever the schedule's phase and however late rows come within the delay,
 * the printed query, run on its schedule, tells of a group if and only if the correlation holds at an
 * event of it in whose window something arrived since the run before.
 */

/** Checks every run from the first event to one that sees nothing new. */
function checkRuns(written: Written, events: readonly Happening[], phase: number): number {
  const { query, frequency, period, verdict } = compiled(written);
  expect(verdict).toBe("exact");
  const run = handWrittenQuery(query);
  const arrivals = new Map(events.map(({ id, arrived }) => [id, arrived]));
  let told = 0;
  for (let now = START + phase; now < START + 45 * MINUTE; now += frequency) {
    const seen = events.filter(({ at, arrived }) => arrived < now && at >= now - period);
    const { rows } = run(
      seen.map(({ event }) => event),
      {
        now: now * 1000,
        ingested: (event) => (arrivals.get(String(event["eventID"])) ?? 0) * 1000,
      },
    );
    const groups = rows.map((row) =>
      JSON.stringify(GROUPS.flatMap((name) => (row.has(name) ? [row.get(name) || null] : []))),
    );
    told += groups.length;
    const alerting = alertingGroups(written.wanted, events, now, frequency);
    // What a late start may tell again: two minutes.
    const allowed = alertingGroups(written.wanted, events, now, frequency + 2 * MINUTE);
    const missed = [...alerting].filter((group) => !groups.includes(group));
    const extra = groups.filter((group) => !allowed.has(group));
    expect({ query, now, missed, extra }).toEqual({ query, now, missed: [], extra: [] });
    expect(new Set(groups).size).toBe(groups.length);
  }
  return told;
}

/** Columns of groups, in the order in which rules here group. */
const GROUPS = ["UserIdentityUserName", "SourceIpAddress", "RequestParametersNames", "Who"];

describe("a printed correlation, run on its schedule, tells of what holds and of nothing else", () => {
  const phase = fc.integer({ min: 1, max: 600 });

  test.each([
    ["over rules", 0, runs(60, 500)],
    ["over correlations", 1, runs(30, 200)],
    ["over correlations over correlations", 2, runs(12, 80)],
  ] as const)(
    "%s",
    (_, depth, numRuns) => {
      let told = 0;
      fc.assert(
        fc.property(correlation(depth), history, phase, (written, events, first) => {
          told += checkRuns(written, events, first);
        }),
        { numRuns },
      );
      // Silence proves nothing.
      expect(told).toBeGreaterThan(numRuns / 2);
    },
    600_000,
  );

  /** One of `iam.amazonaws.com`'s calls by alice, in seconds. */
  const call = (id: string, eventName: string, at: number, arrives = at) => {
    const event = {
      eventID: id,
      eventSource: "iam.amazonaws.com",
      eventName,
      eventTime: new Date((START + at) * 1000).toISOString(),
      userIdentity: { userName: "alice" },
    };
    const texts = { [FIELDS.user]: ["alice"] };
    const times = { at: START + at, arrived: START + arrives };
    return { event, id, ...times, of: rulesOf(eventName), texts, numbers: [] };
  };
  const counts = (
    name: string,
    minutes: number,
    count: number,
    rule: string,
    inner: readonly Written[],
  ): Written => ({
    name,
    keys: {
      type: "event_count",
      rules: [rule],
      timespan: `${minutes}m`,
      condition: { gte: count },
    },
    wanted: {
      type: "event_count",
      rules: inner.length === 0 ? [rule] : inner.map(({ wanted }) => wanted),
      by: [],
      timespan: minutes * MINUTE,
      bounds: { gte: count },
    },
    inner,
  });

  test("looks back over the windows of what it is over, its run and late events, to the second", () => {
    const chain = counts("top", 6, 3, "inner", [counts("inner", 4, 2, "one", [])]);
    // The inner one holds at the second, and at both of the last, which arrive 5 minutes late.
    const events = [
      call("a", "CreateUser", 0),
      call("b", "CreateUser", 4 * MINUTE),
      call("c", "CreateUser", 10 * MINUTE, 15 * MINUTE),
      call("d", "CreateUser", 10 * MINUTE, 15 * MINUTE),
    ];
    // A run just before that arrival, so that the next is the last that may tell of it.
    const phase = 15 * MINUTE - 1 - 12 * MINUTE;
    expect(checkRuns(chain, events, phase)).toBe(1);
  });

  test("counts of a rule's own matches are reckoned so too", () => {
    const diagnostics = new Diagnostics();
    const counting = {
      ...BASE[0],
      triggerOperator: "gt",
      triggerThreshold: 1,
      queryFrequency: "5m",
      queryPeriod: "10m",
    };
    const [rule] = loadRules([stringify(counting)], diagnostics);
    const { verdict, output } = compile(rule!.detection, "sentinel");
    expect(verdict).toBe("exact");
    // The period is what is counted over; a run looks back over it, the run before, and late events.
    expect(output).toMatchObject({
      queryFrequency: "PT5M",
      queryPeriod: "PT30M",
      triggerOperator: "gt",
      triggerThreshold: 0,
    });
    expect(diagnose(output!.query)).toEqual([]);
    const tells = (...at: readonly number[]) => {
      const events = at.map((each, number) => call(`event-${number}`, "CreateUser", each).event);
      const clock = {
        now: (START + 12 * MINUTE) * 1000,
        ingested: () => (START + 11 * MINUTE) * 1000,
      };
      return handWrittenQuery(output!.query)(events, clock).rows.map((row) =>
        row.get("EventCount"),
      );
    };
    expect(tells(0, 10 * MINUTE)).toEqual([2n]);
    expect(tells(0, 10 * MINUTE + 1)).toEqual([]);
    expect(tells(0, 0, 0)).toEqual([3n, 3n, 3n]);
  });

  test("and is read back, and bound by Kusto's language service", () => {
    fc.assert(
      fc.property(correlation(1), (written) => {
        const { query } = compiled(written);
        const read = parseQuery(query);
        if ("error" in read) throw new Error(`${query}\n${read.error.message}`);
        expect(printQuery(read.query)).toBe(query);
        expect(diagnose(query)).toEqual([]);
      }),
      { numRuns: runs(15, 150) },
    );
  });
});
