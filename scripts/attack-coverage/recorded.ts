import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

import type { Json, JsonObject } from "../../compiler/core/json";
import type { RecordedTechnique } from "./facts";

/** Of `catalogue/stratus.json`: which lines of the recorded log each technique wrote. */
const Techniques = v.object({
  techniques: v.array(
    v.object({
      id: v.string(),
      platform: v.string(),
      attack: v.array(v.object({ attack19: v.nullable(v.string()) })),
      lines: v.nullable(v.string()),
    }),
  ),
});

/** Of `cloudtrail/labelled.ndjson`: an event, and whether the rule whose test it is was to match it. */
const Labelled = v.object({
  expected: v.boolean(),
  record: v.looseObject({ eventName: v.optional(v.string()) }),
});

/** Techniques that show in CloudTrail, with what the log of a run of each holds. */
export function recordedTechniques(folder: string): readonly RecordedTechnique[] {
  const log = lines(join(folder, "cloudtrail/stratus-red-team.ndjson"));
  const { techniques } = v.parse(Techniques, read(join(folder, "catalogue/stratus.json")));
  return techniques
    .filter(
      ({ platform, id }) => platform === "AWS" || id === "eks.lateral-movement.create-access-entry",
    )
    .map(({ id, attack, lines: range }) => {
      const [from = 0, to = from] = (range ?? "").split("-").filter(Boolean).map(Number);
      return {
        id,
        attack: attack.flatMap(({ attack19 }) => attack19 ?? []),
        events:
          range === null
            ? []
            : log.slice(from - 1, to).map((line) => JSON.parse(line) as JsonObject),
      };
    });
}

/** Events that a rule of others was tested with, and was not to match; each once. */
export function ordinaryEvents(folder: string): readonly JsonObject[] {
  const texts = lines(join(folder, "cloudtrail/labelled.ndjson")).flatMap((line) => {
    const { expected, record } = v.parse(Labelled, JSON.parse(line));
    return expected || record.eventName === undefined ? [] : [JSON.stringify(record)];
  });
  return [...new Set(texts)].map((text) => JSON.parse(text) as JsonObject);
}

const read = (path: string): Json => JSON.parse(readFileSync(path, "utf8")) as Json;
const lines = (path: string) =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
