import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { Expression } from "../../../compiler/ir/expression";
import { loadYaml } from "../../../compiler/load/load-yaml";
import { entryOf } from "../../../compiler/load/node";
import type { FieldModel } from "../../../compiler/log-sources/field";
import { expressionMatcher, type Matcher } from "../../../compiler/reference/evaluate";
import type { Placeholders } from "../../../compiler/sigma/placeholders";
import { resolveDetection } from "../../../compiler/sigma/resolve";

/** A log source of which nothing is known: every path holds a scalar or an array of scalars. */
export const FREE_MODEL: FieldModel = {
  field: (path) => ({
    path,
    type: "string",
    many: "many",
    presence: "optional",
    nullable: true,
    empty: true,
    spelling: { kind: "free" },
    ascii: false,
    ground: "asserted",
    source: "nothing is known",
  }),
  lists: () => false,
  paths: [],
  bounding: [],
};

/** A document's `detection`, whatever else the document holds or lacks. */
export function resolve(
  text: string,
  placeholders: Placeholders = {},
): { readonly expression: Expression | undefined; readonly diagnostics: Diagnostics } {
  const diagnostics = new Diagnostics();
  const source = { path: "rule.yml", text };
  const [root] = loadYaml(source, diagnostics);
  const entry = root && entryOf(root, "detection");
  const context = { source, diagnostics, placeholders, path: "detection" };
  const resolved = entry && resolveDetection(entry, context);
  return { expression: diagnostics.hasErrors ? undefined : resolved?.expression, diagnostics };
}

/** What the document's `detection` matches; undefined where it is refused. */
export function matcherOf(text: string, placeholders: Placeholders = {}): Matcher | undefined {
  const { expression } = resolve(text, placeholders);
  return expression && expressionMatcher(expression, FREE_MODEL);
}

/** A detection of one selection, given by the lines of its map, in flow style. */
export function selection(written: string): string {
  return `detection:\n  selection: ${written}\n  condition: selection\n`;
}

/** The codes of what is wrong with a selection, errors and warnings. */
export function codesOf(text: string, placeholders: Placeholders = {}): readonly string[] {
  return resolve(text, placeholders).diagnostics.all.map(({ code }) => code);
}
