import { replacementOf } from "../core/diagnostic";
import { item } from "../core/example";
import { quote } from "../core/message";
import { stringMatcher } from "../ir/pattern";
import { lint } from "./lint";
import { plainTexts, type TextValue } from "./text-values";

export const otherType = lint({
  code: "DET426",
  severity: "warning",
  meaning: "A value that the field's type never equals.",
  example: item("readOnly: maybe"),
  fix: "Write a value of the field's type.",
  message: (value: string, field: string, type: string) => ({
    text: `${quote(field)} is a ${type}, which ${quote(value)} never equals`,
  }),
  run(linted, warn) {
    for (const text of plainTexts(linted)) {
      const { predicate, value, field } = text;
      if (!fits(text)) warn(predicate.origin.span, [value, field.path, field.type]);
    }
  },
});

export const quotedScalar = lint({
  code: "DET427",
  severity: "warning",
  meaning: "A number or a boolean given as text.",
  example: item("readOnly: 'true'"),
  message: (value: string, field: string, type: string) => ({
    text: `${quote(field)} is a ${type}, not text`,
    fix: `write ${quote(value)} without quotes`,
  }),
  run(linted, warn) {
    for (const text of plainTexts(linted)) {
      const { predicate, value, field } = text;
      const { span } = predicate.origin;
      const isQuoted = /["']/.test(linted.source.text.charAt(span.start));
      if (!isQuoted || !fits(text) || !isScalarText(text)) continue;
      warn(span, [value, field.path, field.type], replacementOf(linted.source, span, value));
    }
  },
});

/** Whether a boolean's or a number's field can equal a text. */
function fits({ predicate: { pattern, cased }, field, shape, value }: TextValue): boolean {
  switch (field.type) {
    case "boolean": {
      const matches = stringMatcher(pattern, cased);
      return matches("true") || matches("false");
    }
    case "number":
      return shape.kind !== "equals" || (!Number.isNaN(Number(value)) && value.trim() !== "");
    case "string":
    case "scalar":
    case "object":
    case "mixed":
    case "unknown":
      return true;
  }
}

/** Whether it is the same without quotes: a quoted `true` reads as if it were text; `007` is another number. */
function isScalarText({ field, shape, value }: TextValue): boolean {
  if (field.type === "boolean") return /^(true|false)$/i.test(value);
  return field.type === "number" && shape.kind === "equals" && String(Number(value)) === value;
}
