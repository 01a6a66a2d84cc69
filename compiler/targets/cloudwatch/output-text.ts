import type { CloudWatchOutput } from "./compile";

/** The patterns, one a line, and the alarm's settings. */
export function cloudWatchText(output: CloudWatchOutput): string {
  const { metric, alarm } = output;
  return [
    ...filterLines(output),
    ...metricsOf(output).map((name) => `metric ${metric.namespace} ${name}`),
    `alarm ${JSON.stringify(alarm)}`,
  ].join("\n");
}

/** The patterns, one a line; where they feed several metrics, behind the name of each. */
export function filterLines({ filters }: CloudWatchOutput): readonly string[] {
  return filters.map(({ pattern, metric }) =>
    metric === undefined ? pattern : `${metric} ${pattern}`,
  );
}

/** The names of the metrics that the filters feed, each once. */
export function metricsOf({ filters, metric }: CloudWatchOutput): readonly string[] {
  return [...new Set(filters.map((filter) => filter.metric ?? metric.name))];
}
