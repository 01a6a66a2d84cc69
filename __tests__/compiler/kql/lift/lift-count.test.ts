import fc from "fast-check";

import { holds } from "../../../../compiler/ir/count";
import { liftQuery } from "../../../../compiler/kql/lift/lift";
import { handWrittenQuery } from "../../../../compiler/kql/run";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";

const CLOCK = { now: Date.parse("2024-01-01T00:00:00Z"), ingested: () => 0 };

function lifted(query: string) {
  const lift = liftQuery(query, { period: 900, anyRow: true });
  if (lift.kind === "refused") throw new Error(lift.why);
  return lift;
}

const OF = "AWSCloudTrail | where EventName == 'A'";

/** What is asked of counts, in short. */
const asked = (query: string) =>
  lifted(query).counts.map(({ term: { counts, by = "" }, bounds }) =>
    [counts, by, ...bounds.map(({ operator, count }) => `${operator} ${count}`)].join(" "),
  );

test.each([
  [`${OF} | summarize count() by UserAgent | where count_ > 50`, ["events by UserAgent gt 50"]],
  [`${OF} | summarize n = count() by UserAgent | where 50 <= n`, ["events by UserAgent gte 50"]],
  [`${OF} | summarize n = count() | where n >= 50`, ["events  gte 50"]],
  [`${OF} | count | where Count > 4`, ["events  gt 4"]],
  [
    `let least = 5; ${OF} | summarize n = count() by UserAgent | where n between (least .. 9)`,
    ["events by UserAgent gte 5 lte 9"],
  ],
  [
    `${OF} | summarize n = count() by UserAgent | where n > 5 | project Total = n | where Total < 100`,
    ["events by UserAgent gt 5 lt 100"],
  ],
  [
    `${OF} | summarize n = count() by UserAgent | extend Many = n > 5 | where Many`,
    ["events by UserAgent gt 5"],
  ],
  [
    `${OF} | summarize n = count(), names = count_distinct(SourceIpAddress) by UserAgent, bin(TimeGenerated, 5m) | where n > 5 and names > 2`,
    [
      "events by UserAgent, bin(TimeGenerated, 5m) gt 5",
      "values by UserAgent, bin(TimeGenerated, 5m) gt 2",
    ],
  ],
  [
    `${OF} | summarize n = count() by UserAgent, SourceIpAddress | where n > 5 | summarize m = count() by UserAgent | where m > 2`,
    ["events by UserAgent, SourceIpAddress gt 5", "values by UserAgent gt 2"],
  ],
])("%s asks for so many", (query, counts) => {
  expect(asked(query)).toEqual(counts);
  expect(lifted(query).remarks).toEqual([]);
});

test("a count of some of the events says that the others are counted too", () => {
  const { remarks, counts } = lifted(
    `${OF} | summarize n = countif(UserAgent == 'x') by SourceIpAddress | where n > 5`,
  );
  expect(remarks).toEqual(["`n = countif(UserAgent == 'x')`: its condition is not applied"]);
  expect(counts).toMatchObject([{ bounds: [{ operator: "gt", count: 5 }] }]);
});

test("an estimate is assumed to tell no more than there are", () => {
  const query = `${OF} | summarize n = dcount(SourceIpAddress) by UserAgent | where n > 5`;
  expect(asked(query)).toEqual(["values by UserAgent gt 5"]);
  expect(lifted(query).assumptions).toEqual([
    "Kusto's `dcount` tells no more distinct values than there are",
  ]);
});

test.each(["summarize", "distinct UserAgent, r | summarize"])(
  "rows of which several may be of one event are not counted: %s",
  (operators) => {
    const query = `${OF} | mv-expand r = todynamic(Resources) | ${operators} n = count() by UserAgent | where n > 5`;
    const { counts, remarks } = lifted(query.replace(", r", ", tostring(r)"));
    expect(counts).toEqual([]);
    expect(remarks.join()).toContain("`n > 5`");
  },
);

const event = fc.record({
  eventName: fc.constantFrom("A", "A", "A", "B"),
  userAgent: fc.constantFrom("x", "y"),
  sourceIPAddress: fc.constantFrom("192.0.2.1", "192.0.2.2", "192.0.2.3"),
});
const aggregate = fc.constantFrom(
  "count()",
  "countif(UserAgent == 'x')",
  "dcount(SourceIpAddress)",
  "count_distinct(SourceIpAddress)",
);
const comparison = fc
  .tuple(fc.constantFrom(">", ">=", "==", "<", "!="), fc.integer({ min: 0, max: 5 }))
  .map((parts) => parts.join(" "));
const by = fc.constantFrom("", " by UserAgent", " by UserAgent, SourceIpAddress");
const query = fc
  .tuple(aggregate, by, comparison, fc.option(fc.tuple(aggregate, comparison)), fc.boolean())
  .map(([first, groups, than, more, regroups]) => {
    const others = more === null ? ["", ""] : [`, m = ${more[0]}`, ` and m ${more[1]}`];
    const again =
      regroups && groups !== "" ? ` | summarize k = count() by UserAgent | where k > 1` : "";
    return `${OF} | summarize n = ${first}${others[0]}${groups} | where n ${than}${others[1]}${again}`;
  });

test("where a query gives a row, its events are as many as each lower bound says", () => {
  const seen = { rows: 0, bounded: 0 };
  fc.assert(
    fc.property(query, fc.array(event, { maxLength: 14 }), (text, events) => {
      const lift = liftQuery(text, { period: 900, anyRow: true });
      const rows = handWrittenQuery(text)(events, CLOCK).rows.length;
      if (lift.kind === "refused") {
        // It is one that no event at all satisfies.
        expect(handWrittenQuery(text)([], CLOCK).rows.length).toBe(1);
        return;
      }
      if (rows === 0) return;
      seen.rows += 1;
      const matching = events.filter(expressionMatcher(lift.expression, CLOUDTRAIL)).length;
      for (const { bounds } of lift.counts) {
        const least = Array.from({ length: 9 }, (_, count) => count).find((count) =>
          bounds.every((bound) => holds(bound, count)),
        );
        if (least !== undefined && least > 1) seen.bounded += 1;
        expect(matching).toBeGreaterThanOrEqual(least ?? Infinity);
      }
    }),
    { numRuns: 300 },
  );
  expect(seen.rows).toBeGreaterThan(30);
  expect(seen.bounded).toBeGreaterThan(15);
}, 120_000);
