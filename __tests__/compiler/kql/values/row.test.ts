import fc from "fast-check";

import type { Json, JsonObject } from "../../../../compiler/core/json";
import { compactJson } from "../../../../compiler/kql/values/compact-json";
import { AWS_CLOUDTRAIL_TABLE } from "../../../../compiler/log-sources/aws-cloudtrail/sentinel-table";
import { cloudtrailRow } from "../../../support/cloudtrail";

const EVENT: JsonObject = {
  eventTime: "2026-03-01T10:00:00Z",
  eventName: "CreateAccessKey",
  eventSource: "iam.amazonaws.com",
  readOnly: false,
  managementEvent: "true",
  errorCode: null,
  userIdentity: {
    userName: "mallory",
    sessionContext: { attributes: { mfaAuthenticated: "false" } },
  },
  requestParameters: { userName: "alice", list: [1, { a: null }] },
  responseElements: null,
  resources: [{ ARN: "arn:aws:iam::1:user/alice" }],
};

describe("the row that the connector writes", () => {
  const row = cloudtrailRow(EVENT);

  test("has every column of the table", () => {
    expect(Object.keys(row)).toEqual(AWS_CLOUDTRAIL_TABLE.columns.map(({ name }) => name));
  });

  test("takes values from their paths", () => {
    expect(row).toMatchObject({
      TimeGenerated: "2026-03-01T10:00:00Z",
      EventName: "CreateAccessKey",
      UserIdentityUserName: "mallory",
      ReadOnly: false,
      ManagementEvent: true,
      SessionMfaAuthenticated: false,
    });
  });

  test("has compact JSON text for objects and arrays", () => {
    expect(row).toMatchObject({
      RequestParameters: '{"userName":"alice","list":[1,{"a":null}]}',
      Resources: '[{"ARN":"arn:aws:iam::1:user/alice"}]',
    });
  });

  test("has the empty string, or null, for what is missing or null", () => {
    expect(row).toMatchObject({ ErrorCode: "", ResponseElements: "", AdditionalEventData: "" });
    expect(cloudtrailRow({})).toMatchObject({
      EventName: "",
      SessionMfaAuthenticated: null,
      SessionCreationDate: null,
      _BilledSize: null,
      TenantId: "",
    });
  });

  test("has the constants of the connector", () => {
    expect(row).toMatchObject({
      OperationName: "CloudTrail",
      Type: "AWSCloudTrail",
      SourceSystem: "AWS",
    });
  });

  test.each([[1], ["True"], ["yes"], [{}]])("has no bool of %p", (readOnly) => {
    expect(cloudtrailRow({ readOnly })["ReadOnly"]).toBeNull();
  });

  test("sees own properties only", () => {
    const inherited: JsonObject = Object.create({ eventName: "Inherited" });
    expect(cloudtrailRow(inherited)["EventName"]).toBe("");
  });
});

describe("compact JSON text", () => {
  test("is what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: Json = JSON.parse(text);
        expect(compactJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test("is written at any depth", () => {
    let value: Json = 1;
    for (let depth = 0; depth < 100_000; depth++) value = depth % 2 === 0 ? [value] : { a: value };
    expect(compactJson(value).length).toBeGreaterThan(100_000);
  });
});
