import { existsSync } from "node:fs";

import { Diagnostics } from "../../core/diagnostic";
import { isObject, type JsonObject } from "../../core/json";
import type { Source, Span } from "../../core/source";
import { nearest } from "../../core/suggest";
import type { ResolvedRule } from "../../ir/rule";
import { loadYaml } from "../../load/load-yaml";
import { describeNode, entryOf, type MappingNode, type Node } from "../../load/node";
import { readSource } from "../../load/read-source";
import { withoutExtension } from "../../load/rule-files";
import type { LogSource } from "../../log-sources/log-source";
import { LOG_SOURCES } from "../../log-sources/registry";
import { eventOf, jsonOf, refuserOf } from "./load-event";
import { timedEvents, type TimedEvent } from "./load-history";
import { testMessages } from "./messages";

/** What `<rule>.tests.yml` lists. */
export type RuleTest = EventTest | HistoryTest;

/** An event, and whether the rule matches it. */
export interface EventTest {
  readonly kind: "event";
  readonly name: string;
  /** As the log source writes it. */
  readonly event: JsonObject;
  /** Of a rule that counts over a time: whether it counts. */
  readonly match: boolean;
  /** The place of `match`. */
  readonly span: Span;
}

/** Events with their times, and whether the rule alerts on them, or how often. */
export interface HistoryTest {
  readonly kind: "history";
  readonly name: string;
  readonly events: readonly TimedEvent[];
  readonly alert: boolean | number;
  /** The place of `alert`. */
  readonly span: Span;
}

/** The events of a test. */
export function eventsOf(test: RuleTest): readonly JsonObject[] {
  return test.kind === "event" ? [test.event] : test.events.map(({ event }) => event);
}

export interface RuleTests {
  readonly source: Source;
  readonly tests: readonly RuleTest[];
}

type Values = NonNullable<ResolvedRule["placeholders"]>;

/** Where the tests of a rule lie: beside it, `<rule>.tests.yml`. */
export function testsPath(rulePath: string): string {
  const stem = withoutExtension(rulePath);
  const paths = [`${stem}.tests.yml`, `${stem}.tests.yaml`];
  return paths.find((path) => existsSync(path)) ?? `${stem}.tests.yml`;
}

/**
 * The tests at a path, of a rule that reads `logSource`; undefined where there are none, or where
 * `diagnostics` says what is wrong.
 */
export function loadTests(
  path: string,
  diagnostics: Diagnostics,
  logSource?: LogSource,
  placeholders: Values = {},
): RuleTests | undefined {
  if (!existsSync(path)) return undefined;
  const source = readSource(path, diagnostics);
  return source && parseTests(source, diagnostics, logSource, placeholders);
}

/** The same for a source that is already read. */
export function parseTests(
  source: Source,
  diagnostics: Diagnostics,
  logSource?: LogSource,
  placeholders: Values = {},
): RuleTests | undefined {
  const own = new Diagnostics();
  const [root, second] = loadYaml(source, own);
  if (second !== undefined) own.report(source, second.span, testMessages.listForm("a second one"));
  const tests = own.hasErrors
    ? []
    : testsOf(root && filledIn(root, placeholders), logSource, source, own);
  diagnostics.addAll(own);
  return own.hasErrors ? undefined : { source, tests };
}

/**
 * A file of tests in which a text `%name%` stands for the first value of the placeholder, so that what a
 * rule excludes can be tested whatever its values are.
 */
function filledIn(node: Node, placeholders: Values): Node {
  switch (node.kind) {
    case "scalar": {
      const [, name = ""] = /^%(\w+)%$/.exec(node.text) ?? [];
      const [value] = Object.hasOwn(placeholders, name) ? (placeholders[name] ?? []) : [];
      if (value === undefined) return node;
      // Of a value with wildcards, a text that it matches: themselves.
      const text = value.replace(/\\([\\*?])/g, "$1");
      return { ...node, value: text, text };
    }
    case "sequence":
      return { ...node, items: node.items.map((each) => filledIn(each, placeholders)) };
    case "mapping":
      return {
        ...node,
        entries: node.entries.map((entry) => ({
          ...entry,
          value: filledIn(entry.value, placeholders),
        })),
      };
  }
}

/**
 * Either a list of tests with an event each, or `base`, one event, and `tests` that say what each changes
 * of it: `set`, values by path, and `unset`, paths.
 */
