import type { RuleReview } from "../model";
import { highlightLines } from "./highlight";
import { Code, Link, Section } from "./parts";

export interface RulePageOptions {
  /** Address of the folder that holds the templates, with a slash at its end. @default - no link */
  readonly armBaseUrl?: string;
}

export function ArmTemplate(props: {
  readonly rule: RuleReview;
  readonly options: RulePageOptions;
}) {
  const { key, armTemplate } = props.rule;
  if (armTemplate === undefined) return null;
  const { armBaseUrl } = props.options;
  const file = `${encodeURIComponent(key)}.arm.json`;
  const template = armBaseUrl === undefined ? undefined : `${armBaseUrl}${file}`;
  return (
    <Section id="arm" title="ARM template">
      <p>
        <a href={file}>{`${key}.arm.json`}</a>
        {template === undefined ? (
          <span class="muted">
            {" "}
            Azure deploys it from an address it can reach: publish the file.
          </span>
        ) : (
          <>
            {" · "}
            <Link
              href={`https://portal.azure.com/#create/Microsoft.Template/uri/${encodeURIComponent(template)}`}
            >
              Deploy to Azure
            </Link>
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
  const dropped = new Set(
    [rule.cloudwatch, rule.sentinel].flatMap(({ reasons }) => reasons.map(({ path }) => path)),
  );
  const marked = new Set<number>();
  const collect = (tree: RuleReview["condition"]): void => {
    if (tree === undefined || tree.kind === "constant") return;
    if (tree.kind === "test") {
      if (dropped.has(tree.path)) marked.add(tree.line);
    } else if (tree.kind === "not") collect(tree.of);
    else for (const each of tree.of) collect(each);
  };
  collect(rule.condition);
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
      <pre class="code numbered" role="region" aria-label="Rule body" tabIndex={0}>
        <code>
          {highlightLines(rule.source.text.trimEnd(), "yaml").map((line, index) => (
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
