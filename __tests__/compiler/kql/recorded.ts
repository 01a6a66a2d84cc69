import { readFileSync } from "node:fs";

import { KqlError } from "../../../compiler/kql/values/error";
import type { Row } from "../../../compiler/kql/values/row";
import { stringLiteral } from "../../../compiler/targets/sentinel/escape";
import { rowMatcher } from "../../../compiler/targets/sentinel/evaluate/evaluate";
import { parseQuery } from "../../../compiler/targets/sentinel/parse";
import { cloudtrailRow } from "../../support/cloudtrail";
import { shared } from "../../support/optional";

/** A query that the real engine answered. Columns are `name:Type`, rows tuples in Python's style. */
interface RecordedCase {
  readonly id: string;
  readonly kql: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly complete: boolean;
}

/** What came of a case: how many of its rows and cells were checked, and the ones that differ. */
export interface Outcome {
  readonly id: string;
  readonly checked: number;
  readonly differences: readonly string[];
}

export function recordedCases(): readonly RecordedCase[] {
  return readFileSync(shared("kusto/cases.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** The columns of AWSCloudTrail that stand for the columns of a case's own table. */
const CARRIERS = ["userAgent", "eventName", "eventSource", "errorCode", "errorMessage"];
const CARRIER_COLUMNS = ["UserAgent", "EventName", "EventSource", "ErrorCode", "ErrorMessage"];
const READ_AS: ReadonlyMap<string, (carrier: string) => string> = new Map([
  ["string", (carrier) => carrier],
  ["long", (carrier) => `tolong(${carrier})`],
  ["int", (carrier) => `tolong(${carrier})`],
  ["real", (carrier) => `toreal(${carrier})`],
  ["bool", (carrier) => `tobool(${carrier})`],
  ["dynamic", (carrier) => `parse_json(${carrier})`],
]);
const DATATABLE = /^datatable\(([^)]*)\)\s*\[ ?(.*?) ?\]\s*\|\s*(.*)$/s;
const VALUE =
  /"(?:[^"\\]|\\.)*"|dynamic\((?:"[^"]*"|[^()"])*\)|(?:long|int|real|bool)\([^)]*\)|[-\w.]+/g;
const ELEMENT = /, ?(?=\w+ ?=[^=~])/;

/** Forms of KQL outside our language that mean the same as one inside. */
function inOurWords(kql: string): string {
  return kql
    .replace(/@"([^"]*)"/g, (_, body: string) => stringLiteral(body))
    .replace(/'([^'\\]*)'/g, (_, body: string) => stringLiteral(body))
    .replace(
      /\bdynamic\(((?:"[^"]*"|[^()"])*)\)/g,
      (_, json: string) => `parse_json(${stringLiteral(json)})`,
    )
    .replace(/\b(?:int|long)\(null\)/g, 'tolong("")')
    .replace(/\breal\(null\)/g, 'toreal("")')
    .replace(/\btodouble\(/g, "toreal(")
    .replace(/\btodynamic\(/g, "parse_json(")
    .replace(/\biif\(/g, "iff(");
}

function compile(stages: readonly string[]): ((row: Row) => boolean) | undefined {
  const read = parseQuery(["AWSCloudTrail", ...stages].join(" | "));
  if ("error" in read) return undefined;
  try {
    return rowMatcher(read.query);
  } catch (error) {
    if (error instanceof KqlError) return undefined;
    throw error;
  }
}

function carrierText(literal: string): string | undefined {
  const read = parseQuery(`t | where ${literal}`);
  if (!("error" in read)) {
    const [stage] = read.query.stages;
    if (stage?.kind === "where" && stage.predicate.kind === "string") return stage.predicate.value;
  }
  const json = /^dynamic\((.*)\)$/s.exec(literal)?.[1];
  if (json !== undefined) return json;
  if (/^\w+\(null\)$/.test(literal)) return "";
  return /^[-\w.]+$/.test(literal) ? literal : undefined;
}

/** The rows of a case's own table, and the stages that give its columns their names and types. */
function source(kql: string): { rows: Row[]; stages: string[]; rest: string } | undefined {
  if (kql.startsWith("print ")) {
    return { rows: [cloudtrailRow({})], stages: [], rest: `extend ${kql.slice("print ".length)}` };
  }
  const found = DATATABLE.exec(kql);
  if (found === null) return undefined;
  const [, declared = "", body = "", rest = ""] = found;
  const stages: string[] = [];
  const columns = declared.split(",").map((column) => column.trim().split(":"));
  for (const [index, [name = "", type = ""]] of columns.entries()) {
    const carrier = CARRIER_COLUMNS[index];
    const readAs = READ_AS.get(type);
    if (carrier === undefined || readAs === undefined) return undefined;
    stages.push(`extend ${name} = ${readAs(carrier)}`);
  }
  const values = body.match(VALUE) ?? [];
  const rows: Row[] = [];
  for (let start = 0; start < values.length; start += columns.length) {
    const fields: [string, string][] = [];
    for (const [index, value] of values.slice(start, start + columns.length).entries()) {
      const text = carrierText(value);
      if (text === undefined) return undefined;
      fields.push([CARRIERS[index] ?? "", text]);
    }
    rows.push(cloudtrailRow(Object.fromEntries(fields)));
  }
  return { rows, stages, rest };
}

/** The cells of a tuple; `undefined` where one is a dynamic, whose text is not cut here. */
function cells(tuple: string, types: readonly string[]): readonly string[] | undefined {
  const patterns = types.map((type) => (type === "String" ? "'(.*)'" : "([^',]*)"));
  if (types.includes("Dynamic")) return undefined;
  return new RegExp(`^\\(${patterns.join(", ")}\\)$`, "s").exec(tuple)?.slice(1);
}

/** The predicate that holds exactly where a column has the recorded value. */
function expectation(name: string, type: string, cell: string): string | undefined {
  if (type === "String") return `${name} == ${stringLiteral(cell)}`;
  if (cell === "null") return `isnull(${name})`;
  if (type === "Bool") return cell === "True" ? name : `not(${name})`;
  const number = Number(cell);
  if (!Number.isFinite(number)) return undefined;
  if (type === "Int") return Number.isSafeInteger(number) ? `${name} == ${number}` : undefined;
  return `${name} >= ${number} and ${name} <= ${number}`;
}

/**
 * Evaluates what of a case our language can say: its `where` decides which rows come back, its
 * `extend`, `project` and `print` what is in their cells. `undefined` where it can say nothing.
 */
export function outcomeOf(recorded: RecordedCase): Outcome | undefined {
  const start = recorded.complete ? source(recorded.kql) : undefined;
  if (start === undefined) return undefined;
  const stages = [...start.stages];
  let counted = false;
  for (const stage of inOurWords(start.rest).split(/ ?\| /)) {
    const [, verb = "", body = ""] = /^(\w+)\s*(.*)$/s.exec(stage) ?? [];
    if (verb === "where") stages.push(`where ${body}`);
    else if (verb === "count" && body === "") counted = true;
    else if (verb === "extend" || verb === "project") {
      const before = [...stages];
      for (const element of body.split(ELEMENT)) {
        const name = /^(\w+) ?=[^=~]/.exec(element)?.[1];
        if (name === undefined) continue;
        if (compile([...before, `extend ${element}`]) !== undefined) {
          stages.push(`extend ${element}`);
        } else if (compile([...stages, `project-away ${name}`]) !== undefined) {
          stages.push(`project-away ${name}`);
        }
      }
    } else return undefined;
  }

  const survives = compile(stages);
  if (survives === undefined) return undefined;
  const rows = survivors(start.rows, survives);
  if (rows === undefined) return undefined;
  if (counted) {
    const same = recorded.rows[0] === `(${rows.length})`;
    return { id: recorded.id, checked: 1, differences: same ? [] : [`${rows.length} rows`] };
  }
  const differences: string[] = [];
  let checked = recorded.kql.includes("where") ? 1 : 0;
  if (rows.length !== recorded.rows.length) differences.push(`${rows.length} rows`);
  const columns = recorded.columns.map((column) => column.split(":"));
  for (const [index, row] of rows.entries()) {
    const values = cells(
      recorded.rows[index] ?? "",
      columns.map(([, type = ""]) => type),
    );
    for (const [column, [name = "", type = ""]] of columns.entries()) {
      const expected = expectation(name, type, values?.[column] ?? "");
      if (values === undefined || expected === undefined) continue;
      const holds = compile([...stages, `where ${expected}`]);
      if (holds === undefined) continue;
      checked++;
      if (!holds(row)) differences.push(`row ${index}: not ${expected}`);
    }
  }
  return checked === 0 ? undefined : { id: recorded.id, checked, differences };
}

/** The rows that survive; undefined where the answer for one of them is not known here. */
function survivors<Row>(rows: readonly Row[], survives: (row: Row) => boolean) {
  try {
    return rows.filter(survives);
  } catch (error) {
    if (error instanceof KqlError && error.code === "unsupported") return undefined;
    throw error;
  }
}
