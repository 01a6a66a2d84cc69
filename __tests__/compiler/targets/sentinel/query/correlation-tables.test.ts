import { stringify } from "yaml";

import { compile } from "../../../../../compiler/compile";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import { LOG_SOURCES } from "../../../../../compiler/log-sources/registry";
import { columnOf } from "../../../../../compiler/log-sources/sentinel-table";
import { loadRules } from "../../../../../compiler/rule-set/load-rules";
import { diagnose } from "../../../../support/kusto";

/** Each table of each log source, and the field that tells most of its events apart. */
const TABLES = LOG_SOURCES.flatMap(({ product, service, events, sentinel }) =>
  sentinel.tables.map((table) => ({
    logsource: { product, service },
    name: events.name,
    id: events.id,
    table: table.name,
    isTold: columnOf(table, events.id) !== undefined,
  })),
);

type Read = (typeof TABLES)[number];

/** What becomes of a correlation over two rules that can match one event. */
function compiled({ logsource, name, table }: Read, correlation: object) {
  const rule = (of: string, values: readonly number[]) => ({
    title: `About ${of}`,
    name: of,
    level: "low",
    logsource,
    detection: { selection: { [name]: values }, condition: "selection" },
  });
  const many = {
    title: "Many",
    level: "low",
    sentinelTable: table,
    correlation: { rules: ["one", "two"], timespan: "10m", "group-by": [name], ...correlation },
  };
  const counted = [rule("one", [5, 6]), rule("two", [6])].map((each) => ({
    ...each,
    sentinelTable: table,
  }));
  const diagnostics = new Diagnostics();
  const text = [...counted, many].map((each) => stringify(each)).join("---\n");
  const found = loadRules([text], diagnostics).find(({ detection }) => detection.title === "Many");
  if (found === undefined) throw new Error(JSON.stringify(diagnostics.all));
  return compile(found.detection, "sentinel", { accept: "wider" });
}

describe.each(TABLES.map((read) => [read.table, read] as const))(
  "a correlation over %s",
  (_, read) => {
    test.each([
      ["in order", { type: "temporal_ordered" }],
      ["of values", { type: "value_count", condition: { gte: 2, field: read.name } }],
      ["of matches of either", { type: "event_count", condition: { gte: 3 } }],
    ])("%s is one that Kusto's language service takes", (_of, correlation) => {
      const { output, reasons } = compiled(read, correlation);
      expect(reasons.map(({ code }) => code)).not.toContain("DET627");
      expect(output === null ? reasons : diagnose(output.query)).toEqual([]);
    });
  },
);

describe("a count over rules that are grouped apart", () => {
  const counted = (read: Read) =>
    compiled(read, {
      type: "event_count",
      condition: { gte: 3 },
      "group-by": ["who"],
      aliases: { who: { one: read.name, two: read.id } },
    });
  const untold = TABLES.filter(({ isTold }) => !isTold);
  const told = TABLES.filter(({ isTold }) => isTold);

  test.each(untold.map((read) => [read.table, read] as const))(
    "is refused over %s, which does not tell rows of one event from those of several",
    (_, read) => {
      const { verdict, reasons, output } = counted(read);
      expect([verdict, output]).toEqual(["unsupported", null]);
      expect(reasons.map(({ code }) => code)).toContain("DET627");
    },
  );

  test.each(told.map((read) => [read.table, read] as const))(
    "counts an event of %s once",
    (_, read) => {
      const { reasons, output } = counted(read);
      expect(output === null ? reasons : diagnose(output.query)).toEqual([]);
      expect(output?.query).toMatch(
        /summarize IsNew = max\(IsNew\) by TimeGenerated, Who, EventId/,
      );
    },
  );
});
