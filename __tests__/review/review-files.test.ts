import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, resolve } from "node:path";

import { Diagnostics } from "../../compiler/core/diagnostic";
import { loadRules } from "../../compiler/rule-set/load-rules";
import { safeUrl } from "../../review/html/safe-url";
import { pageOf, reviewFiles, writeReview } from "../../review/review-files";
import { HOSTILE, HOSTILE_COUNT } from "./hostile";
import { detectionOf, rulesOf, section, textOf, words } from "./reviewed";

const BACKDOOR = "rules/starter/aws-iam-backdoor-user-keys.yml";
const CREATED = "rules/starter/aws-iam-access-key-created.yml";
const BACKDOOR_ID = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";
const shipped = () => [BACKDOOR, CREATED].map((path) => ({ detection: detectionOf(path) }));

/** Line of the seed rule's file that begins so. */
function lineOf(start: string): number {
  const lines = readFileSync(BACKDOOR, "utf8").split("\n");
  return lines.findIndex((line) => line.startsWith(start)) + 1;
}

describe("the files of a review", () => {
  const files = reviewFiles(shipped(), { armBaseUrl: "https://example.org/arm/" });
  const page = textOf(files, `rules/${BACKDOOR_ID}.html`);
  const read = words(page);

  // What the pages that people know such rules from do not show; what they do is in seed-pages.test.ts.
  test.each([
    ["verdict of each cloud", "CloudWatch ⊃ wider Sentinel = exact"],
    ["filter pattern", '$.eventName = "CreateAccessKey"'],
    ["alarm", "Sum of 15 minutes GreaterThanThreshold 0"],
    ["saved query", `detections/${BACKDOOR_ID}`],
    ["dropped condition", "a metric filter compares a field with a constant"],
    [
      "line of the dropped condition",
      `:${lineOf("    userIdentity.userName")} not applied on CloudWatch`,
    ],
    ["test events", "Lightsail creates an access key for a bucket no match"],
    ["cost", "$0.40"],
    ["position in the file", `${BACKDOOR}:${lineOf("title:")}`],
  ])("show the %s", (_, expected) => {
    expect(read).toContain(expected);
  });

  test.each([
    [
      "The verdict on CloudWatch assumes:",
      "values of eventName are spelled as their source spells them",
      "This verdict assumes",
    ],
    [
      "## False positives",
      "A person or pipeline whose job is to create keys for other users",
      "False positives",
    ],
    ["## References", "<code>https&#58;//github.com/", "References"],
  ])("have in Markdown as on the page: %s", (head, first, onPage) => {
    expect(textOf(files, `rules/${BACKDOOR_ID}.md`)).toContain(`${head}\n\n- ${first}`);
    expect(read).toContain(`${onPage} ${first.replace("<code>https&#58;", "https:")}`);
  });

  test("say what the saved query rests on, and what it leaves out too", () => {
    const rule =
      "title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: X, userIdentity.arn|fieldref: requestParameters.userName, requestParameters|contains: x }\n  condition: a\naccept: wider\n";
    const both = reviewFiles(rulesOf(rule));
    const rests = "requestParameters.userName holds text wherever it is compared";
    expect(section(textOf(both, "rules/t.html"), "logs-insights")).toContain(
      `Not applied here either: requestParameters|contains: x : requestParameters may be an object or array, which is no field of a query This query assumes ${rests}`,
    );
    const markdown = textOf(both, "rules/t.md");
    expect(markdown).toContain(
      "Not applied by the saved query:\n\n- <code>requestParameters\\|contains: x</code>: requestParameters",
    );
    expect(markdown).toContain(`The saved query assumes:\n\n- ${rests}`);
  });

  test("the line with the dropped condition is marked in the rule's body, and no other", () => {
    const marked = [...page.matchAll(/<span id="L(\d+)" class="line marked">/g)];
    expect(marked.map(([, line]) => Number(line))).toEqual([lineOf("    userIdentity.userName")]);
  });

  test("the contents beside a page are its headings, in their order", () => {
    const contents = page.slice(
      page.indexOf('<nav aria-label="On this page"'),
      page.indexOf("</aside>"),
    );
    const links = [...contents.matchAll(/href="#([^"]*)">([^<]*)</g)].map(([, id, title]) => [
      id,
      title,
    ]);
    const body = page.slice(page.indexOf("</aside>"));
    const headings = [...body.matchAll(/<section id="([^"]*)"><h2>([^<]*)</g)];
    expect(links).toEqual(headings.map(([, id, title]) => [id, title]));
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

  test("are written as they are, into a folder that need not be there", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "review-")), "new");
    try {
      writeReview(shipped(), folder, { armBaseUrl: "https://example.org/arm/" });
      for (const { path, text } of files) {
        expect(readFileSync(join(folder, path), "utf8")).toBe(text);
      }
    } finally {
      rmSync(dirname(folder), { recursive: true });
    }
  });

  test("a rule's page is where its id says, without the pages being made", () => {
    expect(files.map(({ path }) => path)).toContain(pageOf(BACKDOOR_ID.toUpperCase()));
  });
});

