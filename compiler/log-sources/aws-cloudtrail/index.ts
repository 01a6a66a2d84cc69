import type { LogSource } from "../log-source";
import { CATALOG } from "./api/catalog";
import { CLOUDTRAIL } from "./fields";
import { SAMPLE } from "./sample";
import { AWS_CLOUDTRAIL_TABLE } from "./sentinel-table";

export const AWS_CLOUDTRAIL: LogSource = {
  product: "aws",
  service: "cloudtrail",
  vendor: "AWS",
  fields: CLOUDTRAIL,
  sentinel: {
    tables: [AWS_CLOUDTRAIL_TABLE],
    usualDelay: {
      value: 15,
      unit: "minutes",
      source: "asserted: 5 to 15 minutes by way of S3 and SQS; AWS states about 5 on average to S3",
    },
  },
  cloudwatch: {
    writer: "a trail writes to its log group",
    isMain: true,
    shown: [
      "eventSource",
      "eventName",
      "userIdentity.type",
      "userIdentity.arn",
      "sourceIPAddress",
      "errorCode",
    ],
  },
  eventBus: {
    marks: { detailTypeEnd: " via CloudTrail", sourceStart: "aws." },
    event: "detail",
    readOnly: "readOnly",
    source:
      "EventBridge user guide, 'AWS service events delivered via AWS CloudTrail'; only AWS sends sources that begin so",
  },
  events: {
    called: "a CloudTrail event",
    id: "eventID",
    time: "eventTime",
    name: "eventName",
    anyText: "requestParameters.example",
    marks: { eventName: [], eventSource: [] },
    containers: ["Records"],
    // Proofs of integrity lie beside the log files.
    otherFiles: /(^|\/)CloudTrail-Digest\//,
    example: {
      eventID: "eventID",
      eventTime: "eventTime",
      eventSource: "eventSource",
      eventName: "eventName",
      arn: "userIdentity.arn",
      sourceIPAddress: "sourceIPAddress",
    },
    exampleLine: ["eventTime", "eventName", "arn", "sourceIPAddress", "eventID"],
    noisy: [
      "eventName",
      "userIdentity.arn",
      "userIdentity.invokedBy",
      "sourceIPAddress",
      "userAgent",
      "recipientAccountId",
      "awsRegion",
      "errorCode",
    ],
    sample: SAMPLE,
  },
  calls: {
    service: "eventSource",
    name: "eventName",
    serviceSuffix: ".amazonaws.com",
    catalog: CATALOG,
  },
};
