import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Json } from "../../../compiler/core/json";
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

/** The raw events of the samples beside the project. */
export function samples(): readonly Sample[] {
  const folder = shared("logs/samples");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".raw.ndjson"))
    .flatMap((file) =>
      readFileSync(join(folder, file), "utf8")
        .trim()
        .split("\n")
        .map((line, index) => ({
          event: JSON.parse(line) as Json,
          at: `${file.replace(".raw.ndjson", "")}:${index + 1}`,
        })),
    );
}

/** Those that bear the marks of a log source. */
export const samplesOf = (logSource: LogSource, all: readonly Sample[]): readonly Sample[] =>
  all.filter(({ event }) => isEventOf(event, logSource));
