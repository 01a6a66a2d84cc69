import { readFileSync } from "node:fs";
import Ajv from "ajv";

import { alarm, ALARM, FILTER, filter } from "../policy/bodies";
import { describeWithShared, shared } from "../support/optional";
import { detections, folder, removeFolders, shell } from "./command";
import { elementsOf, parseXml } from "./formats/xml";
import { problemsOf } from "./formats/xsd";

afterAll(removeFolders);
jest.setTimeout(60_000);

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const resources = (resource: object) => json({ resource });

/** An alarm that tells nobody, on a filter; a topic in the clear. */
const BROKEN = resources({
  [FILTER]: { f: filter() },
  [ALARM]: { a: alarm({ alarm_actions: [] }), b: alarm() },
  aws_sns_topic: { t: { name: "t" } },
});
const FINE = resources({ [FILTER]: { f: filter() }, [ALARM]: { a: alarm() } });
const policy = (files: Readonly<Record<string, string | Buffer>>, ...args: readonly string[]) =>
  detections(folder(files), "policy", ...args);

describe("policy", () => {
  test("tells findings where they stand, and of every policy what it looked at", async () => {
    const { code, stdout, stderr } = await policy({ "a.tf.json": BROKEN }, "a.tf.json");
    expect(code).toBe(0);
    expect(stderr).toContain(
      [
        `a.tf.json:26:9 alarm-without-action warning: ${ALARM}.a: the alarm has no \`alarm_actions\`, and no composite alarm asks for it`,
        '            "alarm_actions": []',
        "            ^",
        "    fix: name a topic or a function in `alarm_actions`",
      ].join("\n"),
    );
    expect(stderr).toMatch(/^a\.tf\.json:\d+:7 topic-not-encrypted warning: aws_sns_topic\.t: /m);
    expect(stdout).toMatch(/^1 file, 25 policies, 0 errors, 2 warnings\n/);
    expect(stdout).toMatch(/^warning alarm-without-action +2 alarms, 1 found$/m);
    expect(stdout).toMatch(/^ok {6}alarm-missing-data +2 alarms$/m);
    expect(stdout).toMatch(
      /^nothing trail-not-logging +has looked at nothing: no `aws_cloudtrail`$/m,
    );
    expect(stdout).toMatch(/^off {5}log-group-without-key +not asked$/m);
  });

  test("says what only Terraform will know", async () => {
    const text = resources({ [ALARM]: { a: alarm({ alarm_actions: "${var.topics}" }) } });
    const { code, stdout, stderr } = await policy({ "a.tf.json": text }, "a.tf.json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^unknown alarm-without-action +1 alarm, 1 not known before Terraform runs: alarm_actions of aws_cloudwatch_metric_alarm\.a$/m,
    );
  });

  test.each([
    [[], 0],
    [["--fail-on", "warning"], 1],
    [["--level", "alarm-without-action=error"], 1],
    [
      [
        "--level",
        "alarm-without-action=off",
        "--level",
        "topic-not-encrypted=off",
        "--fail-on",
        "warning",
      ],
      0,
    ],
    [["--require", "alarm-without-action"], 0],
    [["--require", "trail-not-logging"], 1],
    [["--level", "trail-of-one-region=error"], 1],
    [["--level", "trail-of-one-region=warning"], 0],
    [["--policies", "p.yml"], 0],
    [["--policies", "p.yml", "--fail-on", "warning"], 0],
    [["--policies", "p.yml", "--level", "alarm-actions-disabled=error"], 0],
    [["--policies", "wrong.yml"], 1],
  ])("exits by what is asked for: %j", async (args, code) => {
    const exceptions = ["alarm-without-action", "topic-not-encrypted"].map((id) => ({
      policy: id,
      resource: "*",
      reason: "on trial",
    }));
    const files = {
      "a.tf.json": BROKEN,
      "p.yml": json({ levels: { "alarm-without-action": "error" }, exceptions }),
      "wrong.yml": "levels: {none: error}\n",
    };
    const ran = await policy(files, "a.tf.json", ...args);
    expect({ ...ran, stdout: "" }).toMatchObject({ code });
  });

  test("sets what is excused aside, with its reason, and tells of exceptions that excuse nothing", async () => {
    const policies = `exceptions:
  - { policy: alarm-without-action, resource: "${ALARM}.*", reason: on trial }
  - { policy: alarm-without-action, resource: ${ALARM}.gone, reason: was on trial }
`;
    const files = { "a.tf.json": BROKEN, "p.yml": policies };
    const args = ["a.tf.json", "--policies", "p.yml", "--format", "json"];
    const { stdout, stderr } = await policy(files, ...args);
    expect(JSON.parse(stdout)).toMatchObject({
      policies: expect.arrayContaining([
        {
          id: "alarm-without-action",
          level: "warning",
          looksAt: [ALARM, "aws_cloudwatch_composite_alarm"],
          resources: [
            expect.objectContaining({
              address: `${ALARM}.a`,
              outcome: "excused",
              reason: "on trial",
            }),
            { address: `${ALARM}.b`, path: "a.tf.json", outcome: "fine" },
          ],
        },
      ]),
      allowed: [{ code: "alarm-without-action", reason: "on trial" }],
    });
    expect(stderr).not.toContain("alarm-without-action warning");
    expect(stderr).toMatch(
      /^p\.yml:3:5 DET962 warning: the exception of `\S+\.gone` from `alarm-without-action` excuses nothing$/m,
    );
  });
});

