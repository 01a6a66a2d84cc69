import fc from "fast-check";

import { compile } from "../../../../../compiler/compile";
import { isObject, type Json, type JsonObject } from "../../../../../compiler/core/json";
import type { ResolvedRule } from "../../../../../compiler/ir/rule";
import { ACTED_ON } from "../../../../../compiler/log-sources/aws-cloudtrail/acted-on";
import { SHOWN_PATHS } from "../../../../../compiler/targets/eventbridge/message/event-texts";
import { MESSAGE_LIMITS } from "../../../../../compiler/targets/eventbridge/message/limits";
import {
  MESSAGE_FORMATS,
  messageOf,
  subjectOf,
  type MessageFormat,
} from "../../../../../compiler/targets/eventbridge/message/message";
import { renderMessage } from "../../../../../compiler/targets/eventbridge/message/render";
import { measured } from "../../../../support/jsonata";
import { runs } from "../../../../support/long";
import { describeWithShared } from "../../../../support/optional";
import { recordedEvents, shippedRules } from "../../../../support/recorded";
import { hostileEvent, TEXTS } from "../hostile";

jest.setTimeout(300_000);

const seed = shippedRules().find(({ id }) => id === "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2")!;

const made = (format: MessageFormat, rule: ResolvedRule = seed) =>
  messageOf(rule, compile(rule, "eventbridge", {}), format);

const text = made("text");
const finding = made("ocsf");
const messages = { text, ocsf: finding };

async function rendered(format: MessageFormat, detail: Json): Promise<string> {
  const result = await renderMessage(messages[format].expression, { detail });
  if (result.kind === "unreadable") throw new Error(result.message);
  return result.text;
}

/** An event with a value at each of the paths. */
function eventAt(entries: readonly (readonly [path: string, value: Json])[]): JsonObject {
  const event: Record<string, Json> = {};
  for (const [path, value] of entries) {
    const steps = path.split(".");
    let at: Record<string, Json> = event;
    for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, Json>;
    at[steps.at(-1)!] = value;
  }
  return event;
}

const LABELS = /^(When|What|Who|Session|Where|Agent|Target|Event|Link): /;
/** Lines of the rule's own. */
const own = new Set<string>();
beforeAll(async () => {
  for (const line of (await rendered("text", {})).split("\n")) own.add(line);
});

const paths = [...SHOWN_PATHS, "requestParameters.userName"];
const shown = fc
  .array(
    fc.tuple(
      fc.constantFrom(...paths),
      fc.oneof(
        fc.constantFrom<Json>(
          ...TEXTS,
          "\nForged: x",
          "\r\nWho: root",
          "\u2028Who: me",
          "x".repeat(9_000),
        ),
        fc.string({ unit: "binary", maxLength: 40 }),
        fc.constantFrom<Json>(null, 5, true, [], ["a", ["\nb"], null], { a: "b" }),
      ),
    ),
    { maxLength: 12 },
  )
  .map(eventAt);

test.each(MESSAGE_FORMATS)(
  "a message as %s is made of any event, and is not too deep",
  async (format) => {
    const { expression, depth } = messages[format];
    const run = measured(expression);
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostileEvent, shown), async (detail) => {
        const { answer, depth: nested } = await run({ input: { detail } });
        expect(typeof answer).toBe("string");
        expect(nested).toBeLessThanOrEqual(depth);
        if (format === "ocsf") expect(isObject(JSON.parse(String(answer)) as Json)).toBe(true);
      }),
      { numRuns: runs(60, 300) },
    );
    expect(depth).toBeLessThanOrEqual(30);
  },
);

test("an object that the engine takes for a function is no text, wherever it stands", async () => {
  const mark = { _jsonata_lambda: true, thunk: true, outerWrapper: true };
  const nothing = await rendered("text", {});
  expect(await rendered("text", mark)).toBe(nothing);
  for (const path of paths) {
    expect(await rendered("text", eventAt([[path, mark]]))).toBe(nothing);
    const beside = await rendered("text", eventAt([[path, [mark, "seen"]]]));
    expect([path, beside]).toEqual([path, await rendered("text", eventAt([[path, "seen"]]))]);
  }
});

test("a text of an event never makes a line, and none of another name", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(shown, hostileEvent), async (event) => {
      const lines = (await rendered("text", event)).split("\n");
      expect(lines.filter((line) => !own.has(line) && !LABELS.test(line))).toEqual([]);
      expect(lines.length).toBeLessThan(25);
      expect(lines.join("")).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }),
    { numRuns: runs(60, 300) },
  );
});

