import type { CorrelationReview } from "../../review/conditions/correlation";
import { pageOf, reviewFiles } from "../../review/review-files";
import { rulesOf, section, textOf, words } from "./reviewed";

const COUNT = "6f0f5a2e-51a1-4a52-9d07-3d4c2f6a9b10";
const FAILED = "b1a2c3d4-0000-4000-8000-000000000002";
const DENIED = "b1a2c3d4-0000-4000-8000-000000000001";

const correlation = (more: string) => `title: Guessing
id: ${COUNT}
status: test
level: high
correlation:
  rules: [failed_sign_in, ${DENIED}]
  timespan: 10m
${more}`;

/** Two rules; their tests stand at the same paths. */
const COUNTED = `title: Failed Console Sign-in
name: failed_sign_in
id: ${FAILED}
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventSource: signin.amazonaws.com
    eventName: ConsoleLogin
  filter:
    userIdentity.userName: break-glass
  condition: selection and not filter
---
title: Denied Call
id: ${DENIED}
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventSource: iam.amazonaws.com
    eventName: GetUser
  filter:
    userIdentity.userName|fieldref: requestParameters.userName
  condition: selection and not filter
accept: wider
`;

const GROUPED = correlation(
  "  type: event_count\n  group-by: [sourceIPAddress, userIdentity.userName]\n  condition: { gte: 10 }\naccept: wider\n",
);

function reviewed(...texts: readonly string[]) {
  const files = reviewFiles(rulesOf(...texts));
  const { rules } = JSON.parse(textOf(files, "review.json")) as {
    rules: readonly {
      id: string;
      title: string;
      format: string;
      correlation?: CorrelationReview;
      schedule: { words: string };
      cost: { billed: object };
    }[];
  };
  const found = rules.find(({ id }) => id === COUNT);
  return {
    files,
    page: textOf(files, pageOf(COUNT)),
    markdown: textOf(files, `rules/${COUNT}.md`),
    titles: rules.map(({ title }) => title),
    rule: found!,
  };
}

test("a correlation over another shows what that counts, and the order that is asked for", () => {
  const inner = `title: Many Failures
name: many
level: low
correlation:
  type: event_count
  rules: [failed_sign_in]
  group-by: [sourceIPAddress]
  timespan: 5m
  condition: { gte: 3 }
`;
  const text = correlation("  type: temporal_ordered\n").replace("failed_sign_in", "many");
  const { page, markdown } = reviewed(`${text}---\n${inner}`, COUNTED);
  expect(section(page, "condition")).toMatch(
    /matches of these rules, in this order Many Failures rules\/0\.yml:\d+ Type event_count .*Condition gte 3 matches of any of Failed Console Sign-in .*eventName: ConsoleLogin.*Denied Call/,
  );
  expect(markdown).toMatch(
    /- matches of these rules, in this order\n {2}- Many Failures .*\n {4}- type .*count.*\n[^]* {4}- matches of any of\n {6}- Failed Console Sign-in/,
  );
});

describe("a correlation whose rules do not alert by themselves", () => {
  const { page, markdown, titles, rule } = reviewed(GROUPED, COUNTED);
  const fires = section(page, "condition");

  test("says what it counts, over what, for whom, and from which count on it alerts", () => {
    expect(fires).toContain(
      "Alerts on 10 or more matching events in 10 minutes for the same sourceIPAddress and userIdentity.userName.",
    );
    expect(fires).toContain("Type event_count");
    expect(fires).toContain("Group by sourceIPAddress , userIdentity.userName");
    expect(fires).toContain("Timespan PT10M");
    expect(fires).toContain("Condition gte 10");
  });

  test("shows the conditions of each rule, by title, file and line, without a link that leads nowhere", () => {
    expect(titles).toEqual(["Guessing"]);
    expect(fires).toMatch(
      /matches of any of Failed Console Sign-in rules\/1\.yml:1 all of .*eventSource: signin\.amazonaws\.com.*not .*userIdentity\.userName: break-glass/,
    );
    expect(fires).toMatch(/Denied Call rules\/1\.yml:13 all of .*eventName: GetUser/);
    expect(page).not.toContain(`${FAILED}.html`);
    expect(page).not.toContain('href="#L7"');
  });

  test("a condition that a cloud leaves out is marked in its own rule, not at the same place of the other", () => {
    expect(fires.match(/not applied on CloudWatch/g)).toHaveLength(1);
    expect(fires).toMatch(
      /fieldref: requestParameters\.userName filter\s+not applied on CloudWatch/,
    );
    // The marked line is one of the other file, which is not the body of this page.
    expect(page).not.toContain('class="line marked"');
  });

  test("covers the calls of all its rules, and excludes what each of them does", () => {
    expect(section(page, "events")).toContain("iam.amazonaws.com GetUser");
    expect(section(page, "events")).toContain("signin.amazonaws.com ConsoleLogin");
    expect(section(page, "exclusions")).toContain("userIdentity.userName eq break-glass");
    expect(section(page, "stages")).toContain("Stage 0: correlation");
  });

  test("has a page and a row of its format", () => {
    expect(rule.format).toBe("Sigma correlation");
    expect(words(page)).toContain("Format Sigma correlation");
  });

  test("the JSON has the same", () => {
    expect(rule.schedule.words).toBe(
      "10 or more matching events in 10 minutes for the same sourceIPAddress and userIdentity.userName",
    );
    expect(rule.correlation).toMatchObject({
      type: "event_count",
      groupBy: [{ name: "sourceIPAddress" }, { name: "userIdentity.userName" }],
      timespan: "PT10M",
      condition: [{ operator: "gte", count: 10 }],
      rules: [
        { id: FAILED, title: "Failed Console Sign-in", path: "rules/1.yml", line: 1 },
        { id: DENIED, condition: { kind: "all" } },
      ],
    });
    expect(rule.correlation?.rules.map(({ key }) => key)).toEqual([undefined, undefined]);
  });

  test("the Markdown has the same", () => {
    expect(markdown).toContain(
      "- group by <code>sourceIPAddress</code>, <code>userIdentity.userName</code>",
    );
    expect(markdown).toContain("- timespan <code>PT10M</code>");
    expect(markdown).toContain("- condition <code>gte 10</code>");
    expect(markdown).toContain(
      "  - Failed Console Sign-in <code>rules/1.yml:1</code>\n    - all of",
    );
    expect(markdown.match(/\*\*not applied on CloudWatch\*\*/g)).toHaveLength(1);
  });
});

