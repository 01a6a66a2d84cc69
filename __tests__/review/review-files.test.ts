import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { Diagnostics } from "../../compiler/diagnostic";
import { loadRules } from "../../compiler/load-rules";
import { safeUrl } from "../../review/html/safe-url";
import { reviewFiles, type ReviewFile } from "../../review/review-files";
import { writeReview } from "../../review/write-review";
import { HOSTILE } from "./hostile";
import { detectionOf, reviewed } from "./reviewed";

const BACKDOOR = "rules/aws/iam/aws-iam-backdoor-user-keys.yml";
const CREATED = "rules/aws/iam/aws-iam-access-key-created.yml";
const BACKDOOR_ID = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";

const shipped = () =>
  [reviewed(BACKDOOR), reviewed(CREATED)].map((input) => ({ ...input, armTemplate: "{}\n" }));

function textOf(files: readonly ReviewFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`no ${path} among ${files.map((each) => each.path)}`);
  return file.text;
}

/** Line of the seed rule's file that begins so. */
function lineOf(start: string): number {
  const lines = readFileSync(BACKDOOR, "utf8").split("\n");
  return lines.findIndex((line) => line.startsWith(start)) + 1;
}

/** What a reader sees: the page without its markup. */
function words(html: string): string {
  return html
    .replace(/<(style|script)>[^]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");
}

describe("the files of a review", () => {
  const files = reviewFiles(shipped(), { armBaseUrl: "https://example.org/arm/" });
  const page = textOf(files, `rules/${BACKDOOR_ID}.html`);
  const read = words(page);

  // The fields of the two catalogue pages that people know such rules from.
  test.each([
    ["title", "IAM Access Key Created for Another User"],
    ["id", BACKDOOR_ID],
    ["description", "they outlive the session, the password"],
    ["severity", "Severity Medium"],
    ["status", "test"],
    ["author", "Author faloker"],
    ["dates", "Date 2020-02-12 Modified 2022-10-09"],
    ["references", "github.com/RhinoSecurityLabs/pacu"],
    ["tactics", "Privilege Escalation T1098 Account Manipulation"],
    ["event coverage", "iam.amazonaws.com CreateAccessKey"],
    ["rules on the same action", "Rules detecting the same action Other rules"],
    ["stage of the condition", `condition:${lineOf("  condition:")}`],
    ["negated stage", "not filter_main_own_key"],
    ["exclusions", "userIdentity.userName fieldref responseElements.accessKey.userName"],
    ["indicators with counts", "eventName eq CreateAccessKey 1"],
    ["data connectors", "AWS AWSCloudTrail"],
    ["kind", "Kind Scheduled"],
    ["frequency", "Query frequency PT15M"],
    ["period", "Query period PT15M"],
    ["operator", "Trigger operator gt"],
    ["threshold", "Trigger threshold 0"],
    ["KQL", "AWSCloudTrail | where"],
    ["entity mappings", "Account UPNSuffix UpnSuffix"],
    ["ARM template", `${BACKDOOR_ID}.arm.json`],
    ["Deploy to Azure", "Deploy to Azure"],
    ["false positives", "A person or pipeline whose job is to create keys"],
    ["rule body", "title : IAM Access Key Created for Another User id : 0a5177f4"],
    // What no catalogue shows.
    ["filter pattern", '$.eventName = "CreateAccessKey"'],
    ["alarm", "Sum of 15 minutes GreaterThanThreshold 0"],
    ["saved query", `detections/${BACKDOOR_ID}`],
    ["dropped condition", "a metric filter compares a field with a constant"],
    ["test events", "Lightsail creates an access key for a bucket no match"],
    ["cost", "$0.40"],
    ["position", `${BACKDOOR}:${lineOf("title:")}`],
  ])("show the %s", (_, expected) => {
    expect(read.replaceAll(" :", ":")).toContain(expected.replaceAll(" :", ":"));
  });

  test("a wider filter's further match is shown as such, a rule's own as expected", () => {
    const row = /A user creates a key for herself in the console, by name.*?<\/tr>/.exec(
      page.replace(/\n/g, " "),
    )?.[0];
    expect(words(row ?? "")).toBe(
      "A user creates a key for herself in the console, by name no match no match match ⊃ no match ",
    );
  });

  test("are the same to the byte, whatever the order of the rules", () => {
    expect(reviewFiles(shipped(), { armBaseUrl: "https://example.org/arm/" })).toEqual(files);
    const turned = reviewFiles([...shipped()].reverse(), {
      armBaseUrl: "https://example.org/arm/",
    });
    expect(textOf(turned, "index.html")).toBe(textOf(files, "index.html"));
  });

  test("every link inside the folder leads to a file, or a place on the page", () => {
    const paths = new Set(files.map(({ path }) => path));
    const broken = files
      .filter(({ path }) => path.endsWith(".html"))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/ href="([^"]*)"/g)]
          .map(([, href = ""]) => href)
          .filter((href) => !/^https:/.test(href))
          .filter((href) =>
            href.startsWith("#")
              ? !text.includes(` id="${href.slice(1)}"`)
              : !paths.has(posix.join(dirname(path), decodeURIComponent(href))),
          ),
      );
    expect(broken).toEqual([]);
  });

  test("ids are unique on each page and headings skip no level", () => {
    for (const { text } of files.filter(({ path }) => path.endsWith(".html"))) {
      const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const levels = [...text.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
    }
  });

  test("the JSON says what the pages say", () => {
    const review = JSON.parse(textOf(files, "review.json"));
    expect(review.rules.map((rule: { id: string }) => rule.id)).toContain(BACKDOOR_ID);
    expect(review.cost.most).toBe(0.8);
  });

  test("are written as they are", () => {
    const folder = mkdtempSync(join(tmpdir(), "review-"));
    try {
      writeReview(files, folder);
      for (const { path, text } of files) {
        expect(readFileSync(join(folder, path), "utf8")).toBe(text);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("rules that are awkward", () => {
  test("two rules of one title and no id have a page each", () => {
    const rule =
      "title: Same\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: CreateUser }\n  condition: a";
    const files = reviewFiles([{ detection: detectionOf(rule) }, { detection: detectionOf(rule) }]);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["rules/same.html", "rules/same-2.html"]));
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("no rule at all is still a review", () => {
    const files = reviewFiles([]);
    expect(words(textOf(files, "index.html"))).toContain("0 rules, 0 ATT&CK techniques");
  });

  test("a rule that cannot be read is named on the index and in the comment", () => {
    const diagnostics = new Diagnostics();
    loadRules(["title: Broken\nlogsource: {}\ndetection: {}\n"], diagnostics);
    const files = reviewFiles([], { diagnostics: diagnostics.all });
    expect(diagnostics.hasErrors).toBe(true);
    expect(words(textOf(files, "index.html"))).toContain("1 rule file could not be read");
    expect(textOf(files, "index.md")).toMatch(/DET\d{3}/);
  });

  test("no text of a rule becomes an element, an attribute or an address that runs", () => {
    const files = reviewFiles([{ detection: detectionOf(HOSTILE) }], { title: "<b>Set</b>" });
    for (const { path, text } of files.filter(({ path: name }) => name.endsWith(".html"))) {
      const own = text.replace(/<(style|script)>[^]*?<\/\1>/g, (whole) => whole.slice(0, 8));
      expect(own.match(/<script/g)).toHaveLength(1);
      expect(own).not.toMatch(/<(img|iframe|b|svg onload)\b/);
      expect(own).not.toMatch(/href="(?!https:|#|[\w./-]*")/);
      expect(own).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)* on\w+=/);
      expect(text).not.toContain("\u202e");
      if (path.startsWith("rules/")) expect(text).toContain("⟨U+202E⟩");
    }
  });

  test.each([
    ["https://example.org/a?b=c#d", true],
    ["mailto:someone@example.org", true],
    ["javascript:alert(1)", false],
    [" \tjavascript:alert(1)", false],
    ["JAVASCRIPT:alert(1)", false],
    ["data:text/html,x", false],
    ["//example.org", false],
    ["https://exa mple.org", false],
  ])("whether %s may be a link: %s", (url, allowed) => {
    expect(safeUrl(url) !== undefined).toBe(allowed);
  });
});
