import type { Predicate } from "../../compiler/ir/expression";
import { printStringPattern, type StringPattern } from "../../compiler/ir/pattern";

/** A test in a table's words: the field, how it is compared, and with what. */
export interface PredicateWords {
  readonly field: string;
  /** `eq`, `contains`, `startswith`, `endswith`, `wildcard`, `re`, `cidr`, `fieldref` … */
  readonly kind: string;
  readonly value: string;
}

export function predicateWords(test: Predicate): PredicateWords {
  switch (test.kind) {
    case "string": {
      const { kind, value } = patternWords(test.pattern);
      return { field: test.field, kind: cased(kind, test.cased), value };
    }
    case "null":
      return { field: test.field, kind: "missing", value: "" };
    case "exists":
      return { field: test.field, kind: "exists", value: "" };
    case "fieldref": {
      const kind = test.comparison === "equals" ? "fieldref" : `fieldref ${test.comparison}`;
      return { field: test.field, kind: cased(kind, test.cased), value: test.other };
    }
    case "regex": {
      const { ignoreCase, multiLine, dotAll } = test.flags;
      const flags = [ignoreCase ? "i" : "", multiLine ? "m" : "", dotAll ? "s" : ""].join("");
      return { field: test.field, kind: flags === "" ? "re" : `re ${flags}`, value: test.source };
    }
    case "number":
      return { field: test.field, kind: test.operator, value: String(test.value) };
    case "cidr":
      return { field: test.field, kind: "cidr", value: test.network };
    case "date":
      return {
        field: test.field,
        kind: `${test.part} ${test.operator}`,
        value: String(test.value),
      };
    case "keyword": {
      const kind = cased("keyword", test.cased);
      return { field: "any field", kind, value: printStringPattern(test.pattern) };
    }
  }
}

function cased(kind: string, isCased: boolean): string {
  return isCased ? `${kind} cased` : kind;
}

function patternWords(pattern: StringPattern): { kind: string; value: string } {
  const written = printStringPattern(pattern);
  const texts = pattern.filter((part) => part.kind === "text");
  const [first, last] = [pattern[0]?.kind, pattern.at(-1)?.kind];
  const value = texts[0]?.text ?? "";
  if (pattern.length === 0) return { kind: "eq", value: "" };
  if (texts.length === 1 && pattern.every((part) => part.kind !== "one")) {
    if (pattern.length === 1) return { kind: "eq", value };
    if (pattern.length === 3) return { kind: "contains", value };
    return first === "any" ? { kind: "endswith", value } : { kind: "startswith", value };
  }
  if (pattern.length === 1 && last === "any") return { kind: "not empty", value: "" };
  return { kind: "wildcard", value: written };
}
