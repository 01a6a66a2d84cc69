import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { earlierKeys, removeGone } from "./gone-pages";
import type { PublishOptions, ReviewFile, ReviewOptions, ReviewRule } from "./options";

export { pageOf } from "./page-of";
export type { RuleReview, SetReview } from "./model";
export type { PublishOptions, ReviewFile, ReviewOptions, ReviewRule } from "./options";

/**
 * The review of loaded rules as files: `index.html`, `rules/<id>.html`, the same as Markdown and JSON,
 * the ATT&CK Navigator layer, the matrix as a picture, ARM templates. The same rules give the same
 * bytes. What renders them is loaded here, not with this module.
 */
export function reviewFiles(
  rules: readonly ReviewRule[],
  options: ReviewOptions & PublishOptions = {},
): readonly ReviewFile[] {
  const { filesOf, reviewRules } = rendering();
  return [...filesOf(reviewRules(rules, options), options)];
}

/**
 * Writes `reviewFiles` into a folder, which is made where it is missing. What an earlier review wrote
 * there of rules that are gone is removed; other files stay.
 */
export function writeReview(
  rules: readonly ReviewRule[],
  folder: string,
  options: ReviewOptions & PublishOptions = {},
): void {
  const { filesOf, reviewRules } = rendering();
  const set = reviewRules(rules, options);
  const earlier = earlierKeys(folder);
  for (const { path, text } of filesOf(set, options)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  removeGone(folder, earlier, set);
}

function rendering() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- an import would load preact and Prism at once
  return require("./render") as typeof import("./render");
}
