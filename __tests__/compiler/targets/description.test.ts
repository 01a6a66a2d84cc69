import fc from "fast-check";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { ALARM_NOTIFIES } from "../../../compiler/targets/alert-words";
import {
  DESCRIPTION_CHARS,
  describeDetection,
  reportCredit,
} from "../../../compiler/targets/description";
import type { Compiled, Reason, Verdict } from "../../../compiler/targets/verdict";
import { ruleText } from "../../support/rules";
import { detectionOf } from "../detections";

const AUTHOR = "A. Author";
const LINK = "https://example.com/rules/rule.yml";
const RUNBOOK = "https://example.com/runbooks/trail";

function compiled(verdict: Verdict, messages: readonly string[] = []): Compiled<unknown> {
  const reasons = messages.map((message): Reason => ({ code: "DET501", message, path: "a" }));
  return { target: "cloudwatch", verdict, reasons, assumptions: [], output: null };
}

function described(
  keys: Readonly<Record<string, unknown>>,
  made = compiled("exact"),
  query?: string,
): string {
  const defaults = { author: AUTHOR, references: [LINK] };
  return describeDetection(detectionOf({ ...defaults, ...keys }), made, query);
}

describe("what a description says", () => {
  test("in this order: meaning, verdict, dropped conditions, silence, query, author, link, runbook", () => {
    const text = described(
      { description: "Somebody did it. Nobody saw.", runbook: RUNBOOK },
      compiled("wider", ["one test", "another test"]),
      "Detections/stopped",
    );
    expect(text).toBe(
      [
        "Somebody did it. Nobody saw.",
        "Verdict: wider, alerts on more than the rule says.",
        "Not applied: one test. Not applied: another test.",
        ALARM_NOTIFIES,
        "Why it fired: Logs Insights query Detections/stopped.",
        `Author: ${AUTHOR}. Rule: ${LINK}`,
        `Runbook: ${RUNBOOK}`,
      ].join(" "),
    );
  });

  test("the title, where there is no description", () => {
    expect(described({ title: "Trail stopped", description: undefined })).toMatch(
      /^Trail stopped\. Verdict: /,
    );
  });

  test.each([
    ["Somebody stopped a trail", "Somebody stopped a trail. Verdict: "],
    ["Somebody stopped a trail (again)", "Somebody stopped a trail (again). Verdict: "],
    ["Who did it?", "Who did it? Verdict: "],
    ["See https://example.com/trail", "See https://example.com/trail Verdict: "],
  ])("ends what it means as a sentence, but leaves a link whole: %s", (description, text) => {
    expect(described({ description }).slice(0, text.length)).toBe(text);
  });

  test("only what there is", () => {
    const text = described({ author: undefined, references: undefined, description: "It is. " });
    expect(text).toBe(`It is. Verdict: exact, alerts on what the rule says. ${ALARM_NOTIFIES}`);
    expect(described({ author: " ", references: [], description: "It is." })).toBe(text);
  });

  test("of a hand-written query no word of tests that there may not be", () => {
    expect(described({ description: "It is." }, compiled("as-written"))).toMatch(
      /^It is\. Verdict: as written, a hand-written query that nothing is proven about\. /,
    );
  });

  test("of a rule in Sentinel nothing about alarms", () => {
    const text = described({}, { ...compiled("exact"), target: "sentinel" });
    expect(text).not.toContain("ALARM");
  });

  test("the link to the rule's own file, before other references", () => {
    const references = ["https://example.com/a-talk", LINK, "https://example.com/other.yml"];
    expect(described({ references })).toContain(`Rule: ${LINK}`);
    expect(described({ references })).not.toContain("a-talk");
    expect(described({ references: ["https://example.com/a-talk"] })).toContain(
      "Rule: https://example.com/a-talk",
    );
  });
});

