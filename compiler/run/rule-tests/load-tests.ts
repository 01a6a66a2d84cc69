import { existsSync } from "node:fs";

import { Diagnostics, type Message } from "../../core/diagnostic";
import { isObject, type Json, type JsonObject } from "../../core/json";
import type { Source, Span } from "../../core/source";
import { nearest } from "../../core/suggest";
import { loadYaml } from "../../load/load-yaml";
import { describeNode, describeValue, entryOf, type MappingNode, type Node } from "../../load/node";
import { readSource } from "../../load/read-source";
import { withoutExtension } from "../../load/rule-files";
import type { LogSource } from "../../log-sources/log-source";
import { withoutValue, withValue } from "./change-event";
import { testMessages } from "./messages";

/** An event and whether the rule matches it, as `<rule>.tests.yml` lists them. */
export interface RuleTest {
  readonly name: string;
  /** As the log source writes it. */
  readonly event: JsonObject;
  readonly match: boolean;
  /** The place of `match`. */
  readonly span: Span;
}

export interface RuleTests {
  readonly source: Source;
  readonly tests: readonly RuleTest[];
}

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
): RuleTests | undefined {
  if (!existsSync(path)) return undefined;
  const source = readSource(path, diagnostics);
  return source && parseTests(source, diagnostics, logSource);
}

/** The same for a source that is already read. */
export function parseTests(
  source: Source,
  diagnostics: Diagnostics,
  logSource?: LogSource,
): RuleTests | undefined {
  const own = new Diagnostics();
  const [root, second] = loadYaml(source, own);
  if (second !== undefined) own.report(source, second.span, testMessages.listForm("a second one"));
  const called = logSource?.events.called ?? "an event";
  const tests = own.hasErrors ? [] : testsOf(root, called, source, own);
  diagnostics.addAll(own);
  return own.hasErrors ? undefined : { source, tests };
}

/**
 * Either a list of tests with an event each, or `base`, one event, and `tests` that say what each changes
 * of it: `set`, values by path, and `unset`, paths.
 */
function testsOf(
  root: Node | undefined,
  called: string,
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
    const test = testOf(item, isObject(base) ? base : undefined, called, source, diagnostics);
    if (test === undefined) return [];
    if (names.has(test.name)) {
      diagnostics.report(source, item.span, testMessages.duplicateName(test.name));
    }
    names.add(test.name);
    return [test];
  });
}

const TEST_KEYS: readonly string[] = ["name", "event", "match", "set", "unset"];

function testOf(
  item: Node,
  base: JsonObject | undefined,
  called: string,
  source: Source,
  diagnostics: Diagnostics,
): RuleTest | undefined {
  if (item.kind !== "mapping") {
    diagnostics.report(source, item.span, testMessages.listForm(describeNode(item)));
    return undefined;
  }
  const refuse = (key: string, expected: string) => {
    const value = entryOf(item, key)?.value;
    const near = value ? undefined : item.entries.find((each) => nearest(each.key, [key]));
    const found = value ? describeValue(value) : near ? `\`${near.key}\`` : "nothing";
    const span = value?.span ?? near?.keySpan ?? item.entries[0]?.keySpan ?? item.span;
    const fix = near && `write \`${key}\``;
    diagnostics.report(source, span, testMessages.testForm(key, expected, found, fix));
  };
  for (const { key, keySpan } of item.entries) {
    const near = TEST_KEYS.includes(key) ? undefined : nearest(key, TEST_KEYS);
    // One that is nearly a missing key is told of there.
    if (near !== undefined && entryOf(item, near) !== undefined) {
      diagnostics.report(source, keySpan, testMessages.unknownKey(key, near));
    }
  }
  const name = entryOf(item, "name")?.value;
  const match = entryOf(item, "match")?.value;
  const isName = name?.kind === "scalar" && typeof name.value === "string";
  const isMatch = match?.kind === "scalar" && typeof match.value === "boolean";
  const event = eventOf(item, base, called, source, diagnostics, refuse);
  if (!isName) refuse("name", "text");
  if (!isMatch) refuse("match", "`true` or `false`");
  if (!isName || !isMatch || event === undefined) return undefined;
  return { name: String(name.value), event, match: match.value === true, span: match.span };
}

/** The event of a test: its own, or the base with what the test changes of it. */
function eventOf(
  item: MappingNode,
  base: JsonObject | undefined,
  called: string,
  source: Source,
  diagnostics: Diagnostics,
  refuse: (key: string, expected: string) => void,
): JsonObject | undefined {
  const written = entryOf(item, "event")?.value;
  const set = entryOf(item, "set")?.value;
  const unset = entryOf(item, "unset")?.value;
  if (written !== undefined || base === undefined) {
    const event = written?.kind === "mapping" ? jsonOf(written) : undefined;
    if (!isObject(event)) refuse("event", called);
    for (const [key, node] of Object.entries({ set, unset })) {
      if (node !== undefined) refuse(key, "beside a `base`, in a test without an `event`");
    }
    return isObject(event) && set === undefined && unset === undefined ? event : undefined;
  }
  if (set !== undefined && set.kind !== "mapping") return void refuse("set", "values by path");
  if (unset !== undefined && unset.kind !== "sequence") return void refuse("unset", "paths");
  let event = base;
  let isWrong = false;
  const change = (made: JsonObject | undefined, span: Span, message: Message) => {
    if (made === undefined) diagnostics.report(source, span, message);
    isWrong ||= made === undefined;
    event = made ?? event;
  };
  for (const node of unset?.items ?? []) {
    const path = node.kind === "scalar" ? node.text : "";
    change(withoutValue(event, path), node.span, testMessages.notUnset(path));
  }
  for (const { key, keySpan, value } of set?.entries ?? []) {
    change(withValue(event, key, jsonOf(value)), keySpan, testMessages.notSet(key));
  }
  return isWrong ? undefined : event;
}

/** A number in JSON's notation. An account that lost its quotes is none where it begins with a zero. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A node as JSON: YAML has numbers that JSON has not, which become their text. */
function jsonOf(node: Node): Json {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "number" && !NUMBER.test(node.text) ? node.text : node.value;
    case "sequence":
      return node.items.map(jsonOf);
    case "mapping": {
      const value: Record<string, Json> = Object.create(null);
      for (const entry of node.entries) value[entry.key] = jsonOf(entry.value);
      return value;
    }
  }
}
