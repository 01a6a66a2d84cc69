/**
 * What the review pages of 1,000 rules cost, against the libraries alone: preact rendering the same
 * elements and Prism highlighting the same texts. The issue's bound is a ratio of 2.
 * Run: `npx tsx bench/review.bench.ts`.
 */
import { Fragment, h, type ComponentChildren, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { highlight, languages } from "prismjs";
import { Diagnostics } from "../compiler/diagnostic";
import { loadRules } from "../compiler/load-rules";
import { ruleFiles } from "../compiler/rule-files";
import { indexPage } from "../review/html/index-page";
import { rulePage } from "../review/html/rule-page";
import type { RuleReview, SetReview } from "../review/model";
import { reviewSet } from "../review/review-set";

const RULES = 1000;
const ROUNDS = 5;

const shipped = loadRules(ruleFiles(process.argv[2] ?? "rules"), new Diagnostics());
const many = Array.from({ length: RULES }, (_, index) => {
  const { detection } = shipped[index % shipped.length]!;
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  return { detection: { ...detection, id } };
});

const timed = <T>(work: () => T): { ms: number; result: T } => {
  const start = process.hrtime.bigint();
  const result = work();
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, result };
};
const best = (work: () => unknown) =>
  Math.min(...Array.from({ length: ROUNDS }, () => timed(work).ms));

const { ms: reviewing, result: set } = timed(() => reviewSet(many));
const pages = pagesOf(set);
const trees = pages.map(treeOf);
const highlighted = set.rules.flatMap(textsOf);

const ours = best(() => pagesOf(set));
const rendering = best(() => trees.map((tree) => renderToString(tree)));
const highlighting = best(() =>
  highlighted.map(([text, language]) => {
    const grammar = languages[language];
    return grammar === undefined ? text : highlight(text, grammar, language);
  }),
);

const row = (name: string, ms: number) => console.log(`${name.padEnd(34)}${ms.toFixed(0)} ms`);
row(`review data of ${RULES} rules`, reviewing);
row("their pages and the index", ours);
row("preact alone, same elements", rendering);
row("Prism alone, same texts", highlighting);
console.log(`${"ratio".padEnd(34)}${(ours / (rendering + highlighting)).toFixed(2)}`);

function pagesOf(review: SetReview): string[] {
  return [indexPage(review), ...review.rules.map((rule) => rulePage(rule, review))];
}

function textsOf(rule: RuleReview): (readonly [string, string])[] {
  return [
    [rule.source.text, "yaml"],
    ...rule.stages.map(({ text }) => [text, "yaml"] as const),
    [rule.sentinel.output?.query ?? "", "kusto"],
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
