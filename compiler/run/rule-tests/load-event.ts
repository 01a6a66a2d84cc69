import type { Diagnostics, Message } from "../../core/diagnostic";
import { isObject, type Json, type JsonObject } from "../../core/json";
import type { Source, Span } from "../../core/source";
import { nearest } from "../../core/suggest";
import { describeValue, entryOf, type MappingNode, type Node } from "../../load/node";
import { withoutValue, withValue } from "./change-event";
import { testMessages } from "./messages";

/** Reports that a key of a test is missing, or is of another form than what is expected. */
export type Refuse = (key: string, expected: string) => void;

export function refuserOf(item: MappingNode, source: Source, diagnostics: Diagnostics): Refuse {
  return (key, expected) => {
    const value = entryOf(item, key)?.value;
    const near = value ? undefined : item.entries.find((each) => nearest(each.key, [key]));
    const found = value ? describeValue(value) : near ? `\`${near.key}\`` : "nothing";
    const span = value?.span ?? near?.keySpan ?? item.entries[0]?.keySpan ?? item.span;
    const fix = near && `write \`${key}\``;
    diagnostics.report(source, span, testMessages.testForm(key, expected, found, fix));
  };
}

/** The event of a test, or of a history: its own, or the base with what is changed of it. */
export function eventOf(
  item: MappingNode,
  base: JsonObject | undefined,
  called: string,
  source: Source,
  diagnostics: Diagnostics,
  refuse: Refuse,
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
export function jsonOf(node: Node): Json {
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
