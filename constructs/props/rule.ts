import { PLACEHOLDER_TYPES, type PlaceholderProps } from "./placement";
import type { PropTypes } from "./prop-types";

/** A rule as a construct is given it. */
export interface RuleProps extends PlaceholderProps {
  /**
   * The rule: the path of its file, its YAML text, or its document as an object (`RuleDocument` is its
   * type). A text or file may hold what a correlation counts, and filters, beside the rule.
   */
  readonly rule: string | Record<string, unknown>;
}

export const RULE_TYPES: PropTypes<RuleProps> = {
  ...PLACEHOLDER_TYPES,
  rule: {
    allowed: "the path of a file, YAML text or an object",
    fits: (value) => ["string", "object"].includes(typeof value),
    acceptsTokens: true,
    required: true,
  },
};
