import { GUARDDUTY } from "./fields";
import { GUARDDUTY_TABLE } from "./sentinel-table";
import type { LogSource } from "../log-source";

/** Findings of GuardDuty, in the form of its export to S3, which is that of `detail` on an event bus. */
export const AWS_GUARDDUTY: LogSource = {
  product: "aws",
  service: "guardduty",
  vendor: "AWS",
  fields: GUARDDUTY,
  otherNames: {},
  sentinel: { tables: [GUARDDUTY_TABLE] },
  events: {
    called: "a finding of GuardDuty",
    id: "id",
    step: "updatedAt",
    time: "updatedAt",
    name: "type",
    marks: { "service.serviceName": ["guardduty"], type: [] },
    example: {
      id: "id",
      time: "updatedAt",
      type: "type",
      severity: "severity",
      accountId: "accountId",
      title: "title",
    },
    exampleLine: ["time", "type", "accountId", "title", "id"],
    noisy: ["type", "severity", "accountId", "region", "resource.resourceType"],
    sample: {
      schemaVersion: "2.0",
      accountId: "111122223333",
      region: "us-east-1",
      partition: "aws",
      id: "00000000000000000000000000000001",
      arn: "arn:aws:guardduty:us-east-1:111122223333:detector/0000/finding/0001",
      type: "Recon:IAMUser/Example",
      severity: 5,
      title: "An example of a finding.",
      description: "An example of a finding.",
      createdAt: "2026-01-01T12:00:00.000Z",
      updatedAt: "2026-01-01T12:00:00.000Z",
      resource: {
        resourceType: "AccessKey",
        accessKeyDetails: {
          accessKeyId: "AKIAIOSFODNN7EXAMPLE",
          principalId: "AIDAEXAMPLE",
          userName: "example",
          userType: "IAMUser",
        },
      },
      service: {
        serviceName: "guardduty",
        detectorId: "0000",
        archived: false,
        count: 1,
        resourceRole: "TARGET",
        eventFirstSeen: "2026-01-01T11:00:00.000Z",
        eventLastSeen: "2026-01-01T11:00:00.000Z",
        action: {
          actionType: "AWS_API_CALL",
          awsApiCallAction: {
            api: "ListExamples",
            serviceName: "example.amazonaws.com",
            callerType: "Remote IP",
            remoteIpDetails: { ipAddressV4: "198.51.100.7" },
          },
        },
      },
    },
  },
};
