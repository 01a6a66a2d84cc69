import { TARGET_NAMES } from "../../compiler/targets/verdict";
import { MEMBERS, type CorrelationReview } from "../conditions/correlation";
import type { ConditionTree } from "../conditions/stages";
import type { RuleLink, RuleReview } from "../model";
import { code, escaped } from "./markdown";

/** What makes the rule alert, as lists in lists: its condition, or the rules that it counts and how. */
export function whatFires({ condition, correlation, countedBy }: RuleReview): string {
  const lines: string[] = [];
  if (condition !== undefined) lines.push(...treeLines(condition, 0));
  if (correlation !== undefined) {
    lines.push(...correlationLines(correlation, 0));
  }
  const counted =
    countedBy.length === 0 ? "" : `\n\nAlso counted by ${countedBy.map(link).join(", ")}.`;
  return lines.length === 0 ? "" : `## What fires it\n\n${lines.join("\n")}${counted}`;
}

function correlationLines(
  { type, field, groupBy, timespan, condition, rules }: CorrelationReview,
  depth: number,
): readonly string[] {
  const names = groupBy.map(({ name, fields }) =>
    fields === undefined ? code(name) : `${code(name)} (${fields.map(code).join(", ")})`,
  );
  const bounds = condition.map(({ operator, count }) => code(`${operator} ${count}`));
  return [
    item(depth, `type ${code(type)}`),
    ...(field === undefined ? [] : [item(depth, `field ${code(field)}`)]),
    item(depth, `group by ${names.length === 0 ? "nothing" : names.join(", ")}`),
    item(depth, `timespan ${code(timespan)}`),
    item(depth, `condition ${bounds.join(", ")}`),
    item(depth, MEMBERS[type]),
    ...rules.flatMap(({ key, title, path, line, condition: tree, correlation: inner }) => [
      item(
        depth + 1,
        `${key === undefined ? escaped(title) : link({ key, title })} ${code(`${path}:${line}`)}`,
      ),
      ...(tree === undefined ? [] : treeLines(tree, depth + 2)),
      ...(inner === undefined ? [] : correlationLines(inner, depth + 2)),
    ]),
  ];
}

function treeLines(tree: ConditionTree, depth: number): readonly string[] {
  const name = tree.name === undefined ? "" : ` ${code(tree.name)}`;
  switch (tree.kind) {
    case "all":
    case "any":
      return [
        item(depth, `${tree.kind} of${name}`),
        ...tree.of.flatMap((each) => treeLines(each, depth + 1)),
      ];
    case "not":
      return [item(depth, `not${name}`), ...treeLines(tree.of, depth + 1)];
    case "constant":
      return [item(depth, `${tree.value ? "always" : "never"}${name}`)];
    case "test": {
      const filter = tree.filter === undefined ? "" : `, added by the filter ${code(tree.filter)}`;
      const clouds = (tree.notApplied ?? []).map(
        (cloud) => `, **not applied on ${TARGET_NAMES[cloud]}**`,
      );
      return [item(depth, `${code(tree.written)}${name}${filter}${clouds.join("")}`)];
    }
  }
}

function item(depth: number, text: string): string {
  return `${"  ".repeat(depth)}- ${text}`;
}

function link({ key, title }: Pick<RuleLink, "key" | "title">): string {
  return `[${escaped(title)}](${encodeURIComponent(key)}.md)`;
}