describe("length", () => {
  const sentence = (index: number) => `Sentence number ${index} says something about the rule.`;
  const long = Array.from({ length: 60 }, (_, index) => sentence(index));

  test("a long meaning is cut behind a sentence, and nothing else is", () => {
    const text = described({ description: long.join(" "), runbook: RUNBOOK }, undefined, "Q/q");
    expect(text.length).toBeLessThanOrEqual(DESCRIPTION_CHARS);
    const end = ` Verdict: exact, alerts on what the rule says. ${ALARM_NOTIFIES} Why it fired: Logs Insights query Q/q. Author: ${AUTHOR}. Rule: ${LINK} Runbook: ${RUNBOOK}`;
    expect(text.endsWith(end)).toBe(true);
    const kept = text.slice(0, -end.length);
    expect(long.join(" ").startsWith(`${kept} `)).toBe(true);
    expect(kept).toMatch(/rule\.$/);
    // As much as fits: one more sentence would not have.
    const next = sentence(kept.split(". ").length);
    expect(text.length + 1 + next.length).toBeGreaterThan(DESCRIPTION_CHARS);
  });

  test("many dropped conditions: the first are named, the text says that there are more", () => {
    const dropped = Array.from({ length: 40 }, (_, index) => `condition ${index} of a long list`);
    const text = described({ description: long.join(" ") }, compiled("wider", dropped), "Q/q");
    expect(text.length).toBeLessThanOrEqual(DESCRIPTION_CHARS);
    expect(text).toContain(sentence(0));
    expect(text).not.toContain(sentence(1));
    expect(text).toContain("More conditions are in the review.");
    expect(text).toContain("Not applied: condition 0 of a long list.");
    expect(text).not.toContain("condition 39");
    expect(text).toContain(`Author: ${AUTHOR}. Rule: ${LINK}`);
  });

  test("a meaning of one endless sentence goes as a whole", () => {
    const text = described({ description: "word ".repeat(2000) });
    expect(text).toBe(
      `Verdict: exact, alerts on what the rule says. ${ALARM_NOTIFIES} Author: ${AUTHOR}. Rule: ${LINK}`,
    );
  });

  test("author and link are never cut", () => {
    const base = detectionOf();
    const words = fc.lorem({ maxCount: 60, mode: "sentences" });
    const short = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        fc.oneof(words, short),
        short,
        fc.webUrl({ size: "small" }),
        fc.array(short, { maxLength: 20 }),
        fc.option(short, { nil: undefined }),
        (description, author, link, reasons, runbook) => {
          const keys = { description, author, references: [link], runbook };
          const detection = { ...base, document: { ...base.document, ...keys } };
          const text = describeDetection(detection, compiled("wider", reasons), "Detections/query");
          const named = author.replace(/\s+/g, " ").trim();
          if (named !== "") expect(text).toContain(`Author: ${named}.`);
          expect(text).toContain(`Rule: ${link}`);
          expect(text.length).toBeLessThanOrEqual(DESCRIPTION_CHARS);
        },
      ),
    );
  });

  test("author and link that are too long by themselves stand alone", () => {
    const author = "name, ".repeat(300);
    expect(described({ author }, compiled("wider", ["x"]), "Q/q")).toBe(
      `Author: ${author.trim()}. Rule: ${LINK}`,
    );
  });

  test("very many sentences are cut in no more than a moment", () => {
    const text = described({ description: "No. ".repeat(16_000) });
    expect(text.length).toBeLessThanOrEqual(DESCRIPTION_CHARS);
    expect(text).toMatch(/^No\. No\. /);
  });
});

test("line breaks and control characters become spaces, one for each run", () => {
  const text = described({
    description: "First line.\r\n  Second\tline.\u0000\u001b[31m\u0085 Third.\n",
    author: "A\nB",
    runbook: "see\n\nhere",
  });
  expect(text).toBe(
    `First line. Second line. [31m Third. Verdict: exact, alerts on what the rule says. ${ALARM_NOTIFIES} Author: A B. Rule: ${LINK} Runbook: see here`,
  );
  expect(text).not.toMatch(/\p{Cc}/u);
});

describe("author and link that no alert could carry whole", () => {
  const report = (keys: Readonly<Record<string, unknown>>) => {
    const diagnostics = new Diagnostics();
    reportCredit(detectionOf(keys), diagnostics);
    return diagnostics.all;
  };

  test("are an error, at the author", () => {
    const keys = { author: "x".repeat(DESCRIPTION_CHARS), references: [] };
    const [found, ...others] = report(keys);
    expect(others).toEqual([]);
    // `Author: `, the name and a full stop.
    expect(found).toMatchObject({ code: "DET311", severity: "error" });
    expect(found?.message).toContain(`${DESCRIPTION_CHARS + 9} characters`);
    expect(found?.column).toBe(ruleText(keys).indexOf('"author"') + 1);
  });

  test("are an error, at the references where there is no author", () => {
    const link = `https://example.com/${"x".repeat(DESCRIPTION_CHARS)}.yml`;
    const [found] = report({ author: undefined, references: [link] });
    expect(found?.code).toBe("DET311");
  });

  test("are fine up to the limit", () => {
    const author = "x".repeat(DESCRIPTION_CHARS - "Author: .".length);
    expect(report({ author, references: undefined })).toEqual([]);
    expect(described({ author, references: undefined })).toHaveLength(DESCRIPTION_CHARS);
    expect(report({})).toEqual([]);
  });
});
