import { findings, fixed, lintsOf } from "./linting";

const call = (source: string, name: string, more = "") =>
  `detection: {s: {eventSource: ${source}, eventName: ${name}${more}}, condition: s}`;

/** Code, text and fix of what is found. */
const told = (written: string) =>
  findings(written).map(({ code, at, found }) => [code, at, found.fix]);

describe("calls", () => {
  test.each([
    ["iam.amazonaws.com", "CreateUser"],
    ["IAM.amazonaws.com", "createuser"],
    // No API has it; the console writes it.
    ["signin.amazonaws.com", "ConsoleLogin"],
    // Events bear the API's version.
    ["lambda.amazonaws.com", "UpdateFunctionCode20150331v2"],
    ["rds.amazonaws.com", "CreateDBCluster"],
    ["monitoring.amazonaws.com", "DeleteAlarms"],
    // Other partitions and partners are not known.
    ["ec2.amazonaws.com.cn", "Anything"],
    ["'*'", "CreateUser"],
  ])("that are recorded are left alone: %s %s", (source, name) => {
    expect(lintsOf(`s: {eventSource: ${source}, eventName: ${name}}`).filter(isOfCalls)).toEqual(
      [],
    );
  });

  test.each([
    ["iam.amazonaws.com", "PassRole", /^name an event that is recorded; names of permissions/],
    [
      "ec2.amazonaws.com",
      "ListBuckets",
      /^ask for the service that writes it: `s3\.amazonaws\.com`/,
    ],
    ["s3.amazonaws.com", "PutReplicationConfiguration", /^write `PutBucketReplication`$/],
    ["s3.amazonaws.com", "ListAllMyBuckets", /^write `ListBuckets`$/],
    ["iam.amazonaws.com", "CreateUsers", /^write `CreateUser`$/],
    ["lambda.amazonaws.com", "UpdateFunctionCode", /^write `UpdateFunctionCode20150331v2`/],
  ])("of %s, %s is not one", (source, name, fix) => {
    expect(told(call(source, name))).toEqual([["DET447", name, expect.stringMatching(fix)]]);
  });

  test("of no service are looked for in all", () => {
    expect(told("detection: {s: {eventName: PassRole}, condition: s}")).toEqual([
      ["DET447", "PassRole", expect.any(String)],
    ]);
    expect(lintsOf("s: {eventName: CreateGrant}")).toEqual([]);
  });

  test("are looked for in all services that the branch names", () => {
    const written =
      "s: {eventSource: [ec2.amazonaws.com, s3.amazonaws.com], eventName: ListBuckets}";
    expect(lintsOf(written)).toEqual([]);
    expect(
      lintsOf(
        "a: {eventSource: s3.amazonaws.com}\nb: {eventName: ListBuckets}\nc: {eventSource: ec2.amazonaws.com}",
        "(a or c) and b",
      ),
    ).toEqual([]);
  });

  test("that none begin with are not there either", () => {
    expect(lintsOf("s: {eventSource: kms.amazonaws.com, eventName|startswith: Attach}")).toEqual([
      "DET447 Attach",
    ]);
    expect(lintsOf("s: {eventSource: kms.amazonaws.com, eventName|startswith: Create}")).toEqual(
      [],
    );
  });

  test("of a name that events surely bear are mended", () => {
    expect(fixed(call("lambda.amazonaws.com", "UpdateFunctionCode"))).toContain(
      "eventName: UpdateFunctionCode20150331v2}",
    );
  });
});

describe("services", () => {
  test("that are not known give the one that has the call", () => {
    expect(told(call("snapshot.amazonaws.com", "ModifySnapshotAttribute"))).toEqual([
      ["DET446", "snapshot.amazonaws.com", "write `ec2.amazonaws.com`"],
    ]);
    expect(told(call("cloudtrial.amazonaws.com", "StopLogging"))).toEqual([
      ["DET446", "cloudtrial.amazonaws.com", "write `cloudtrail.amazonaws.com`"],
    ]);
  });
});

describe("members", () => {
  const member = (path: string) => call("iam.amazonaws.com", "CreateUser", `, ${path}: x`);

  test.each([
    "requestParameters.userName",
    "responseElements.user.path",
    "requestParameters.tags.key",
  ])("that the call has are left alone: %s", (path) => {
    expect(told(member(path))).toEqual([]);
  });

  test.each([
    ["requestParameters.username", "write `requestParameters.userName`"],
    ["requestParameters.userNam", "write `requestParameters.userName`"],
    ["requestParameters.functionName", "name a member that these calls have"],
  ])("that no call has are told: %s", (path, fix) => {
    expect(told(member(path))).toEqual([["DET448", "x", fix]]);
  });

  test("are asked of all calls that are possible", () => {
    const of = (names: string) =>
      lintsOf(
        `s: {eventSource: iam.amazonaws.com, eventName: ${names}, requestParameters.roleName: x}`,
      );
    expect(of("[CreateUser, CreateRole]")).toEqual([]);
    expect(of("[CreateUser, DeleteUser]")).toEqual(["DET448 x"]);
    expect(lintsOf("s: {eventSource: iam.amazonaws.com, requestParameters.roleName: x}")).toEqual(
      [],
    );
  });

  test("of calls that nobody knows may be any", () => {
    expect(
      lintsOf(
        "s: {eventSource: signin.amazonaws.com, eventName: ConsoleLogin, requestParameters.x: y}",
      ),
    ).toEqual(["DET449 requestParameters.x"]);
  });
});

const isOfCalls = (finding: string) => /^DET44[678]/.test(finding);

describe("types that are not known", () => {
  const ofType = (selection: string) =>
    lintsOf(`s: {${selection}}`).filter((found) => found.startsWith("DET449"));
  const signin = "eventSource: signin.amazonaws.com, eventName: ConsoleLogin";

  test("are told once, on the key", () => {
    expect(ofType(`${signin}, requestParameters.device: [a, b]`)).toEqual([
      "DET449 requestParameters.device",
    ]);
    expect(ofType(`${signin}, 'requestParameters.a.b|exists': true`)).toEqual([
      "DET449 'requestParameters.a.b|exists'",
    ]);
    expect(ofType(`${signin}, 'userIdentity.userName|fieldref': requestParameters.x`)).toEqual([
      "DET449 requestParameters.x",
    ]);
  });

  test.each([
    "eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters.userName: x",
    "eventSource: ec2.amazonaws.com, eventName: RunInstances, requestParameters.instancesSet.items.imageId: x",
    `${signin}, additionalEventData.MFAUsed: Yes`,
    `${signin}, responseElements.ConsoleLogin: Failure`,
    "userIdentity.type: Root",
    // These have warnings of their own.
    "eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters.roleName: x",
    "requestParameter.userName: x",
  ])("are not told where they are: %s", (selection) => {
    expect(ofType(selection)).toEqual([]);
  });
});
