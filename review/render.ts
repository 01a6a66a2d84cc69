import { compiledRule } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { navigatorLayer } from "./attack/navigator-layer";
import { DATA_FILE, ruleFilesOf } from "./gone-pages";
import { indexPage } from "./html/index-page";
import { matrixSvg } from "./html/matrix";
import { rulePage } from "./html/rule-page";
import { indexMarkdown } from "./markdown/index-markdown";
import { ruleMarkdown } from "./markdown/rule-markdown";
import type { SetReview } from "./model";
import type { PublishOptions, ReviewFile, ReviewOptions, ReviewRule } from "./options";
import { reviewInput } from "./review-input";
import { reviewSet } from "./review-set";

/** Everything that a review says of loaded rules; the events beside each are run. */
export function reviewRules(rules: readonly ReviewRule[], options: ReviewOptions = {}): SetReview {
  const diagnostics = options.diagnostics ?? new Diagnostics();
  const inputs = rules.map((rule) =>
    reviewInput({ ...compiledRule(rule.detection), ...rule }, diagnostics),
  );
  return reviewSet(inputs, { ...options, findings: diagnostics.all });
}

/**
 * A review as files, one made after the other, so that large sets need not be held at once. The index
 * comes last: what it leads to is there.
 */
export function* filesOf(set: SetReview, options: PublishOptions = {}): Generator<ReviewFile> {
  for (const rule of set.rules) {
    const { page, markdown, armTemplate } = ruleFilesOf(rule.key);
    yield { path: page, text: rulePage(rule, set, options) };
    yield { path: markdown, text: ruleMarkdown(rule) };
    if (rule.armTemplate !== undefined) yield { path: armTemplate, text: rule.armTemplate };
  }
  yield { path: "attack-layer.json", text: json(navigatorLayer(set)) };
  yield { path: "attack-matrix.svg", text: matrixSvg(set.coverage) };
  yield { path: DATA_FILE, text: json(set) };
  yield { path: "index.md", text: indexMarkdown(set, options) };
  yield { path: "index.html", text: indexPage(set) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
