import { auditWords } from "./auditors/words";
import type { Audited, AuditorCopy, CloudWatchOutput } from "./output";

/** The patterns, one a line, and the alarm's settings. */
export function cloudWatchText(output: CloudWatchOutput): string {
  const { metric, alarm } = output;
  return [
    ...filterLines(output),
    ...metricsOf(output).map((name) => `metric ${metric.namespace} ${name}`),
    `alarm ${JSON.stringify(alarm)}`,
    ...(output.audits ?? []).flatMap(auditLines),
  ].join("\n");
}

/** What is deployed beside the detection so that it passes an auditor's check. */
export function copiesOf({
  audits = [],
}: Pick<CloudWatchOutput, "audits">): readonly AuditorCopy[] {
  return audits.flatMap(({ copy }) => copy ?? []);
}

/** What passes an auditor's check; an auditor's copy whole. */
function auditLines({ copy, ...audit }: Audited): readonly string[] {
  const words = `# ${auditWords(audit)}`;
  if (copy === undefined) return [words];
  const { metric, alarm } = copy;
  return [
    words,
    ...copy.filters.map(({ pattern }) => pattern),
    `metric ${metric.namespace} ${metric.name}`,
    `alarm ${JSON.stringify(alarm)}`,
  ];
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
