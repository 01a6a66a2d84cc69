import { durationInWords } from "../../compiler/rule/duration";
import { verdictSaid } from "../../compiler/targets/description";
import type { Declared } from "../declared";
import { METRIC_ALARM } from "../metrics";
import { attribute, FINE, found, unknown, type Policy } from "../policy";
import type { Resource } from "../resource";
import { blocksOf, memberOf, numberOf, textOf } from "../value";
import { NEAR_REAL_TIME, SCHEDULED, secondsOf } from "./sentinel";

/** Where what alerts is described. */
const DESCRIBED: Readonly<Record<string, string>> = {
  [METRIC_ALARM]: "alarm_description",
  aws_cloudwatch_event_rule: "description",
  [SCHEDULED]: "description",
  [NEAR_REAL_TIME]: "description",
};

const verdicts = {
  noun: "detection",
  types: Object.keys(DESCRIBED),
  only: "those whose description says a verdict of cdktf-detections",
  subjects: (declared: Declared) =>
    declared.of(...Object.keys(DESCRIBED)).filter((each) => verdictOf(each) !== undefined),
  source: "docs/architecture.md, The promise",
};

export const detectionPolicies: readonly Policy[] = [
  {
    ...verdicts,
    id: "verdict-wider",
    meaning: "A detection alerts on more than its rule says.",
    level: "warning",
    why: "Whoever is paged has to tell the rule's own alerts from the others. An exception with a reason accepts it.",
    judge: (each) =>
      verdictOf(each) === "wider"
        ? found("the description says `Verdict: wider`", DESCRIBED[each.type])
        : FINE,
    fix: "change what the description names as not applied, or accept it in an exception",
  },
  {
    ...verdicts,
    id: "verdict-as-written",
    meaning: "A detection is a query that nothing is proven about.",
    level: "off",
    why: "Its tests are its evidence. Off unless it is asked for.",
    judge: (each) =>
      verdictOf(each) === "as-written"
        ? found("the description says `Verdict: as written`", DESCRIBED[each.type])
        : FINE,
    fix: "write a `detection:` beside the query, or accept it in an exception",
  },
  {
    id: "detection-times-differ",
    meaning: "A detection that counts looks back less far on Sentinel than on CloudWatch.",
    level: "warning",
    why: "So many events in an hour are not so many in a quarter of one: the analytic rule misses what the alarm tells.",
    source:
      "CloudWatch API, PutMetricAlarm: Period; Microsoft Sentinel documentation, Query scheduling",
    noun: "alarm",
    types: [METRIC_ALARM, SCHEDULED],
    only: "alarms that count to more than one and are tagged with the id that an analytic rule bears as its name",
    subjects: (declared) =>
      declared
        .of(METRIC_ALARM)
        .filter((alarm) => counts(alarm) && twinsOf(alarm, declared).length > 0),
    judge: (alarm, declared) => {
      const period = numberOf(attribute(alarm, "period"));
      const runs = numberOf(attribute(alarm, "evaluation_periods")) ?? 1;
      if (period === undefined) return unknown("period");
      for (const twin of twinsOf(alarm, declared)) {
        const back = secondsOf(twin, "query_period");
        if (back === undefined) return unknown("query_period");
        if (back >= period * runs) continue;
        return found(
          `the alarm counts over ${durationInWords(period * runs)}, ${twin.address} over ${durationInWords(back)}`,
          "period",
        );
      }
      return FINE;
    },
    fix: "make the `query_period` of the analytic rule as long",
  },
];

function verdictOf(resource: Resource) {
  const value = attribute(resource, DESCRIBED[resource.type] ?? "");
  // Words beside an expression are known all the same.
  return verdictSaid(textOf(value) ?? (value.kind === "unknown" ? value.text : ""));
}

/** Whether one match is not enough. */
function counts(alarm: Resource): boolean {
  return (
    (numberOf(attribute(alarm, "threshold")) ?? 0) >= 1 &&
    blocksOf(attribute(alarm, "metric_query")).length === 0
  );
}

/** The analytic rules of the same detection. */
function twinsOf(alarm: Resource, declared: Declared): readonly Resource[] {
  const id = textOf(memberOf(attribute(alarm, "tags"), "detection:rule-id"));
  if (id === undefined) return [];
  return declared.of(SCHEDULED).filter((rule) => textOf(attribute(rule, "name")) === id);
}
