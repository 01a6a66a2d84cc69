import { compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { Json } from "../../../compiler/core/json";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { engineOf } from "../../../compiler/run/engine";
import { CODES } from "../../../scripts/codes";
import { answered } from "../../support/answered";
import { findings, fixed, ruleText } from "./linting";

const item = (written: string) => `detection:\n  s:\n    ${written}\n  condition: s`;

const AUDIT = "logsource: {product: azure, service: auditlogs}";

/** Whether the rule's own expression matches an event; or that the rule is refused. */
function matches(written: string, event: Json): boolean | "refused" {
  const detection = loadRule(ruleText(written), new Diagnostics());
  if (detection === undefined) return "refused";
  const engine = engineOf(compiledRule(detection), "reference");
  if (engine?.kind !== "ready") throw new Error("the rule does not run");
  return answered(engine.matches(event));
}

/** The edit of the finding that an example of a code gives. */
function editOf(code: string, text: string) {
  const has = findings(text).find((each) => each.code === code);
  return has?.found.edit;
}

/** Code, what is wrong, what it becomes, an event that is meant, and whether it matched before. */
const FIXES: readonly (readonly [string, string, string, Json, boolean | "refused"])[] = [
  [
    "DET203",
    "logsource: {product: AWS, service: cloudtrail}",
    "logsource: {product: aws, service: cloudtrail}",
    { eventName: "CreateUser" },
    "refused",
  ],
  [
    "DET203",
    "logsource: {product: aws, service: 'cloud-trail'}",
    "logsource: {product: aws, service: 'cloudtrail'}",
    { eventName: "CreateUser" },
    "refused",
  ],
  [
    "DET209",
    item("eventName|containz: A"),
    item("eventName|contains: A"),
    { eventName: "BAB" },
    "refused",
  ],
  [
    "DET209",
    item("'eventName|regex': A"),
    item("'eventName|re': A"),
    { eventName: "BAB" },
    "refused",
  ],
  ["DET209", item("eventName|equals: A"), item("eventName: A"), { eventName: "A" }, "refused"],
  [
    "DET211",
    item("userAgent|re|contains: a"),
    item("userAgent|re: a"),
    { userAgent: "bab" },
    "refused",
  ],
  [
    "DET211",
    item("userIdentity.userName|contains|fieldref: awsRegion"),
    item("userIdentity.userName|fieldref|contains: awsRegion"),
    { userIdentity: { userName: "in eu-west-1" }, awsRegion: "eu-west-1" },
    "refused",
  ],
  ["DET214", item("eventName|all: A"), item("eventName: A"), { eventName: "A" }, "refused"],
  [
    "DET220",
    "detection:\n  chosen: {eventName: A}\n  condition: chosn",
    "detection:\n  chosen: {eventName: A}\n  condition: chosen",
    { eventName: "A" },
    "refused",
  ],
  [
    "DET256",
    item("userAgent|base64offset: curl"),
    item("userAgent|base64offset|contains: curl"),
    { userAgent: `x${Buffer.from("a curl").toString("base64")}` },
    false,
  ],
  [
    "DET302",
    "falsepositive: [Backups]",
    "falsepositives: [Backups]",
    { eventName: "CreateUser" },
    "refused",
  ],
  ["DET304", "level: hihg", "level: high", { eventName: "CreateUser" }, "refused"],
  [
    "DET318",
    "sentinelTable: AwsCloudTrail",
    "sentinelTable: AWSCloudTrail",
    { eventName: "CreateUser" },
    "refused",
  ],
  [
    "DET410",
    "tags: [attack.persistance]",
    "tags: [attack.persistence]",
    { eventName: "CreateUser" },
    true,
  ],
  ["DET404", "date: 2024/01/31", "date: 2024-01-31", { eventName: "CreateUser" }, true],
  ["DET404", "modified: '2024/01/31'", "modified: '2024-01-31'", { eventName: "CreateUser" }, true],
  ["DET411", "tags: [attack.t1562.001]", "tags: [attack.t1685]", { eventName: "CreateUser" }, true],
  ["DET420", item("eventname: A"), item("eventName: A"), { eventName: "A" }, false],
  [
    "DET420",
    item(`"UserIdentity.type|startswith": Root`),
    item(`"userIdentity.type|startswith": Root`),
    { userIdentity: { type: "Root" } },
    false,
  ],
  [
    "DET420",
    item("userIdentity.userName|fieldref: useridentity.arn"),
    item("userIdentity.userName|fieldref: userIdentity.arn"),
    { userIdentity: { userName: "x", arn: "x" } },
    false,
  ],
  [
    "DET422",
    item("additionalEventData.MFAUsed: 'NO'"),
    item("additionalEventData.MFAUsed: 'No'"),
    { additionalEventData: { MFAUsed: "No" } },
    true,
  ],
  [
    "DET422",
    item("additionalEventData.MFAUsed|cased: NO"),
    item("additionalEventData.MFAUsed|cased: No"),
    { additionalEventData: { MFAUsed: "No" } },
    false,
  ],
  [
    "DET450",
    `${AUDIT}\n${item("'TargetResources.ModifiedProperties.NewValue|contains': x")}`,
    `${AUDIT}\n${item("'properties.targetResources.modifiedProperties.newValue|contains': x")}`,
    { properties: { targetResources: [{ modifiedProperties: [{ newValue: '"x"' }] }] } },
    true,
  ],
  [
    "DET451",
    `${AUDIT}\n${item("operationName: Add member from group")}`,
    `${AUDIT}\n${item("operationName: Add member to group")}`,
    { operationName: "Add member to group" },
    false,
  ],
  ["DET424", item("errorCode: Success"), item("errorCode: null"), { eventName: "A" }, false],
  ["DET427", item("readOnly: 'True'"), item("readOnly: True"), { readOnly: true }, true],
  [
    "DET427",
    item('additionalEventData.bytesTransferredIn: "7"'),
    item("additionalEventData.bytesTransferredIn: 7"),
    { additionalEventData: { bytesTransferredIn: 7 } },
    true,
  ],
  [
    "DET314",
    `allow: [{code: DET440, reason: none}]\n${item("eventName: A")}`,
    item("eventName: A"),
    { eventName: "A" },
    true,
  ],
  [
    "DET440",
    item("userAgent|re: '(?i)^curl'"),
    item("userAgent|re|i: '^curl'"),
    { userAgent: "CURL/8" },
    true,
  ],
  [
    "DET440",
    item('"userAgent|re" : "(?is)a.b"'),
    item('"userAgent|re|i|s" : "a.b"'),
    { userAgent: "A\nB" },
    true,
  ],
];

describe("a fix that is one certain replacement", () => {
  test.each(FIXES)("%s: %j", (code, before, after, event, matched) => {
    expect(findings(before).map((each) => each.code)).toContain(code);
    expect(fixed(before)).toBe(ruleText(after));
    expect(findings(after).map((each) => each.code)).not.toContain(code);
    expect([matches(before, event), matches(after, event)]).toEqual([matched, true]);
  });

  test("is in the table above for every code that has one", () => {
    const withEdits = CODES.flatMap(([code, { example }]) =>
      typeof example === "string" && editOf(code, example) !== undefined ? [code] : [],
    );
    expect(withEdits.length).toBeGreaterThan(10);
    const codes = FIXES.map(([code]) => code);
    const ofCorrelations = ["DET241", "DET250"];
    expect(withEdits.filter((code) => ![...codes, ...ofCorrelations].includes(code))).toEqual([]);
  });

  test("of a correlation: of its keys, and of the name of a rule that it refers to, but never of an id", () => {
    const count = (rule: string) =>
      `title: Many\nstatus: test\nlevel: low\ncorrelation: {type: event_count, rules: [${rule}], timespan: 5m, condition: {gte: 3}}\n---\n` +
      ruleText("name: users_made\nid: 0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11");
    const found = (rule: string) => {
      const diagnostics = new Diagnostics();
      loadRule(count(rule), diagnostics);
      return diagnostics.all.map(({ code, fix, edit }) => [code, fix, edit?.text]);
    };
    expect(found("users_made], groupby: [awsRegion")).toEqual([
      ["DET241", "write `group-by`", "group-by"],
    ]);
    expect(found("users_made], group-by: [awsRegion")).toEqual([]);
    expect(found("user_made")).toEqual([["DET250", "write `users_made`", "users_made"]]);
    expect(found("0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c12")).toEqual([
      ["DET250", "load the rule's file together with this one", undefined],
    ]);
    expect(found("something Happened")).toEqual([
      ["DET250", "give that rule a `name`, and write the name here, or write its id", undefined],
    ]);
  });

  test("gives where it begins and ends, in lines and columns", () => {
    const [finding] = findings(item("additionalEventData.MFAUsed: 'NO'"));
    const { line, column } = finding!.found;
    expect(finding?.found.edit).toMatchObject({
      from: { line, column: column + 1 },
      to: { line, column: column + 3 },
      text: "No",
    });
  });
});

describe("no fix is offered", () => {
  test.each([
    ["for a guess", item("userIdentity.type: AssumeRole")],
    ["for a sub-technique that there is not", "tags: [attack.t1098.099]"],
    ["for one of two that disagree", "level: critical\nseverity: Medium"],
    ["where a tag has several successors", "tags: [attack.defense-evasion]"],
    ["where the successor is there already", "tags: [attack.t1562.001, attack.t1685]"],
    ["for a name that is nearly a field's", item("userIdentity.userNam: x")],
    ["where the right key is there already", item("eventname: A\n    eventName: B")],
    ["for null in a list", item("errorCode: [Success, AccessDenied]")],
    ["for null under a modifier", item("errorCode|cased: Success")],
    ["for a value with escapes", item(`additionalEventData.MFAUsed: "\\x4eO"`)],
    ["for a value that others share", item("readOnly: &yes 'true'\n    managementEvent: *yes")],
    ["for a tagged value", item("additionalEventData.MFAUsed: !!str NO")],
    ["for flags in the middle", item("userAgent|re: 'a(?i)b'")],
    ["for flags of a group", item("userAgent|re: '(?i:a)b'")],
    ["for flags before flags", item("userAgent|re: '(?i)a(?s).'")],
    ["for flags alone", item("userAgent|re: '(?i)'")],
    ["for flags without quotes", item("userAgent|re: (?i)[a-z]")],
    ["for flags in a list", item("userAgent|re: ['(?i)a', b]")],
    ["where the key with flags is there", item("userAgent|re: '(?i)a'\n    userAgent|re|i: b")],
  ])("%s", (_what, written) => {
    const found = findings(written).filter(({ code }) => code.startsWith("DET4"));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ found: { edit } }) => edit !== undefined)).toEqual([]);
  });

  test("for a number that YAML reads as another", () => {
    expect(findings(item("additionalEventData.bytesTransferredIn: '007'"))).toEqual([]);
  });

  test("twice for two tags with one successor, but for the first", () => {
    const found = findings("tags: [attack.t1562, attack.t1562.001]").map((each) => each.found);
    expect(found.map(({ code, fix, edit }) => [code, fix, edit?.text])).toEqual([
      ["DET411", "write `attack.t1685`", "attack.t1685"],
      ["DET411", "leave it out", undefined],
    ]);
  });
});

