import { readFileSync } from "node:fs";

import {
  eventNames,
  eventSources,
  hasEvent,
  isSource,
  possibleCalls,
  sourcesWith,
  trueName,
} from "../../../../../compiler/log-sources/aws-cloudtrail/api/calls";
import { CATALOG } from "../../../../../compiler/log-sources/aws-cloudtrail/api/catalog";
import {
  DATA_EVENTS,
  isDataEvent,
  isReadOnly,
} from "../../../../../compiler/log-sources/aws-cloudtrail/api/events";
import {
  nearestEvent,
  nearestPath,
  nearestSource,
} from "../../../../../compiler/log-sources/aws-cloudtrail/api/near";
import {
  modelledNames,
  sourceOf,
} from "../../../../../compiler/log-sources/aws-cloudtrail/api/source";
import { listed } from "../../../../../compiler/log-sources/calls";
import { describeWithShared, shared } from "../../../../support/optional";

describe("events that exist", () => {
  test.each([
    ["iam.amazonaws.com", "CreateUser", true],
    ["IAM.amazonaws.com", "createuser", true],
    ["iam.amazonaws.com", "PassRole", false],
    ["ec2.amazonaws.com", "ListBuckets", false],
    ["s3.amazonaws.com", "ListBuckets", true],
    ["s3.amazonaws.com", "PutReplicationConfiguration", false],
    ["lambda.amazonaws.com", "UpdateFunctionCode", false],
    ["lambda.amazonaws.com", "UpdateFunctionCode20150331v2", true],
    ["signin.amazonaws.com", "ConsoleLogin", true],
    ["sso.amazonaws.com", "CreateToken", true],
    ["constructor", "toString", false],
  ])("%s %s: %s", (source, name, exists) => {
    expect(hasEvent(source, name)).toBe(exists);
  });

  test("sources that write events", () => {
    expect(isSource("monitoring.amazonaws.com")).toBe(true);
    expect(isSource("ses.amazonaws.com")).toBe(true);
    expect(isSource("s3express.amazonaws.com")).toBe(true);
    expect(isSource("snapshot.amazonaws.com")).toBe(false);
    expect(sourcesWith("ListBuckets")).toEqual(["s3.amazonaws.com", "s3express.amazonaws.com"]);
  });

  test("the true name of an operation whose events bear another", () => {
    expect(trueName("lambda.amazonaws.com", "updatefunctioncode")).toBe(
      "UpdateFunctionCode20150331v2",
    );
    expect(trueName("cloudfront.amazonaws.com", "CreateDistribution")).toBe(
      "CreateDistribution2020_05_31",
    );
    expect(trueName("s3.amazonaws.com", "PutBucketLifecycleConfiguration")).toBe(
      "PutBucketLifecycle",
    );
    expect(trueName("iam.amazonaws.com", "CreateUser")).toBeUndefined();
  });

  test("the nearest of what exists", () => {
    expect(nearestEvent("CreateAccesKey", "iam.amazonaws.com")).toBe("CreateAccessKey");
    expect(nearestEvent("CreateAccesKey")).toBe("CreateAccessKey");
    expect(nearestEvent("StopLoging")).toBe("StopLogging");
    expect(nearestEvent("PassRole", "iam.amazonaws.com")).toBeUndefined();
    expect(nearestSource("cloudwatch.amazonaws.com", "PutMetricAlarm")).toBe(
      "monitoring.amazonaws.com",
    );
    expect(nearestSource("guarduty.amazonaws.com")).toBe("guardduty.amazonaws.com");
    const calls = possibleCalls([
      { service: listed(["iam.amazonaws.com"]), name: listed(["createuser"]) },
    ])!;
    expect(nearestPath("requestParameters.username", calls)).toBe("requestParameters.userName");
    expect(nearestPath("requestParameters.tags.kye", calls)).toBe("requestParameters.tags.key");
    expect(nearestPath("requestParameters.nothing.like.it", calls)).toBeUndefined();
  });

  test("which only read, and which need a trail that records data events", () => {
    expect(
      ["GetObject", "DescribeInstances", "AssumeRole", "Decrypt"].filter(isReadOnly),
    ).toHaveLength(4);
    expect(["GetSessionToken", "CreateUser", "Listen", "Getaway"].filter(isReadOnly)).toEqual([]);
    expect(isDataEvent("s3.amazonaws.com", "GetObject")).toBe(true);
    expect(isDataEvent("s3.amazonaws.com", "PutBucketPolicy")).toBe(false);
    expect(CATALOG.kind("s3.amazonaws.com", "GetObject")).toBe("data");
    expect(CATALOG.kind("iam.amazonaws.com", "ListUsers")).toBe("read");
    expect(CATALOG.kind("iam.amazonaws.com", "CreateUser")).toBe("write");
    expect(CATALOG.kind("iam.amazonaws.com", "PassRole")).toBeUndefined();
  });

  test("calls on data are events that are known", () => {
    const strange = Object.entries(DATA_EVENTS).flatMap(([stem, rows]) =>
      rows.flatMap(([, names]) =>
        names.split(" ").filter((name) => !hasEvent(`${stem}.amazonaws.com`, name)),
      ),
    );
    expect(strange).toEqual([]);
  });
});

test("every call of every source is told in the notation", () => {
  const broken = eventSources().flatMap((source) =>
    modelledNames(source)
      .split(" ")
      .filter(Boolean)
      .flatMap((name) => {
        const forms = sourceOf(source)?.forms(name) ?? [];
        return forms.length > 0 ? [] : [`${source} ${name}`];
      }),
  );
  expect(broken).toEqual([]);
});

describeWithShared("events that others describe", () => {
  test("all exist here, by their own name or as the operation", () => {
    const pairs: readonly (readonly [string, string])[] = JSON.parse(
      readFileSync(shared("aws/traildiscover-names.json"), "utf8"),
    );
    const missing = pairs.filter(
      ([source, name]) =>
        !eventNames(source).includes(name) && trueName(source, name) === undefined,
    );
    expect(missing).toEqual([]);
  });
});