test("nothing is shown but what is known to be safe", async () => {
  const secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
  const hidden = [
    "responseElements.credentials.secretAccessKey",
    "responseElements.credentials.sessionToken",
    "responseElements.accessKey.secretAccessKey",
    "requestParameters.password",
    "requestParameters.masterUserPassword",
    "requestParameters.secretString",
    "requestParameters.policyDocument",
    "userIdentity.sessionContext.webIdFederationData.attributes.token",
    "additionalEventData.SomethingNew",
    "errorMessage",
    "userIdentity.userName.nested",
    "eventName.nested",
  ];
  for (const format of MESSAGE_FORMATS) {
    expect(await rendered(format, eventAt(hidden.map((path) => [path, secret])))).not.toContain(
      secret,
    );
    // What AWS writes in place of a value is told as that.
    for (const mark of ["HIDDEN_DUE_TO_SECURITY_REASONS", "<sensitiveDataRemoved>", "****"]) {
      const message = await rendered(format, { userIdentity: { userName: mark } });
      expect(message).not.toContain(mark);
      expect(message).toContain("hidden by AWS");
    }
  }
});

test("a secret that a caller wrote into the name of their tool is left out", async () => {
  const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const agents = [`tool/1.0 ${secret} x`, `${"x ".repeat(135)}${secret}`, [`a ${secret}`, "b"]];
  for (const format of MESSAGE_FORMATS) {
    for (const userAgent of agents) {
      const message = await rendered(format, { userAgent });
      expect(message).toContain("[left out]");
      expect(message).not.toContain(secret.slice(0, 20));
    }
    const agent = "aws-cli/2.15.30 Python/3.11.8 Linux/6.1.75 exe/x86_64.amzn.2023 prompt/off";
    expect(await rendered(format, { userAgent: agent })).toContain(agent);
  }
});

test("of a sign-in that failed is told that it did, and whose it was", async () => {
  const event = {
    userIdentity: { type: "IAMUser", principalId: "AIDACKCEVSQ6C2EXAMPLE", userName: "anaya" },
    eventSource: "signin.amazonaws.com",
    eventName: "ConsoleLogin",
    errorMessage: "Failed authentication",
    responseElements: { ConsoleLogin: "Failure" },
  };
  const message = await rendered("text", event);
  expect(message).toContain("ConsoleLogin of signin.amazonaws.com, failed: Failure");
  expect(message).toContain("AIDACKCEVSQ6C2EXAMPLE (IAMUser, user anaya)");
  expect(await rendered("ocsf", event)).toContain('"response":{"error":"Failure"}');
  const success = { ...event, responseElements: { ConsoleLogin: "Success" } };
  expect(await rendered("text", success)).not.toContain("failed");
});

test("no character of an event's hides, or turns what stands behind it", async () => {
  const seen = "\u180e\u200b\u202e\u2066\u206a\ufff9\ufeff";
  const message = await rendered("text", { userIdentity: { userName: `a${seen}b` } });
  expect(message).toContain("a b");
});

test("no member that names what a call acts on is one that holds a secret", () => {
  const names = ACTED_ON.map(({ path }) => path.split(".").at(-1));
  const telling = names.filter((name) =>
    /password|secret|token|credential|private|assertion|plaintext/i.test(name!),
  );
  // The name or ARN of a secret, as every call of the service has it.
  expect(telling).toEqual(["secretId"]);
});

test("the largest event stays within what SNS takes", async () => {
  const long = '\u{1f600}"\\'.repeat(3_000);
  const event = eventAt([
    ...paths.map((path) => [path, [long, long]] as const),
    ["requestParameters.x", long],
  ]);
  for (const format of MESSAGE_FORMATS) {
    const bytes = Buffer.byteLength(await rendered(format, event), "utf8");
    expect(bytes).toBeLessThan(MESSAGE_LIMITS.message.value / 4);
    const escaped = made(format, { ...seed, title: "ü".repeat(10_000) });
    const { text: other } = (await renderMessage(escaped.expression, { detail: event })) as {
      text: string;
    };
    expect(Buffer.byteLength(other, "utf8")).toBeLessThan(MESSAGE_LIMITS.message.value / 2);
  }
});

describe("the link to the console", () => {
  const id = "c0ffee00-1111-4222-8333-444455556666";
  const linkOf = async (awsRegion: Json, eventID: Json) =>
    /^Link: +(.*)$/m.exec(await rendered("text", { awsRegion, eventID }))?.[1];

  test.each([
    ["us-east-1", "console.aws.amazon.com"],
    ["us-gov-west-1", "console.amazonaws-us-gov.com"],
    ["cn-north-1", "console.amazonaws.cn"],
    ["ap-southeast-2", "console.aws.amazon.com"],
  ])("of %s is that of its partition", async (region, host) => {
    expect(await linkOf(region, id)).toBe(
      `https://${host}/cloudtrailv2/home?region=${region}#/events/${id}`,
    );
  });

  test("is left out where Region or id are not what AWS writes", async () => {
    for (const region of [
      "",
      "us-east-1\n",
      "us-east-1&x=",
      "evil.example/us-east-1",
      null,
      ["us-east-1", "x-y-1"],
    ]) {
      expect(await linkOf(region, id)).toBeUndefined();
    }
    for (const eventID of [`${id}\n`, `${id}?`, "1", "../x", null, 5]) {
      expect(await linkOf("us-east-1", eventID)).toBeUndefined();
    }
  });

  test("is the only one: what an event says is none in a mail", async () => {
    const message = await rendered("text", {
      userAgent: "see https://evil.example",
      awsRegion: "us-east-1",
    });
    expect(message).toContain("see https[:]//evil.example");
  });
});

