import { controlGroups, controlsOf } from "../controls/controls";
import type { Diagnostics } from "../core/diagnostic";
import { oneLine } from "../core/message";
import type { ResolvedRule } from "../ir/rule";
import { entryOf } from "../load/node";
import { ruleMessages } from "../rule/messages";
import { ALARM_NOTIFIES } from "./alert-words";
import { ALARM_LIMITS } from "./cloudwatch/limits";
import type { Compiled } from "./verdict";

/** Characters of the text that an alarm or a rule carries: what an alarm has room for; Sentinel would take more. */
export const DESCRIPTION_CHARS = ALARM_LIMITS.description.value;

/**
 * What the person who is paged reads, in this order: what the alert means, the verdict with each
 * dropped condition, when an alarm is silent, the saved query, author and link (the Detection Rule License asks for both),
 * runbook. What does not fit is left out by whole sentences, the meaning first; author and link stay,
 * so the text is too long only where they alone are, which `reportCredit` refuses.
 */
export function describeDetection(
  detection: ResolvedRule,
  compiled: Compiled<unknown>,
  savedQuery?: string,
): string {
  const { document } = detection;
  const before = describedBefore(detection);
  if (before !== undefined && compiled.target === "sentinel") return before.whole;
  const meaning = sentences(ended(before?.meaning ?? document.description ?? detection.title));
  const verdict = describeVerdict(compiled);
  const parts: Parts = {
    meaning,
    verdict: verdict.slice(0, 1),
    dropped: verdict.slice(1),
    silence: compiled.target === "cloudwatch" ? [ALARM_NOTIFIES] : [],
    query:
      savedQuery === undefined ? [] : [`${shownBy(detection)}: Logs Insights query ${savedQuery}.`],
    credit: describeCredit(detection),
    runbook: document.runbook === undefined ? [] : [`Runbook: ${oneLine(document.runbook)}`],
    controls: compiled.target === "sentinel" ? describeControls(detection) : [],
  };
  let excess = textOf(parts).length - DESCRIPTION_CHARS;
  for (const [part, least] of SHORTEN) {
    const kept = [...parts[part]];
    while (excess > 0 && kept.length > least) {
      excess -= (kept.pop() ?? "").length + 1;
      if (part === "dropped" && parts.verdict.length === 1) {
        parts.verdict = [...parts.verdict, MORE];
        excess += MORE.length + 1;
      }
    }
    parts[part] = kept;
  }
  return textOf(parts);
}

/** Where what `describeDetection` adds begins, in a description that was deployed. */
const DESCRIBED = /(?:^| )Verdict: (exact|wider|as written), /;

/** The verdict that a deployed description says; undefined where it says none. */
export function verdictSaid(text: string): "exact" | "wider" | "as-written" | undefined {
  const said = DESCRIBED.exec(text)?.[1];
  return said === "exact" || said === "wider" ? said : said === undefined ? said : "as-written";
}

/** A query's description that has its verdict already: it was exported, and says all that it has to. */
export function describedBefore({ document, matches }: ResolvedRule) {
  const whole = document.description ?? "";
  const found = matches.kind === "query" ? DESCRIBED.exec(whole) : null;
  return found === null ? undefined : { whole, meaning: whole.slice(0, found.index) };
}

/** Reports author and link where they are too long together: the one text that is never cut. */
export function reportCredit(detection: ResolvedRule, diagnostics: Diagnostics): void {
  const { length } = describeCredit(detection).join(" ");
  if (length <= DESCRIPTION_CHARS) return;
  const { source, root } = detection;
  const { keySpan } = entryOf(root, "author") ?? entryOf(root, "references") ?? {};
  const message = ruleMessages.creditTooLong(length, DESCRIPTION_CHARS);
  diagnostics.report(source, keySpan ?? root.span, message);
}

type Part =
  "meaning" | "verdict" | "dropped" | "silence" | "query" | "credit" | "runbook" | "controls";
type Parts = Record<Part, readonly string[]>;

/** Stands in for the dropped conditions that do not fit. */
const MORE = "More conditions are in the review.";

/** What is shortened first, and how many of its sentences stay. */
const SHORTEN: readonly (readonly [Part, number])[] = [
  ["controls", 0],
  ["meaning", 1],
  ["dropped", 0],
  ["meaning", 0],
  ["silence", 0],
  ["runbook", 0],
  ["query", 0],
  ["verdict", 0],
];

function textOf(parts: Parts): string {
  return Object.values(parts).flat().join(" ");
}

/** A saved query shows events; of a correlation it does not count them. */
function shownBy({ matches }: ResolvedRule): string {
  return matches.kind === "correlation" ? "The events it counts" : "Why it fired";
}

export function describeVerdict({ verdict, reasons }: Compiled<unknown>): readonly string[] {
  switch (verdict) {
    case "exact":
      return ["Verdict: exact, alerts on what the rule says."];
    case "wider":
      return [
        "Verdict: wider, alerts on more than the rule says.",
        ...reasons.map(({ message }) => `Not applied: ${message}.`),
      ];
    case "as-written":
      return ["Verdict: as written, a hand-written query that nothing is proven about."];
    case "unsupported":
    case "not-applicable":
    case null:
      return [];
  }
}

/** On AWS they are tags of the alarm; a rule of Sentinel has none. */
export function describeControls({ document }: ResolvedRule): readonly string[] {
  const groups = controlGroups(controlsOf(document.controls).filter(({ by }) => by === undefined));
  if (groups.length === 0) return [];
  return [`Controls: ${groups.map(({ name, ids }) => `${name} ${ids.join(", ")}`).join("; ")}.`];
}

export function describeCredit({ document }: ResolvedRule): readonly string[] {
  const author = typeof document["author"] === "string" ? oneLine(document["author"]) : "";
  const link = linkOf(document["references"]);
  return [
    ...(author === "" ? [] : [`Author: ${author}.`]),
    ...(link === undefined ? [] : [`Rule: ${link}`]),
  ];
}

/** The link to the rule itself, if a reference is one: a rule's file is YAML. Else the first. */
function linkOf(references: unknown): string | undefined {
  const links: readonly string[] = Array.isArray(references)
    ? references.filter((each) => typeof each === "string")
    : [];
  const link = links.find((each) => /^https:\S+\.ya?ml$/.test(each)) ?? links[0];
  return link === undefined ? undefined : oneLine(link);
}

/** The verdict follows: a text that ends with a word gets a full stop. One that ends with a link keeps it whole. */
function ended(text: string): string {
  const whole = oneLine(text);
  return /(?:^| )[^ /]*[\p{L}\p{N})]$/u.test(whole) ? `${whole}.` : whole;
}

/** A line cut behind each full stop, question or exclamation mark that a space follows. */
function sentences(line: string): readonly string[] {
  return line.split(/(?<=[.!?]) /).filter((sentence) => sentence !== "");
}
