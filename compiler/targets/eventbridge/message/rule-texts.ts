import { TECHNIQUES } from "../../../attack/enterprise";
import { oneLine } from "../../../core/message";
import type { ResolvedRule } from "../../../ir/rule";
import { levelOf } from "../../../rule/level";
import type { Level } from "../../../rule/schema";
import { describeControls, describeCredit, describeVerdict } from "../../description";
import { techniquesWritten } from "../../sentinel/rule/rule-object";
import type { Compiled } from "../../verdict";

/** What a message says of its rule, each on one line; printed when the message is made. */
export interface RuleTexts {
  readonly id?: string;
  readonly title: string;
  readonly level?: Level;
  readonly description?: string;
  /** The verdict, and each condition that is not applied. */
  readonly verdict: string;
  readonly runbook?: string;
  readonly techniques: readonly { readonly id: string; readonly name?: string }[];
  /** Controls of benchmarks; author and link, which the Detection Rule License asks for. */
  readonly more: readonly string[];
}

/** Characters of one text of a rule's in a message; the rest is cut. */
const CHARS = 2_000;

export function ruleTexts(detection: ResolvedRule, compiled: Compiled<unknown>): RuleTexts {
  const { id, title, document } = detection;
  const { description, runbook } = document;
  const level = levelOf(document);
  return {
    ...(id === undefined ? {} : { id }),
    title: line(title),
    ...(level === undefined ? {} : { level }),
    ...(description === undefined ? {} : { description: line(description) }),
    verdict: line(describeVerdict(compiled).join(" ")),
    ...(runbook === undefined ? {} : { runbook: line(runbook) }),
    techniques: techniquesWritten(document).map((technique) => {
      const name = TECHNIQUES.get(technique)?.name;
      return { id: technique, ...(name === undefined ? {} : { name }) };
    }),
    more: [...describeControls(detection), ...describeCredit(detection)].map(line),
  };
}

function line(text: string): string {
  const whole = oneLine(text);
  return whole.length > CHARS ? `${whole.slice(0, CHARS)}...` : whole;
}
