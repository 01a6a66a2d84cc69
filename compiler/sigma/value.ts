import type { Message } from "../core/diagnostic";
import { DATE_BOUNDS, or, type Expression, type Origin } from "../ir/expression";
import { ANY, concat, parseStringPattern, type StringPattern } from "../ir/pattern";
import { describeNode, type ScalarNode } from "../load/node";
import { sigmaMessages } from "./messages";
import type { ItemKind } from "./modifiers";
import { parseNetwork } from "./network";
import { fillIn, parseTemplate, patternRegex, type Placeholders } from "./placeholders";
import { parseRegex, placeholderInClass } from "./regex";
import { MAX_VARIANTS, transform } from "./transform";

type StringTest = ItemKind & { kind: "string" };

/** The test that one value of a detection item asks for, or why it asks for none. */
export function parseValue(
  node: ScalarNode,
  field: string,
  test: ItemKind,
  placeholders: Placeholders,
  origin: Origin,
): Expression | Message {
  const { value } = node;
  const wants = (expected: string) => sigmaMessages.valueForm(describeNode(node), expected);
  switch (test.kind) {
    case "string": {
      if (value === null) {
        const plain = test.comparison === "equals" && !test.cased && test.transforms.length === 0;
        return plain ? { kind: "null", field, origin } : wants("text, number or boolean");
      }
      const patterns = stringPatterns(node, test, placeholders);
      if ("message" in patterns) return patterns;
      const { cased, comparison } = test;
      const front = comparison === "contains" || comparison === "endswith" ? [ANY] : [];
      const back = comparison === "contains" || comparison === "startswith" ? [ANY] : [];
      return or(
        patterns.map((pattern) => {
          return { kind: "string", field, pattern: concat(front, pattern, back), cased, origin };
        }),
      );
    }
    case "fieldref": {
      if (typeof value !== "string" || value === "") return wants("the name of a field");
      if (/[*?]/.test(value)) return sigmaMessages.fieldrefWildcard();
      const { comparison, cased } = test;
      return { kind: "fieldref", field, other: value, comparison, cased, origin };
    }
    case "regex": {
      if (typeof value !== "string") return wants("a regular expression in quotes");
      const written = test.expand ? expandRegex(value, placeholders) : [value];
      if ("message" in written) return written;
      const parsed = written.map(parseRegex);
      const refused = parsed.find((each) => "message" in each);
      if (refused !== undefined) return refused;
      return or(
        parsed.flatMap((each) =>
          "message" in each
            ? []
            : [{ kind: "regex", field, source: each.source, flags: test.flags, origin }],
        ),
      );
    }
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value)) {
        return wants("a number in digits, without quotes");
      }
      return { kind: "number", field, operator: test.operator, value, origin };
    case "date": {
      const { part, operator } = test;
      const [least, most] = DATE_BOUNDS[part];
      if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
        const written = typeof value === "string" ? JSON.stringify(value) : node.text;
        return sigmaMessages.datePart(part, written, least, most);
      }
      return { kind: "date", field, part, operator, value, origin };
    }
    case "cidr": {
      if (typeof value !== "string") return wants("a network such as `10.0.0.0/8`");
      const network = parseNetwork(value);
      return "message" in network ? network : { kind: "cidr", field, ...network, origin };
    }
    case "exists":
      if (typeof value !== "boolean") return wants("`true` or `false`");
      return value
        ? { kind: "exists", field, origin }
        : { kind: "not", operand: { kind: "exists", field, origin } };
  }
}

/** A text that is searched for in the whole event. */
export function parseKeyword(
  node: ScalarNode,
  test: StringTest,
  placeholders: Placeholders,
  origin: Origin,
): Expression | Message {
  if (node.value === null || node.value === "") {
    return sigmaMessages.valueForm(
      node.value === null ? "null" : "empty text",
      "a text to search for",
    );
  }
  const patterns = stringPatterns(node, test, placeholders);
  if ("message" in patterns) return patterns;
  return or(
    patterns.map((pattern) => ({ kind: "keyword", pattern, cased: test.cased, origin }) as const),
  );
}

function stringPatterns(
  node: ScalarNode,
  { transforms }: StringTest,
  placeholders: Placeholders,
): readonly StringPattern[] | Message {
  if (transforms.length > 0 && typeof node.value !== "string") {
    return sigmaMessages.valueForm(describeNode(node), `text, for \`${transforms.join("|")}\``);
  }
  return transforms.length === 0
    ? [parseStringPattern(scalarText(node))]
    : transform(scalarText(node), transforms, placeholders);
}

/** A placeholder's values become literal text of the expression, but for their wildcards. */
function expandRegex(written: string, placeholders: Placeholders): readonly string[] | Message {
  const source = (text: string) => [{ kind: "source" as const, text }];
  const template = parseTemplate(written, source);
  const inClass = placeholderInClass(template);
  if (inClass !== undefined) return sigmaMessages.placeholderInClass(inClass);
  const filled = fillIn(
    template,
    placeholders,
    // A group, so that what stands around it, as a quantifier, is about all of the value.
    (value) => source(`(?:${patternRegex(parseStringPattern(value))})`),
    MAX_VARIANTS,
  );
  if ("message" in filled) return filled;
  return filled.map((parts) => parts.map(({ text }) => text).join(""));
}

/**
 * A scalar as text: numbers and booleans as JSON writes them, since that is how they are compared.
 * Digits that a number would lose stay as written: a leading zero is of an identifier that lost its
 * quotes, and a long run of digits is more than a number holds.
 */
function scalarText({ value, text }: ScalarNode): string {
  if (typeof value === "string") return value;
  if (typeof value !== "number") return JSON.stringify(value);
  const exact = Number.isFinite(value) && (Number.isSafeInteger(value) || !/^[-+]?\d+$/.test(text));
  return exact && !/^0\d+$/.test(text) ? JSON.stringify(value) : text;
}