test("a subject is what SNS takes, whatever the title", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(3), (title, times) => {
      expect(subjectOf(title.repeat(times + 1) || "x")).toMatch(/^[ -~]{1,99}$/);
    }),
  );
});

test("what a rule says is data to the engine too", async () => {
  const title = "'; $error('x') & \" ${x} %} \\ 😀";
  for (const format of MESSAGE_FORMATS) {
    const { expression } = made(format, { ...seed, title });
    expect(expression).toMatch(/^[ -~]+$/);
    expect(expression).not.toMatch(/%\}|\$\{/);
    const { text: message } = (await renderMessage(expression, { detail: {} })) as { text: string };
    expect(
      format === "text" ? message : (JSON.parse(message) as { message: string }).message,
    ).toContain(title);
  }
});

describe("a finding", () => {
  /** Required in version 1.5.0: of the class, and of the objects in it. */
  const REQUIRED = [
    ["activity_id", 1],
    ["category_uid", 2],
    ["class_uid", 2004],
    ["type_uid", 200401],
    ["severity_id", 3],
  ] as const;

  test("has what the schema requires, also of an event that holds nothing", async () => {
    for (const event of [{}, null, { eventName: "CreateAccessKey", awsRegion: "us-east-1" }]) {
      const found = JSON.parse(await rendered("ocsf", event)) as Record<string, Json>;
      for (const [name, value] of REQUIRED) expect([name, found[name]]).toEqual([name, value]);
      expect(Number.isInteger(found["time"])).toBe(true);
      expect(found).toMatchObject({
        finding_info: { uid: expect.any(String) as string, title: seed.title },
        metadata: { version: "1.5.0", product: { name: "cdktf-detections" } },
        cloud: { provider: "AWS" },
        evidences: [
          {
            api: {
              operation: expect.any(String) as string,
              service: { name: expect.any(String) as string },
            },
          },
        ],
      });
    }
  });

  test("says who, what and where", async () => {
    const event = {
      eventID: "c0ffee00-1111-4222-8333-444455556666",
      eventTime: "2026-11-02T10:11:12Z",
      eventSource: "iam.amazonaws.com",
      eventName: "CreateAccessKey",
      errorCode: "AccessDenied",
      awsRegion: "us-east-1",
      sourceIPAddress: "198.51.100.7",
      userAgent: 'a "quoted" agent',
      recipientAccountId: "111122223333",
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/ops/mallory",
        sessionContext: {
          sessionIssuer: { arn: "arn:aws:iam::111122223333:role/ops" },
          attributes: { mfaAuthenticated: "true" },
        },
      },
      requestParameters: { userName: "alice" },
    };
    expect(JSON.parse(await rendered("ocsf", event))).toMatchObject({
      start_time: Date.parse(event.eventTime),
      cloud: { region: "us-east-1", account: { uid: "111122223333" } },
      finding_info: { uid: `${seed.id}:${event.eventID}` },
      evidences: [
        {
          actor: {
            user: { uid: event.userIdentity.arn, type: "AssumedRole" },
            session: { issuer: "arn:aws:iam::111122223333:role/ops", is_mfa: true },
          },
          api: { operation: "CreateAccessKey", response: { error: "AccessDenied" } },
          src_endpoint: { ip: "198.51.100.7" },
          http_request: { user_agent: event.userAgent },
        },
      ],
      resources: [{ type: "User", name: "alice" }],
    });
  });
});

describeWithShared("of recorded events", () => {
  const SECRET = /secret|password|token|credential|plaintext|privatekey/i;

  /** Texts under names of secrets, as long as a secret is. */
  function secretsIn(value: Json, name = ""): readonly string[] {
    if (typeof value === "string") return SECRET.test(name) && value.length > 12 ? [value] : [];
    if (typeof value !== "object" || value === null) return [];
    const entries = Object.entries(value) as [string, Json][];
    return entries.flatMap(([key, each]) =>
      secretsIn(each, Array.isArray(value) || SECRET.test(name) ? `${name}.${key}` : key),
    );
  }

  test("no message shows what lies under a name of a secret", async () => {
    let tried = 0;
    for (const { event, place } of recordedEvents()) {
      const secrets = secretsIn(event).filter((each) => !/^(arn:|A[KS]IA)/.test(each));
      if (secrets.length === 0) continue;
      tried += 1;
      for (const format of tried % runs(5, 1) === 0 ? MESSAGE_FORMATS : []) {
        const message = await rendered(format, event);
        expect([place, secrets.filter((each) => message.includes(each))]).toEqual([place, []]);
      }
    }
    expect(tried).toBeGreaterThan(20);
  });
});
