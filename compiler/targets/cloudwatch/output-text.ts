import type { CloudWatchOutput } from "./compile";

/** The patterns, one a line, and the alarm's settings. */
export function cloudWatchText({ filters, metric, alarm }: CloudWatchOutput): string {
  return [
    ...filters.map(({ pattern }) => pattern),
    `metric ${metric.namespace} ${metric.name}`,
    `alarm ${JSON.stringify(alarm)}`,
  ].join("\n");
}
