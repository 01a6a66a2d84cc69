import type { CompiledRule } from "../../compiler/compile";
import type { JsonObject } from "../../compiler/core/json";
import { countingOf, logSourceOf } from "../../compiler/ir/rule";
import { AWS_CLOUDTRAIL } from "../../compiler/log-sources/aws-cloudtrail";
import { backtest } from "../../compiler/run/backtest/backtest";
import { secondsOf, timeReader } from "../../compiler/run/backtest/event-time";

/** A technique of Stratus Red Team with the log of one run of it; none where nobody published one. */
export interface RecordedTechnique {
  readonly id: string;
  /** Techniques of ATT&CK that it stands for, where its page names some. */
  readonly attack: readonly string[];
  readonly events: readonly JsonObject[];
}

/** By the ids of rules: how many events each matches; of a rule that counts, how often it alerts. */
export type Seen = Readonly<Record<string, number>>;

/** What the shipped rules see of recorded events. The file `facts.json` beside this one has it. */
export interface CoverageFacts {
  /** The ids of the rules that were asked. */
  readonly asked: readonly string[];
  readonly techniques: readonly (Omit<RecordedTechnique, "events"> & {
    readonly events: number;
    readonly seen: Seen;
  })[];
  readonly ordinary: { readonly events: number; readonly seen: Seen };
}

/** The rules that read CloudTrail's log, which the recorded events are of. */
export function ofCloudTrail(rules: readonly CompiledRule[]): readonly CompiledRule[] {
  return rules.filter(({ detection }) => logSourceOf(detection) === AWS_CLOUDTRAIL);
}

export function coverageFacts(
  rules: readonly CompiledRule[],
  techniques: readonly RecordedTechnique[],
  ordinary: readonly JsonObject[],
): CoverageFacts {
  return {
    asked: rules.flatMap(({ detection }) => detection.id ?? []).sort(),
    techniques: techniques.map(({ id, attack, events }) => ({
      id,
      attack,
      events: events.length,
      seen: seenOf(rules, events),
    })),
    ordinary: { events: ordinary.length, seen: seenOf(rules, ordinary) },
  };
}

/** What the reference sees of events, each as arrived when it happened, in whichever order they stand. */
export function seenOf(rules: readonly CompiledRule[], events: readonly JsonObject[]): Seen {
  const time = timeReader(["eventTime"]);
  const test = backtest(rules, "reference", { arrival: (event) => secondsOf(event, time) });
  for (const event of events) test.add(event);
  const seen = test.results().map(({ detection, matches, alerts }): [string, number] => {
    const counted = countingOf(detection) === undefined ? matches : alerts;
    return [detection.id ?? "", counted ?? 0];
  });
  return Object.fromEntries(
    seen.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
