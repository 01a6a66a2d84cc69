import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Diagnostics } from "../../compiler/core/diagnostic";
import { loadRules } from "../../compiler/rule-set/load-rules";
import { reviewFiles } from "../../review/review-files";
import { ruleText } from "../support/rules";
import { section, textOf, words } from "./reviewed";

const folder = mkdtempSync(join(tmpdir(), "review-time-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The pages of a correlation that alerts on two stops of one user within ten minutes, and of the other rules. */
function pagesOf(name: string, tests: readonly object[], ...others: readonly string[]) {
  const correlation = {
    title: "Twice",
    level: "high",
    correlation: {
      type: "event_count",
      rules: ["stopped"],
      "group-by": ["userIdentity.userName"],
      timespan: "10m",
      condition: { gte: 2 },
    },
  };
  const stopped = ruleText({ name: "stopped", id: undefined });
  const path = join(folder, `${name}.yml`);
  const base = {
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    userIdentity: { userName: "bob" },
  };
  writeFileSync(path, `${JSON.stringify(correlation)}\n---\n${stopped}`);
  writeFileSync(join(folder, `${name}.tests.yml`), JSON.stringify({ base, tests }));
  const diagnostics = new Diagnostics();
  const files = reviewFiles(loadRules([path, ...others], diagnostics), {
    diagnostics,
    accept: "wider",
  });
  return { files, page: textOf(files, "rules/twice.html"), text: textOf(files, "rules/twice.md") };
}

describe("tests of time on a rule's page", () => {
  const { page, text } = pagesOf("good", [
    { name: "over a border", alert: 1, events: [{ at: "9m" }, { at: "11m" }] },
    {
      name: "late, and another call",
      alert: true,
      events: [
        { at: "0s" },
        { at: "90s", set: { eventName: "StartLogging" } },
        { at: "2m", arrives: "25m" },
      ],
    },
    { name: "of two", alert: false, events: [{ at: "0s" }, { at: "1m", unset: ["userIdentity"] }] },
    { name: "by itself", match: true },
  ]);

  test("are in the table in words of their own: they alert, and an event by itself counts", () => {
    const read = section(page, "tests");
    expect(read).toContain("over a border 1 alert 1 alert 1 alert 1 alert");
    expect(read).toContain("of two no alert no alert 1 alert ⊃ no alert");
    expect(read).toContain("by itself counts counts counts counts");
    expect(text).toContain("| over a border | 1 alert | 1 alert | 1 alert | 1 alert |");
    expect(text).toContain("| by itself | counts | counts | counts | counts |");
  });

  test("have a picture that says in words what it shows", () => {
    const labels = [...page.matchAll(/<svg[^>]* role="img" aria-label="([^"]*)"/g)];
    expect(labels.map(([, label]) => label)).toEqual([
      "Events: 0, 2 min. Alerts by Rule: 11 min; CloudWatch: 3 min; Sentinel: 11 min.",
      "Events: 0, 90 s (does not count), 2 min (arrives 25 min). Alerts by Rule: 30 min; CloudWatch: 3 min; Sentinel: 30 min.",
      "Events: 0, 1 min. Alerts by Rule: no alert; CloudWatch: 2 min; Sentinel: no alert.",
    ]);
    expect(section(page, "tests")).toContain("whenever it arrives");
  });

  test("draw each event, each wait and each alert once", () => {
    const pictures = page.split('class="time-line"').slice(1);
    const drawn = pictures.map((picture) => {
      const [svg = ""] = /<svg[^]*?<\/svg>/.exec(picture) ?? [];
      const count = (name: string) => svg.split(`class="${name}"`).length - 1;
      return [count("event"), count("no-event"), count("late"), count("alert")];
    });
    expect(drawn).toEqual([
      [2, 0, 0, 3],
      [2, 1, 1, 3],
      [2, 0, 0, 1],
    ]);
  });
});

describe("late events", () => {
  const plain = (keys: object) =>
    ruleText({ title: "Plain", id: "0000000a-0000-4000-8000-000000000001", ...keys });
  const late = (keys: object) => {
    const { files } = pagesOf("late", [], plain(keys));
    const page = words(textOf(files, "rules/0000000a-0000-4000-8000-000000000001.html"));
    return /Late events (.*?) Cost a month/.exec(page)?.[1];
  };
  const USUAL = "events that take 15 minutes, which is usual at the latest";

  test("are said to be lost in part where a rule does not wait for them", () => {
    expect(late({})).toBe(`100 % of ${USUAL}, are lost to it`);
    // Half of the runs come too late for them.
    expect(late({ queryFrequency: "30m", queryPeriod: "30m" })).toBe(
      `50 % of ${USUAL}, are lost to it`,
    );
    expect(late({ queryFrequency: "15m", queryPeriod: "1h" })).toBe(
      `none of ${USUAL}, is lost to it`,
    );
  });

  test("are said to be lost without the delay that a rule waits for them", () => {
    expect(late({ ingestionDelay: "15m" })).toBe(
      `none of ${USUAL}, is lost to it; without its ingestionDelay of 15 minutes 100 % would be`,
    );
    expect(late({ ingestionDelay: "5m" })).toBe(`67 % of ${USUAL}, are lost to it`);
  });

  test("of a rule that counts, are those that no run sees with all of their window", () => {
    const { page, text } = pagesOf("counts", []);
    expect(words(page)).toContain(
      `Late events none of ${USUAL}, is lost to it; without its ingestionDelay of 15 minutes 100 % would be`,
    );
    expect(text).toContain("Late events on Sentinel: none of events");
  });

  test("are not spoken of where the rule's own query decides", () => {
    expect(late({ query: "AWSCloudTrail | where EventName == 'StopLogging'" })).toBeUndefined();
  });
});
