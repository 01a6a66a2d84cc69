import { compiledRule } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import type { JsonObject } from "../compiler/core/json";
import { logSourcesOf, type ResolvedRule } from "../compiler/ir/rule";
import { eventIn } from "../compiler/log-sources/envelopes";
import type { LogSource } from "../compiler/log-sources/log-source";
import { LOG_SOURCES } from "../compiler/log-sources/registry";
import { durationInWords } from "../compiler/rule/duration";
import { askedOf } from "../compiler/run/backtest/asked";
import { backtest, type Backtested } from "../compiler/run/backtest/backtest";
import { reportBusy, shareOf } from "../compiler/run/backtest/busy";
import { secondsOf, timeReader } from "../compiler/run/backtest/event-time";
import type { EngineName } from "../compiler/run/engine";
import { eventFiles, eventReader } from "./event-files";
import type { ExitCode } from "./exit";
import { note, printJson, printText } from "./output";
import { progressOf } from "./progress";
import { plural, ruleName, rulesOf, tell, type RuleOptions } from "./rules";

export interface BacktestOptions extends RuleOptions {
  readonly events: readonly string[];
  readonly engine: EngineName;
  readonly format: "text" | "json";
  /**
   * The path at which events have the time of their arrival.
   * @default - they arrive as they happen
   */
  readonly arrivalField?: string;
}

/** `backtest`: what rules would have done over a recorded history. Matches are not an error. */
export async function backtestRules(
  paths: readonly string[],
  { events, engine, format, arrivalField, ...options }: BacktestOptions,
): Promise<ExitCode> {
  const diagnostics = new Diagnostics();
  const rules = rulesOf(paths, diagnostics, options);
  let arrived = 0;
  const arrival = arrivalField === undefined ? undefined : timeReader([arrivalField]);
  const run = backtest(
    rules.map(compiledRule),
    engine,
    arrival === undefined ? {} : { arrival: (event) => secondsOf(event, arrival) },
  );
  const sources = sourcesOf(rules);
  const queried = rules.filter(({ document }) => document.query !== undefined).map(askedOf);
  const files = eventFiles(events);
  const progress = progressOf(
    files.reduce((sum, { bytes }) => sum + bytes, 0),
    run.events,
  );
  let foreign = 0;
  const add = (record: JsonObject) => {
    const found = eventIn(record, sources);
    const event = found ?? record;
    if (arrival !== undefined && secondsOf(event, arrival) !== undefined) arrived += 1;
    if (found === undefined && !queried.some((isAsked) => isAsked(record))) foreign += 1;
    run.add(event);
  };
  const stream = eventReader(add, progress.read, run.settled);
  let unread = 0;
  for (const file of files) {
    foreign = 0;
    const problem = await stream(file);
    if (problem !== undefined || foreign > 0) progress.done();
    if (foreign > 0) {
      const records = plural(foreign, "record");
      note(`${file.path}: ${records} without ${sources.map(marksText).join(", or ")}`);
    }
    if (problem === undefined) continue;
    unread += 1;
    note(`${file.path}: ${problem}; the rest of the file is not read`);
  }
  progress.done();
  if (arrivalField !== undefined && arrived === 0 && run.events() > 0) {
    note(`--arrival-field: no event has a time at ${arrivalField}; each arrives when it happens`);
  }
  const results = run.results();
  for (const result of results) reportBusy(result, diagnostics);
  tell(diagnostics.all);
  note([...results.flatMap(refusalText), ...results.flatMap(unorderedText)].join("\n"));
  if (format === "json") printJson(results.map((result) => jsonOf(result, engine)));
  else printText(results.map(textOf).join("\n"));
  const refused = results.some(({ matches }) => matches === null);
  return diagnostics.hasErrors || refused || unread > 0 ? 1 : 0;
}

/** The log sources that rules read; without any, those that there are. */
function sourcesOf(rules: readonly ResolvedRule[]): readonly LogSource[] {
  const read = new Set(rules.flatMap(logSourcesOf));
  return read.size === 0 ? LOG_SOURCES : [...read];
}

function marksText({ events: { marks, called } }: LogSource): string {
  // Of several texts none is the one that is missing.
  const texts = Object.entries(marks).map(([path, [first, ...others]]) =>
    first === undefined || others.length > 0 ? path : `${path} ${first}`,
  );
  return `the ${texts.join(" and ")} of ${called}`;
}

