import { Diagnostics } from "../../core/diagnostic";
import type { Source } from "../../core/source";
import { entryOf, type Node } from "../../load/node";
import { ruleMessages } from "../messages";
import { KINDS } from "../schema";
import { armMessages } from "./messages";
import { isAlertRule, resourcesOf, type Resource } from "./resources";
import { knownKind, ruleOfResource, writtenKind } from "./rule-of-resource";

/** A rule's document, and what was wrong with it where it was read from. */
export interface RuleRoot {
  readonly root: Node;
  readonly own: Diagnostics;
}

/**
 * The analytic rules of an ARM template, each as a document of Sentinel's own YAML with its places in the
 * template; undefined for what is no template. What is left out of it is told.
 */
export function readTemplate(
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
): readonly RuleRoot[] | undefined {
  const resources = resourcesOf(root);
  if (resources === undefined) return undefined;
  const rules = resources.filter(isAlertRule);
  const others = resources.filter((each) => !isAlertRule(each));
  if (rules.length === 0) diagnostics.report(source, root.span, armMessages.noAlertRule());
  else if (others.length > 0) {
    const place = others[0]?.node.span ?? root.span;
    diagnostics.report(source, place, armMessages.otherResources(counted(others)));
  }
  return rules.flatMap((resource): readonly RuleRoot[] => {
    const kind = writtenKind(resource);
    if (kind !== undefined && knownKind(kind.text) === undefined) {
      diagnostics.report(
        source,
        kind.span,
        armMessages.kindNotRead(titleOf(resource), kind.text, KINDS),
      );
      return [];
    }
    const own = new Diagnostics();
    if (kind === undefined) {
      const [first] = resource.node.entries;
      own.report(source, first?.keySpan ?? resource.node.span, ruleMessages.keyMissing("kind"));
    }
    return [{ root: ruleOfResource(resource, source, own), own }];
  });
}

/** The types of resources, each with how many there are. */
function counted(resources: readonly Resource[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${type} (${count})`));
}

function titleOf({ node }: Resource): string {
  const properties = entryOf(node, "properties")?.value;
  const title = properties && entryOf(properties, "displayName")?.value;
  const named = title ?? entryOf(node, "name")?.value;
  return named?.kind === "scalar" ? named.text : "a rule";
}
