import { foldCase } from "../../../../../compiler/core/fold-case";
import {
  callsWith,
  membersOf,
} from "../../../../../compiler/log-sources/aws-cloudtrail/api/by-call";
import { possibleCalls } from "../../../../../compiler/log-sources/aws-cloudtrail/api/calls";
import { CLOUDTRAIL } from "../../../../../compiler/log-sources/aws-cloudtrail/fields";
import { ANY_CALL, listed, type CallChoice } from "../../../../../compiler/log-sources/calls";

const choice = (service: string | undefined, ...names: readonly string[]): CallChoice => ({
  ...(service !== undefined && { service: listed([`${service}.amazonaws.com`]) }),
  ...(names.length > 0 && { name: listed(names.map(foldCase)) }),
});

/** `type many` at a path, given the calls. */
const at = (path: string, ...choices: readonly CallChoice[]): string => {
  const { type, many } = CLOUDTRAIL.byCall!.given(choices).field(path);
  return `${type} ${many}`;
};

describe("a path, given the call", () => {
  test.each([
    ["requestParameters.operations", "kms", "CreateGrant", "string many"],
    ["requestParameters.grantee", "kms", "CreateGrant", "unknown either"],
    ["requestParameters.constraints", "kms", "CreateGrant", "object one"],
    [
      "requestParameters.constraints.encryptionContextSubset.any",
      "kms",
      "CreateGrant",
      "string one",
    ],
    ["requestParameters.userAttributes", "cognito-idp", "AdminCreateUser", "object many"],
    ["requestParameters.userAttributes.name", "cognito-idp", "AdminCreateUser", "string one"],
    ["requestParameters.enable", "guardduty", "UpdateDetector", "boolean one"],
    ["responseElements.publiclyAccessible", "rds", "ModifyDBInstance", "boolean one"],
    ["requestParameters.functionName", "lambda", "UpdateFunctionCode20150331v2", "string one"],
    ["requestParameters.ipPermissions", "ec2", "AuthorizeSecurityGroupIngress", "object one"],
    [
      "requestParameters.ipPermissions.items",
      "ec2",
      "AuthorizeSecurityGroupIngress",
      "object many",
    ],
    [
      "requestParameters.ipPermissions.items.ipv6Ranges.items.cidrIpv6",
      "ec2",
      "AuthorizeSecurityGroupIngress",
      "string one",
    ],
    // An array within an array, for which no target has a form.
    ["responseElements.routeMatrix.distance", "geo", "CalculateRouteMatrix", "unknown either"],
    ["requestParameters.someSet.items", "ec2", "RunInstances", "unknown many"],
    [
      "requestParameters.CreateFlowLogsRequest.ResourceId",
      "ec2",
      "CreateFlowLogs",
      "object either",
    ],
    [
      "requestParameters.AccessControlPolicy.AccessControlList.Grant",
      "s3",
      "PutBucketAcl",
      "object either",
    ],
    [
      "requestParameters.AccessControlPolicy.AccessControlList.Grant.Grantee.URI",
      "s3",
      "PutBucketAcl",
      "scalar one",
    ],
    ["requestParameters.bucketPolicy.Statement.Action", "s3", "PutBucketPolicy", "string either"],
    [
      "requestParameters.PublicAccessBlockConfiguration.BlockPublicAcls",
      "s3",
      "PutBucketPublicAccessBlock",
      "boolean one",
    ],
    ["requestParameters.parameters", "ssm", "SendCommand", "string one"],
    ["responseElements.message", "guardduty", "UpdateDetector", "string one"],
    ["requestParameters.filter.not.dimensions.values", "ce", "GetCostAndUsage", "string many"],
    ["requestParameters.Filter.Not.Or.Dimensions.Values", "ce", "GetCostAndUsage", "string many"],
  ])("%s of %s %s is %s", (path, service, name, expected) => {
    expect(at(path, choice(service, name))).toBe(expected);
  });

  test("says what it rests on", () => {
    const { field } = CLOUDTRAIL.byCall!.given([choice("kms", "CreateGrant")]);
    expect(field("requestParameters.operations")).toMatchObject({ ground: "documented" });
    expect(field("requestParameters.grantee")).toMatchObject({ ground: "none" });
    // Our own rows stand.
    expect(field("userIdentity.type")).toMatchObject({ ground: "asserted" });
  });

  test("names compare in any case, and a source without a call stands for all its calls", () => {
    expect(at("requestParameters.userName", choice("iam", "CREATEUSER"))).toBe("string one");
    expect(at("requestParameters.groupId", choice("ec2"))).toBe("string one");
    expect(at("requestParameters.userName", choice("iam"))).toBe("string one");
  });

  test("a call without a source stands for every service that has it", () => {
    expect(at("requestParameters.roleName", choice(undefined, "AttachRolePolicy"))).toBe(
      "string one",
    );
    // IAM Identity Center's directory writes it too, and nobody documents what.
    expect(at("requestParameters.userName", choice(undefined, "CreateUser"))).toBe(
      "unknown either",
    );
  });

  test("several calls: the same if they say the same, else what may be found", () => {
    const tags = (...choices: readonly CallChoice[]) => at("requestParameters.tags", ...choices);
    expect(tags(choice("iam", "CreateUser", "CreateRole"))).toBe("object many");
    expect(tags(choice("logs", "CreateLogGroup"))).toBe("object one");
    expect(tags(choice("logs", "CreateLogGroup"), choice("iam", "CreateUser"))).toBe(
      "object either",
    );
    const version = (...choices: readonly CallChoice[]) =>
      at("responseElements.version", ...choices);
    expect(version(choice("ssm", "PutParameter"))).toBe("number one");
    expect(version(choice("ssm", "PutParameter"), choice("lambda", "CreateFunction20150331"))).toBe(
      "scalar one",
    );
  });

  test("what only some of the calls have is what they have", () => {
    expect(at("requestParameters.policyArn", choice("iam", "AttachUserPolicy", "CreateUser"))).toBe(
      "string one",
    );
  });

  test("a call that no model has leaves all unknown, but for a name that no event bears", () => {
    expect(at("requestParameters.userName", choice("iam", "CreateUser", "PassRole"))).toBe(
      "unknown either",
    );
    expect(
      at(
        "requestParameters.functionName",
        choice("lambda", "UpdateFunctionCode", "UpdateFunctionCode20150331v2"),
      ),
    ).toBe("string one");
  });

  test("names by a pattern", () => {
    const starting = (text: string) => ({
      name: { kind: "fitting" as const, key: text, fits: (name: string) => name.startsWith(text) },
    });
    expect(at("requestParameters.roleName", { ...choice("iam"), ...starting("attachrole") })).toBe(
      "string one",
    );
  });

  test("without a call the rows of recorded events answer, and where a model has no such member", () => {
    const { field } = CLOUDTRAIL.byCall!.given(ANY_CALL);
    expect(field("requestParameters.filters.values")).toEqual(
      CLOUDTRAIL.field("requestParameters.filters.values"),
    );
    expect(at("requestParameters.vpcSet.item", choice("kms", "CreateKey"))).toBe("object many");
  });
});

test("which of the calls have a member, and which names there are", () => {
  const calls = possibleCalls([choice("iam", "CreateUser", "AttachUserPolicy")])!;
  const { having, lacking } = callsWith(calls, "requestParameters.policyArn");
  expect(having.map(({ name }) => name)).toEqual(["AttachUserPolicy"]);
  expect(lacking.map(({ name }) => name)).toEqual(["CreateUser"]);
  expect(membersOf(calls, "requestParameters.tags")).toEqual(["key", "value"]);
});
