import { detections, folder, removeFolders } from "./command";

afterAll(removeFolders);

/** Two rules and a correlation in one text, whose own document begins at line 12. */
const TEXT = (keys: string, timespan = "10m", type = "event_count") => `title: Failed Sign-In
name: failed
id: 0a5177f4-6ca9-44c2-aacf-d3f3d8b6e401
status: test
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventSource: signin.amazonaws.com, eventName: ConsoleLogin }
  condition: selection
---
# The correlation.
title: Many Failed Sign-Ins
id: 0a5177f4-6ca9-44c2-aacf-d3f3d8b6e402
status: test
level: high
correlation:
  type: ${type}
  rules: [failed]
  timespan: ${timespan}
  condition: { gte: 3 }
${keys}`;

/** Places, codes and messages of what is said of Sentinel's version. */
async function sentinelFindings(text: string) {
  const root = folder({ "a.yml": text });
  const { stderr } = await detections(root, "check", "a.yml");
  return stderr.split("\n").flatMap((line) => {
    const [, place, rest] = /^a\.yml:(\d+:\d+) (DET\d+ Sentinel: .*)$/.exec(line) ?? [];
    return place === undefined ? [] : [`${place} ${rest ?? ""}`];
  });
}

describe("what Sentinel does not take of a correlation is told in its own document", () => {
  test.each([
    [
      "triggerThreshold: 5\n",
      "21:1 DET801 Sentinel: unsupported: a correlation alerts on its own condition; leave triggerOperator and triggerThreshold out",
    ],
    [
      "triggerOperator: lt\ntriggerThreshold: 5\n",
      "21:1 DET801 Sentinel: unsupported: a correlation alerts on its own condition; leave triggerOperator and triggerThreshold out",
    ],
    [
      "kind: NRT\n",
      "21:1 DET815 Sentinel: unsupported: an NRT rule sees what came since its last run alone, and cannot count over a time; leave `kind` out",
    ],
    [
      "queryPeriod: 15d\n",
      "21:1 DET810 Sentinel: unsupported: queryPeriod of 15 days; allowed: 5 minutes to 14 days",
    ],
    [
      "ingestionDelay: 14d\n",
      "21:1 DET810 Sentinel: unsupported: correlation.timespan, queryFrequency and ingestionDelay make 14 days 1 hour 10 minutes together; allowed: at most 14 days",
    ],
    [
      "queryPeriod: 3d\nqueryFrequency: 10m\n",
      "22:1 DET810 Sentinel: unsupported: queryFrequency of 10 minutes; allowed: at least 1 hour where the period is 2 days or more",
    ],
  ])("%j", async (keys, finding) => {
    expect(await sentinelFindings(TEXT(keys))).toEqual([finding]);
  });

  test("what is too long is told with all that makes it so long", async () => {
    expect(await sentinelFindings(TEXT("", "14d"))).toEqual([
      "19:13 DET810 Sentinel: unsupported: correlation.timespan and queryFrequency make 14 days 1 hour together; allowed: at most 14 days",
    ]);
  });

  test("a query that is too long is told at the correlation", async () => {
    const many = Array.from({ length: 400 }, (_, at) => `arn:aws:iam::111122223333:user/${at}`);
    const text = TEXT("").replace(
      "eventName: ConsoleLogin",
      `eventName: ConsoleLogin, userIdentity.arn: ${JSON.stringify(many)}`,
    );
    expect(await sentinelFindings(text)).toContainEqual(
      expect.stringMatching(/^16:1 DET613 Sentinel: unsupported: the query has \d+ characters/),
    );
  });

  test("a long period of its own is run by the hour", async () => {
    expect(await sentinelFindings(TEXT("queryPeriod: 14d\n"))).toEqual([]);
  });

  test("a circle is told by the titles of those that are in it", async () => {
    const root = folder({ "a.yml": TEXT("name: self\n").replace("[failed]", "[self]") });
    const { stderr } = await detections(root, "check", "a.yml");
    expect(stderr).toContain(
      "the correlation is one of its own rules: `Many Failed Sign-Ins` → `Many Failed Sign-Ins`",
    );
  });
});
