import type { ResolvedRule } from "../../../ir/rule";
import { RECORD_LET } from "../condition/field";
import { block, variable, type Let } from "../jsonata/ast";
import { depthOf } from "../jsonata/depth";
import { preludeOf } from "../jsonata/prelude";
import { printJsonata } from "../jsonata/print";
import { actedOn } from "../../acted-on";
import type { Compiled } from "../../verdict";
import { eventLets, targetLets } from "./event-texts";
import { findingStatements } from "./finding";
import { MESSAGE_LIMITS } from "./limits";
import { ruleTexts } from "./rule-texts";
import { textStatements } from "./text";

/** `text` for people, `ocsf` for machines: a Detection Finding as JSON. */
export const MESSAGE_FORMATS = ["text", "ocsf"] as const;
export type MessageFormat = (typeof MESSAGE_FORMATS)[number];

/** What is published of an event that matches. */
export interface Message {
  /** Printable ASCII, as long as SNS takes. */
  readonly subject: string;
  /**
   * An expression of JSONata over `$states.input`, the event in its envelope, that is a text within SNS's
   * limit whatever the event holds; between `{% ` and ` %}` in a definition.
   */
  readonly expression: string;
  /** How deep its evaluation nests at most. */
  readonly depth: number;
}

/** The message of a rule. */
export function messageOf(
  detection: ResolvedRule,
  compiled: Compiled<unknown>,
  format: MessageFormat = "text",
): Message {
  const rule = ruleTexts(detection, compiled);
  const { matches } = detection;
  const targets =
    matches.kind === "expression" ? actedOn(matches.expression, matches.logSource) : [];
  const record = variable(RECORD_LET.name);
  const { lets, made } = statementsOf(format)(rule, targets);
  const said: readonly Let[] = [
    RECORD_LET,
    ...eventLets(record),
    ...targetLets(targets, record),
    ...lets,
  ];
  const expression = block([...preludeOf(block(said, made)), ...said], made);
  return {
    subject: subjectOf(rule.level === undefined ? rule.title : `${rule.title} (${rule.level})`),
    expression: printJsonata(expression),
    depth: depthOf(expression),
  };
}

function statementsOf(format: MessageFormat): typeof textStatements {
  switch (format) {
    case "text":
      return textStatements;
    case "ocsf":
      return findingStatements;
  }
}

/**
 * What SNS takes as a subject: other characters are `?`, and what is too long is cut. What begins with
 * `{%` could be read as an expression.
 */
export function subjectOf(title: string): string {
  const ascii = title.replace(/[^ -~]/gu, "?").replace(/^\{%/, "{ %");
  const most = MESSAGE_LIMITS.subject.value;
  return ascii.length > most ? `${ascii.slice(0, most - 3)}...` : ascii;
}