describe("where Terraform's JSON is", () => {
  test("a folder of CDKTF's has the stacks that its manifest names", async () => {
    const manifest = json({
      version: "0.21.0",
      stacks: {
        one: { synthesizedStackPath: "stacks/one/cdk.tf.json" },
        two: { synthesizedStackPath: "stacks/two/cdk.tf" },
      },
    });
    const files = {
      "app/cdktf.out/manifest.json": manifest,
      "app/cdktf.out/stacks/one/cdk.tf.json": BROKEN,
      "app/cdktf.out/stacks/old/cdk.tf.json": BROKEN,
      "app/cdktf.out/review/review.json": "{}",
    };
    for (const path of ["app/cdktf.out", "app"]) {
      const { code, stdout } = await policy(files, path);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 file, /)]);
    }
  });

  test("files of one folder are one configuration, over which override files stand", async () => {
    const { alarm_actions } = alarm();
    const files = {
      "x/filters.tf.json": resources({ [FILTER]: { f: filter() } }),
      "x/alarms.tf.json": resources({ [ALARM]: { a: alarm({ alarm_actions: [] }) } }),
      "x/override.tf.json": resources({ [ALARM]: { a: { alarm_actions } } }),
    };
    const { code, stderr } = await policy(files, "x", "--fail-on", "warning");
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("Terraform's language and modules are not read, and it is said what to do", async () => {
    const files = {
      "x/a.tf.json": json({ module: { net: { source: "./net" } }, resource: {} }),
      "x/b.tf": "",
      "only/main.tf": "",
    };
    const { code, stderr } = await policy(files, "x");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^x\/a\.tf\.json:3:5 DET966 note: the module `net` is called, /m);
    expect(stderr).toMatch(/^x\/b\.tf:1:1 DET965 warning: 1 file in HCL cannot be read here/m);
    for (const path of ["only", "only/main.tf"]) {
      const alone = await policy(files, path);
      expect([alone.code, alone.stdout]).toEqual([2, ""]);
      expect(alone.stderr).toMatch(/HCL.*terraform show -json plan > plan\.json/);
    }
  });

  test("a plan is read from a pipe as well", () => {
    const plan = json({
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [
            {
              address: "aws_sns_topic.t",
              mode: "managed",
              type: "aws_sns_topic",
              name: "t",
              values: {},
            },
          ],
        },
      },
    });
    const script = "cat plan.json | detections policy /dev/stdin --fail-on warning";
    const { code, stderr } = shell(folder({ "plan.json": plan }), script);
    expect([code, stderr]).toEqual([1, expect.stringContaining("topic-not-encrypted")]);
  });
});

