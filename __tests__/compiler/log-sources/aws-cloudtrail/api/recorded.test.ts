import { describeWithShared } from "../../../../support/optional";
import { recordedEvents } from "../../../../support/recorded";
import { findingsOf } from "./disagreements";

/** Where tests and samples that somebody edited say otherwise than the model, by the reason. */
const EXPLAINED: Readonly<Record<string, readonly RegExp[]>> = {
  "S3 wrote its address and headers as arrays of texts before 2020": [
    /^s3 \w+ requestParameters\.(host|acl|policy|versioning|x-amz-acl): string, one \(\["/,
  ],
  "numbers that a pipeline turned to text": [
    /^ec2 AuthorizeSecurityGroupIngress requestParameters\.ipPermissions\.items\.(fromPort|toPort): number, one \("/,
    /^ec2 RunInstances [\w.]+: number, one \("/,
    /^sts AssumeRole requestParameters\.durationSeconds: number, one \("/,
  ],
  "a policy that is written as an object where the call takes a text": [
    /^es CreateElasticsearchDomain requestParameters\.accessPolicies: string, one \(\{/,
    /^kms PutKeyPolicy requestParameters\.policy: string, one \(\{/,
    /^secretsmanager PutResourcePolicy requestParameters\.resourcePolicy: string, one \(\{/,
    /^sqs SetQueueAttributes requestParameters\.attributes\.Policy: string, one \(\{/,
  ],
  "what no such call writes": [
    /^bedrock ListGuardrails requestParameters\.maxResults: string, one \(1000\)/,
    /^ec2 RunInstances requestParameters\.instanceType: string, one \(\{"value"/,
    /^s3 PutBucketLogging requestParameters\.logging: string, one \(\[\{/,
    /^s3 PutBucketPolicy requestParameters\.bucketPolicy: object, one \("invalid-json-policy"\)/,
  ],
};

/** Captured from AWS, or printed in its guides. */
const TRUE_FILES = /^(stratus-red-team|traildiscover|awsdocs-)/;

describeWithShared("what the models of the calls tell of recorded events", () => {
  const found = recordedEvents().flatMap(({ place, event }) => {
    const findings = findingsOf(event);
    return findings === undefined ? [] : [{ isTrue: TRUE_FILES.test(place), ...findings }];
  });
  const captured = found.filter(({ isTrue }) => isTrue);

  test("nothing that AWS wrote says otherwise, and none of it is unknown", () => {
    expect(captured.length).toBeGreaterThan(600);
    expect(captured.reduce((sum, { agreeing }) => sum + agreeing, 0)).toBeGreaterThan(2000);
    expect(captured.flatMap(({ disagreeing }) => disagreeing)).toEqual([]);
    expect(captured.flatMap(({ unknown }) => unknown)).toEqual([]);
  });

  test("what somebody edited says otherwise for known reasons", () => {
    const all = found.flatMap(({ disagreeing }) => disagreeing);
    const reasons = Object.values(EXPLAINED).flat();
    expect(all.filter((each) => !reasons.some((reason) => reason.test(each)))).toEqual([]);
    expect(reasons.filter((reason) => !all.some((each) => reason.test(each)))).toEqual([]);
  });
});
