import type { JsonObject } from "../core/json";
import type { FieldModel } from "./field";
import type { SentinelTable } from "./sentinel-table";

/** All that is known of one log source: nothing outside its folder knows it by name. */
export interface LogSource {
  /** Sigma's `logsource`: a rule's values must equal these; it names no category. */
  readonly product: string;
  readonly service: string;
  readonly fields: FieldModel;
  readonly sentinel: {
    /** Tables that hold its events; the first is the one that rules without a word on it read. */
    readonly tables: readonly [SentinelTable, ...SentinelTable[]];
  };
  /**
   * Its raw events as JSON in a log group.
   * @default - they cannot lie in CloudWatch Logs
   */
  readonly cloudwatch?: {
    /** Fields that a saved query of Logs Insights shows, beside those that the rule reads. */
    readonly shown: readonly string[];
  };
  readonly events: EventFacts;
  /**
   * What names the call that an event records.
   * @default - its events are no calls of an API
   */
  readonly calls?: CallFields;
}

/** How raw events lie in files, and what of one is told to people. Fields are dotted paths. */
interface EventFacts {
  /** One event, in a sentence: `a CloudTrail event`. */
  readonly called: string;
  readonly id: string;
  /** Its time, as ISO 8601 in UTC. */
  readonly time: string;
  /** The field that nearly every rule names, and that tells most events apart. */
  readonly name: string;
  /**
   * The key of a file's one object under which its events are.
   * @default - files hold events alone
   */
  readonly container?: string;
  /**
   * Files that lie beside those of events and hold none.
   * @default - there are none
   */
  readonly otherFiles?: RegExp;
  /** What an example of a match tells: fields by the keys of the JSON result. */
  readonly example: Readonly<Record<string, string>>;
  /** The keys of `example` that a line of text tells, in its order. */
  readonly exampleLine: readonly string[];
  /** Fields whose most frequent values tell why a rule is noisy. */
  readonly noisy: readonly string[];
  /** An ordinary event with invented values, which examples of what a rule matches are made from. */
  readonly sample: JsonObject;
}

export interface CallFields {
  /** The field of the service, such as `iam.amazonaws.com`. */
  readonly service: string;
  /** The field of the operation. */
  readonly name: string;
  /** What people leave out of a service's name. */
  readonly serviceSuffix: string;
}

/** The table that a rule of a log source reads. */
export function tableOf({ sentinel }: LogSource): SentinelTable {
  return sentinel.tables[0];
}
