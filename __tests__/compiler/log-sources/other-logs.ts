import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Json, JsonObject } from "../../../compiler/core/json";
import { eventIn } from "../../../compiler/log-sources/envelopes";
import { isEventOf, type LogSource } from "../../../compiler/log-sources/log-source";
import { LOG_SOURCES } from "../../../compiler/log-sources/registry";
import { shared } from "../../support/optional";

/** Every log source but CloudTrail, which has tests of its own. */
export const OTHERS: readonly LogSource[] = LOG_SOURCES.filter(
  ({ service }) => service !== "cloudtrail",
);

export const nameOf = ({ product, service }: LogSource): string => `${product}/${service}`;

export interface Sample {
  readonly event: Json;
  /** File and line. */
  readonly at: string;
}

/** Raw events, and events as an API hands them out; the others are rows. */
const EVENT_FILES = /\.(raw|graph|rest)\.ndjson$/;

/** The raw events of the samples beside the project, out of whatever carries them. */
export function samples(): readonly Sample[] {
  return readdirSync(shared("logs/samples"))
    .filter((file) => EVENT_FILES.test(file))
    .flatMap((file) =>
      recordsIn(file).map((record, index) => ({
        event: eventIn(record, OTHERS) ?? record,
        at: `${file.replace(EVENT_FILES, "")}:${index + 1}`,
      })),
    );
}

/** What a file of samples has, a record a line. */
export function recordsIn(file: string): readonly JsonObject[] {
  const lines = readFileSync(join(shared("logs/samples"), file), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as JsonObject);
}

/** Those that bear the marks of a log source. */
export const samplesOf = (logSource: LogSource, all: readonly Sample[]): readonly Sample[] =>
  all.filter(({ event }) => isEventOf(event, logSource));
