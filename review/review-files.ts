import { navigatorLayer } from "./attack/navigator-layer";
import { indexPage } from "./html/index-page";
import { matrixSvg } from "./html/matrix";
import { rulePage } from "./html/rule-page";
import type { RulePageOptions } from "./html/source-parts";
import { indexMarkdown } from "./markdown/index-markdown";
import { ruleMarkdown } from "./markdown/rule-markdown";
import type { SetReview } from "./model";
import { reviewSet, type ReviewInput, type ReviewOptions } from "./review-set";

/** A file of the review: its path inside the folder, with forward slashes, and its text. */
export interface ReviewFile {
  readonly path: string;
  readonly text: string;
}

export interface ReviewFilesOptions extends ReviewOptions, RulePageOptions {}

/**
 * The review of a rule set as files: `index.html`, `rules/<id>.html`, the same as Markdown and JSON,
 * the ATT&CK Navigator layer and the matrix as a picture. The same rules give the same bytes.
 */
export function reviewFiles(
  inputs: readonly ReviewInput[],
  options: ReviewFilesOptions = {},
): readonly ReviewFile[] {
  return filesOf(reviewSet(inputs, options), options);
}

/** The same for a review that is already made. */
export function filesOf(set: SetReview, options: RulePageOptions = {}): readonly ReviewFile[] {
  return [
    { path: "index.html", text: indexPage(set) },
    { path: "index.md", text: indexMarkdown(set) },
    { path: "review.json", text: json(set) },
    { path: "attack-layer.json", text: json(navigatorLayer(set)) },
    { path: "attack-matrix.svg", text: matrixSvg(set.coverage) },
    ...set.rules.flatMap((rule) => [
      { path: `rules/${rule.key}.html`, text: rulePage(rule, set, options) },
      { path: `rules/${rule.key}.md`, text: ruleMarkdown(rule) },
      ...(rule.armTemplate === undefined
        ? []
        : [{ path: `rules/${rule.key}.arm.json`, text: rule.armTemplate }]),
    ]),
  ];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
