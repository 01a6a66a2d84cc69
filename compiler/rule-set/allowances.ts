import type { Diagnostics, Edit } from "../core/diagnostic";
import type { Source, Span } from "../core/source";
import { queryCodes } from "../kql/messages";
import { LINTS } from "../lint/lints";
import { entryOf, nodeAt } from "../load/node";
import { ruleMessages } from "../rule/messages";
import type { ParsedRule } from "../rule/parse-rule";
import { referenceCodes } from "../sigma/reference-messages";
import { sigmaCodes } from "../sigma/messages";

/** Warnings of loading a rule that are no lints, and their meanings. */
const OTHERS: Readonly<Record<string, string>> = {
  DET254: referenceCodes.DET254.meaning,
  DET255: referenceCodes.DET255.meaning,
  DET256: sigmaCodes.DET256.meaning,
  DET259: referenceCodes.DET259.meaning,
  DET641: queryCodes.DET641.meaning,
  DET646: queryCodes.DET646.meaning,
  DET647: queryCodes.DET647.meaning,
};

/** The codes that a rule can allow, and their meanings: warnings of loading it, whatever command does. */
export const ALLOWABLE: ReadonlyMap<string, string> = new Map([
  ...Object.entries(OTHERS),
  ...LINTS.map(({ code, meaning }) => [code, meaning] as const),
]);

/** That the language service of Kusto is not there, which tells of its warnings. */
const UNCHECKED = "DET645";

/** Reports what a rule cannot allow: errors, losses, and what a single command says. */
export function checkAllowances(
  { document, root }: ParsedRule,
  source: Source,
  own: Diagnostics,
): void {
  for (const [index, { code }] of (document.allow ?? []).entries()) {
    if (ALLOWABLE.has(code)) continue;
    const { span } = nodeAt(root, ["allow", index, "code"]).node;
    own.report(
      source,
      span,
      ruleMessages.notAllowable(code, [...ALLOWABLE.keys()], Object.keys(OTHERS)),
    );
  }
}

/** Sets aside what a rule allows; reports the allowances that allow nothing. */
export function applyAllowances(
  { document, root }: ParsedRule,
  source: Source,
  own: Diagnostics,
): void {
  const { allow = [] } = document;
  const unused = [...allow.keys()].filter((index) => {
    const { code, reason } = allow[index]!;
    return !own.allow(code, reason) && !(code in queryCodes && own.has(UNCHECKED));
  });
  const entry = entryOf(root, "allow");
  // What is said of a rule with errors is not all that there is to say.
  if (entry === undefined || own.hasErrors) return;
  for (const index of unused) {
    const { node } = nodeAt(root, ["allow", index]);
    const { span } = nodeAt(node, ["code"]).node;
    const message = ruleMessages.allowanceUnused(allow[index]!.code);
    const edit =
      unused.length === allow.length
        ? withoutLines(source, { start: entry.keySpan.start, end: entry.value.span.end }, /^$/)
        : withoutLines(source, node.span, /^[ \t]*-[ \t]+$/);
    own.report(source, span, edit === undefined ? message : { ...message, edit });
  }
}

/** The edit that removes whole lines, where what stands in them is this alone and no anchor. */
function withoutLines({ text }: Source, span: Span, before: RegExp): Edit | undefined {
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  // The range of a block ends on a line below it.
  const last = start + text.slice(start, span.end).trimEnd().length;
  const newline = text.indexOf("\n", last);
  const end = newline === -1 ? text.length : newline + 1;
  const isAlone =
    before.test(text.slice(start, span.start)) && /^\s*(#.*)?$/.test(text.slice(last, end));
  return isAlone && !/[\s,[{][&*]\S/.test(text.slice(start, last))
    ? { start, end, text: "" }
    : undefined;
}
