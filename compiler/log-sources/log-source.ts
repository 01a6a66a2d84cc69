import type { JsonObject } from "../core/json";
import type { Calls } from "./calls";
import type { CallPaths, FieldModel } from "./field";
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

export interface CallFields extends CallPaths {
  /** What people leave out of a service's name. */
  readonly serviceSuffix: string;
  /** Which calls there are. @default - not known */
  readonly catalog?: CallCatalog;
}

/** Where a call names what it acts on, and the computed column of Sentinel's table that holds it. */
export interface ActedOn {
  readonly path: string;
  readonly columnName: string;
}

/**
 * What a call is to those who choose what is recorded: one on the data of a resource, which is recorded
 * only where that is asked for; one that reads, which may be left out; one that may change something.
 */
export type CallKind = "data" | "read" | "write";

/** The calls that are known to be recorded; names compare in any case. Others may be recorded too. */
export interface CallCatalog {
  /** The names that a service's events bear; none where nothing is known of the service. */
  names(service: string): readonly string[];
  /** The services that record calls of that name. */
  servicesWith(name: string): readonly string[];
  /** What a call of that service, spelled as in `names`, is; undefined where it is not known. */
  kind(service: string, name: string): CallKind | undefined;
  /** The service that was meant by one that nothing is known of; `name`: a call of it. */
  nearestService(service: string, name?: string): string | undefined;
  /** The name that the events of an operation bear instead of its own. */
  trueName(service: string, operation: string): string | undefined;
  /** The name that was meant by one that the service, or no service, has. */
  nearestName(name: string, service?: string): string | undefined;
  /** What every one of the calls is known to act on, and names by one text or number. */
  actedOn(calls: Calls): readonly ActedOn[];
  /**
   * The path that was meant by one that none of the calls has, if it is known; undefined where some may
   * have it.
   */
  missingPath(path: string, calls: Calls): { readonly meant?: string } | undefined;
}

/** The table that a rule of a log source reads. */
export function tableOf({ sentinel }: LogSource): SentinelTable {
  return sentinel.tables[0];
}