/** What is wrong, what its fix says to write in place of the item, and an event that then matches. */
const SAID: readonly (readonly [string, string, string, Json])[] = [
  [
    "DET401",
    "userIdentity.arn|contains: responseElements.accessKey.userName",
    "userIdentity.userName|fieldref: responseElements.accessKey.userName",
    {
      userIdentity: { userName: "alice", arn: "arn:aws:iam::111122223333:user/alice" },
      responseElements: { accessKey: { userName: "alice" } },
    },
  ],
  [
    "DET401",
    "userIdentity.userName: requestParameters.roleArn",
    "userIdentity.sessionContext.sessionIssuer.arn|fieldref: requestParameters.roleArn",
    {
      userIdentity: { sessionContext: { sessionIssuer: { arn: "arn:aws:iam::1:role/r" } } },
      requestParameters: { roleArn: "arn:aws:iam::1:role/r" },
    },
  ],
  [
    "DET401",
    "requestParameters.userName: userIdentity.arn",
    "requestParameters.userName|fieldref: userIdentity.userName",
    { requestParameters: { userName: "a" }, userIdentity: { userName: "a" } },
  ],
  [
    "DET401",
    "recipientAccountId|neq: userIdentity.arn",
    "recipientAccountId|fieldref|neq: userIdentity.accountId",
    { recipientAccountId: "111122223333", userIdentity: { accountId: "444455556666" } },
  ],
  [
    "DET401",
    "requestParameters.policyDocument|contains: userIdentity.arn",
    "requestParameters.policyDocument|fieldref|contains: userIdentity.arn",
    { requestParameters: { policyDocument: '{"x":"arn:a"}' }, userIdentity: { arn: "arn:a" } },
  ],
  [
    "DET401",
    "userIdentity.arn|contains: userIdentity.accountId",
    "userIdentity.arn|fieldref|contains: userIdentity.accountId",
    { userIdentity: { arn: "arn:aws:iam::111122223333:user/a", accountId: "111122223333" } },
  ],
  [
    "DET401",
    "userIdentity.userName: responseElements.accessKey",
    "userIdentity.userName|fieldref: responseElements.accessKey.userName",
    { userIdentity: { userName: "a" }, responseElements: { accessKey: { userName: "a" } } },
  ],
  [
    "DET425",
    "userIdentity.arn|fieldref: requestParameters.userName",
    "userIdentity.userName|fieldref: requestParameters.userName",
    { requestParameters: { userName: "a" }, userIdentity: { userName: "a" } },
  ],
  [
    "DET425",
    "userIdentity.arn: alice",
    "userIdentity.userName: alice",
    { userIdentity: { userName: "alice" } },
  ],
  [
    "DET425",
    "userIdentity.arn: '111122223333'",
    "userIdentity.accountId: '111122223333'",
    { userIdentity: { accountId: "111122223333" } },
  ],
  [
    "DET425",
    "requestParameters.roleArn: Admin",
    "requestParameters.roleArn|contains: Admin",
    { requestParameters: { roleArn: "arn:aws:iam::111122223333:role/Admin" } },
  ],
  [
    "DET438",
    "eventSource|fieldref: userIdentity.arn",
    "eventSource|fieldref: userIdentity.invokedBy",
    { eventSource: "s3.amazonaws.com", userIdentity: { invokedBy: "s3.amazonaws.com" } },
  ],
];

