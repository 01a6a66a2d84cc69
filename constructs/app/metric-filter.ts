import type { CloudwatchLogMetricFilterConfig } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type { TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

import type { ResolvedRule } from "../../compiler/ir/rule";
import { withProvenance } from "./provenance";
import { aws } from "./providers";
import { terraformText } from "./terraform-text";

/** A metric filter on a log group, and the metric that it feeds. */
export interface FilterOf {
  readonly name: string;
  readonly pattern: string;
  readonly logGroupName: string;
  readonly metric: string;
  readonly namespace: string;
  readonly provider: TerraformProvider | undefined;
}

/** A metric filter that counts each event once, and says 0 where logs arrive and nothing matches. */
export function metricFilter(
  scope: Construct,
  id: string,
  detection: ResolvedRule,
  { name, pattern, logGroupName, metric, namespace, provider }: FilterOf,
): TerraformResource {
  const config: CloudwatchLogMetricFilterConfig = {
    ...(provider === undefined ? {} : { provider }),
    name: terraformText(name),
    logGroupName,
    pattern: terraformText(pattern),
    metricTransformation: {
      name: metric,
      namespace,
      value: "1",
      // Text, and so kept.
      defaultValue: "0",
    },
  };
  const { CloudwatchLogMetricFilter } = aws.metricFilter();
  return withProvenance(detection, new CloudwatchLogMetricFilter(scope, id, config));
}

/** Its metric by reference, so that an alarm is created after the filter and destroyed before it. */
export function metricOf(filter: TerraformResource) {
  const { terraformResourceType, friendlyUniqueId, fqn } = filter;
  // `fqn` is asked for, because from then on CDKTF refuses another logical id for the filter.
  void fqn;
  const metric = `${terraformResourceType}.${friendlyUniqueId}.metric_transformation[0]`;
  return { metricName: `\${${metric}.name}`, namespace: `\${${metric}.namespace}` };
}
