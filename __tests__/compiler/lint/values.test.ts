import { findings, fixed, lintsOf, lintsOfKnown } from "./linting";

const detection = (item: string) => `detection: {s: {${item}}, condition: s}`;

describe("values of a closed vocabulary", () => {
  test("are left alone as AWS spells them, and in part", () => {
    expect(lintsOf("s: {userIdentity.type: [Root, IAMUser], eventType|startswith: Aws}")).toEqual(
      [],
    );
  });

  test("outside it are flagged with the nearest", () => {
    expect(lintsOf("s: {userIdentity.type: AssumeRole}")).toEqual(["DET421 AssumeRole"]);
    expect(lintsOf("s: {eventType|contains: Login}")).toEqual(["DET421 Login"]);
    expect(findings(detection("userIdentity.type: AssumeRole"))[0]?.found.fix).toBe(
      "write `AssumedRole`",
    );
  });

  test("spelled otherwise are flagged, and the fix is AWS's spelling", () => {
    expect(lintsOf("s: {additionalEventData.MFAUsed: 'NO'}")).toEqual(["DET422 'NO'"]);
    expect(fixed(detection("additionalEventData.MFAUsed: 'NO'"))).toContain("MFAUsed: 'No'");
    expect(fixed(detection("eventSource: IAM.amazonaws.com"))).toContain(
      "eventSource: iam.amazonaws.com",
    );
  });
});

describe("identifiers of AWS's", () => {
  test.each(["eventName: CreateUser", "eventName: Create*", "awsRegion: us-gov-east-1"])(
    "in AWS's shape are left alone: %s",
    (item) => expect(lintsOf(`s: {${item}}`)).toEqual([]),
  );

  test.each([
    ["eventName: createUser", "DET423 createUser"],
    ["awsRegion: EU-WEST-1", "DET423 EU-WEST-1"],
    ["errorCode: access denied", "DET423 access denied"],
  ])("in another shape are flagged: %s", (item, finding) => {
    expect(lintsOf(`s: {${item}}`)).toEqual([finding]);
  });

  test("no call that succeeds has an error code", () => {
    expect(lintsOf("s: {errorCode: Success}")).toEqual(["DET424 Success"]);
    expect(lintsOf("s: {errorCode: null}")).toEqual([]);
  });
});

describe("ARNs", () => {
  test("compare with whole ARNs and with wildcards", () => {
    expect(
      lintsOfKnown(`
s:
  userIdentity.arn:
    - arn:aws:iam::111122223333:root
    - '*:user/alice'
    - 'arn:aws*bob'
  requestParameters.policyArn|endswith: /AdministratorAccess
  requestParameters.roleArn|fieldref: userIdentity.arn
  userIdentity.sessionContext.sessionIssuer.arn|startswith: ar`),
    ).toEqual([]);
  });

  test("never equal a bare name, a field's or a literal", () => {
    expect(lintsOf("s: {userIdentity.arn: alice}")).toEqual(["DET425 alice"]);
    expect(lintsOfKnown("s: {requestParameters.policyArn|startswith: Admin}")).toEqual([
      "DET425 Admin",
    ]);
    for (const item of [
      "userIdentity.arn|fieldref: requestParameters.userName",
      "requestParameters.roleName|fieldref: userIdentity.arn",
    ]) {
      expect(lintsOfKnown(`s: {${item}}`)).toEqual([`DET425 ${item.split(": ")[1]}`]);
    }
  });

  test("may end in a name", () => {
    expect(
      lintsOfKnown("s: {userIdentity.arn|fieldref|endswith: requestParameters.userName}"),
    ).toEqual([]);
  });
});

describe("values of another type", () => {
  test("booleans compare with booleans", () => {
    expect(lintsOf("s: {readOnly: true, managementEvent: false}")).toEqual([]);
    expect(lintsOf("s: {readOnly: yes}")).toEqual(["DET426 yes"]);
    expect(lintsOf("s: {readOnly: 'true'}")).toEqual(["DET427 'true'"]);
    expect(fixed(detection("readOnly: 'true'"))).toContain("{readOnly: true}");
  });

  test("text that says true or false may be quoted", () => {
    expect(
      lintsOf("s: {userIdentity.sessionContext.attributes.mfaAuthenticated: 'false'}"),
    ).toEqual([]);
  });

  test("an object is searched as a whole only on purpose", () => {
    expect(lintsOf("s: {requestParameters|contains: Suspended}")).toEqual(["DET428 Suspended"]);
    expect(lintsOf("s: {requestParameters: '*'}")).toEqual([]);
    expect(lintsOfKnown("s: {requestParameters.status|contains: Suspended}")).toEqual([]);
  });
});

describe("texts that would say more under a modifier", () => {
  test("a placeholder is flagged, unless it is filled in or escaped", () => {
    expect(lintsOf("s: {userIdentity.userName: '%robots%'}")).toEqual(["DET429 '%robots%'"]);
    expect(findings(detection("userIdentity.userName: '%robots%'"))[0]?.found.fix).toBe(
      "write `userIdentity.userName|expand`",
    );
    expect(
      lintsOf(String.raw`s: {userAgent|expand: '\%robots\%', requestID: 'a%20b%20c'}`),
    ).toEqual([]);
  });

  test.each(["^aws-cli/.*", "^curl$", ".*python.*", "aws.+$"])(
    "a regular expression is flagged: %s",
    (value) => {
      expect(lintsOf(`s: {userAgent: '${value}'}`)).toEqual([`DET437 '${value}'`]);
      expect(lintsOf(`s: {userAgent|re: '${value}'}`)).toEqual([]);
    },
  );

  test.each(["*.*", "a.*", "$HOME", "a^b", "^", "C:\\*.*"])("other signs are text: %s", (value) => {
    expect(lintsOf(`s: {userAgent: '${value}'}`)).toEqual([]);
  });
});