describe("what is no Terraform", () => {
  test.each([
    ["nothing", "", /^a\.json:1:1 DET115 not valid JSON/],
    ["cut off", '{"resource": {', /^a\.json:1:15 DET115 /],
    ["a list", "[]", /^a\.json:1:1 DET960 found a list; allowed: Terraform's JSON syntax/],
    ["another JSON", '{"title": "x"}', /^a\.json:1:1 DET960 found a key `title`; /],
    [
      "a state of Terraform's own",
      '{"version": 4, "lineage": "x"}',
      /DET960 this is a state .*\n.*\n.*\n.*show -json > state/,
    ],
    ["a plan of Terraform's own", "PK\u0003\u0004", /DET960 this is a plan as Terraform keeps it/],
    ["not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), /DET104 /],
    ["deep", `{"resource":${"[".repeat(400)}${"]".repeat(400)}}`, /DET107 /],
    ["a name twice", '{"resource": {}, "resource": {}}', /DET102 /],
  ])("is told at its place: %s", async (_, text, says) => {
    const { code, stdout, stderr } = await policy({ "a.json": text }, "a.json");
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^1 file, 25 policies, 1 error/)]);
    expect(stderr).toMatch(says);
  });

  test.each([
    [{ resource: 1 }],
    [{ resource: { aws_sns_topic: [] } }],
    [{ resource: { aws_sns_topic: { a: null, b: [], c: "x", d: [1, {}] } } }],
    [{ resource: { [FILTER]: { a: { metric_transformation: [1, [2], "${x}"] } } } }],
    [{ resource: { [ALARM]: { a: { metric_query: "x", tags: [] }, b: { dynamic: [1] } } } }],
    [{ locals: [1, { a: 1 }], module: "x" }],
    [{ format_version: "1", planned_values: { root_module: { resources: [1, {}] } } }],
    [{ format_version: "1", planned_values: [] }],
    [{ format_version: "1", values: {}, resource_changes: {}, configuration: 1 }],
  ])("of another form than Terraform has it breaks nothing: %j", async (value) => {
    const { code, stderr } = await policy({ "a.json": JSON.stringify(value) }, "a.json");
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/TypeError|\bat /);
  });

  test.each([
    [["none.json"], /no such file or folder: none\.json/],
    [
      ["empty"],
      /no Terraform \(cdktf\.out, \*\.tf\.json\) under empty; a plan is named by its file/,
    ],
    [
      ["a.json", "--level", "alarm-without-action"],
      /Allowed are a policy and its level, error, warning, off, as/,
    ],
    [
      ["a.json", "--level", "alarm-without-actoin=error"],
      /no policy alarm-without-actoin; .*Did you mean alarm-without-action\?/,
    ],
    [["a.json", "--require", "x"], /There is no policy x; docs\/policies\.md lists them\./],
    [["a.json", "--policies", "none.yml"], /no such file: none\.yml/],
    [[], /missing required argument 'path'\nusage: cdktf-detections policy <path\.\.\.>/],
  ])("is wrong usage: %j", async (args, says) => {
    const { code, stdout, stderr } = await policy({ "a.json": FINE, "empty/x": "" }, ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});

describe("formats", () => {
  const run = async (format: string, files: Readonly<Record<string, string>> = {}) => {
    const all = { "a.tf.json": BROKEN, ...files };
    const policies = "p.yml" in files ? ["--policies", "p.yml"] : [];
    return (await policy(all, ".", "--format", format, ...policies)).stdout;
  };
  const EXCEPTION = json({
    levels: { "topic-not-encrypted": "error" },
    exceptions: [{ policy: "alarm-without-action", resource: "*", reason: "on trial <&>" }],
  });

  test("SARIF names the policies, and suppresses what is excused", async () => {
    const [sarif] = JSON.parse(await run("sarif", { "p.yml": EXCEPTION })).runs;
    expect(sarif.automationDetails.id).toBe("cdktf-detections/policy/");
    expect(sarif.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      "alarm-without-action",
      "topic-not-encrypted",
    ]);
    expect(sarif.tool.driver.rules[0].help.text).toMatch(
      /^An alarm tells nobody\. .*Fix: name a topic/s,
    );
    expect(sarif.results).toMatchObject([
      { ruleId: "topic-not-encrypted", level: "error" },
      {
        ruleId: "alarm-without-action",
        suppressions: [{ kind: "external", justification: "on trial <&>" }],
      },
    ]);
  });

  test("JUnit has a suite for each policy and a case for each resource that it looked at", async () => {
    const root = parseXml((await run("junit", { "p.yml": EXCEPTION })).trimEnd());
    const suites = elementsOf(root);
    const of = (name: string) => {
      const suite = suites.find(({ attributes }) => attributes.get("name") === name);
      return suite && Object.fromEntries(suite.attributes);
    };
    expect(of("alarm-without-action")).toMatchObject({ tests: "2", failures: "0", skipped: "1" });
    expect(of("topic-not-encrypted")).toMatchObject({ tests: "1", failures: "1" });
    expect(of("trail-not-logging")).toMatchObject({ tests: "0" });
    expect(of("log-group-without-key")).toBeUndefined();
  });

  test("JUnit tells of a file that cannot be read", async () => {
    const { stdout } = await policy({ "a.json": "{" }, "a.json", "--format", "junit");
    const [unread] = elementsOf(parseXml(stdout.trimEnd()));
    expect(unread?.attributes.get("failures")).toBe("1");
  });

  test("GitHub's annotations stand at the lines", async () => {
    expect(await run("github")).toMatch(
      /^::warning file=a\.tf\.json,line=26,col=9,endColumn=24,title=alarm-without-action::/m,
    );
  });

  describeWithShared("by their schemas", () => {
    test("SARIF and JUnit are what their readers take", async () => {
      const schema = JSON.parse(
        readFileSync(shared("formats/sarif/sarif-schema-2.1.0.draft-07.json"), "utf8"),
      );
      const ajv = new Ajv({ strict: false, validateFormats: false });
      expect(ajv.validate(schema, JSON.parse(await run("sarif", { "p.yml": EXCEPTION })))).toBe(
        true,
      );
      const xsd = parseXml(readFileSync(shared("formats/junit/junit-10.xsd"), "utf8"));
      const junit = parseXml((await run("junit", { "p.yml": EXCEPTION })).trimEnd());
      expect(problemsOf(junit, xsd)).toEqual([]);
    });
  });
});

