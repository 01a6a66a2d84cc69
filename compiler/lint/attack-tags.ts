import { RETIRED_TACTICS, TACTIC_NAMES } from "../attack/enterprise";
import { techniqueState } from "../attack/technique-state";
import { withEdit, type Message } from "../core/diagnostic";
import type { Source } from "../core/source";
import { nearest } from "../core/suggest";
import { entryOf, type ScalarNode } from "../load/node";
import type { LintedRule, Warn } from "./lint";
import { lintMessages } from "./messages";

const TECHNIQUE = /^t\d{4}(\.\d{3})?$/i;

/** Groups, software, campaigns, mitigations, data sources and assets have no table here: their form must do. */
const OTHER_OBJECT = /^(g|s|c|m|ds|a)\d{4}$/i;

/** Lints of a rule's `attack.` tags against the ATT&CK version of the table beside. */
export function lintAttack({ rule, source }: LintedRule, warn: Warn): void {
  if (rule.kind === "sentinel") return;
  const tags = entryOf(rule.root, "tags")?.value;
  if (tags?.kind !== "sequence") return;
  // A tag stands once: what takes the place of two is written for the first.
  const present = new Set(
    tags.items.map((tag) => (tag.kind === "scalar" ? tag.text.toLowerCase() : "")),
  );
  for (const tag of tags.items) {
    const name = tag.kind === "scalar" ? /^attack\.(.+)$/i.exec(tag.text)?.[1] : undefined;
    if (name === undefined || tag.kind !== "scalar" || OTHER_OBJECT.test(name)) continue;
    const { successors, found } = stateOf(name);
    if (successors === undefined) continue;
    if (successors === "unknown") {
      warn(tag.span, unknownTag(tag, found, source));
      continue;
    }
    const written = successors.map((successor) => `attack.${successor.toLowerCase()}`);
    const missing = written.filter((successor) => !present.has(successor));
    const message = lintMessages.attackRetired(tag.text, missing);
    const [only] = missing;
    const isCertain = written.length === 1 && only !== undefined;
    warn(tag.span, isCertain ? withEdit(message, source, tag.span, tag.text, only) : message);
    if (isCertain) present.add(only);
  }
}

/** What to say of a name that ATT&CK does not have; with an edit for a tactic that is misspelt. */
function unknownTag({ text, span }: ScalarNode, found: string, source: Source): Message {
  if (/^ta\d{4}$/.test(found)) return lintMessages.attackTacticById(text);
  const tactic = nearest(found, TACTIC_NAMES);
  const message = lintMessages.attackUnknown(found, tactic ?? parentOf(found));
  return tactic === undefined ? message : withEdit(message, source, span, text, `attack.${tactic}`);
}

/** The technique of a sub-technique that there is not. */
function parentOf(found: string): string | undefined {
  const [technique = "", sub] = found.split(".");
  const isThere = sub !== undefined && techniqueState(technique).kind === "in-force";
  return isThere ? technique.toLowerCase() : undefined;
}

/** What took the place of a technique or tactic; undefined where it is in force. */
function stateOf(name: string): {
  found: string;
  successors?: readonly string[] | "unknown";
} {
  if (!TECHNIQUE.test(name)) {
    const tactic = name.toLowerCase().replaceAll("_", "-");
    if (TACTIC_NAMES.includes(tactic)) return { found: tactic };
    return { found: tactic, successors: RETIRED_TACTICS.get(tactic) ?? "unknown" };
  }
  const found = name.toUpperCase();
  const state = techniqueState(found);
  switch (state.kind) {
    case "in-force":
      return { found };
    case "unknown":
      return { found, successors: "unknown" };
    case "retired":
      return { found, successors: state.successor === undefined ? [] : [state.successor] };
  }
}