test("the module that apps import loads neither preact nor Prism before it is asked for pages", () => {
  const script = `
    const { pageOf, reviewFiles } = require("./review/review-files.ts");
    const loaded = () => Object.keys(require.cache).filter((path) => /node_modules.(preact|prismjs)/.test(path));
    pageOf("${BACKDOOR_ID}");
    const before = loaded().length;
    reviewFiles([]);
    console.log(JSON.stringify([before, loaded().length > 0]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    cwd: resolve(__dirname, "../.."),
    encoding: "utf8",
  });
  expect(stdout === "" ? stderr : stdout.trim()).toBe("[0,true]");
});

describe("how a rule is deployed", () => {
  const rule = (title: string, id: string) =>
    `title: ${title}\nid: ${id}\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: CreateUser, userIdentity.userName|fieldref: requestParameters.userName }\n  condition: a`;
  const [first, second] = rulesOf(
    rule("First", "11111111-0000-4000-8000-000000000001"),
    rule("Second", "11111111-0000-4000-8000-000000000002"),
  );
  const rulesIn = (files: ReturnType<typeof reviewFiles>) =>
    JSON.parse(textOf(files, "review.json")).rules.map(
      (each: { title: string; cloudwatch: { output: unknown }; shadow: boolean }) => [
        each.title,
        each.cloudwatch.output !== null,
        each.shadow,
      ],
    );

  test("one may be accepted wider, or page nobody, while another is not", () => {
    const files = reviewFiles([{ ...first!, accept: "wider", shadow: true }, second!]);
    expect(rulesIn(files)).toEqual([
      ["First", true, true],
      ["Second", false, false],
    ]);
    const page = words(textOf(files, pageOf("11111111-0000-4000-8000-000000000001")));
    expect(page).toContain("Shadow pages nobody");
    expect(words(textOf(files, "index.html"))).toContain("First shadow");
    expect(textOf(files, "index.md")).toMatch(/\[First\]\(\S+\) \(shadow\)/);
  });

  test("what is accepted for all holds for each", () => {
    expect(rulesIn(reviewFiles([first!, second!], { accept: "wider" }))).toEqual([
      ["First", true, false],
      ["Second", true, false],
    ]);
  });
});

describe("test events", () => {
  const folder = mkdtempSync(join(tmpdir(), "review-tests-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const files = (name: string, rule: string, tests: string, diagnostics = new Diagnostics()) => {
    const path = write(`${name}.yml`, rule);
    write(`${name}.tests.yml`, tests);
    return reviewFiles([{ detection: detectionOf(path) }], { diagnostics });
  };
  const event = "{ eventSource: iam.amazonaws.com, eventName: CreateAccessKey }";
  const tests = (match: boolean) => `- name: one\n  match: ${match}\n  event: ${event}\n`;

  test("of a query by hand, which has no rule of its own to compare with, fail only where Sentinel does", () => {
    const query =
      'name: Keys\nseverity: Low\nquery: AWSCloudTrail | where EventName == "CreateAccessKey"\n';
    const good = files("good", query, tests(true));
    expect(section(textOf(good, "rules/keys.html"), "tests")).toContain("one match – match match");
    expect(words(textOf(good, "index.html"))).toContain("0 not as expected");
    const bad = files("bad", query, tests(false));
    expect(words(textOf(bad, "index.html"))).toContain("1 not as expected");
    expect(textOf(bad, "index.md")).toContain("1 of 1 fail");
  });

  test("that cannot be read are a finding, and the page says that nothing was tested", () => {
    const diagnostics = new Diagnostics();
    const rule =
      "title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection: { a: { eventName: CreateUser }, condition: a }\n";
    const read = files("broken", rule, "name: one\n", diagnostics);
    expect(diagnostics.all.map(({ code }) => code)).toEqual(["DET901"]);
    expect(section(textOf(read, "rules/t.html"), "tests")).toContain("The rule has no test events");
    expect(section(textOf(read, "index.html"), "findings")).toContain("DET901");
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
    const files = reviewFiles([], { diagnostics });
    expect(diagnostics.hasErrors).toBe(true);
    expect(words(textOf(files, "index.html"))).toContain("1 rule file could not be read");
    expect(textOf(files, "index.md")).toMatch(/DET\d{3}/);
  });

  test("what is wrong with a value is shown with its line, which names the key", () => {
    const diagnostics = new Diagnostics();
    const text =
      "title: Broken\nlogsource: { product: aws, service: cloudtrail }\nlevel: hihg\ndetection: { a: { eventName: X }, condition: a }\n";
    loadRules([{ path: "rules/broken.yml", text }], diagnostics);
    const files = reviewFiles([], { diagnostics });
    expect(section(textOf(files, "index.html"), "findings")).toContain("level: hihg");
    expect(textOf(files, "index.md")).toContain(
      "- rules/broken.yml:3 DET304 <code>level: hihg</code>: found <code>hihg</code>; allowed",
    );
  });

  test("a rule's page and its Markdown say what reading the rule found, of no other in its file", () => {
    const rule = (title: string, mfa: string) =>
      `title: ${title}\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a:\n    eventName: ConsoleLogin\n    additionalEventData.MFAUsed: ${mfa}\n  condition: a\n`;
    const diagnostics = new Diagnostics();
    const text = `# three\n${[rule("First", "No"), rule("Second", "NO"), rule("Third", "No")].join("---\n")}`;
    const rules = loadRules([{ path: "rules/three.yml", text }], diagnostics);
    const files = reviewFiles(rules, { diagnostics });
    const warning = "AWS spells NO as No";
    expect(section(textOf(files, "rules/first.html"), "findings")).toContain("has no level");
    expect(section(textOf(files, "rules/second.html"), "findings").replace(/ +/g, " ")).toContain(
      `${warning} . Fix: write No`,
    );
    expect(textOf(files, "rules/second.md")).toContain("AWS spells <code>NO</code> as");
    for (const other of ["first", "third"]) {
      expect(words(textOf(files, `rules/${other}.html`))).not.toContain(warning);
      expect(textOf(files, `rules/${other}.md`)).not.toContain("AWS spells <code>");
    }
  });

  test("a rule that no cloud gets has no budgets to show, and says so", () => {
    const rule = `title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: [x]\n  condition: a\n`;
    const page = textOf(reviewFiles(rulesOf(rule)), "rules/t.html");
    expect(section(page, "budgets")).toContain("Nothing of it is deployed.");
  });

  test("a value with backticks is shown as it is where a cloud does not apply it", () => {
    const rule =
      "title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: X, requestParameters|contains: 'a`b`c' }\n  condition: a\naccept: wider\n";
    const files = reviewFiles(rulesOf(rule));
    expect(textOf(files, "rules/t.html")).toContain(
      "<li><code>requestParameters|contains: a`b`c</code>: a metric filter",
    );
    expect(textOf(files, "rules/t.md")).toContain(
      "<code>requestParameters\\|contains: a\\`b\\`c</code>: a metric filter",
    );
  });

  test("a quota that is exceeded stands at the top of the index", () => {
    const rule = (number: number) =>
      `title: R${number}\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: X${number}, userAgent|re: '^[a-c]${number}+$' }\n  condition: a\n`;
    const index = (rules: number) =>
      textOf(
        reviewFiles(rulesOf(...Array.from({ length: rules }, (_, at) => rule(at)))),
        "index.html",
      );
    const before = (html: string) => words(html.slice(0, html.indexOf('id="rules-section"')));
    expect(before(index(6))).toContain("Over the limit: 6 of 5 regexes of a log group, if all");
    expect(before(index(5))).not.toContain("Over the limit");
  });

  test("lines that end as on Windows are lines, and what cannot be seen is shown", () => {
    const rule =
      "title: Create\u200bUser\r\nlogsource: { product: aws, service: cloudtrail }\r\ndetection:\r\n  a: { eventName: X }\r\n  condition: a\r\n";
    const files = reviewFiles(rulesOf(rule));
    for (const { path, text } of files.filter((file) => /\.(html|md)$/.test(file.path))) {
      expect([path, /\r|U\+000D/.test(text)]).toEqual([path, false]);
      expect([path, text.includes("Create⟨U+200B⟩User")]).toEqual([path, true]);
    }
  });

  test.each([
    ["gt, 0", "one or more matching events"],
    ["gt, 1", "more than 1 matching event"],
    ["lt, 1", "no matching events"],
    ["lt, 5", "fewer than 5 matching events"],
    ["eq, 0", "no matching events"],
    ["eq, 1", "exactly 1 matching event"],
    ["ne, 0", "one or more matching events"],
    ["ne, 21", "any number but 21 matching events"],
  ])("the trigger %s reads: %s", (trigger, expected) => {
    const [operator, threshold] = trigger.split(", ");
    const rule = `title: T\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: X }\n  condition: a\nqueryPeriod: 1h\ntriggerOperator: ${operator}\ntriggerThreshold: ${threshold}\n`;
    const html = textOf(reviewFiles(rulesOf(rule)), "rules/t.html");
    expect(section(html, "condition")).toContain(`Alerts on ${expected} in 1 hour.`);
  });

  test("a near-real-time rule is not said to have a schedule", () => {
    const rule =
      "title: T\nkind: NRT\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: X }\n  condition: a\n";
    const page = words(textOf(reviewFiles(rulesOf(rule)), "rules/t.html"));
    expect(page).toContain("Query frequency every minute");
    expect(page).not.toMatch(/Query period|Trigger operator|Query frequency PT/);
    expect(page).toContain("in 15 minutes; Sentinel looks every minute.");
  });

  test("no text of a rule becomes an element, an attribute or an address that runs", () => {
    const files = reviewFiles(rulesOf(HOSTILE, HOSTILE_COUNT), { title: "<b>Set</b>" });
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
