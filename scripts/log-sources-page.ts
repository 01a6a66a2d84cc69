import { assumedInLogs } from "../compiler/log-sources/log-group";
import type { LogSource } from "../compiler/log-sources/log-source";
import { LOG_SOURCES } from "../compiler/log-sources/registry";
import { rowTableNames } from "../compiler/log-sources/row-tables/row-tables";
import type { SentinelTable } from "../compiler/log-sources/sentinel-table";
import { logSourceLimits } from "./log-source-limits";
import { row, table } from "./page-table";

const code = (text: string) => `\`${text}\``;

/** The page of log sources in `docs/`, made from their modules. */
export function logSourcesPage(): string {
  return [
    "<!-- Written by `npm run docs`. -->",
    "# Log sources",
    "A rule's `logsource` says which log it reads. Of each: the tables of Sentinel, the first of which rules read that name no other (`sentinelTable` in a rule, `sentinelTables` of the constructs, `--sentinel-table` of the command line), or all that are marked _together_, the connectors that fill them, and what a verdict on Sentinel rests on beside what it says of a rule.",
    table(
      ["log source", "table", "connector", "what a verdict rests on"],
      LOG_SOURCES.flatMap(sourceRows),
    ),
    "Tables that are read together are one query, by `union isfuzzy=true`. A rule may name one of them or several, as a list, and the constructs and the command line with commas; the verdict then says what is not seen. A table that the workspace does not have is left out without a word, and Sentinel refuses a rule none of whose tables is there. A table is left out where none of its events can match, as they lack what the rule asks for, and, by name in the verdict, where it has no place for it.",
    "## What lies in CloudWatch Logs",
    `Rules of ${LOG_SOURCES.filter(({ cloudwatch }) => cloudwatch?.isMain)
      .map(nameOf)
      .join(
        ", ",
      )} go to the log group of \`logGroupName\`. A rule of any other log source is \`not-applicable\` on CloudWatch unless \`logGroupNames\` of the constructs, or \`--log-group\` of the command line, names the log group that holds the raw events: a string by log source, \`{ "kubernetes/audit": "/aws/eks/prod/cluster" }\`. Where no service of AWS writes them, whoever ships them has to write each as one log event of JSON, in the form of its source: every verdict rests on that.`,
    table(
      ["log source", "written by", "what a verdict rests on, and what is left out"],
      LOG_SOURCES.flatMap(logGroupRows),
    ),
    "## Tables of queries",
    `A hand-written \`query\` is held against the columns of the tables above, and of these, which no log source has and no \`detection\` reads: ${rowTableNames().map(code).join(", ")}. Its tests and backtests are given rows of them. A table that gets columns with its data, as those whose names end in \`_CL\` do, may have others too; of a table that is not among them, nothing is checked (DET646).`,
    "## What tells events apart",
    "A raw event is JSON in the form that its source has it: CloudTrail's record, the record that Azure's diagnostic settings export, an entry of Cloud Logging, an event of an API. `backtest` reads files of one log or of several; a rule is asked of its own events alone, which bear these marks.",
    table(["log source", "time", "id", "marks", "keys of files"], LOG_SOURCES.map(eventRow)),
    "## What rules call fields",
    "A rule names the paths of the raw event, such as `example RULE` prints one. Beside these, and the columns of the table in any case, these names are read as the paths that they surely mean; a warning (DET450) names the path, and `check --fix` writes it. An element of a list of named values is the one of that name, `…`, and what stands behind a text such as `/resourceGroups/` is compared as a whole, up to the next `/`.",
    table(["log source", "name", "read as"], LOG_SOURCES.flatMap(nameRows)),
    "## What is refused, left out, or never holds",
    "What rules ask for that Sentinel's table does not have or that no event has. A verdict is about the rule as it stands: what never holds may be `exact`, and a warning says so.",
    logSourceLimits(),
  ].join("\n\n");
}

function nameOf({ product, service }: LogSource): string {
  return code(`${product}/${service}`);
}

/** The first table of a log source, or that there is none, and the others below it. */
function sourceRows(logSource: LogSource): readonly string[] {
  const { sentinel, categories = [] } = logSource;
  const category = categories.map((each) => `, also with ${code(`category: ${each}`)}`).join("");
  const name = nameOf(logSource) + category;
  if ("nearest" in sentinel) return [row(name, "none", "", sentinel.nearest)];
  const isTogether = (table: SentinelTable) => sentinel.together?.includes(table) === true;
  return sentinel.tables.map((table, index) =>
    row(
      ...(index === 0 ? [name] : [""]),
      code(table.name) + (isTogether(table) ? ", _together_" : ""),
      table.connectors.map(code).join(", "),
      rests(table),
    ),
  );
}

function rests(table: SentinelTable): string {
  const { assumes = [], lacks = [], without = [], otherEvents, name, takes, partOf } = table;
  return [
    ...(takes === undefined ? [] : [`${name} has ${takes} alone`]),
    ...(without.length === 0 ? [] : [`these have no ${without.map(code).join(", ")}`]),
    ...(partOf === undefined
      ? []
      : [`an event that is in ${code(partOf)} too counts once where both are read`]),
    ...assumes,
    ...lacks.map(
      ({ path, texts, nearest }) =>
        `${name} takes in no events whose ${code(path)} is ${texts.map(code).join(" or ")}: ${nearest}`,
    ),
    ...(otherEvents === undefined ? [] : [`no more than \`as-written\`: ${otherEvents}`]),
  ].join("; ");
}

/** A log source that a service of AWS writes to a log group. */
function logGroupRows(logSource: LogSource): readonly string[] {
  const { cloudwatch } = logSource;
  if (cloudwatch === undefined) return [];
  const { writer, leavesOut = [] } = cloudwatch;
  const left = leavesOut.map(({ path, texts, members, why }) => {
    const what =
      members === undefined ? "nothing comes" : `no ${members.map(code).join(" and no ")} comes`;
    return `of ${code(path)} ${texts.map(code).join(" or ")} ${what}: ${why}`;
  });
  return [row(nameOf(logSource), writer, [...assumedInLogs(logSource), ...left].join("; "))];
}

function eventRow(logSource: LogSource): string {
  const { id, time, marks, containers = [] } = logSource.events;
  const marked = Object.entries(marks).map(([path, texts]) =>
    texts.length === 0 ? code(path) : `${code(path)} ${texts.map(code).join(" or ")}`,
  );
  return row(
    nameOf(logSource),
    code(time),
    code(id),
    marked.join(", "),
    containers.map(code).join(", "),
  );
}

function nameRows(logSource: LogSource): readonly string[] {
  const { otherNames = {} } = logSource;
  const { names = {}, within = {}, pairs = [], leftOut = [], around = [] } = otherNames;
  return [
    ...Object.entries(names),
    ...Object.entries(within).map(([name, { path, before }]): [string, string] => [
      name,
      `${path}: ${before}…/`,
    ]),
    ...pairs.map(({ path, name, value }): [string, string] => [
      `${path}.…`,
      `${path}[${name}=…].${value}`,
    ]),
    ...leftOut.map((outer): [string, string] => ["…", `${outer}.…`]),
    ...around.map((outer): [string, string] => [`${outer}.…`, "…"]),
  ].map(([name, path]) => row(nameOf(logSource), code(name), code(path)));
}
