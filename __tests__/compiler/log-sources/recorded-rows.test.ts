import { existsSync, readFileSync } from "node:fs";

import { compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { isObject, type Json, type JsonObject } from "../../../compiler/core/json";
import { connectorRow, type Row } from "../../../compiler/kql/values/row";
import { tableOf, type LogSource } from "../../../compiler/log-sources/log-source";
import { asRows } from "../../../compiler/log-sources/row-tables/row-tables";
import type { Column, SentinelTable } from "../../../compiler/log-sources/sentinel-table";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { place } from "../../../compiler/run/example/place";
import { isRowStage, type KqlQuery, type KqlTabular } from "../../../compiler/targets/sentinel/ast";
import { rowMatcher } from "../../../compiler/targets/sentinel/evaluate/evaluate";
import { parseQuery } from "../../../compiler/targets/sentinel/parse";
import { describeWithShared, shared } from "../../support/optional";
import { OTHERS, samples, samplesOf } from "./other-logs";
import { matcherOf, rulesOf, type PublicRule } from "./public-rules";

/** What of a query decides on one row. */
function onRows({ compiled, logSource }: Pick<PublicRule, "compiled" | "logSource">) {
  const { verdict, output } = compiled.compiled("sentinel", { accept: "wider" });
  if (output === null || verdict !== "exact") return undefined;
  const parsed = parseQuery(output.query);
  if ("error" in parsed) return undefined;
  const { name } = tableOf(logSource);
  const rows = legsOf(parsed.query).find(({ table }) => table === name);
  return rows?.stages.every(isRowStage) ? rowMatcher(rows) : undefined;
}

/** What is made of the rows of each table. */
function legsOf(query: KqlTabular): readonly KqlQuery[] {
  return "legs" in query ? query.legs.flatMap(legsOf) : [query];
}

const rulesOfAll = () =>
  OTHERS.filter(({ sentinel }) => sentinel.tables.length > 0).map((logSource) => ({
    logSource,
    table: tableOf(logSource),
    rules: rulesOf(logSource).rules.flatMap((rule) => {
      const [reference, onRow] = [matcherOf(rule.compiled, "reference"), onRows(rule)];
      return reference && onRow ? [{ file: rule.file, reference, onRow }] : [];
    }),
  }));

/** Rows as a workspace exported them. */
function recordedRows(table: string): readonly JsonObject[] {
  const file = shared(`logs/samples/${table}.ndjson`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as JsonObject);
}

/** The event that has in it what a row has. */
function eventOf(row: JsonObject, { columns }: SentinelTable, { fields, events }: LogSource) {
  const marks = Object.entries(events.marks).flatMap(([path, [text]]) =>
    text === undefined ? [] : [{ path, value: text }],
  );
  const placed = columns.flatMap((column) => {
    const value = inEvent(row[column.name], column);
    return value === undefined || !("path" in column.holds)
      ? []
      : [{ path: column.holds.path, value }];
  });
  // What holds others first, of which each may say the same again.
  placed.sort((one, other) => one.path.length - other.path.length);
  return place({}, [...marks, ...placed], fields);
}

function inEvent(value: Json | undefined, { holds }: Column): Json | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return holds.kind === "json" && typeof value === "string" ? (JSON.parse(value) as Json) : value;
}

/** The row with the JSON that string columns hold spaced as some connectors space it. */
function indented(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const isJson = typeof value === "string" && /^[{[]/.test(value);
      return [name, isJson ? spaced(value) : value];
    }),
  );
}

function spaced(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

interface Found {
  readonly path: string;
  readonly text: string;
}

/** The texts in an event that stand in no array, by their paths. */
function textsIn(value: Json, path = ""): readonly Found[] {
  if (typeof value === "string") return PLAIN.test(value) ? [{ path, text: value }] : [];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    /^\w+$/.test(key) ? textsIn(each, path === "" ? key : `${path}.${key}`) : [],
  );
}

/** What Sigma reads as it stands. */
const PLAIN = /^[\w .:@/-]+$/;

/** A rule that asks for the text; undefined where it is not exact, as of what no column holds. */
function ruleFor(logSource: LogSource, path: string, text: string) {
  const { product, service } = logSource;
  const written = `title: A\nlogsource: {product: ${product}, service: ${service}}\ndetection: {s: {${path}: ${JSON.stringify(text)}}, condition: s}`;
  const detection = loadRule(written, new Diagnostics());
  if (detection === undefined) throw new Error(written);
  const compiled = compiledRule(detection);
  const rule = { compiled, logSource };
  const [reference, onRow] = [matcherOf(compiled, "reference"), onRows(rule)];
  return reference && onRow ? { reference, onRow } : undefined;
}

describeWithShared("rows of Sentinel's tables", () => {
  const sources = rulesOfAll();

  test("that were exported are what an event with the same in it becomes", () => {
    let compared = 0;
    for (const { logSource, table } of sources) {
      for (const row of recordedRows(table.name)) {
        const event = eventOf(row, table, logSource);
        const [made, found] = [connectorRow(event, table), connectorRow(row, asRows(table))];
        for (const { name, holds } of table.columns) {
          if (holds.kind !== "value" || !Object.hasOwn(row, name)) continue;
          compared += 1;
          expect([table.name, name, made[name]]).toEqual([table.name, name, found[name]]);
        }
      }
    }
    expect(compared).toBeGreaterThan(1_000);
  });

  test("that were exported are matched as the reference matches such an event", () => {
    let asked = 0;
    for (const { logSource, table, rules } of sources) {
      for (const row of recordedRows(table.name)) {
        const event = eventOf(row, table, logSource);
        const found = connectorRow(row, asRows(table));
        for (const { file, reference, onRow } of rules) {
          const [wanted, got] = [reference(event), onRow(found)];
          asked += 1;
          expect([file, row, got]).toEqual([file, row, wanted]);
        }
      }
    }
    expect(asked).toBeGreaterThan(500);
  });

  test("that were exported are found by each of the texts in them", () => {
    let found = 0;
    for (const { logSource, table } of sources) {
      const asked = new Set<string>();
      for (const row of recordedRows(table.name).slice(0, 5)) {
        const [event, recorded] = [
          eventOf(row, table, logSource),
          connectorRow(row, asRows(table)),
        ];
        for (const { path, text } of textsIn(event)) {
          if (asked.has(path)) continue;
          asked.add(path);
          const rule = ruleFor(logSource, path, text);
          if (rule === undefined) continue;
          found += 1;
          expect([table.name, path, rule.reference(event)]).toEqual([table.name, path, true]);
          expect([table.name, path, rule.onRow(recorded)]).toEqual([table.name, path, true]);
        }
      }
    }
    expect(found).toBeGreaterThan(100);
  });

  test("are matched alike however the connector spaces the JSON in them", () => {
    const events = samples();
    const other = sources.flatMap(({ logSource, table, rules }) =>
      samplesOf(logSource, events).flatMap(({ at, event }) => {
        if (!isObject(event)) return [];
        const row = connectorRow(event, table);
        const spacedRow = indented(row);
        return rules.flatMap(({ file, onRow }) =>
          onRow(row) === onRow(spacedRow) ? [] : [`${file} at ${at}`],
        );
      }),
    );
    expect(other).toEqual([]);
  });
});
