import type { Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import type { Matches } from "../ir/rule";
import { predicatesOf } from "../ir/expression";
import type { ParsedRule } from "../rule/parse-rule";
import { arnWithName, unlikeFields } from "./unlike-fields";
import { retiredTag, unknownTag } from "./attack-tags";
import { containerText } from "./container-text";
import { unknownCall, unknownMember, unknownService, unknownType } from "./calls";
import { alwaysHolds, emptyExclusion, neverHolds } from "./contradictions";
import { dateOrder, dateSlashes, impossibleDate } from "./dates";
import { unknownField } from "./field-names";
import { fieldAsText } from "./field-as-text";
import { quotesInJson } from "./json-quotes";
import { leftOut } from "./left-out";
import type { Lint, LintedRule, Report } from "./lint";
import { neverWritten, otherName } from "./other-names";
import { missingKey, severityOfLevel } from "./metadata";
import { networkAsText, placeholderAsText, regexAsText } from "./other-syntax";
import { coveredSelection, coveredValue } from "./redundant-alternatives";
import { inlineFlags, repeatedRepetition, slashesAround } from "./regex-style";
import { identifierShape, otherSpelling, outsideVocabulary, successCode } from "./spelling";
import { constantTrigger, noLowerBound } from "./trigger";
import { keptFilter, unusedSelection } from "./selection-use";
import { otherType, quotedScalar } from "./value-types";

/** All lints, in the order of their codes. */
export const LINTS: readonly Lint[] = [
  fieldAsText,
  missingKey,
  severityOfLevel,
  dateSlashes,
  impossibleDate,
  dateOrder,
  unknownTag,
  retiredTag,
  unknownField,
  outsideVocabulary,
  otherSpelling,
  identifierShape,
  successCode,
  arnWithName,
  otherType,
  quotedScalar,
  containerText,
  placeholderAsText,
  unusedSelection,
  neverHolds,
  emptyExclusion,
  alwaysHolds,
  coveredSelection,
  coveredValue,
  constantTrigger,
  regexAsText,
  unlikeFields,
  inlineFlags,
  repeatedRepetition,
  keptFilter,
  networkAsText,
  slashesAround,
  quotesInJson,
  unknownService,
  unknownCall,
  unknownMember,
  unknownType,
  otherName,
  neverWritten,
  noLowerBound,
  leftOut,
];

/** Warns of what is almost surely not meant in a rule. One place gets each warning once. */
export function lintRule(
  rule: ParsedRule,
  matches: Matches | undefined,
  source: Source,
  diagnostics: Diagnostics,
): void {
  const seen = new Set<string>();
  const report: Report = (span, message) => {
    const key = `${span.start} ${message.code}`;
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.report(source, span, message);
  };
  const selections = matches?.kind === "expression" ? [...matches.selections.values()] : [];
  const linted: LintedRule = {
    rule,
    matches,
    source,
    predicates: selections.flatMap(predicatesOf),
  };
  for (const lint of LINTS) lint.run(linted, report);
}
