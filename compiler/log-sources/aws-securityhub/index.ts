import { SECURITY_HUB } from "./fields";
import { SECURITY_HUB_TABLE } from "./sentinel-table";
import type { LogSource } from "../log-source";

/** Findings that Security Hub takes in, in AWS's format of findings (ASFF). */
export const AWS_SECURITYHUB: LogSource = {
  product: "aws",
  service: "securityhub",
  vendor: "AWS",
  fields: SECURITY_HUB,
  otherNames: { around: ["detail.findings", "findings"] },
  sentinel: { tables: [SECURITY_HUB_TABLE] },
  events: {
    called: "a finding of Security Hub",
    id: "Id",
    step: "UpdatedAt",
    time: "UpdatedAt",
    name: "GeneratorId",
    marks: { AwsAccountId: [], ProductArn: [], GeneratorId: [] },
    containers: ["Findings"],
    example: {
      Id: "Id",
      time: "UpdatedAt",
      generator: "GeneratorId",
      title: "Title",
      severity: "Severity.Label",
      account: "AwsAccountId",
    },
    exampleLine: ["time", "title", "severity", "account", "Id"],
    noisy: ["GeneratorId", "Title", "ProductName", "AwsAccountId", "Severity.Label"],
    sample: {
      SchemaVersion: "2018-10-08",
      Id: "arn:aws:securityhub:us-east-1:111122223333:subscription/example/finding/0001",
      ProductArn: "arn:aws:securityhub:us-east-1::product/aws/securityhub",
      ProductName: "Security Hub",
      CompanyName: "AWS",
      Region: "us-east-1",
      GeneratorId: "security-control/Example.1",
      AwsAccountId: "111122223333",
      Types: ["Software and Configuration Checks/Example"],
      CreatedAt: "2026-01-01T12:00:00.000Z",
      UpdatedAt: "2026-01-01T12:00:00.000Z",
      Severity: { Label: "HIGH", Normalized: 70 },
      FindingProviderFields: {
        Severity: { Label: "HIGH", Normalized: 70 },
        Types: ["Software and Configuration Checks/Example"],
      },
      Title: "An example of a finding",
      Description: "An example of a finding.",
      Resources: [
        {
          Type: "AwsS3Bucket",
          Id: "arn:aws:s3:::example",
          Partition: "aws",
          Region: "us-east-1",
        },
      ],
      Compliance: { Status: "FAILED", SecurityControlId: "Example.1" },
      WorkflowState: "NEW",
      Workflow: { Status: "NEW" },
      RecordState: "ACTIVE",
    },
  },
};