test("what names, addresses and values say becomes no syntax", async () => {
  const evil = '"]]></x>\u001b[31m%0A::error::x';
  const files = {
    "a.tf.json": resources({
      aws_sns_topic: { [evil]: { kms_master_key_id: "" } },
      [FILTER]: { f: filter() },
      [ALARM]: { [evil]: alarm({ treat_missing_data: evil, alarm_actions: [] }) },
    }),
    "p.yml": json({
      exceptions: [{ policy: "alarm-without-action", resource: "*", reason: evil }],
    }),
  };
  for (const format of ["text", "json", "sarif", "junit", "github"]) {
    const args = ["a.tf.json", "--policies", "p.yml", "--format", format];
    const { stdout, stderr } = await policy(files, ...args);
    // GitHub's log takes texts as they are, and no line break but as `%0A`.
    const shown = format === "github" ? stderr : stdout + stderr;
    const commands = [...shown].filter((char) => char < " " && char !== "\n");
    expect([format, commands]).toEqual([format, []]);
    if (format === "json" || format === "sarif") JSON.parse(stdout);
    if (format === "junit") parseXml(stdout.trimEnd());
    if (format === "github") expect(stdout).not.toMatch(/^::error/m);
  }
});

test("explain tells of a policy what it looks at and why", async () => {
  const { code, stdout } = await detections(folder({}), "explain", "topic-not-encrypted");
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^topic-not-encrypted \(warning\): A topic is not encrypted\. .*\n\nLooks at: `aws_sns_topic`\nFix: .*\nSource: .*\n$/,
  );
  const near = await detections(folder({}), "explain", "topic-not-encryptd");
  expect(near.stderr).toContain("Did you mean topic-not-encrypted?");
});
