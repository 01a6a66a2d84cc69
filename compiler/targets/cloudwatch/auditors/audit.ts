import type { MonitoringControl } from "../../../controls/aws-monitoring";
import type { FieldModel } from "../../../log-sources/field";
import { conditionsOf, type Pattern } from "../ast";
import { parsePattern } from "../parse";
import type { Auditor } from "./auditor";
import { relate, type FieldValues } from "./relation";
import { acceptedTexts, type AcceptedTexts } from "./texts";

/** With which text a rule's control passes an auditor's check, and what the text counts. */
export interface Audit {
  readonly auditor: Auditor;
  /** As the auditor calls it: `CloudWatch.4`, or `4.4` by the benchmark's versions up to 5.0. */
  readonly control: string;
  /** The first is what the auditor looks for; others beside it belong to the same metric. */
  readonly patterns: AcceptedTexts;
  /**
   * How what the patterns count compares with what the detection counts: `equal`, and then they are the
   * detection's own filters; `unknown`, where that cannot be told.
   */
  readonly relation: "equal" | "narrower" | "wider" | "apart" | "unknown";
  /** What `equal` rests on beside what the detection does. */
  readonly assumes: readonly string[];
  readonly missed: readonly FieldValues[];
  readonly added: readonly FieldValues[];
}

/**
 * The audit of one control, by the text that says what the detection does, where one of those that the
 * auditor accepts does; undefined where the auditor does not have the control.
 */
export function auditOf(
  auditor: Auditor,
  control: MonitoringControl,
  detection: readonly string[],
  model: FieldModel,
): Audit | undefined {
  const own = parsed(detection);
  const texts = acceptedTexts(auditor, control.number, own === undefined ? [] : namesIn(own));
  if (texts === undefined) return undefined;
  const audits = texts.map((patterns): Audit => {
    const read = parsed(patterns);
    const relation = own && read && relate(read, own, model);
    return {
      auditor,
      control: nameOf(auditor, control),
      patterns,
      relation: relation?.kind ?? "unknown",
      assumes: relation?.assumes ?? [],
      missed: relation?.missed ?? [],
      added: relation?.added ?? [],
    };
  });
  return audits.find(({ relation }) => relation === "equal") ?? audits.at(-1);
}

function nameOf(auditor: Auditor, { number, securityHub }: MonitoringControl): string {
  return auditor === "security-hub" && securityHub !== undefined ? securityHub : `4.${number}`;
}

function parsed(texts: readonly string[]): readonly Pattern[] | undefined {
  const read = texts.flatMap((text) => {
    const found = parsePattern(text);
    return found.kind === "parsed" ? [found.pattern] : [];
  });
  return read.length === texts.length ? read : undefined;
}

/** What stands in a pattern without quotes whatever it says: no value of a rule becomes syntax. */
const BARE = /^[A-Za-z0-9]+$/;

/** The names of calls that patterns ask for, as far as they need no quotes. */
function namesIn(patterns: readonly Pattern[]): readonly string[] {
  const names = patterns.flatMap(conditionsOf).flatMap((condition) => {
    const [step, ...more] = condition.selector.steps;
    const isName = step?.kind === "key" && step.name === "eventName" && more.length === 0;
    if (!isName || condition.kind !== "compare" || condition.operator !== "=") return [];
    const { value } = condition;
    const [part, ...parts] = value.kind === "text" ? value.parts : [];
    const isWhole = part?.kind === "literal" && parts.length === 0;
    return isWhole && BARE.test(part.text) ? [part.text] : [];
  });
  return [...new Set(names)];
}
