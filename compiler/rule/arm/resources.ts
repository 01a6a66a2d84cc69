import { entryOf, type MappingNode, type Node } from "../../load/node";
import { partsOf, type Scope } from "./expression";

/** A resource of a template, wherever in it it stands. */
export interface Resource {
  readonly node: MappingNode;
  /** As it is written: of a nested one it may lack its parent's. */
  readonly type: string;
  readonly scope: Scope;
  /** Of a content template around it, in which solutions pack their rules. */
  readonly version: Node | undefined;
}

/** An analytic rule, or the template of one that a solution brings. */
const RULE_TYPE =
  /(?:^|\/)(?:providers|microsoft\.securityinsights)\/alertrule(?<template>template)?s$/i;

export function isAlertRule({ type }: Resource): boolean {
  return RULE_TYPE.test(type);
}

/** Whether a rule is a solution's template, which is neither on nor off. */
export function isRuleTemplate({ type }: Resource): boolean {
  return RULE_TYPE.exec(type)?.groups?.["template"] !== undefined;
}

/**
 * Every resource of a template: of its own list, of resources inside resources, of the templates of
 * deployments and of solutions' content. Also the answers of Sentinel's API: one rule, or `value` with a
 * list of them. Undefined where the root is none of these.
 */
export function resourcesOf(root: Node): readonly Resource[] | undefined {
  if (root.kind === "sequence") {
    const each = root.items.map(resourcesOf);
    return each.every((some) => some !== undefined) ? each.flat() : undefined;
  }
  if (root.kind !== "mapping") return undefined;
  const scope = scopeOf(root, undefined);
  const listed = entryOf(root, "resources") ?? entryOf(root, "value");
  if (listed !== undefined) return resourcesIn(listed.value, scope, undefined);
  const own = { node: root, type: textAt(root, "type", scope), scope, version: undefined };
  return isAlertRule(own) ? [own] : undefined;
}

/** Resources in a list, or by the symbolic names of language version 2.0. */
function resourcesIn(list: Node, scope: Scope, version: Node | undefined): readonly Resource[] {
  if (list.kind === "scalar") return [];
  const nodes = list.kind === "sequence" ? list.items : list.entries.map(({ value }) => value);
  return nodes.flatMap((node): readonly Resource[] => {
    if (node.kind !== "mapping") return [];
    const own = { node, type: textAt(node, "type", scope), scope, version };
    return [own, ...withinResource(node, scope)];
  });
}

function withinResource(node: MappingNode, scope: Scope): readonly Resource[] {
  const properties = entryOf(node, "properties")?.value;
  const version = properties && entryOf(properties, "version")?.value;
  const direct = entryOf(node, "resources")?.value;
  const templates = ["template", "mainTemplate"].flatMap((key) => {
    const template = properties && entryOf(properties, key)?.value;
    const inner = template && entryOf(template, "resources")?.value;
    return template === undefined || inner === undefined
      ? []
      : resourcesIn(inner, scopeOf(template, scope), version);
  });
  return [...(direct === undefined ? [] : resourcesIn(direct, scope, undefined)), ...templates];
}

function scopeOf(template: Node, outer: Scope | undefined): Scope {
  return {
    parameters: entryOf(template, "parameters")?.value,
    variables: entryOf(template, "variables")?.value,
    outer,
  };
}

function textAt(node: Node, key: string, scope: Scope): string {
  const found = entryOf(node, key)?.value;
  const parts = found === undefined ? [] : partsOf({ node: found, scope });
  return parts.filter((each) => typeof each === "string").join("");
}
