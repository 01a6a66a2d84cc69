import type { Detection } from "./ir/detection";
import type { Compiled } from "./verdict";

/**
 * Characters of the text that an alarm or a rule carries. CloudWatch's limit for an alarm
 * description (API model cloudwatch/2010-08-01); Sentinel would take more.
 */
export const DESCRIPTION_CHARS = 1024;

/**
 * What the person who is paged reads, in this order: what the alert means, the verdict with each
 * dropped condition, the saved query, author and link (the Detection Rule License asks for both),
 * runbook. What does not fit is left out by whole sentences, the meaning first; author and link stay,
 * so the text is too long only where they alone are.
 */
export function describeDetection(
  detection: Detection,
  compiled: Compiled<unknown>,
  savedQuery?: string,
): string {
  const { document } = detection;
  const meaning = sentences(document.description ?? detection.title);
  const verdict = describeVerdict(compiled);
  const parts: Parts = {
    meaning,
    verdict: verdict.slice(0, 1),
    dropped: verdict.slice(1),
    query: savedQuery === undefined ? [] : [`Why it fired: Logs Insights query ${savedQuery}.`],
    credit: describeCredit(detection),
    runbook: document.runbook === undefined ? [] : [`Runbook: ${oneLine(document.runbook)}`],
  };
  for (const [part, least] of SHORTEN) {
    while (textOf(parts).length > DESCRIPTION_CHARS && parts[part].length > least) {
      parts[part] = parts[part].slice(0, -1);
      if (part === "dropped") parts.verdict = [`${verdict[0]} More conditions are in the review.`];
    }
  }
  return textOf(parts);
}

type Part = "meaning" | "verdict" | "dropped" | "query" | "credit" | "runbook";
type Parts = Record<Part, readonly string[]>;

/** What is shortened first, and how many of its sentences stay. */
const SHORTEN: readonly (readonly [Part, number])[] = [
  ["meaning", 1],
  ["dropped", 0],
  ["meaning", 0],
  ["runbook", 0],
  ["query", 0],
  ["verdict", 0],
];

function textOf(parts: Parts): string {
  return Object.values(parts).flat().join(" ");
}

function describeVerdict({ verdict, reasons }: Compiled<unknown>): readonly string[] {
  switch (verdict) {
    case "exact":
      return ["Verdict: exact, alerts on what the rule says."];
    case "wider":
      return [
        "Verdict: wider, alerts on more than the rule says.",
        ...reasons.map(({ message }) => `Not applied: ${message}.`),
      ];
    case "as-written":
      return ["Verdict: as written, a query by hand that its tests vouch for."];
    case "unsupported":
    case "not-applicable":
    case null:
      return [];
  }
}

function describeCredit({ document }: Detection): readonly string[] {
  const { author } = document;
  const link = linkOf(detectionReferences(document["references"]));
  return [
    ...(typeof author === "string" ? [`Author: ${oneLine(author)}.`] : []),
    ...(link === undefined ? [] : [`Rule: ${link}`]),
  ];
}

function detectionReferences(references: unknown): readonly string[] {
  return Array.isArray(references) ? references.filter((each) => typeof each === "string") : [];
}

/** The link to the rule itself, if a reference is one: a rule's file is YAML. Else the first. */
function linkOf(references: readonly string[]): string | undefined {
  const link = references.find((each) => /^https:\S+\.ya?ml$/.test(each)) ?? references[0];
  return link === undefined ? undefined : oneLine(link);
}

/** Text cut behind each full stop, question or exclamation mark that a space follows. */
function sentences(text: string): readonly string[] {
  return oneLine(text)
    .split(/(?<=[.!?]) /)
    .filter((sentence) => sentence !== "");
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
