import { readFileSync } from "node:fs";

import { AWS_CLOUDTRAIL_TABLE as TABLE } from "../../../../compiler/log-sources/aws-cloudtrail/sentinel-table";
import { columnNamed, columnOf } from "../../../../compiler/log-sources/sentinel-table";
import { describeWithShared, shared } from "../../../support/optional";

interface DocumentedColumn {
  readonly column: string;
  readonly type: string;
  readonly cloudtrailPath: string | null;
  readonly source: string;
  readonly constant?: string;
}

describeWithShared("the table", () => {
  const documented: readonly DocumentedColumn[] = JSON.parse(
    readFileSync(shared("sentinel/awscloudtrail.json"), "utf8"),
  );

  test("has the documented columns, types and constants", () => {
    expect(TABLE.columns.map(({ name, type }) => ({ name, type }))).toEqual(
      documented.map(({ column, type }) => ({ name: column, type })),
    );
    const constants = documented.filter(({ constant }) => constant !== undefined);
    expect(constants.length).toBeGreaterThan(0);
    for (const { column, constant } of constants) {
      expect(columnNamed(TABLE, column)?.holds).toEqual({ kind: "constant", value: constant });
    }
  });

  test("places every documented path in its column, but for the deprecated one", () => {
    const paths = documented.filter(
      ({ cloudtrailPath, source }) => cloudtrailPath !== null && !source.startsWith("deprecated"),
    );
    expect(
      paths.map(({ cloudtrailPath }) => columnOf(TABLE, cloudtrailPath ?? "")?.column),
    ).toEqual(paths.map(({ column }) => column));
  });
});

describe("the place of a path", () => {
  test.each([
    ["eventName", { column: "EventName", type: "string", as: "value", rest: [] }],
    ["requestID", { column: "AwsRequestId_", type: "string", as: "value", rest: [] }],
    [
      "userIdentity.sessionContext.attributes.mfaAuthenticated",
      { column: "SessionMfaAuthenticated", type: "bool", as: "value", rest: [] },
    ],
    ["requestParameters", { column: "RequestParameters", type: "string", as: "json", rest: [] }],
    [
      "responseElements.accessKey.userName",
      { column: "ResponseElements", type: "string", as: "json", rest: ["accessKey", "userName"] },
    ],
  ])("%s", (path, place) => {
    expect(columnOf(TABLE, path)).toEqual(place);
  });

  test.each([
    "userIdentity",
    "userIdentity.inScopeOf",
    "userIdentity.webIdFederationData.federatedProvider",
    "userIdentity.sessionContext.sourceIdentity",
    "eventName.x",
    "requestParametersX",
    "EventName",
    "constructor",
    "",
  ])("%p is nowhere", (path) => {
    expect(columnOf(TABLE, path)).toBeUndefined();
  });
});
