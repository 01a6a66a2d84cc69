import { parse } from "yaml";

import { compile } from "../../../compiler/compile";
import { detectionOf } from "../detections";

const ruleOf = (selection: string, keys: Readonly<Record<string, unknown>> = {}) => {
  const a = parse(`{ ${selection} }`) as unknown;
  return detectionOf({ detection: { a, condition: "a" }, ...keys });
};

const detailsOf = (selection: string, keys?: Readonly<Record<string, unknown>>) =>
  compile(ruleOf(selection, keys), "sentinel").output?.customDetails;

test.each([
  ["eventSource: iam.amazonaws.com, eventName: CreateAccessKey", ["TargetUser"]],
  [
    "eventSource: iam.amazonaws.com, eventName: [AttachUserPolicy, DetachUserPolicy]",
    ["TargetUser", "TargetPolicy"],
  ],
  // What only some of the calls have is not told.
  [
    "eventSource: iam.amazonaws.com, eventName: [AttachUserPolicy, AttachRolePolicy]",
    ["TargetPolicy"],
  ],
  ["eventName: StopLogging", ["TargetName"]],
  ["eventSource: s3.amazonaws.com, eventName: PutBucketPolicy", ["TargetBucket"]],
  ["eventSource: iam.amazonaws.com", []],
  ["eventSource: iam.amazonaws.com, eventName: PassRole", []],
  ["userIdentity.type: Root", []],
])("an alert of %s tells %j", (selection, columns) => {
  expect(Object.keys(detailsOf(selection) ?? {})).toEqual(columns);
});

test("the query has the columns, and the saved query the fields", () => {
  const rule = ruleOf("eventSource: iam.amazonaws.com, eventName: CreateAccessKey");
  expect(compile(rule, "sentinel").output?.query).toContain(
    "TargetUser = tostring(parse_json(RequestParameters).userName)",
  );
  expect(compile(rule, "logs-insights").output?.query.split("\n")[0]).toContain(
    ", errorCode, requestParameters.userName, @message",
  );
});

test("a rule that says what its alerts tell is left alone", () => {
  const selection = "eventSource: iam.amazonaws.com, eventName: CreateAccessKey";
  expect(detailsOf(selection, { customDetails: { Region: "AWSRegion" } })).toEqual({
    Region: "AWSRegion",
  });
  expect(detailsOf(selection, { customDetails: { Whom: "TargetUser" } })).toEqual({
    Whom: "TargetUser",
  });
});
