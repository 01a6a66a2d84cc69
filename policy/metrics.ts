import { oncePer } from "../compiler/core/once-per";
import type { Declared } from "./declared";
import { attribute } from "./policy";
import type { Resource } from "./resource";
import { blocksOf, memberOf, textOf, unknownsIn, type Value } from "./value";

export const METRIC_ALARM = "aws_cloudwatch_metric_alarm";
export const METRIC_FILTER = "aws_cloudwatch_log_metric_filter";

/** A metric by its two names, each as far as it is known. */
interface Metric {
  readonly of: Resource;
  readonly name: Value;
  readonly namespace: Value;
}

/** The metrics that a filter writes. */
export function metricsWritten(filter: Resource): readonly Metric[] {
  return blocksOf(attribute(filter, "metric_transformation")).map((each) => ({
    of: filter,
    name: memberOf(each, "name"),
    namespace: memberOf(each, "namespace"),
  }));
}

/** The metrics that an alarm reads: its own, or those of its metric math. */
export function metricsRead(alarm: Resource): readonly Metric[] {
  const queries = blocksOf(attribute(alarm, "metric_query"));
  const single = {
    of: alarm,
    name: attribute(alarm, "metric_name"),
    namespace: attribute(alarm, "namespace"),
  };
  const queried = queries.flatMap((query) =>
    blocksOf(memberOf(query, "metric")).map((metric) => ({
      of: alarm,
      name: query.kind === "unknown" ? query : memberOf(metric, "metric_name"),
      namespace: query.kind === "unknown" ? query : memberOf(metric, "namespace"),
    })),
  );
  const unread = queries.filter(
    (query) => query.kind === "unknown" || isSearch(memberOf(query, "expression")),
  );
  const anything: Value = { kind: "unknown", text: "", references: [] };
  return [
    ...(textOf(single.name) === undefined && single.name.kind === "literal" ? [] : [single]),
    ...queried,
    ...unread.map(() => ({ of: alarm, name: anything, namespace: anything })),
  ];
}

/** Expressions that choose their metrics when they run (CloudWatch guide, search expressions and Metrics Insights). */
function isSearch(expression: Value): boolean {
  return (
    expression.kind === "unknown" || /\b(?:SEARCH\s*\(|SELECT\s)/i.test(textOf(expression) ?? "")
  );
}

type Answer = "yes" | "no" | "unknown";

/** Whether an alarm's metric is the one that a filter writes. */
function isSameMetric(read: Metric, written: Metric): Answer {
  const places = new Set([read.of.place, written.of.place]);
  if (places.size > 1 && !places.has("")) return "no";
  const answers = [isSame(read, written, "name"), isSame(read, written, "namespace")];
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

function isSame(read: Metric, written: Metric, key: "name" | "namespace"): Answer {
  const [one, other] = [read[key], written[key]];
  if (one.kind === "literal" && other.kind === "literal") {
    return textOf(one) === textOf(other) ? "yes" : "no";
  }
  const { module, local } = written.of;
  const inOneModule = read.of.module === module;
  const speaksOf = unknownsIn(one).some(({ references }) => references.includes(local));
  const [a] = unknownsIn(one);
  const [b] = unknownsIn(other);
  const sameText = a !== undefined && a.text !== "" && a.text === b?.text;
  return inOneModule && (speaksOf || sameText) ? "yes" : "unknown";
}

/** Metrics, so that one among thousands is found by its names. */
interface MetricIndex {
  readonly all: readonly Metric[];
  /** Whose names are known: where it is, and both. */
  readonly known: ReadonlySet<string>;
  /** Those of which a name is not. */
  readonly others: readonly Metric[];
}

function indexOf(all: readonly Metric[]): MetricIndex {
  const isKnown = ({ name, namespace }: Metric) =>
    name.kind === "literal" && namespace.kind === "literal";
  const known = all.filter(isKnown);
  return {
    all,
    known: new Set(known.flatMap((each) => [keyAt(each.of.place, each), keyAt(ANYWHERE, each)])),
    others: all.filter((each) => !isKnown(each)),
  };
}

const ANYWHERE = "*";

/** Both names of a metric, and where it is: an alarm sees those of its own account and Region. */
function keyAt(place: string, { name, namespace }: Metric): string {
  return [place, textOf(namespace), textOf(name)].join("\u0000");
}

/** The metrics that filters write. */
const writtenIn = oncePer((declared: Declared) =>
  indexOf(declared.of(METRIC_FILTER).flatMap(metricsWritten)),
);

/** The metrics that alarms read. */
const readIn = oncePer((declared: Declared) =>
  indexOf(declared.of(METRIC_ALARM).flatMap(metricsRead)),
);

/** The namespaces that filters write to, as far as they are known, each once. */
export const namespacesIn = oncePer((declared: Declared): readonly string[] => [
  ...new Set(writtenIn(declared).all.flatMap(({ namespace }) => textOf(namespace) ?? [])),
]);

/** The names of the metrics that filters write, in one text each. */
export const namesIn = oncePer((declared: Declared): readonly string[] =>
  writtenIn(declared).all.map((each) => [textOf(each.namespace), textOf(each.name)].join(" ")),
);

/** Whether a filter writes the metric that an alarm reads. */
export function isWritten(read: Metric, declared: Declared): Answer {
  const isSame = (written: Metric) => isSameMetric(read, written);
  return isAmong(read, writtenIn(declared), isSame);
}

/** Whether an alarm reads the metric that a filter writes. */
export function isRead(written: Metric, declared: Declared): Answer {
  const isSame = (read: Metric) => isSameMetric(read, written);
  return isAmong(written, readIn(declared), isSame);
}

function isAmong(
  metric: Metric,
  { all, known, others }: MetricIndex,
  isSame: (other: Metric) => Answer,
): Answer {
  const { name, namespace, of } = metric;
  if (name.kind !== "literal" || namespace.kind !== "literal") return anyOf(all.map(isSame));
  // One whose place is not told may be anywhere.
  const places = of.place === "" ? [ANYWHERE] : [of.place, ""];
  if (places.some((place) => known.has(keyAt(place, metric)))) return "yes";
  return anyOf(others.map(isSame));
}

/** Whether it is so for one of many. */
export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

/** The alarms that a filter which is declared feeds. */
export const fedAlarms = oncePer((declared: Declared): readonly Resource[] =>
  declared
    .of(METRIC_ALARM)
    .filter(
      (alarm) => anyOf(metricsRead(alarm).map((each) => isWritten(each, declared))) === "yes",
    ),
);
