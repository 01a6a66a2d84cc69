import type { PlannedChange } from "./deployment";
import { PACK } from "./pack-stack";
import {
  calls,
  callsOfTwoFilters,
  packFile,
  packId,
  type PackFile,
  type RuleText,
} from "./rule-pack";

/** The construct path of a resource of a rule. */
function of(number: number, resource: string): string {
  return `detections/${packId(number)}/CloudWatch/${resource}`;
}

/** The name of a rule's filter in both log groups. */
function filters(number: number, part = ""): readonly string[] {
  return PACK.logGroups.map((group) => `filter ${group} acme/${packId(number)}${part}`);
}

/** The name of a rule's alarm. */
export function alarm(number: number): string {
  return `alarm acme/Rule ${number} of the pack ${packId(number).slice(0, 8)}`;
}

const query = (number: number) => `query acme/detections/${packId(number)}`;

const CREATE: PlannedChange = { actions: ["create"], attributes: [] };
const DELETE: PlannedChange = { actions: ["delete"], attributes: [] };
const update = (...attributes: readonly string[]): PlannedChange => ({
  actions: ["update"],
  attributes,
});

/** What an alarm compares: one metric, or an expression over it. */
const MEASURE = ["metric_name", "metric_query", "namespace", "period", "statistic"];

export interface Change {
  /** What somebody does to the rules. */
  readonly what: string;
  readonly edit: (files: readonly PackFile[]) => readonly PackFile[];
  /** By construct path. */
  readonly planned: Readonly<Record<string, PlannedChange>>;
  /** What the API then has, has otherwise, and has no more, by kind and name. */
  readonly added?: readonly string[];
  readonly changed?: readonly string[];
  readonly removed?: readonly string[];
}

/** Puts keys in place of those of one rule. */
function edited(files: readonly PackFile[], number: number, keys: RuleText): readonly PackFile[] {
  return files.map((file) =>
    file.rule["id"] === packId(number) ? { ...file, rule: { ...file.rule, ...keys } } : file,
  );
}

/** Each of rules of its own, so that all can be applied at once. */
export const CHANGES: readonly Change[] = [
  {
    what: "a new title replaces one alarm",
    edit: (files) => edited(files, 12, { title: "Another title" }),
    planned: { [of(12, "Alarm")]: { actions: ["delete", "create"], attributes: ["alarm_name"] } },
    added: ["alarm acme/Another title d37ec712"],
    removed: [alarm(12)],
  },
  {
    what: "other conditions change filters, queries and alarm texts in place, as far as they differ",
    edit: (files) => {
      const changed = edited(files, 18, { detection: calls("AnotherCall") });
      // Too many calls for one filter, few enough for one, nothing more that a filter has to leave out.
      const grown = edited(changed, 19, { detection: calls(...callsOfTwoFilters(19)) });
      const shrunk = edited(grown, 13, { detection: calls("Call13") });
      return edited(shrunk, 3, { detection: calls("Call3") });
    },
    planned: {
      [of(18, "Filter")]: update("pattern"),
      [of(18, "Filter-second")]: update("pattern"),
      [of(18, "Query")]: update("query_string"),
      [of(19, "Filter")]: update("pattern"),
      [of(19, "Filter-second")]: update("pattern"),
      [of(19, "Filter2")]: CREATE,
      [of(19, "Filter2-second")]: CREATE,
      [of(19, "Query")]: update("query_string"),
      [of(13, "Filter")]: update("pattern"),
      [of(13, "Filter-second")]: update("pattern"),
      [of(13, "Filter2")]: DELETE,
      [of(13, "Filter2-second")]: DELETE,
      [of(13, "Query")]: update("query_string"),
      [of(3, "Alarm")]: update("alarm_description"),
      [of(3, "Query")]: update("query_string"),
    },
    added: filters(19, "-2"),
    changed: [
      ...[13, 18, 19].flatMap((number) => [...filters(number), query(number)]),
      alarm(3),
      query(3),
    ],
    removed: filters(13, "-2"),
  },
  {
    what: "other triggers and another level change alarms alone, in place",
    edit: (files) => {
      const plain = edited(files, 2, { triggerOperator: "gt", triggerThreshold: 0 });
      const exact = edited(plain, 6, { triggerOperator: "eq", triggerThreshold: 3 });
      const { correlation } = packFile(5).rule;
      const more = { ...Object(correlation), condition: { gte: 6 } };
      const counted = edited(exact, 5, { correlation: more });
      const longer = { ...Object(packFile(21).rule["correlation"]), timespan: "20m" };
      return edited(edited(counted, 21, { correlation: longer }), 11, { level: "critical" });
    },
    planned: {
      [of(2, "Alarm")]: update(...MEASURE),
      [of(6, "Alarm")]: update(...MEASURE),
      [of(5, "Alarm")]: update("threshold"),
      [of(21, "Alarm")]: update("alarm_description", "metric_query"),
      [of(11, "Alarm")]: update("alarm_actions", "ok_actions", "tags", "tags_all"),
    },
    changed: [alarm(2), alarm(21), alarm(5), alarm(6), alarm(11)],
  },
  {
    what: "a rule that is removed takes exactly its resources along, one that is added brings its own",
    edit: (files) => [...files.filter(({ rule }) => rule["id"] !== packId(25)), packFile(66)],
    planned: {
      [of(25, "Filter")]: DELETE,
      [of(25, "Filter-second")]: DELETE,
      [of(25, "Filter2")]: DELETE,
      [of(25, "Filter2-second")]: DELETE,
      [of(25, "Alarm")]: DELETE,
      [of(25, "Query")]: DELETE,
      [of(66, "Filter")]: CREATE,
      [of(66, "Filter-second")]: CREATE,
      [of(66, "Alarm")]: CREATE,
      [of(66, "Query")]: CREATE,
    },
    added: [...filters(66), alarm(66), query(66)],
    removed: [...filters(25), ...filters(25, "-2"), alarm(25), query(25)],
  },
];
