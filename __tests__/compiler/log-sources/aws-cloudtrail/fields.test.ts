import { readFileSync } from "node:fs";

import type { Json } from "../../../../compiler/core/json";
import { CONTAINERS } from "../../../../compiler/log-sources/aws-cloudtrail/containers";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { describeWithShared, shared } from "../../../support/optional";
import { contradictions } from "../claims";

describe("rows", () => {
  test("have a source, and a path that fits the event's shape", () => {
    for (const path of CLOUDTRAIL.paths) {
      const field = CLOUDTRAIL.field(path);
      expect(field.path).toBe(path);
      expect(field.source.length).toBeGreaterThan(10);
      expect(path).toMatch(/^[\w-]+(\.[\w-]+)*$/);
    }
  });

  test("are unique: none that lists a container is listed twice, or by a row of its own as well", () => {
    const containers = CONTAINERS.flatMap(({ paths }) => paths);
    expect([...new Set(containers)]).toEqual(containers);
    for (const { paths, ...facts } of CONTAINERS) {
      for (const path of paths) expect(CLOUDTRAIL.field(path)).toMatchObject({ path, ...facts });
    }
    expect([...new Set(CLOUDTRAIL.paths)]).toEqual(CLOUDTRAIL.paths);
  });

  test("lie under objects and arrays only", () => {
    const scalars = CLOUDTRAIL.paths.flatMap((path) => {
      const steps = path.split(".");
      const above = steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("."));
      return above
        .filter((each) => CLOUDTRAIL.lists(each))
        .filter((each) => !["object", "mixed"].includes(CLOUDTRAIL.field(each).type));
    });
    expect(scalars).toEqual([]);
  });

  test("claim `always` of what bounds a rule, and of nothing that some events are without", () => {
    const always = CLOUDTRAIL.paths.filter((path) => CLOUDTRAIL.field(path).presence === "always");
    expect([...always].sort()).toEqual([...CLOUDTRAIL.bounding].sort());
  });

  test("spell closed vocabularies in one way each, and in ASCII where they say so", () => {
    for (const path of CLOUDTRAIL.paths) {
      const { spelling, ascii } = CLOUDTRAIL.field(path);
      if (spelling.kind !== "closed") continue;
      const folded = spelling.values.map((value) => value.toLowerCase());
      expect([...new Set(folded)]).toEqual(folded);
      expect([path, ascii]).toEqual([path, true]);
      expect(spelling.values.join("")).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  test("what holds a listed path is a container, listed or not", () => {
    expect(CLOUDTRAIL.lists("responseElements.routeTable.routeSet")).toBe(false);
    expect(CLOUDTRAIL.field("responseElements.routeTable.routeSet").type).toBe("object");
    expect(CLOUDTRAIL.field("responseElements.routeTable").type).toBe("object");
  });

  test("what is not listed is taken for anything, of which nothing is claimed", () => {
    expect(CLOUDTRAIL.lists("requestParameters.nobodyKnows")).toBe(false);
    expect(CLOUDTRAIL.field("requestParameters.nobodyKnows")).toMatchObject({
      type: "unknown",
      many: "either",
      presence: "optional",
      nullable: true,
      empty: true,
      spelling: { kind: "free" },
      ascii: false,
    });
    // Names that every object inherits are paths like any other.
    expect(CLOUDTRAIL.lists("constructor")).toBe(false);
    expect(CLOUDTRAIL.field("__proto__").type).toBe("unknown");
  });
});

describe("an event that contradicts a row", () => {
  const SOUND = { eventSource: "iam.amazonaws.com", eventName: "CreateUser", errorCode: "X" };

  test.each<[string, Json, string]>([
    ["always", { eventSource: "iam.amazonaws.com" }, "eventName: always (missing)"],
    ["nullable", { ...SOUND, errorCode: null }, "errorCode: not nullable (null)"],
    ["empty", { ...SOUND, errorCode: "" }, "errorCode: not empty (empty)"],
    ["type", { ...SOUND, readOnly: "true" }, 'readOnly: boolean ("true")'],
    ["object", { ...SOUND, userIdentity: "root" }, 'userIdentity: object ("root")'],
    ["array", { ...SOUND, resources: ["arn"] }, 'resources: objects (["arn"])'],
    [
      "strings",
      { ...SOUND, requestParameters: { instanceIds: "i-1" } },
      'requestParameters.instanceIds: strings ("i-1")',
    ],
    ["closed", { ...SOUND, userIdentity: { type: "root" } }, "userIdentity.type: closed (root)"],
    [
      "lower",
      { ...SOUND, eventSource: "IAM.amazonaws.com" },
      "eventSource: lower (IAM.amazonaws.com)",
    ],
    ["identifier", { ...SOUND, eventName: "createUser" }, "eventName: identifier (createUser)"],
    ["ascii", { ...SOUND, errorCode: "Fehler_ä" }, "errorCode: ascii (Fehler_ä)"],
    ["time", { ...SOUND, eventTime: "yesterday" }, "eventTime: time (yesterday)"],
    [
      "time of a day that is none",
      { ...SOUND, eventTime: "2024-02-30T12:30:00Z" },
      "eventTime: time (2024-02-30T12:30:00Z)",
    ],
    [
      "address",
      { ...SOUND, sourceIPAddress: "10.0.0.1/8" },
      "sourceIPAddress: address (10.0.0.1/8)",
    ],
    [
      "inside an array",
      {
        ...SOUND,
        requestParameters: { filters: [{ values: ["a"] }, { values: [{ a: 1 }] }] },
      },
      'requestParameters.filters.values: strings ([{"a":1}])',
    ],
  ])("is found: %s", (_, event, found) => {
    expect(contradictions(SOUND, CLOUDTRAIL)).toEqual([]);
    expect(contradictions(event, CLOUDTRAIL)).toEqual([found]);
  });
});

const CAPTURED = ["stratus-red-team", "traildiscover"];
const EDITED = ["awsdocs-cloudtrail", "awsdocs-iam", "awsdocs-kms", "panther-analysis"];

/** What people and pipelines made of events, by reason: AWS writes none of it. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "a Python literal pasted as JSON": [
    'panther-analysis:96 readOnly: boolean ("True")',
    'panther-analysis:96 managementEvent: boolean ("True")',
    "panther-analysis:96 resources: objects ([\"{'accountId': '1111222)",
  ],
  "a missing field that a pipeline filled in": [
    "panther-analysis:100 userIdentity.invokedBy: not nullable (null)",
    "panther-analysis:301 userIdentity.arn: not empty (empty)",
    "panther-analysis:305 errorCode: not empty (empty)",
  ],
  "an object that a pipeline wrote as text": [
    'panther-analysis:419 serviceEventDetails: object ("{\\n  \\"createAccountSta)',
  ],
  "a value that somebody blotted out": [
    "panther-analysis:301 eventTime: time (redacted)",
    "panther-analysis:418 eventTime: time (...)",
  ],
  "a sample typed by hand; recorded sign-ins have `Yes`, `No` and `AwsConsoleSignIn`": [
    "awsdocs-cloudtrail:7 additionalEventData.MFAUsed: closed (YES)",
    "awsdocs-iam:7 eventType: closed (AwsConsoleSignin)",
  ],
};

/** A time as the tables of one pipeline hold it: a space for the `T`, mostly no `Z`. */
const TABLE_TIME =
  /^panther-analysis:\d+ eventTime: time \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?Z?\)$/;
const TABLE_TIMES = 116;

describeWithShared("recorded events", () => {
  const found = (files: readonly string[]) =>
    files.flatMap((file) =>
      eventsOf(file).flatMap((event, index) =>
        contradictions(event, CLOUDTRAIL).map((each) => `${file}:${index + 1} ${each}`),
      ),
    );

  test("those captured from AWS contradict nothing", () => {
    expect(CAPTURED.flatMap(eventsOf).length).toBeGreaterThan(600);
    expect(found(CAPTURED)).toEqual([]);
  });

  test("those edited by hand contradict what is listed here, and nothing else", () => {
    const all = found(EDITED);
    expect(all.filter((each) => !TABLE_TIME.test(each)).sort()).toEqual(
      Object.values(EXPECTED).flat().sort(),
    );
    expect(all.filter((each) => TABLE_TIME.test(each))).toHaveLength(TABLE_TIMES);
  });

  test("captured values of an identifier are never spelled in two ways", () => {
    const events = CAPTURED.flatMap(eventsOf);
    for (const path of ["eventName", "eventSource", "errorCode", "awsRegion"]) {
      const values = new Set(events.map((event) => textAt(event, path)));
      const folded = new Set([...values].map((value) => value.toLowerCase()));
      expect([path, folded.size]).toEqual([path, values.size]);
    }
  });
});

function eventsOf(file: string): readonly Json[] {
  return readFileSync(shared(`cloudtrail/${file}.ndjson`), "utf8")
    .trim()
    .split("\n")
    .map((line): Json => JSON.parse(line));
}

function textAt(event: Json, path: string): string {
  const value = typeof event === "object" && event !== null ? Reflect.get(event, path) : undefined;
  return typeof value === "string" ? value : "";
}
