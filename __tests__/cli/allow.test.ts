import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as rules from "../support/rules";
import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

const ruleText = () => rules.ruleText({ tags: ["attack.impact"] });
const OTHER_ID = "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11";
/** A lint that knows its fix: AWS spells the value `No`. */
const FIXABLE = `title: Sign-in without a second factor
id: ${OTHER_ID}
status: test
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: ConsoleLogin
    additionalEventData.MFAUsed: 'NO'
  condition: selection
`;

describe("a warning that the rule's file allows", () => {
  const warned = (allow: string) =>
    FIXABLE.replace("detection:", `${allow}detection:`).replace("level: high\n", "");
  const REASON = "The value comes from a proxy, which writes it so.";
  const ALLOW = `allow:
  - { code: DET402, reason: "Set where it is deployed." }
  - code: DET422
    reason: ${REASON}
`;

  test("is not reported, fails nothing, is not fixed, and is listed with its reason", async () => {
    const text = warned(ALLOW);
    const root = folder({ "a.yml": text });
    const strict = ["--fail-on", "warning"];
    expect(await detections(root, "check", "a.yml", "--fix", ...strict)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("1 rule, 0 errors, 0 warnings, 2 allowed\n"),
      stderr: "",
    });
    expect(readFileSync(join(root, "a.yml"), "utf8")).toBe(text);
    const { stdout } = await detections(root, "check", "a.yml", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [],
      allowed: [
        { code: "DET402", line: 1, reason: "Set where it is deployed." },
        { code: "DET422", line: 12, message: expect.stringContaining("NO"), reason: REASON },
      ],
    });
  });

  test("is not allowed by the rule beside it", async () => {
    const other = FIXABLE.replace(OTHER_ID, "0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c12").replace(
      "ConsoleLogin",
      "SwitchRole",
    );
    const root = folder({ "a.yml": `${warned(ALLOW)}---\n${other}` });
    const { stderr } = await detections(root, "check", "a.yml");
    expect(stderr.match(/DET\d+/g)).toEqual(["DET422"]);
  });

  test("where there is none, the allowance is a finding, which --fix removes", async () => {
    const unused = "  - code: DET431\n    reason: no more\n";
    const root = folder({ "a.yml": warned(`${ALLOW}${unused}`) });
    const { code, stderr } = await detections(root, "check", "a.yml", "--fail-on", "warning");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^a\.yml:9:11 DET314 warning: the rule allows DET431, and nothing/);
    await detections(root, "check", "a.yml", "--fix");
    expect(readFileSync(join(root, "a.yml"), "utf8")).toBe(warned(ALLOW));
  });

  test("the last one goes with its key; what is on one line with others stays", async () => {
    const plain = ruleText();
    const one = "allow:\n  - code: DET431\n    reason: >\n      no\n      more\n\n";
    const files = {
      "a.yml": FIXABLE.replace("'NO'", "'No'").replace("detection:", `${one}detection:`),
      "b.yml": plain.replace("{", `{"allow":[{"code":"DET431","reason":"no more"}],`),
    };
    const root = folder(files);
    const { stderr } = await detections(root, "check", "a.yml", "b.yml", "--fix");
    expect(readFileSync(join(root, "a.yml"), "utf8")).toBe(
      FIXABLE.replace("'NO'", "'No'").replace("detection:", "\ndetection:"),
    );
    expect(readFileSync(join(root, "b.yml"), "utf8")).toBe(files["b.yml"]);
    expect(stderr).toContain("b.yml:1:19 DET314");
  });

  test("must be a warning, and must have a reason", async () => {
    const refused = async (allow: string) => {
      const root = folder({ "a.yml": warned(`allow: ${allow}\n`) });
      const { code, stderr } = await detections(root, "check", "a.yml");
      expect(code).toBe(1);
      return stderr;
    };
    expect(await refused("[{ code: DET304, reason: x }]")).toMatch(
      /a\.yml:5:17 DET315 `DET304` cannot be allowed; allowed: .*DET4xx.*, never an error/,
    );
    expect(await refused("[{ code: DET501, reason: x }]")).toContain(
      "fix: what a cloud leaves out is",
    );
    expect(await refused("[{ code: det402, reason: x }]")).toContain("fix: write `DET402`");
    expect(await refused('[{ code: DET402, reason: " " }]')).toContain("DET306");
    expect(await refused("[{ code: DET402 }]")).toContain("the key `reason` is missing");
    expect(await refused("[{ code: DET402, reasons: x }]")).toContain("fix: write `reason`");
  });

  test("may be one of a filter", async () => {
    const filter = (allow: string) => `title: Not the admin
logsource: { product: aws, service: cloudtrail }
filter:
  rules: any
  filter_admin: { userIdentity.userName: admin }
  condition: filter_admin
${allow}`;
    const root = folder({ "a.yml": ruleText(), "b.yml": filter("") });
    expect((await detections(root, "check", ".")).stderr).toMatch(/DET254 warning/);
    const allowed = filter("allow: [{ code: DET254, reason: The admin alone. }]\n");
    const other = folder({ "a.yml": ruleText(), "b.yml": allowed });
    expect((await detections(other, "check", ".")).stderr).toBe("");
  });
});