describe("a fix that is said, not applied", () => {
  test.each(SAID)(
    "%s: following it gives a rule that can match: %s",
    (code, before, after, event) => {
      const finding = findings(item(before)).find((each) => each.code === code);
      expect(finding?.found.fix).toContain(`write \`${after}\``);
      expect(findings(item(after)).map((each) => each.code)).not.toContain(code);
      expect(matches(item(after), event)).toBe(true);
    },
  );

  test.each([
    [
      "DET401",
      "sourceIPAddress: requestParameters.userName",
      "holds an IP address, the other a bare name",
    ],
    [
      "DET401",
      "recipientAccountId: requestParameters.userName",
      "an account id, the other a bare name",
    ],
    ["DET401", "userIdentity.userName: userIdentity.nonexistent", "a field that events have"],
    ["DET438", "sourceIPAddress|fieldref: userIdentity.userName", "two fields that hold the same"],
    ["DET437", "userAgent: '^a(.*'", "write a regular expression under `|re`"],
  ])("%s: where nothing can match, nothing is proposed: %s", (code, before, says) => {
    const [finding] = findings(item(before));
    expect([finding?.code, finding?.found.fix]).toEqual([code, expect.stringContaining(says)]);
    expect(finding?.found.fix).not.toContain("fieldref");
  });

  test("of one value of a list is for a selection of its own", () => {
    const [finding] = findings(item("userIdentity.userName: [bot, requestParameters.userName]"));
    expect(finding?.found.fix).toContain("requestParameters.userName`, in a selection of its own");
  });
});
