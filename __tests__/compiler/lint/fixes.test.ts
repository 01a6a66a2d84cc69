import { Diagnostics } from "../../../compiler/diagnostic";
import { engineOf } from "../../../compiler/engine";
import type { Json } from "../../../compiler/json";
import { loadRule } from "../../../compiler/load-rule";
import { findings, fixed, ruleText } from "./linting";

const item = (written: string) => `detection:\n  s:\n    ${written}\n  condition: s`;

/** Whether the rule's own expression matches an event. */
function matches(written: string, event: Json): boolean {
  const detection = loadRule(ruleText(written), new Diagnostics());
  const engine = detection && engineOf(detection, "reference");
  if (engine?.kind !== "ready") throw new Error("the rule does not run");
  return engine.matches(event);
}

/** Code, what is wrong, what it becomes, an event that is meant, and whether it matched before. */
const FIXES: readonly (readonly [string, string, string, Json, boolean])[] = [
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
