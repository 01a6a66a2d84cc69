import { member, type Json, type JsonObject } from "../core/json";
import type { Limit } from "../core/limit";
import type { Calls } from "./calls";
import type { CallPaths, FieldModel } from "./field";
import type { LogGroupFacts } from "./log-group-facts";
import type { OtherNames } from "./other-names";
import type { Marks, SentinelTable, Tables } from "./sentinel-table";

/** All that is known of one log source: nothing outside its folder knows it by name. */
export interface LogSource {
  /** Sigma's `logsource`: a rule's values must equal these. */
  readonly product: string;
  readonly service: string;
  /** Who writes its events: `AWS`. */
  readonly vendor: string;
  /**
   * Categories that rules may name beside.
   * @default - rules name none
   */
  readonly categories?: readonly string[];
  readonly fields: FieldModel;
  /**
   * What rules call its fields besides.
   * @default - their paths alone, spelled as events spell them
   */
  readonly otherNames?: OtherNames;
  /**
   * Texts of rules that never stand where they are looked for.
   * @default - none are known
   */
  readonly mistakes?: readonly Mistake[];
  /**
   * Fields whose text is one phrase, such as the name of an operation, and how phrases begin: no text has two
   * of them.
   * @default - none are known
   */
  readonly phrases?: { readonly paths: readonly string[]; readonly begin: RegExp };
  readonly sentinel:
    | TabledLogs
    | {
        readonly tables: readonly [];
        /** The nearest thing that works, in a sentence. */
        readonly nearest: string;
      };
  /**
   * How its raw events come to CloudWatch Logs.
   * @default - no service of AWS writes them there: somebody ships each as one event of JSON
   */
  readonly cloudwatch?: LogGroupFacts;
  /**
   * The log group that holds its raw events, where one is named for this log source.
   * @default - none is named
   */
  readonly logGroupName?: string;
  /**
   * Its events on the event bus of their account, each in an envelope.
   * @default - they do not come to a bus
   */
  readonly eventBus?: EventBusFacts;
  readonly events: EventFacts;
  /**
   * What names the call that an event records.
   * @default - its events are no calls of an API
   */
  readonly calls?: CallFields;
}

/** How events come to a bus of EventBridge. */
export interface EventBusFacts {
  /** What every envelope with an event of the log source has, and no other: ends and beginnings of its texts. */
  readonly marks: {
    readonly detailTypeEnd: string;
    readonly sourceStart: string;
  };
  /** Where the raw event is in its envelope. */
  readonly event: string;
  /** The field of the raw event that is `true` where a call reads only: those come to a rule that asks for them. */
  readonly readOnly: string;
  /** What these facts rest on. */
  readonly source: string;
}

/** A log source whose events lie in tables of Sentinel. */
export interface TabledLogs {
  readonly tables: Tables;
  /**
   * Those of them that a rule without a word on it reads, as if they were one.
   * @default - the first alone
   */
  readonly together?: Tables;
  /**
   * How long after an event its row is usually there, at the latest.
   * @default `USUAL_DELAY`
   */
  readonly usualDelay?: Limit;
}

/** A text that rules compare a field with and that no event has there. */
export interface Mistake {
  /** The fields, by their paths. @default - any */
  readonly paths?: readonly string[];
  /**
   * The texts, in any case, or their form; of a comparison with a part, the part; with wildcards as the rule
   * has them.
   */
  readonly texts: readonly string[] | RegExp;
  /** The comparisons that are a mistake. @default "equals" */
  readonly comparison?: Comparison | readonly Comparison[] | "any";
  /** Why it never is so, in a sentence behind a colon. */
  readonly why: string;
  /** What to write in its place, in a sentence. */
  readonly instead: string;
  /**
   * The text that was meant, where it takes the place of the other as it stands.
   * @default - more than the text has to change
   */
  readonly text?: string;
}

type Comparison = "equals" | "contains" | "startswith" | "endswith";

/** How raw events lie in files, and what of one is told to people. Fields are dotted paths. */
interface EventFacts {
  /** One event, in a sentence: `a CloudTrail event`. */
  readonly called: string;
  readonly id: string;
  /**
   * What tells apart the records of one id, where several have one.
   * @default - each has an id of its own
   */
  readonly step?: string;
  /** Its time, as ISO 8601 in UTC or as milliseconds since 1970. */
  readonly time: string;
  /** The field that nearly every rule names, and that tells most events apart. */
  readonly name: string;
  /**
   * A path at which any text may stand, where an example puts a text that is looked for in a whole event.
   * @default - that of `name`
   */
  readonly anyText?: string;
  /**
   * What tells its events from those of other log sources: the texts that each path has, or that it is
   * there (no texts). All must hold.
   */
  readonly marks: Marks;
  /**
   * The keys of a file's one object under one of which its events are.
   * @default - files hold events alone
   */
  readonly containers?: readonly string[];
  /**
   * Forms in which an API of the vendor's hands out its events.
   * @default - none but that of raw events
   */
  readonly forms?: readonly OtherForm[];
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

/** How an API has what a raw event records. */
export interface OtherForm {
  /** What tells it: members that are there. */
  readonly marks: readonly string[];
  /**
   * Where in the raw event all of it lies.
   * @default - its members lie in several places
   */
  readonly whole?: string;
  /** Members of the raw event that stand elsewhere here, by their paths. */
  readonly members: Readonly<Record<string, string>>;
  /** Where the form comes from. */
  readonly source: string;
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

/** Whether an event bears the marks of the log source's own. */
export function isEventOf(event: Json, { events: { marks } }: LogSource): boolean {
  return bearsMarks(event, marks);
}

/** Whether an event has such texts at these paths, or something where no texts are named. */
export function bearsMarks(event: Json, marks: Marks): boolean {
  return Object.entries(marks).every(([path, texts]) => {
    const found = path.split(".").reduce<Json | undefined>(member, event);
    if (found === undefined || found === null) return false;
    return texts.length === 0 || (typeof found === "string" && texts.includes(found));
  });
}

/** Whether some table of Sentinel holds its events. */
export function hasTable({ sentinel }: LogSource): boolean {
  return sentinel.tables.length > 0;
}

/** How long after an event its row is usually there, where nothing more is known of the log source. */
const USUAL_DELAY: Limit = {
  value: 15,
  unit: "minutes",
  source: "asserted: connectors ask every 5 to 10 minutes, and take a few to write",
};

/** How long after an event its row is usually there, at the latest. */
export function usualDelayOf({ sentinel }: LogSource): Limit {
  return ("nearest" in sentinel ? undefined : sentinel.usualDelay) ?? USUAL_DELAY;
}

/** The tables that a rule of a log source reads. Throws where there is none, as `hasTable` says. */
export function tablesOf({ product, service, sentinel }: LogSource): Tables {
  if ("nearest" in sentinel) throw new Error(`no table holds events of ${product}/${service}`);
  return sentinel.together ?? [sentinel.tables[0]];
}

/** The same of a log source that is read in one table: the first of them. */
export function tableOf(logSource: LogSource): SentinelTable {
  return tablesOf(logSource)[0];
}
