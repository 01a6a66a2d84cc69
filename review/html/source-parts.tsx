import { deployLink } from "../../compiler/targets/sentinel/rule/arm";
import type { CorrelationReview, CountedRule } from "../conditions/correlation";
import type { ConditionTree } from "../conditions/stages";
import type { RuleReview } from "../model";
import type { PublishOptions } from "../options";
import { highlightLines } from "./highlight";
import { Code, Link, Section } from "./parts";

export function ArmTemplate(props: {
  readonly rule: RuleReview;
  readonly options: PublishOptions;
}) {
  const { key, armTemplate } = props.rule;
  if (armTemplate === undefined) return null;
  const { armBaseUrl } = props.options;
  const file = `${encodeURIComponent(key)}.arm.json`;
  const folder = armBaseUrl?.replace(/\/?$/, "/");
  return (
    <Section id="arm" title="ARM template">
      <p>
        <a href={file}>{`${key}.arm.json`}</a>
        {folder === undefined ? (
          <span class="muted">
            {" "}
            Azure deploys it from an address it can reach: publish the file.
          </span>
        ) : (
          <>
            {" · "}
            <Link href={deployLink(`${folder}${file}`)}>Deploy to Azure</Link>
          </>
        )}
      </p>
      <details>
        <summary>Show the template</summary>
        <Code label="ARM template" text={armTemplate} language="json" />
      </details>
    </Section>
  );
}

export function SourceText({ rule }: { readonly rule: RuleReview }) {
  const marked = markedLines(rule);
  const lines = highlightLines(rule.source.text.trimEnd(), "yaml");
  return (
    <Section
      id="source"
      title="Rule body"
      note={
        marked.size === 0
          ? undefined
          : "Marked lines hold conditions that some target does not apply."
      }
    >
      <pre
        class={lines.length > BOXED_LINES ? "code numbered boxed" : "code numbered"}
        role="region"
        aria-label="Rule body"
        tabIndex={0}
      >
        <code>
          {lines.map((line, index) => (
            <span id={`L${index + 1}`} class={marked.has(index + 1) ? "line marked" : "line"}>
              {line}
              {"\n"}
            </span>
          ))}
        </code>
      </pre>
    </Section>
  );
}

/** Lines from which on a file scrolls in a box of its own. */
const BOXED_LINES = 150;

/** Lines of the shown file with a test that some cloud does not apply. */
function markedLines({ condition, correlation, source }: RuleReview): ReadonlySet<number> {
  const counted = countedIn(correlation).filter(({ path }) => path === source.path);
  const trees = [condition, ...counted.map((each) => each.condition)];
  return new Set(trees.flatMap((tree) => (tree === undefined ? [] : linesNotApplied(tree))));
}

/** The rules behind a correlation, of those that it is over too. */
function countedIn(correlation: CorrelationReview | undefined): readonly CountedRule[] {
  return (correlation?.rules ?? []).flatMap((rule) => [rule, ...countedIn(rule.correlation)]);
}

function linesNotApplied(tree: ConditionTree): readonly number[] {
  switch (tree.kind) {
    case "all":
    case "any":
      return tree.of.flatMap(linesNotApplied);
    case "not":
      return linesNotApplied(tree.of);
    case "constant":
      return [];
    case "test":
      return tree.notApplied === undefined || tree.line === undefined ? [] : [tree.line];
  }
}