function refusalText({ detection, engine }: Backtested): readonly string[] {
  const name = `${detection.source.path}: ${engine.name}`;
  switch (engine.kind) {
    case "ready":
      return [];
    case "refused": {
      const why = engine.reasons.map(({ code, message }) => `${code} ${message}`);
      return [`${name}: ${engine.verdict}: ${why.join("; ")}`];
    }
    case "unreadable":
      return [`${name}: not run: ${engine.message}`];
  }
}

/** What came out of order, and how it is put in order. */
function unorderedText({ detection, logSource, unordered }: Backtested): readonly string[] {
  if (unordered === 0) return [];
  const came =
    unordered === 1
      ? "1 event came after a later one and is"
      : `${unordered} events came after later ones and are`;
  return [
    `${detection.source.path}: ${came} in no window: with --arrival-field they are put in order (--arrival-field ${logSource.events.time} where events arrive as they happen)`,
  ];
}

function jsonOf(result: Backtested, engine: EngineName) {
  const { detection, events, matches, matchedEventIds, alerts, alertTimes } = result;
  const { groups, alarm, unordered, late, undated, undecided, loudest, examples } = result;
  return {
    rule: ruleName(detection),
    engine,
    verdict: result.engine.verdict,
    events,
    matches,
    matchedEventIds,
    alerts,
    alertTimes,
    groups,
    alarm,
    unordered,
    late,
    undated,
    undecided,
    loudest,
    examples,
  };
}

const TIMES = 3;
const GROUPS = 3;

function textOf(result: Backtested): string {
  const { detection, matches, alerts, alertTimes, late, undated, undecided } = result;
  const { loudest, examples } = result;
  const name = `${detection.title} (${detection.source.path})`;
  if (matches === null || alerts === null) return `not run: ${name}`;
  const lines = [
    `${plural(alerts, "alert")}, ${matches} of ${plural(result.events, "event")}: ${name}`,
  ];
  if (alertTimes.length > 0) {
    const more = alerts > TIMES ? ", …" : "";
    lines.push(`  alerts at ${alertTimes.slice(0, TIMES).join(", ")}${more}`);
  }
  lines.push(...groupsText(result).map((line) => `  ${line}`));
  lines.push(...alarmText(result).map((line) => `  ${line}`));
  if (undecided > 0) {
    const events = plural(undecided, "event");
    lines.push(`  ${events} without a time left out: the query asks for the time`);
  }
  if (late > 0)
    lines.push(`  ${plural(late, "match")} came later than any run looks back, in no alert`);
  if (undated > 0) lines.push(`  ${plural(undated, "match")} without a time, in no alert`);
  for (const { field, value, events } of loudest) {
    lines.push(`  ${events} × ${field} = ${JSON.stringify(value)}`);
  }
  for (const each of examples) {
    const words = result.logSource.events.exampleLine.map((key) => each[key] ?? null);
    const known = words.filter((word) => word !== null).map((word) => JSON.stringify(word));
    lines.push(`  for example ${known.join(" ")}`);
  }
  return lines.join("\n");
}

/** The first groups for which runs alerted. */
function groupsText({ groups }: Backtested): readonly string[] {
  const told = groups.slice(0, GROUPS).map(({ group, alerts, first }) => {
    const names = Object.entries(group).map(
      ([name, text]) => `${name} = ${text === null ? "nothing" : JSON.stringify(text)}`,
    );
    return `${plural(alerts, "alert")}, first at ${first}, for ${names.join(", ")}`;
  });
  return groups.length > GROUPS ? [...told, "…"] : told;
}

/** How long the alarm was in ALARM, and what of the rule's own came while it was. */
function alarmText({ alarm }: Backtested): readonly string[] {
  if (alarm === null) return [];
  const { alarmSeconds, historySeconds, ownMatches, ownMatchesInAlarm } = alarm;
  const time = `in ALARM ${durationInWords(alarmSeconds)} of ${durationInWords(historySeconds)} (${shareOf(alarm)})`;
  if (ownMatches === null || ownMatchesInAlarm === null || ownMatches === 0) return [time];
  const untold = ownMatchesInAlarm === 0 ? "" : ", and nobody would have been notified";
  const own = plural(ownMatches, "match");
  return [
    time,
    `${ownMatchesInAlarm} of the rule's own ${own} came while it was in ALARM already${untold}`,
  ];
}
