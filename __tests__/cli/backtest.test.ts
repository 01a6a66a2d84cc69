import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { ruleText, WIDER_DETECTION } from "../support/rules";
import { detections, folder, removeFolders, stopped } from "./command";

afterAll(removeFolders);

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();
const EVENTS = [
  stopped("e1", at(1)),
  { ...stopped("e2", at(2)), eventName: "StartLogging" },
  stopped("e3", at(3)),
  stopped("e4", at(40)),
];
const lines = EVENTS.map((event) => `${JSON.stringify(event)}\n`).join("");
const records = JSON.stringify({ Records: EVENTS });

async function backtest(root: string, ...args: readonly string[]) {
  const ran = await detections(root, "backtest", ...args, "--format", "json");
  return { ...ran, results: ran.stdout === "" ? [] : JSON.parse(ran.stdout) };
}

describe("backtest", () => {
  test("counts matches, and alerts by the schedule on the events' own time", async () => {
    const root = folder({ "a.yml": ruleText(), "e.ndjson": lines });
    const { code, results } = await backtest(root, "a.yml", "--events", "e.ndjson");
    expect(code).toBe(0);
    expect(results).toMatchObject([
      {
        rule: { path: "a.yml" },
        engine: "reference",
        events: 4,
        matches: 3,
        matchedEventIds: ["e1", "e3", "e4"],
        alerts: 2,
        alertTimes: ["2026-03-01T12:15:00Z", "2026-03-01T12:45:00Z"],
      },
    ]);
  });

  test("says of which file the records are not CloudTrail's: silence would look like no match", async () => {
    const exported = JSON.stringify({ events: [{ message: JSON.stringify(EVENTS[0]) }] });
    const root = folder({ "a.yml": ruleText(), "e.ndjson": lines, "logs.json": exported });
    const { code, results, stderr } = await backtest(root, "a.yml", "--events", ".");
    expect(results).toMatchObject([{ events: 5, matches: 3 }]);
    expect([code, stderr.split("\n").filter((line) => /^\S+json: /.test(line))]).toEqual([
      0,
      ["logs.json: 1 record without the eventName and eventSource of a CloudTrail event"],
    ]);
  });

  test("names no one text of a mark that has several", async () => {
    const rule =
      "title: A\nlevel: low\nlogsource: {product: kubernetes, service: audit}\ndetection: {s: {verb: create}, condition: s}\n";
    const root = folder({ "a.yml": rule, "e.ndjson": lines });
    const { stderr } = await backtest(root, "a.yml", "--events", "e.ndjson");
    expect(stderr).toMatch(/records without the verb of an audit event of Kubernetes$/m);
  });

  test("asks rules of several logs of their own events, in what each log's files are", async () => {
    const okta = (id: number, eventType: string) => ({
      uuid: `o${id}`,
      published: at(id),
      eventType,
    });
    const entra = {
      time: at(5),
      category: "AuditLogs",
      operationName: "Add user",
      properties: { id: "a1", result: "success" },
    };
    const rule = (logsource: string, selection: string) =>
      `title: Something else\nlogsource: ${logsource}\ndetection: {s: {${selection}}, condition: not s}\n`;
    const root = folder({
      "okta.yml": rule("{product: okta, service: okta}", "eventType: user.session.start"),
      "entra.yml": rule("{product: azure, service: auditlogs}", "OperationName: Delete user"),
      "okta.json": JSON.stringify([okta(1, "user.session.start"), okta(2, "app.oauth2")]),
      "entra.json": JSON.stringify({ records: [entra] }),
    });
    const { results, stderr } = await backtest(
      root,
      "entra.yml",
      "okta.yml",
      "--events",
      "okta.json",
      "entra.json",
    );
    expect(results).toMatchObject([
      { events: 3, matches: 1, matchedEventIds: ["a1"] },
      { events: 3, matches: 1, matchedEventIds: ["o2"] },
    ]);
    expect(stderr).not.toContain("without");
  });

  test("reads a file once, by whatever paths and links it is reached", async () => {
    const one = JSON.stringify({ Records: [stopped("e5")] });
    const root = folder({ "a.yml": ruleText(), "days/e.ndjson": lines, "more/F.JSON": one });
    symlinkSync("../more", join(root, "days/linked"));
    symlinkSync("e.ndjson", join(root, "days/same.ndjson"));
    const { results } = await backtest(root, "a.yml", "--events", "days", "days/e.ndjson");
    expect(results).toMatchObject([{ events: 5, matches: 4 }]);
  });

  test.each(["cloudwatch", "sentinel"])("%s runs what it would deploy", async (engine) => {
    const root = folder({ "a.yml": ruleText(), "e.json": records });
    const { results } = await backtest(root, "a.yml", "--events", "e.json", "--engine", engine);
    expect(results).toMatchObject([{ engine, verdict: "exact", matches: 3, alerts: 2 }]);
  });

  test("a wider version is run, accepted or not: that is what somebody wants to know first", async () => {
    const root = folder({
      "a.yml": ruleText({ detection: WIDER_DETECTION }),
      "e.json": JSON.stringify({
        ...stopped("own"),
        eventSource: "iam.amazonaws.com",
        eventName: "CreateAccessKey",
        userIdentity: { userName: "alice" },
        responseElements: { accessKey: { userName: "alice" } },
      }),
    });
    const run = (engine: string) =>
      backtest(root, "a.yml", "--events", "e.json", "--engine", engine);
    expect((await run("reference")).results).toMatchObject([{ matches: 0 }]);
    expect(await run("cloudwatch")).toMatchObject({
      code: 0,
      results: [{ verdict: "wider", matches: 1 }],
    });
  });

  test("reads folders as CloudTrail lays them out, zipped or not, and no digests", async () => {
    const day = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01";
    const root = folder({
      "a.yml": ruleText(),
      [`logs/${day}/one.json.gz`]: gzipSync(records),
      [`logs/${day}/two.json`]: records,
      "logs/AWSLogs/111122223333/CloudTrail-Digest/us-east-1/d.json.gz": gzipSync('{"a":1}'),
      "logs/note.txt": "no events",
      "more.ndjson": lines,
      "zipped-without-saying-so": gzipSync(lines),
    });
    const events = ["logs", "more.ndjson", "zipped-without-saying-so"];
    const { code, results } = await backtest(root, "a.yml", "--events", ...events);
    expect(code).toBe(0);
    expect(results).toMatchObject([{ events: 16, matches: 12, alerts: 2 }]);
  });

  test("a file of several megabytes is read whole and in its order, zipped or not", async () => {
    // Lines of many lengths, so that chunks end anywhere in them.
    const long = Array.from({ length: 2_000 }, (_, index) =>
      JSON.stringify({ ...stopped(`e${index}`), padding: "ä".repeat((index * 7) % 1_500) }),
    ).join("\n");
    const root = folder({ "a.yml": ruleText(), "e.ndjson": long, "e.ndjson.gz": gzipSync(long) });
    for (const file of ["e.ndjson", "e.ndjson.gz"]) {
      const { results } = await backtest(root, "a.yml", "--events", file);
      const ids = Array.from({ length: 2_000 }, (_, index) => `e${index}`);
      expect(results).toMatchObject([{ events: 2_000, matchedEventIds: ids }]);
    }
  });

  test.each([
    ["text before megabytes of events", `hello\n${lines.repeat(5_000)}`, "found no JSON object"],
    ["text", "hello\n", "found no JSON object"],
    ["a torn file", lines.slice(0, -20), "the text ends inside a record"],
    ["a torn archive", gzipSync(lines).subarray(0, -9), "not valid gzip"],
  ])("%s: what is wrong in a line, the other files are read, 1", async (_, content, message) => {
    const root = folder({ "a.yml": ruleText(), "bad.json": content, "good.json": records });
    const { code, stderr, results } = await backtest(
      root,
      ...["a.yml", "--events", "bad.json", "good.json"],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^bad\.json: .*; the rest of the file is not read\n/);
    expect(stderr).toContain(message);
    expect(results[0].matchedEventIds.slice(-3)).toEqual(["e1", "e3", "e4"]);
  });

  test("a rule that the engine refuses is named, and has no counts", async () => {
    const everything = { s: { "userIdentity.userName|fieldref": "eventName" }, condition: "s" };
    const root = folder({ "a.yml": ruleText({ detection: everything }), "e.ndjson": lines });
    const { code, stderr, results } = await backtest(
      root,
      ...["a.yml", "--events", "e.ndjson", "--engine", "cloudwatch"],
    );
    expect(code).toBe(1);
    expect(results).toMatchObject([{ verdict: "unsupported", matches: null, alerts: null }]);
    expect(stderr).toContain("a.yml: cloudwatch: unsupported: DET501");
  });

  test.each([
    ["reference", 0],
    ["sentinel", 0],
    ["cloudwatch", 1],
  ])("on %s a correlation counts as it is deployed there", async (engine, alerts) => {
    const correlation = {
      title: "Many regions",
      level: "high",
      correlation: {
        type: "value_count",
        rules: ["stopped"],
        "group-by": ["userIdentity.arn"],
        timespan: "15m",
        condition: { field: "awsRegion", gte: 2 },
      },
    };
    const one = EVENTS.map((event) => ({ ...event, awsRegion: "us-east-1" }));
    const root = folder({
      "rules/a.yml": ruleText({ name: "stopped" }),
      "rules/b.yml": `${JSON.stringify(correlation)}\n`,
      "one.json": JSON.stringify({ Records: one }),
      "other.json": JSON.stringify({ ...one[0], eventID: "e5", awsRegion: "eu-west-1" }),
    });
    const run = async (...events: readonly string[]) =>
      (
        await backtest(
          root,
          ...["rules", "--events", ...events, "--engine", engine],
          ...["--arrival-field", "eventTime"],
        )
      ).results;
    expect(await run("one.json")).toMatchObject([{ matches: 3, alerts }]);
    expect(await run("one.json", "other.json")).toMatchObject([{ matches: 4, alerts: 1 }]);
  });

  test("tells of events out of their order, and puts them in order by a time of arrival", async () => {
    const correlation = {
      title: "Twice by one",
      level: "high",
      correlation: {
        type: "event_count",
        rules: ["stopped"],
        "group-by": ["userIdentity.userName"],
        timespan: "15m",
        condition: { gte: 2 },
      },
    };
    const of = (eventID: string, minute: string, userName: string, arrived?: string) => ({
      eventID,
      eventTime: `2026-03-01T12:${minute}:00Z`,
      eventSource: "cloudtrail.amazonaws.com",
      eventName: "StopLogging",
      userIdentity: { userName },
      ...(arrived === undefined ? {} : { arrived: `2026-03-01T12:${arrived}:00Z` }),
    });
    const events = [of("1", "05", "alice"), of("2", "04", "alice", "20"), of("3", "07", "bob")];
    const root = folder({
      "rules/a.yml": ruleText({ name: "stopped" }),
      "rules/b.yml": `${JSON.stringify(correlation)}\n`,
      "e.ndjson": events.map((each) => JSON.stringify(each)).join("\n"),
    });
    const args = ["rules", "--events", "e.ndjson"];
    const unsorted = await backtest(root, ...args);
    expect(unsorted.results).toMatchObject([{ matches: 3, alerts: 0, unordered: 1, groups: [] }]);
    expect(unsorted.stderr).toContain("1 event came after a later one and is in no window");
    expect(unsorted.stderr).toContain("--arrival-field eventTime");

    const sorted = await backtest(root, ...args, "--arrival-field", "arrived");
    expect(sorted.results).toMatchObject([
      {
        alerts: 1,
        alertTimes: ["2026-03-01T12:30:00Z"],
        unordered: 0,
        groups: [
          {
            group: { "userIdentity.userName": "alice" },
            alerts: 1,
            first: "2026-03-01T12:30:00Z",
          },
        ],
      },
    ]);
    expect(sorted.stderr).not.toContain("came after");

    const misspelt = await backtest(root, ...args, "--arrival-field", "arived");
    expect(misspelt.stderr).toContain("--arrival-field: no event has a time at arived");
    expect(misspelt.results).toMatchObject([{ alerts: 1, alertTimes: ["2026-03-01T12:15:00Z"] }]);
  });

  test("text tells when, what made it noisy, and examples", async () => {
    const root = folder({ "a.yml": ruleText(), "e.ndjson": lines });
    const { stdout } = await detections(root, "backtest", "a.yml", "--events", "e.ndjson");
    expect(stdout).toContain("2 alerts, 3 of 4 events: A trail was stopped (a.yml)");
    expect(stdout).toContain("alerts at 2026-03-01T12:15:00Z, 2026-03-01T12:45:00Z");
    expect(stdout).toContain('3 × userIdentity.arn = "arn:aws:iam::111122223333:user/mallory"');
    expect(stdout).toContain('"e1"');
  });

  describe("of an alarm", () => {
    /** Keys that alice creates, one each ten minutes; the fourth is for bob. */
    const created = Array.from({ length: 8 }, (_, index) => ({
      ...stopped(`k${index}`, at(index * 10)),
      eventSource: "iam.amazonaws.com",
      eventName: "CreateAccessKey",
      userIdentity: { userName: "alice" },
      responseElements: { accessKey: { userName: index === 3 ? "bob" : "alice" } },
    }));
    const keys = { tags: undefined, detection: WIDER_DETECTION, accept: "wider" };
    const files = {
      "a.yml": ruleText(keys),
      "e.json": JSON.stringify({ Records: created }),
      "one.json": JSON.stringify({ Records: created.slice(3, 4) }),
    };
    const args = ["a.yml", "--engine", "cloudwatch", "--events"] as const;

    test("says how long it was in ALARM, and which of the rule's own came unnoticed", async () => {
      const root = folder(files);
      const { code, results } = await backtest(root, ...args, "e.json");
      expect(code).toBe(0);
      expect(results).toMatchObject([
        {
          matches: 8,
          alerts: 1,
          alarm: {
            historySeconds: 71 * 60,
            alarmSeconds: 71 * 60,
            ownMatches: 1,
            ownMatchesInAlarm: 1,
            busy: "in-alarm",
          },
        },
      ]);
      const { stdout } = await detections(root, "backtest", ...args, "e.json");
      expect(stdout).toContain(
        "  in ALARM 1 hour 11 minutes of 1 hour 11 minutes (100 %)\n  1 of the rule's own 1 match came while it was in ALARM already, and nobody would have been notified\n",
      );
    });

    test("warns of a wider version that is busy, at what accepts it, and says what to do", async () => {
      const root = folder(files);
      const { code, stderr } = await backtest(root, ...args, "e.json");
      expect(code).toBe(0);
      expect(stderr).toMatch(
        /^a\.yml:\d+:\d+ DET912 warning: cloudwatch: the `wider` version is busy: in ALARM for 100 % of the time\. Of the rule it keeps nothing but the API call\. An alarm notifies/,
      );
      expect(stderr).toContain("\n    fix: add a condition that a metric filter can check");
      expect((await backtest(root, ...args, "one.json")).stderr).toBe("");
    });

    test("does not warn of what is exact, and has no alarm on other engines", async () => {
      const detection = { s: { eventName: "CreateAccessKey" }, condition: "s" };
      const root = folder({ ...files, "a.yml": ruleText({ tags: undefined, detection }) });
      const exact = await backtest(root, ...args, "e.json");
      expect(exact.results).toMatchObject([
        { verdict: "exact", alarm: { ownMatches: 8, ownMatchesInAlarm: 7, busy: null } },
      ]);
      expect(exact.stderr).toBe("");
      const reference = await backtest(root, "a.yml", "--events", "e.json");
      expect(reference.results).toMatchObject([{ alarm: null }]);
    });
  });
});
