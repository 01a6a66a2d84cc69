/**
 * What the review pages of 1,000 rules cost, as times the libraries alone: preact rendering the same
 * elements and Prism highlighting the same texts.
 */
import { join } from "node:path";
import { Fragment, h, type ComponentChildren, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { highlight, languages } from "prismjs";
import { compiledRule } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { loadRules } from "../compiler/rule-set/load-rules";
import { ruleFiles } from "../compiler/load/rule-files";
import { indexPage } from "../review/html/index-page";
import { rulePage } from "../review/html/rule-page";
import type { RuleReview, SetReview } from "../review/model";
import { reviewSet } from "../review/review-set";
import { hold } from "./measure";

const RULES = 1000;
/** A round is a second or two of either, so that few of them settle it. */
const ROUNDS = 5;

const shipped = loadRules(ruleFiles(join(__dirname, "../rules/starter")), new Diagnostics());
const set = reviewSet(
  Array.from({ length: RULES }, (_, index) => {
    const { detection } = shipped[index % shipped.length]!;
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    return compiledRule({ ...detection, id });
  }),
);
const trees = [...pagesOf(set)].map(treeOf);
const texts = set.rules.flatMap(textsOf);

const ours = () => {
  for (const page of pagesOf(set)) void page;
};
const libraries = () => {
  for (const tree of trees) renderToString(tree);
  for (const [text, language] of texts) highlight(text, languages[language]!, language);
};

hold(`review pages of ${RULES} rules / their libraries alone`, ratio(ours, libraries), 2);

/** The median of the rounds' ratios of processor time; the two take turns. */
function ratio(work: () => void, of: () => void): number {
  const ratios = Array.from({ length: ROUNDS }, () => {
    const base = processorTime(of);
    return processorTime(work) / base;
  });
  return ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function* pagesOf(review: SetReview): Generator<string> {
  for (const rule of review.rules) yield rulePage(rule, review);
  yield indexPage(review);
}

function textsOf(rule: RuleReview): (readonly [string, string])[] {
  return [
    [rule.source.text, "yaml"],
    ...rule.stages.map(({ text }) => [text, "yaml"] as const),
    [rule.sentinel.output?.query ?? "", "kusto"],
    [rule.armTemplate ?? "", "json"],
  ];
}

/** A page read back as elements, so that the library renders the same without our components. */
function treeOf(page: string): VNode {
  // Style and script are written raw by us; escaping them would only slow the comparison down.
  const html = page.replace(/<(style|script)>[^]*?<\/\1>/g, "");
  const stack: { tag: string; props: Record<string, string>; children: ComponentChildren[] }[] = [
    { tag: "", props: {}, children: [] },
  ];
  const add = (child: ComponentChildren) => stack.at(-1)!.children.push(child);
  const close = () => {
    const { tag, props, children } = stack.pop()!;
    add(h(tag, props, children));
  };
  for (const [token, , name] of html.matchAll(
    /<(\/?)([a-z][\w]*)(?:\s+[\w:-]+(?:="[^"]*")?)*\s*\/?>|<!doctype html>|[^<]+|</g,
  )) {
    if (name === undefined) add(token.replace(/&(lt|amp|quot);/g, " "));
    else if (token.startsWith("</")) close();
    else {
      const attributes = token.matchAll(/\s([\w:-]+)(?:="([^"]*)")?/g);
      const props = Object.fromEntries([...attributes].map(([, key, value]) => [key, value ?? ""]));
      stack.push({ tag: name, props, children: [] });
      if (token.endsWith("/>")) close();
    }
  }
  return h(Fragment, null, stack[0]!.children);
}
