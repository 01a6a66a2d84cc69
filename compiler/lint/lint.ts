import type { Message } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import type { Matches } from "../ir/detection";
import type { Predicate } from "../ir/expression";
import type { ParsedRule } from "../rule/parse-rule";

/** What lints look at: a document that is valid, and what it looks for, where that is known. */
export interface LintedRule {
  readonly rule: ParsedRule;
  readonly source: Source;
  /** Undefined where the rule's detection has errors. */
  readonly matches: Matches | undefined;
  /** The tests of all selections, also of those that no condition uses. */
  readonly tests: readonly Predicate[];
}

export type Warn = (span: Span, message: Message) => void;

/** A family of warnings. Lints never report errors: what cannot work is refused before. */
export type Lint = (rule: LintedRule, warn: Warn) => void;
