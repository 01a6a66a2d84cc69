import { compile } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/core/diagnostic";
import type { JsonObject } from "../../compiler/core/json";
import { loadRules } from "../../compiler/rule-set/load-rules";
import type { Alarm } from "../../compiler/targets/cloudwatch/alarm";
import { describeDetection } from "../../compiler/targets/description";
import { alarmName } from "../../compiler/targets/names";

export interface Where {
  readonly logGroups: readonly string[];
  readonly namePrefix?: string;
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What rules must leave in AWS, as `inAws` names it: the compiler's own output, before any escaping, in the
 * API's words.
 */
export function expectedDeployment(
  files: readonly string[],
  { logGroups, namePrefix = "", placeholders = {} }: Where,
): Readonly<Record<string, JsonObject>> {
  const diagnostics = new Diagnostics();
  const rules = loadRules(files, diagnostics, { placeholders });
  if (diagnostics.hasErrors) throw new Error(diagnostics.all.map(({ message }) => message).join());
  return Object.fromEntries(
    rules.flatMap(({ detection }): readonly (readonly [string, JsonObject])[] => {
      const compiled = compile(detection, "cloudwatch");
      const { output } = compiled;
      if (compiled.verdict === "not-applicable") return [];
      const query = compile(detection, "logs-insights").output;
      if (!output || !query || !detection.id) throw new Error(`${detection.title} is refused`);
      const filters = logGroups.flatMap((logGroupName) =>
        output.filters.map(({ name, pattern, metric = output.metric.name }) => {
          const filter = {
            filterPattern: pattern,
            metricTransformations: [
              {
                metricName: namePrefix + metric,
                metricNamespace: "Detections",
                metricValue: "1",
                defaultValue: 0,
              },
            ],
          };
          return [`filter ${logGroupName} ${namePrefix}${name}`, filter] as const;
        }),
      );
      const alarm = alarmName(namePrefix + detection.title, detection.id);
      const queryName = namePrefix + query.name;
      const AlarmDescription = describeDetection(detection, compiled, queryName);
      return [
        ...filters,
        [
          `alarm ${alarm}`,
          { AlarmDescription, ...apiAlarm(output.alarm, output.metric.name, namePrefix) },
        ],
        [`query ${queryName}`, { queryString: query.query, logGroupNames: [...logGroups] }],
      ];
    }),
  );
}

function apiAlarm(alarm: Alarm, metric: string, namePrefix: string): JsonObject {
  const { periodSeconds: Period, metricQueries } = alarm;
  const counted = (name: string) => ({
    MetricName: namePrefix + name,
    Namespace: "Detections",
  });
  return {
    ComparisonOperator: alarm.comparisonOperator,
    Threshold: alarm.threshold,
    EvaluationPeriods: 1,
    TreatMissingData: alarm.treatMissingData,
    ...(metricQueries === undefined
      ? { ...counted(metric), Statistic: "Sum", Period }
      : {
          Metrics: sortedById(metricQueries).map((query) =>
            query.returnData
              ? { Id: query.id, Expression: query.expression, ReturnData: true }
              : {
                  Id: query.id,
                  MetricStat: { Metric: counted(query.metric.name), Period, Stat: "Sum" },
                  ReturnData: false,
                },
          ),
        }),
  };
}

/** As `inAws` sorts them. */
function sortedById<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
}
