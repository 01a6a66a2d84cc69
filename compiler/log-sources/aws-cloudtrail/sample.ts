import type { JsonObject } from "../../core/json";

/**
 * A call by an IAM user, in the form of the user guide's examples, with what documentation keeps for
 * itself: account 111122223333, ids with EXAMPLE, an address of RFC 5737.
 */
export const SAMPLE: JsonObject = {
  eventVersion: "1.11",
  userIdentity: {
    type: "IAMUser",
    principalId: "AIDAEXAMPLE",
    arn: "arn:aws:iam::111122223333:user/example",
    accountId: "111122223333",
    accessKeyId: "AKIAEXAMPLE",
    userName: "example",
  },
  eventTime: "2026-01-01T12:00:00Z",
  eventSource: "example.amazonaws.com",
  eventName: "ExampleCall",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli/2.0",
  requestParameters: null,
  responseElements: null,
  requestID: "00000000-0000-4000-8000-000000000001",
  eventID: "00000000-0000-4000-8000-000000000002",
  readOnly: false,
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: "111122223333",
  eventCategory: "Management",
};
