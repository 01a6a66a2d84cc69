import { RETIRED_TACTICS, TACTIC_NAMES } from "../attack/enterprise";
import { techniqueState } from "../attack/technique-state";
import { editOf } from "../core/diagnostic";
import { quote } from "../core/message";
import { oncePer } from "../core/once-per";
import { nearest } from "../core/suggest";
import { entryOf, type ScalarNode } from "../load/node";
import { lint, type LintedRule } from "./lint";

const TACTIC_ID = /\bta\d{4}$/i;
const TECHNIQUE = /^t\d{4}(\.\d{3})?$/i;

/** Groups, software, campaigns, mitigations, data sources and assets have no table here: their form must do. */
const OTHER_OBJECT = /^(g|s|c|m|ds|a)\d{4}$/i;

export const unknownTag = lint({
  code: "DET410",
  severity: "warning",
  meaning: "An ATT&CK tactic or technique that there never was.",
  example: "tags: [attack.persistance]",
  message: (found: string, near: string | undefined) =>
    TACTIC_ID.test(found)
      ? {
          text: `Sigma names tactics by their short names, not by ids such as ${quote(found)}`,
          fix: `write the short name, for example ${quote("attack.persistence")}`,
        }
      : {
          text: `ATT&CK Enterprise 19 has no ${quote(found)}`,
          fix:
            near === undefined
              ? "look the technique or tactic up at attack.mitre.org"
              : `write ${quote(`attack.${near}`)}`,
        },
  run(linted, warn) {
    for (const { tag, name, found, successors } of attackTags(linted)) {
      if (successors !== "unknown") continue;
      const tactic = nearest(found, TACTIC_NAMES);
      if (TACTIC_ID.test(name)) warn(tag.span, [tag.text, undefined]);
      else if (tactic === undefined) warn(tag.span, [found, parentOf(found)]);
      else {
        const edit = editOf(linted.source, tag.span, tag.text, `attack.${tactic}`);
        warn(tag.span, [found, tactic], edit);
      }
    }
  },
});

export const retiredTag = lint({
  code: "DET411",
  severity: "warning",
  meaning: "An ATT&CK tactic or technique that MITRE has withdrawn.",
  example: "tags: [attack.t1562.001]",
  message: (found: string, successors: readonly string[]) => ({
    text: `ATT&CK Enterprise 19 has retired ${quote(found)}`,
    fix:
      successors.length === 0
        ? "leave it out"
        : `write ${successors.map((each) => quote(each)).join(" or ")}`,
  }),
  run(linted, warn) {
    const tags = attackTags(linted);
    // A tag stands once: what takes the place of two is written for the first.
    const present = new Set(tags.map(({ tag }) => tag.text.toLowerCase()));
    for (const { tag, successors } of tags) {
      if (successors === undefined || successors === "unknown") continue;
      const written = successors.map((successor) => `attack.${successor.toLowerCase()}`);
      const missing = written.filter((successor) => !present.has(successor));
      const [only] = missing;
      const isCertain = written.length === 1 && only !== undefined;
      const edit = isCertain ? editOf(linted.source, tag.span, tag.text, only) : undefined;
      warn(tag.span, [tag.text, missing], edit);
      if (isCertain) present.add(only);
    }
  },
});

interface AttackTag extends TagState {
  readonly tag: ScalarNode;
  /** Behind `attack.`. */
  readonly name: string;
}

/** A rule's `attack.` tags, against the ATT&CK version of the table beside. */
const attackTags = oncePer(({ rule }: LintedRule): readonly AttackTag[] => {
  const tags = rule.kind === "sentinel" ? undefined : entryOf(rule.root, "tags")?.value;
  if (tags?.kind !== "sequence") return [];
  return tags.items.flatMap((tag) => {
    const name = tag.kind === "scalar" ? /^attack\.(.+)$/i.exec(tag.text)?.[1] : undefined;
    if (name === undefined || tag.kind !== "scalar" || OTHER_OBJECT.test(name)) return [];
    return [{ tag, name, ...stateOf(name) }];
  });
});

/** The technique of a sub-technique that there is not. */
function parentOf(found: string): string | undefined {
  const [technique = "", sub] = found.split(".");
  const isThere = sub !== undefined && techniqueState(technique).kind === "in-force";
  return isThere ? technique.toLowerCase() : undefined;
}

interface TagState {
  readonly found: string;
  /** What took the place of a technique or tactic; undefined where it is in force. */
  readonly successors?: readonly string[] | "unknown";
}

function stateOf(name: string): TagState {
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
