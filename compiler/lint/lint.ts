import type { CodeFacts } from "../core/code";
import type { Edit, Message } from "../core/diagnostic";
import { warning } from "../core/message";
import type { Source, Span } from "../core/source";
import type { Matches } from "../ir/rule";
import type { Predicate } from "../ir/expression";
import type { ParsedRule } from "../rule/parse-rule";

/** What lints look at: a document that is valid, and what it looks for, where that is known. */
export interface LintedRule {
  readonly rule: ParsedRule;
  readonly source: Source;
  /** Undefined where the rule's detection has errors. */
  readonly matches: Matches | undefined;
  /** The predicates of all selections, also of those that no condition uses. */
  readonly predicates: readonly Predicate[];
}

export type Report = (span: Span, message: Message) => void;

/** A code with its check. Lints never report errors: what cannot work is refused before. */
interface LintRecord<Args extends readonly unknown[]> extends CodeFacts {
  readonly code: `DET4${number}`;
  readonly severity: "warning";
  /** Keys in place of those of a plain rule, which give the code. */
  readonly example: string;
  readonly message: (...args: Args) => { readonly text: string; readonly fix?: string | undefined };
  readonly run: (
    rule: LintedRule,
    /** Reports the message of these arguments, with the edit that does what its fix says. */
    warn: (span: Span, args: Args, edit?: Edit | undefined) => void,
  ) => void;
}

export interface Lint extends CodeFacts {
  readonly code: string;
  readonly example: string;
  readonly run: (rule: LintedRule, report: Report) => void;
}

/** Makes a lint of its record; `lints.ts` lists it. */
export function lint<Args extends readonly unknown[]>({
  message,
  run,
  ...facts
}: LintRecord<Args>): Lint & { readonly say: (...args: Args) => Message } {
  const say = (...args: Args): Message => {
    const { text, fix } = message(...args);
    return warning(facts.code, text, fix);
  };
  return {
    ...facts,
    say,
    run: (linted, report) => {
      run(linted, (span, args, edit) => {
        report(span, edit === undefined ? say(...args) : { ...say(...args), edit });
      });
    },
  };
}
