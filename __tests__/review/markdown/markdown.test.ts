import fc from "fast-check";

import { compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { indexMarkdown } from "../../../review/markdown/index-markdown";
import { code, codeBlock, escaped, message, table } from "../../../review/markdown/markdown";
import { reviewSet } from "../../../review/review-set";
import { detectionOf, ruleOf } from "../reviewed";

/** What Markdown makes of escaped text, in which GitHub then looks for mentions and issues. */
function rendered(markdown: string): string {
  return markdown
    .replace(/<\/?code>/g, "")
    .replace(/\\([\\`*_[\]!|~$])/g, "$1")
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

/** Text of the characters that Markdown or GitHub give a meaning. */
const hostile = fc
  .array(
    fc.constantFrom(
      "`",
      "|",
      "\n",
      "@a",
      "#1",
      "<!--",
      "-->",
      "[x](y)",
      "*",
      "_",
      "\\",
      "a ",
      "http://e.x",
      "![",
      "\u202e",
      "- ",
      "1. ",
      "~~",
    ),
  )
  .map((parts) => parts.join(""));

describe("text of a rule in Markdown", () => {
  test("pings nobody, links nothing, comments nothing and stays on its line", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = escaped(text);
        expect(shown).not.toMatch(/[\n<\u202e]|https?:/);
        expect(rendered(shown)).not.toMatch(/[@#](?!\u200b)/);
        expect(shown.replace(/\\[\\`*_[\]!|~$]/g, "")).not.toMatch(/[`*_[\]|~]/);
        expect(shown).not.toMatch(/^(?:[-+=#]|\d+[.)])/);
      }),
    );
  });

  test("mentions nobody and refers to nothing once it is rendered, but reads the same", () => {
    const text = "ask @octocat or @org/team about #1, owner/repo#2 and GH-3";
    const shown = rendered(escaped(text));
    expect(shown).not.toMatch(/@\w|#\d|GH-\d/);
    expect(shown.replace(/\u200b/g, "")).toBe(text);
  });

  test("as code is copied as it was written", () => {
    const text = 'arn:aws:iam::111122223333:user/*|a@b `#1` <x> & "y"';
    expect(rendered(code(text))).toBe(text);
  });

  test("shows characters that cannot be seen by their number", () => {
    for (const char of ["\u202e", "\u061c", "\u200b", "\u00ad", "\ufeff", "\u3164", "\ud800"]) {
      const number = `⟨U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
      for (const show of [escaped, code, message, (text: string) => codeBlock(text, "yaml")]) {
        expect(show(`Create${char}User`)).toContain(`Create${number}User`);
      }
    }
    expect(escaped("👩\u200d💻 \u2714\ufe0f é")).toBe("👩\u200d💻 \u2714\ufe0f é");
  });

  test("a message has its code as code, and nothing in either steers", () => {
    expect(message("the key `a|b` is *not* known; ask @octocat")).toBe(
      "the key <code>a\\|b</code> is \\*not\\* known; ask @\u200boctocat",
    );
    expect(message("`x` is missing")).toBe("<code>x</code> is missing");
  });

  test("a row of a table has as many cells as its head, whatever the text", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const line = table(["x", "y"], [[escaped(a), code(b)]]).split("\n")[2] ?? "";
        const bars = line.replace(/\\./g, "").match(/\|/g);
        expect(bars).toHaveLength(3);
      }),
    );
  });

  test("nothing inside a block closes it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [first = "", ...rest] = codeBlock(text, "yaml").split("\n");
        const fence = first.replace("yaml", "");
        const closing = rest.findIndex((line) => line.trim().startsWith(fence));
        expect(closing).toBe(rest.length - 1);
      }),
    );
  });
});

/** A rule with a regex, and a condition that CloudWatch leaves out. */
function unfolded(number: number) {
  return ruleOf(
    `title: R${number}\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: X${number}, userAgent|re: '^[a-c]${number}+$' }\n  b: { userIdentity.userName|fieldref: requestParameters.userName }\n  condition: a and not b\naccept: wider`,
  );
}

describe("the comment", () => {
  const inputs = Array.from({ length: 40 }, (_, index) =>
    ruleOf(
      `title: Rule ${index} with a **title** @everybody\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: CreateUser }\n  condition: a`,
    ),
  );
  const set = reviewSet(inputs);

  test("holds a row for each rule where there is room", () => {
    expect(indexMarkdown(set).match(/^\| \[Rule/gm)).toHaveLength(40);
  });

  test("leads to pages beside it, or to where they are published", () => {
    expect(indexMarkdown(set)).toContain("(rules/rule-0-with-a-title-everybody.md)");
    const links = indexMarkdown(reviewSet([unfolded(0)]), { pagesUrl: "https://e.org/a(b)" });
    expect(links.match(/\]\([^)]*\)/g)).toEqual(
      Array(2).fill("](https://e.org/a%28b%29/rules/r0.html)"),
    );
  });

  test("is cut between rows within its budget, and says how many are missing", () => {
    const text = indexMarkdown(set, {}, 3000);
    const shown = text.match(/^\| \[Rule.*\|$/gm)?.length ?? 0;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3000);
    expect(shown).toBeGreaterThan(5);
    expect(text).toContain(`${40 - shown} more rules in the report.`);
  });

  test("keeps to any budget that its head fits in, with what is left out counted", () => {
    const wider = reviewSet(Array.from({ length: 30 }, (_, index) => unfolded(index)));
    for (let most = 900; most < 9000; most += 450) {
      const text = indexMarkdown(wider, {}, most);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      for (const [line, many] of [
        [/^\| \[R\d+/gm, "rules"],
        [/^- \[R\d+/gm, "differences"],
      ] as const) {
        const shown = text.match(line)?.length ?? 0;
        if (shown < 30) expect(text).toContain(`${30 - shown} more ${many.slice(0, -1)}`);
        else expect(text).not.toMatch(new RegExp(`more ${many}`));
      }
    }
  });

  const unread = new Diagnostics();
  for (let number = 0; number < 400; number += 1) {
    const text = `title: ${"@x".repeat(200)}\nlevel: "${"|<>".repeat(300)}"\ndetection: {}`;
    loadRules([{ path: `rules/${number}-${"d".repeat(100)}.yml`, text }], unread);
  }

  test("fits whatever is wrong, and counts what it leaves out", () => {
    const gaps = Array.from({ length: 300 }, (_, index) => `T${1000 + index}`);
    const long = detectionOf(
      `title: '${"@|".repeat(128)}'\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { eventName: CreateUser }\n  condition: a`,
    );
    const broken = reviewSet([compiledRule(long), ...inputs], {
      findings: unread.all,
      targetTechniques: gaps,
    });
    const text = indexMarkdown(broken);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/\d+ more errors in the report/);
    expect(text).toContain(` and ${broken.gaps.length - 100} more.`);
    expect(text.match(/^\| \[.*\|$/gm)).toHaveLength(41);
  });

  test("says what the clouds leave out, and that a quota is exceeded", () => {
    const text = indexMarkdown(reviewSet(Array.from({ length: 6 }, (_, index) => unfolded(index))));
    expect(text).toContain("CloudWatch: 6 wider.");
    expect(text).toContain(
      "**Over the limit: 6 of 5 regexes of a log group, if all rules are deployed to one.**",
    );
    expect(text).toMatch(
      /^- \[R0\].*, wider on CloudWatch: <code>userIdentity\.userName\\\|fieldref/m,
    );
  });
});
