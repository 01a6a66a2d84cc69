import type { Json } from "../../core/json";
import type { LogSource } from "../../log-sources/log-source";
import { fieldReader, type FieldReader } from "../../reference/event";

/** Values of one field that are counted apart; those that come after are counted together. */
const DISTINCT = 1_000;
const SHOWN = 3;

/** How often a value stood at a field of the matching events. */
export interface Frequency {
  readonly field: string;
  readonly value: string;
  readonly events: number;
}

/** Counts values of matching events in bounded memory. */
export interface Noise {
  add(event: Json): void;
  /** Of each field the most frequent values, where one value stands in more than one event. */
  readonly loudest: () => readonly Frequency[];
}

export function countNoise({ fields: model, events }: LogSource): Noise {
  const fields = events.noisy.map((field): [string, FieldReader, Map<string, number>] => [
    field,
    fieldReader(model, field),
    new Map(),
  ]);
  return {
    add: (event) => {
      for (const [, reader, counts] of fields) {
        for (const value of new Set(reader.texts(event))) {
          const count = counts.get(value);
          if (count !== undefined || counts.size < DISTINCT) counts.set(value, (count ?? 0) + 1);
        }
      }
    },
    loudest: () =>
      fields.flatMap(([field, , counts]) =>
        [...counts]
          .filter(([, events]) => events > 1)
          .sort(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
          .slice(0, SHOWN)
          .map(([value, events]) => ({ field, value, events })),
      ),
  };
}
