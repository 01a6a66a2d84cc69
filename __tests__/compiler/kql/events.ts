import { readdirSync, readFileSync } from "node:fs";

import type { JsonObject } from "../../../compiler/core/json";
import { shared } from "../../support/optional";

/** Recorded CloudTrail events. */
export function recordedEvents(): readonly JsonObject[] {
  return readdirSync(shared("cloudtrail"))
    .filter((name) => name.endsWith(".ndjson") && name !== "labelled.ndjson")
    .flatMap((name) => readFileSync(shared(`cloudtrail/${name}`), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line): JsonObject => JSON.parse(line));
}