describe("a correlation whose rules alert too", () => {
  const { files, page, markdown, titles } = reviewed(`${GROUPED}generate: true\n`, COUNTED);

  test("links each rule's page and its lines there", () => {
    expect(titles).toHaveLength(3);
    expect(page).toContain(`<a href="${FAILED}.html">Failed Console Sign-in</a>`);
    expect(page).toContain(`href="${DENIED}.html#L18"`);
    expect(textOf(files, pageOf(DENIED))).toContain('id="L18"');
    expect(markdown).toContain(`[Denied Call](${DENIED}.md)`);
  });

  test("is linked from the rules that it counts", () => {
    const counted = textOf(files, pageOf(FAILED));
    expect(section(counted, "condition")).toContain("Its matches are also counted by Guessing .");
    expect(counted).toContain(`<a href="${COUNT}.html">Guessing</a>`);
    expect(textOf(files, `rules/${FAILED}.md`)).toContain(
      `Also counted by [Guessing](${COUNT}.md).`,
    );
  });
});

test("in one file with its rules, its page shows and marks their lines", () => {
  const { page } = reviewed(`${GROUPED}---\n${COUNTED}`);
  const line = Number(/<span id="L(\d+)" class="line marked">/.exec(page)?.[1]);
  const text = `${GROUPED}---\n${COUNTED}`.split("\n")[line - 1];
  expect(text).toContain("userIdentity.userName|fieldref");
  expect(page).toContain(`href="#L${line}"`);
});

test.each([
  [
    "type: event_count\n  condition: { gt: 5, lte: 20 }",
    "more than 5 and at most 20 matching events in 10 minutes",
  ],
  [
    "type: value_count\n  group-by: [userIdentity.arn]\n  condition: { field: eventName, gte: 3 }",
    "3 or more different values of eventName in 10 minutes for the same userIdentity.arn",
  ],
  ["type: event_count\n  condition: { lt: 1 }", "no matching events in 10 minutes"],
  ["type: temporal", "matches of all 2 rules in 10 minutes"],
  ["type: temporal\n  condition: { gte: 1 }", "matches of one or more of 2 rules in 10 minutes"],
  ["type: temporal_ordered", "matches of all 2 rules in their order in 10 minutes"],
  [
    "type: value_sum\n  condition: { field: additionalEventData.bytesTransferredOut, gt: 1000 }",
    "a sum of additionalEventData.bytesTransferredOut above 1000 in 10 minutes",
  ],
])("%s reads as: %s", (written, expected) => {
  expect(reviewed(correlation(`  ${written}\n`), COUNTED).rule.schedule.words).toBe(expected);
});

test("a name that is another field in each rule shows those fields", () => {
  const aliased = correlation(
    `  type: event_count
  group-by: [who]
  condition: { gte: 3 }
  aliases:
    who:
      failed_sign_in: userIdentity.userName
      ${DENIED}: requestParameters.userName
`,
  );
  const { page, rule } = reviewed(aliased, COUNTED);
  expect(rule.correlation?.groupBy).toEqual([
    { name: "who", fields: ["userIdentity.userName", "requestParameters.userName"] },
  ]);
  expect(section(page, "condition")).toContain(
    "Group by who (userIdentity.userName, requestParameters.userName)",
  );
});

test("one with a metric for each rule shows them all, and costs as many", () => {
  const temporal = reviewed(correlation("  type: temporal\naccept: wider\n"), COUNTED);
  const parts = section(temporal.page, "cloudwatch");
  expect(parts).toContain(`Metrics Detections / ${COUNT}-part-1 , Detections / ${COUNT}-part-2`);
  expect(parts).toContain("Metric math IF(part1 > 0, 1, 0) + IF(part2 > 0, 1, 0)");
  expect(parts).toContain("Sum of 11 minutes GreaterThanThreshold 1");
  expect(temporal.rule.cost.billed).toMatchObject({ metrics: 2, alarmMetrics: 2, filters: 2 });
});
