import { stringify } from "yaml";

import { isObject, type Json, type JsonObject } from "../../core/json";
import type { Example } from "./examples";
import type { HistoryExample } from "./histories";

/** The text of `<rule>.tests.yml`: the first event whole, as `base`, and what each other changes of it. */
export function printTests(examples: readonly (Example | HistoryExample)[]): string {
  const [first] = examples;
  const base = (first && ("events" in first ? first.events[0]?.event : first.event)) ?? {};
  const tests = examples.map((example) => {
    const { name } = example;
    if (!("events" in example)) {
      return { name, ...changesOf(base, example.event), match: example.match };
    }
    const events = example.events.map(({ at, event }) => ({ at, ...changesOf(base, event) }));
    return { name, events, alert: example.alert };
  });
  return stringify({ base, tests }, { lineWidth: 0 });
}

/** The keys of a test that make its event of the base. */
interface Changes {
  readonly unset?: readonly string[];
  readonly set?: JsonObject;
}

function changesOf(base: JsonObject, event: JsonObject): Changes {
  const unset: string[] = [];
  const set: [string, Json][] = [];
  compare(base, event, "");
  return {
    ...(unset.length === 0 ? {} : { unset }),
    ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
  };

  function compare(before: JsonObject, after: JsonObject, above: string): void {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const path = above === "" ? key : `${above}.${key}`;
      const [old, value] = [before[key], after[key]];
      if (JSON.stringify(old) === JSON.stringify(value)) continue;
      if (value === undefined) unset.push(path);
      else if (old !== undefined && canBeChanged(old) && canBeChanged(value)) {
        compare(old, value, path);
      } else set.push([path, value]);
    }
  }
}

/** Whether members have paths: not where the name of one has a dot. */
function canBeChanged(value: Json): value is JsonObject {
  return isObject(value) && Object.keys(value).every((key) => !key.includes("."));
}