function testsOf(
  root: Node | undefined,
  logSource: LogSource | undefined,
  source: Source,
  diagnostics: Diagnostics,
): readonly RuleTest[] {
  const refuse = (node: Node | undefined) => {
    const found = node === undefined ? "nothing" : describeNode(node);
    const span = node?.span ?? root?.span ?? { start: 0, end: 0 };
    diagnostics.report(source, span, testMessages.listForm(found));
    return [];
  };
  const written = root?.kind === "mapping" ? entryOf(root, "base")?.value : undefined;
  const list = written === undefined ? root : entryOf(root!, "tests")?.value;
  if (list?.kind !== "sequence") return refuse(list);
  if (written !== undefined && written.kind !== "mapping") return refuse(written);
  const base = written && jsonOf(written);
  const names = new Set<string>();
  return list.items.flatMap((item) => {
    const test = testOf(item, isObject(base) ? base : undefined, logSource, source, diagnostics);
    if (test === undefined) return [];
    if (names.has(test.name)) {
      diagnostics.report(source, item.span, testMessages.duplicateName(test.name));
    }
    names.add(test.name);
    return [test];
  });
}

const EVENT_KEYS: readonly string[] = ["name", "event", "match", "set", "unset"];
const HISTORY_KEYS: readonly string[] = ["name", "events", "alert"];

function testOf(
  item: Node,
  base: JsonObject | undefined,
  logSource: LogSource | undefined,
  source: Source,
  diagnostics: Diagnostics,
): RuleTest | undefined {
  if (item.kind !== "mapping") {
    diagnostics.report(source, item.span, testMessages.listForm(describeNode(item)));
    return undefined;
  }
  const refuse = refuserOf(item, source, diagnostics);
  const isHistory = HISTORY_KEYS.some((key) => key !== "name" && entryOf(item, key) !== undefined);
  const keys = isHistory ? HISTORY_KEYS : EVENT_KEYS;
  for (const { key, keySpan } of item.entries) {
    const near = keys.includes(key) ? undefined : nearest(key, keys);
    // One that is nearly a missing key is told of there.
    if (near !== undefined && entryOf(item, near) !== undefined) {
      diagnostics.report(source, keySpan, testMessages.unknownKey(key, near));
    }
  }
  const name = entryOf(item, "name")?.value;
  const isName = name?.kind === "scalar" && typeof name.value === "string";
  if (!isName) refuse("name", "text");
  const made = isHistory
    ? historyTestOf(item, base, logSource, source, diagnostics)
    : eventTestOf(item, base, calledIn(logSource), source, diagnostics);
  return isName && made !== undefined ? { ...made, name: String(name.value) } : undefined;
}

function eventTestOf(
  item: MappingNode,
  base: JsonObject | undefined,
  called: string,
  source: Source,
  diagnostics: Diagnostics,
): Omit<EventTest, "name"> | undefined {
  const refuse = refuserOf(item, source, diagnostics);
  const match = entryOf(item, "match")?.value;
  const isMatch = match?.kind === "scalar" && typeof match.value === "boolean";
  const event = eventOf(item, base, called, source, diagnostics, refuse);
  if (!isMatch) refuse("match", "`true` or `false`");
  if (!isMatch || event === undefined) return undefined;
  return { kind: "event", event, match: match.value === true, span: match.span };
}

function historyTestOf(
  item: MappingNode,
  base: JsonObject | undefined,
  logSource: LogSource | undefined,
  source: Source,
  diagnostics: Diagnostics,
): Omit<HistoryTest, "name"> | undefined {
  const refuse = refuserOf(item, source, diagnostics);
  for (const { key, keySpan } of item.entries) {
    if (key === "name" || !EVENT_KEYS.includes(key)) continue;
    diagnostics.report(source, keySpan, testMessages.bothForms(key));
  }
  const alert = entryOf(item, "alert")?.value;
  const found = alert?.kind === "scalar" ? alert.value : undefined;
  const isAlert =
    typeof found === "boolean" ||
    (typeof found === "number" && Number.isSafeInteger(found) && found >= 0);
  const events = timedEvents(item, base, logSource ?? LOG_SOURCES[0]!, source, diagnostics);
  if (!isAlert) refuse("alert", "`true`, `false` or how many alerts");
  if (!isAlert || alert === undefined || events === undefined) return undefined;
  return { kind: "history", events, alert: found, span: alert.span };
}

function calledIn(logSource: LogSource | undefined): string {
  return logSource?.events.called ?? "an event";
}
