import { editOf, replacementOf } from "../core/diagnostic";
import { item } from "../core/example";
import { foldCase } from "../core/fold-case";
import { didYouMean, quotedList, quote } from "../core/message";
import { stringMatcher } from "../ir/pattern";
import { entryOfScalar } from "../load/node";
import { canonicalSpelling } from "../log-sources/field";
import { lint, type LintedRule } from "./lint";
import { plainTexts, type TextValue } from "./text-values";

export const outsideVocabulary = lint({
  code: "DET421",
  severity: "warning",
  meaning: "A value outside a field's closed vocabulary.",
  example: item("userIdentity.type: AssumeRole"),
  message: (value: string, field: string, values: readonly string[]) => ({
    text: `${quote(value)} is no value of ${quote(field)}, which is one of ${quotedList(values)}`,
    fix: didYouMean(value, values),
  }),
  run(linted, warn) {
    for (const { predicate, field, shape, value } of spelledTexts(linted)) {
      const { spelling, path } = field;
      if (spelling.kind !== "closed") continue;
      if (field.empty && shape.kind === "equals" && shape.text === "") continue;
      const isMember = spelling.values.some(stringMatcher(predicate.pattern, false));
      if (!isMember) warn(predicate.origin.span, [value, path, spelling.values]);
    }
  },
});

export const otherSpelling = lint({
  code: "DET422",
  severity: "warning",
  meaning: "A value that events spell otherwise.",
  example: item("additionalEventData.MFAUsed: 'NO'"),
  message: (value: string, spelled: string, vendor: string) => ({
    text: `${vendor} spells ${quote(value)} as ${quote(spelled)}`,
    fix: `write ${quote(spelled)}: tools that compare case find nothing otherwise`,
  }),
  run(linted, warn) {
    for (const { predicate, field, shape } of spelledTexts(linted)) {
      if (shape.kind !== "equals") continue;
      const { span } = predicate.origin;
      const spelled = canonicalSpelling(field, shape.text);
      if (spelled === undefined || spelled === shape.text) continue;
      warn(
        span,
        [shape.text, spelled, vendorOf(linted)],
        editOf(linted.source, span, shape.text, spelled),
      );
    }
  },
});

export const identifierShape = lint({
  code: "DET423",
  severity: "warning",
  meaning: "A value that events could not have spelled so.",
  example: item("eventName: createUser"),
  message: (value: string, field: string, example: string, vendor: string) => ({
    text: `${quote(value)} is not spelled like any ${quote(field)} of ${vendor}'s`,
    fix: `write it as events do, for example ${quote(example)}`,
  }),
  run(linted, warn) {
    for (const { predicate, field, shape } of spelledTexts(linted)) {
      const { spelling, path } = field;
      if (spelling.kind !== "identifier" || shape.kind !== "equals" || shape.text === "") continue;
      if (spelling.shape.test(shape.text)) continue;
      warn(predicate.origin.span, [shape.text, path, spelling.example, vendorOf(linted)]);
    }
  },
});

export const successCode = lint({
  code: "DET424",
  severity: "warning",
  meaning: "An error code for a call that succeeded.",
  example: item("errorCode: Success"),
  message: (value: string, isAlone: boolean) => ({
    text: `no event has the error code ${quote(value)}: a call that succeeds has none`,
    fix: isAlone
      ? "write `errorCode: null`"
      : "write `errorCode: null` in a selection of its own, and join the two with `or`",
  }),
  run(linted, warn) {
    const { rule, source } = linted;
    for (const text of plainTexts(linted)) {
      if (!isSuccess(text)) continue;
      const { span } = text.predicate.origin;
      const { entry } = entryOfScalar(rule.root, span) ?? {};
      // In a list, or under a modifier, null is no value.
      const isAlone = entry?.key === text.field.path && entry.value.kind === "scalar";
      const edit = isAlone ? replacementOf(source, span, "null") : undefined;
      warn(span, [text.value, isAlone], edit);
    }
  },
});

const isSuccess = ({ field, shape }: TextValue): boolean =>
  field.path === "errorCode" && shape.kind === "equals" && foldCase(shape.text) === "success";

const vendorOf = ({ matches }: LintedRule): string =>
  matches?.kind === "expression" ? matches.logSource.vendor : "";

/** The texts of fields that hold texts, but for what is no error code at all. */
const spelledTexts = (linted: LintedRule): readonly TextValue[] =>
  plainTexts(linted).filter(
    (text) => !["object", "boolean", "number"].includes(text.field.type) && !isSuccess(text),
  );
