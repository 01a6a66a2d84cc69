import { omitUndefined } from "./omit-undefined";
import { TEXTS, type PropTypes } from "./prop-types";
import {
  SETTINGS_TYPES,
  SINGLE_RULE_TYPES,
  type DetectionSettings,
  type SingleRuleSettings,
} from "./settings";

/** What a pack says about one of its rules. */
export interface DetectionOverrides extends DetectionSettings, SingleRuleSettings {
  /**
   * Clouds that the rule goes to: `cloudwatch`, `sentinel`.
   * @default - those that the pack goes to
   */
  readonly targets?: string[];
}

export const OVERRIDES_TYPES: PropTypes<DetectionOverrides> = {
  ...SETTINGS_TYPES,
  ...SINGLE_RULE_TYPES,
  targets: TEXTS,
};

/** What a pack says of single rules, by id in lower case. */
export function overridesById(
  overrides: Readonly<Record<string, DetectionOverrides>> = {},
): ReadonlyMap<string, Partial<DetectionOverrides>> {
  const entries = Object.entries(omitUndefined(overrides));
  return new Map(entries.map(([id, own = {}]) => [id.toLowerCase(), omitUndefined(own)]));
}
