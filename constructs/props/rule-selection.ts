import { Annotations } from "cdktf";
import type { Construct } from "constructs";

import type { RuleHead } from "../../compiler/rule-set/rule-set";
import { LEVELS, STATUSES } from "../../compiler/rule/schema";
import { report } from "../app/app-diagnostics";
import { formatMessage, messages } from "../app/messages";
import { TEXTS, type PropTypes } from "./prop-types";

/**
 * Which rules of a pack are deployed. A rule has to be included by each `include…` that is given, and by
 * no `exclude…`. Filters are applied unless they are excluded by id or path.
 */
export interface RuleSelection {
  /**
   * Ids of the rules to deploy.
   * @default - all
   */
  readonly includeIds?: string[];
  /**
   * Tags of which a rule has one at least, such as `attack.persistence`.
   * @default - all
   */
  readonly includeTags?: string[];
  /**
   * Levels, such as `high`, as the rule's file says or `overrides` of the one rule; of Sentinel's own
   * rules that of their severity.
   * @default - all
   */
  readonly includeLevels?: string[];
  /**
   * Statuses, such as `stable`.
   * @default - all
   */
  readonly includeStatuses?: string[];
  /**
   * Files and folders of rules, seen from the folders in the pack's `rules`: `aws/iam`.
   * @default - all
   */
  readonly includePaths?: string[];
  /**
   * Ids of the rules to leave out.
   * @default - none
   */
  readonly excludeIds?: string[];
  /**
   * Tags of which a rule that is deployed has none.
   * @default - none
   */
  readonly excludeTags?: string[];
  /**
   * Levels to leave out.
   * @default - none
   */
  readonly excludeLevels?: string[];
  /**
   * Statuses to leave out, such as `experimental`.
   * @default - none
   */
  readonly excludeStatuses?: string[];
  /**
   * Files and folders to leave out; not even read, so that they may be anything.
   * @default - none
   */
  readonly excludePaths?: string[];
}

export const SELECTION_TYPES: PropTypes<RuleSelection> = {
  includeIds: TEXTS,
  includeTags: TEXTS,
  includeLevels: TEXTS,
  includeStatuses: TEXTS,
  includePaths: TEXTS,
  excludeIds: TEXTS,
  excludeTags: TEXTS,
  excludeLevels: TEXTS,
  excludeStatuses: TEXTS,
  excludePaths: TEXTS,
};

/** Whether a rule is chosen, or a filter, which has no level or status to be chosen by, applied. */
export function isChosen(head: RuleHead, selection: RuleSelection, file: PackFile): boolean {
  const one = (value: string | undefined) => (value === undefined ? [] : [value]);
  const has = (found: readonly string[], wanted: readonly string[]) =>
    wanted.some((each) => found.some((one) => one.toLowerCase() === each.toLowerCase()));
  if (head.kind === "filter") return !has(one(head.id), selection.excludeIds ?? []);
  const tests = [
    { found: one(head.id), include: selection.includeIds, exclude: selection.excludeIds },
    { found: head.tags, include: selection.includeTags, exclude: selection.excludeTags },
    { found: one(head.level), include: selection.includeLevels, exclude: selection.excludeLevels },
    {
      found: one(head.status),
      include: selection.includeStatuses,
      exclude: selection.excludeStatuses,
    },
  ];
  return (
    tests.every(({ found, include, exclude = [] }) => {
      return (include === undefined || has(found, include)) && !has(found, exclude);
    }) &&
    (selection.includePaths?.some((folder) => isUnder(file, folder)) ?? true)
  );
}

/** A file of a pack. */
export interface PackFile {
  /** The file, or a text of rules. */
  readonly input: string;
  /** The file's paths from the folders in `rules` that hold it; a text has none. */
  readonly within: readonly string[];
}

/** Whether a file is the one named, or lies in the folder named. */
export function isUnder({ within }: PackFile, folder: string): boolean {
  const wanted = folder.replace(/^\.\//, "").replace(/\/+$/, "");
  return within.some((path) => path === wanted || path.startsWith(`${wanted}/`));
}

/** Reports what a selection names and the pack does not have: a typo would deploy more, or less. */
export function checkSelection(
  scope: Construct,
  selection: RuleSelection,
  heads: readonly RuleHead[],
  files: readonly PackFile[],
): void {
  for (const prop of ["includeIds", "excludeIds"] as const) {
    checkIds(scope, prop, selection[prop] ?? [], heads);
  }
  const tags = heads.flatMap((head) => head.tags);
  for (const prop of ["includeTags", "excludeTags"] as const) {
    for (const tag of selection[prop] ?? []) {
      // No error: a policy may name what no rule has yet.
      if (tags.some((each) => each.toLowerCase() === tag.toLowerCase())) continue;
      const message = messages.tagUnknown(prop, tag, [...new Set(tags)]);
      Annotations.of(scope).addWarning(formatMessage(message));
    }
  }
  const words = {
    includeLevels: LEVELS,
    excludeLevels: LEVELS,
    includeStatuses: STATUSES,
    excludeStatuses: STATUSES,
  } as const;
  for (const [prop, allowed] of Object.entries(words)) {
    for (const word of selection[prop as keyof typeof words] ?? []) {
      if (!allowed.some((each) => each === word)) {
        report(scope, messages.valueUnknown(prop, word, allowed));
      }
    }
  }
  for (const prop of ["includePaths", "excludePaths"] as const) {
    for (const folder of selection[prop] ?? []) {
      if (!files.some((file) => isUnder(file, folder))) {
        report(scope, messages.pathUnknown(prop, folder));
      }
    }
  }
}

/** Reports ids that no document of the pack has. */
export function checkIds(
  scope: Construct,
  prop: string,
  ids: readonly string[],
  heads: readonly RuleHead[],
): void {
  const known = heads.flatMap(({ id }) => (id === undefined ? [] : [id]));
  for (const id of ids) {
    if (known.includes(id.toLowerCase())) continue;
    report(scope, messages.ruleUnknown(prop, id));
  }
}
