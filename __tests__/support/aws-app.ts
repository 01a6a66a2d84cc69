import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, TerraformVariable, type AppConfig } from "cdktf";

/** A stack of the same resources as the product's, made by hand. */
export const STACK = "aws-detections";

export const DETECTIONS = [
  { name: "root-use", pattern: '{ ($.userIdentity.type = "Root") }' },
  // As Terraform must be given it, so that CloudWatch gets it with one dollar sign.
  { name: "template-text", pattern: '{ ($.requestParameters.x = "*$${a}%%{b}*") }' },
];

export function buildApp(config: AppConfig = {}): App {
  const app = new App(config);
  const stack = new TerraformStack(app, STACK);
  new AwsProvider(stack, "Provider", {});
  const logGroup = new TerraformVariable(stack, "log_group", { type: "string" });
  const topics = new TerraformVariable(stack, "topics", { type: "list(string)" });
  for (const { name, pattern } of DETECTIONS) {
    const filter = new CloudwatchLogMetricFilter(stack, `${name}-filter`, {
      name,
      pattern,
      logGroupName: logGroup.stringValue,
      metricTransformation: { name, namespace: "Detections", value: "1", defaultValue: "0" },
    });
    new CloudwatchMetricAlarm(stack, `${name}-alarm`, {
      alarmName: name,
      metricName: filter.metricTransformation.name,
      namespace: filter.metricTransformation.namespace,
      statistic: "Sum",
      period: 900,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: topics.listValue,
    });
  }
  new CloudwatchQueryDefinition(stack, "root-use-query", {
    name: "detections/root-use",
    logGroupNames: [logGroup.stringValue],
    queryString: 'fields @timestamp | filter userIdentity.type = "Root"',
  });
  return app;
}

if (require.main === module) buildApp().synth();
