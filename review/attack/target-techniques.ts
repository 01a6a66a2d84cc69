import { SUCCESSORS, TECHNIQUES } from "../../compiler/attack/enterprise";
import { Diagnostics } from "../../compiler/core/diagnostic";
import type { Source, Span } from "../../compiler/core/source";
import { loadYaml } from "../../compiler/load/load-yaml";
import { describeNode, entryOf, type Node } from "../../compiler/load/node";
import { reviewMessages } from "../messages";

/** A technique that should be covered, and where the list says so. */
export interface TargetTechnique {
  /** In force today. */
  readonly id: string;
  readonly span: Span;
}

interface Written {
  readonly id: string;
  readonly span: Span;
}

/**
 * Reads a list of techniques that should be covered: ids one a line, `#` begins a comment and what
 * follows an id is one too; or a Navigator layer. Revoked ids stand for what took their place. Undefined
 * where something is wrong, which is reported.
 */
export function targetTechniques(
  source: Source,
  diagnostics: Diagnostics,
): readonly TargetTechnique[] | undefined {
  const own = new Diagnostics();
  const isLayer = /^\s*[[{]/.test(source.text);
  const written = isLayer ? idsOfLayer(source, own) : idsOfLines(source.text);
  const targets = new Map<string, TargetTechnique>();
  for (const { id, span } of written) {
    const known = id.toUpperCase();
    const successor = SUCCESSORS.get(known);
    if (successor !== undefined) {
      own.report(source, span, reviewMessages.techniqueReplaced(id, successor));
    } else if (!TECHNIQUES.has(known)) {
      own.report(source, span, reviewMessages.techniqueUnknown(id, near(known)));
    }
    const target = { id: successor ?? known, span };
    if (!targets.has(target.id)) targets.set(target.id, target);
  }
  if (written.length === 0 && !own.hasErrors) {
    own.report(source, { start: 0, end: 0 }, reviewMessages.noTargets());
  }
  diagnostics.addAll(own);
  return own.hasErrors ? undefined : [...targets.values()];
}

function idsOfLines(text: string): readonly Written[] {
  return [...text.matchAll(/^[^\S\n]*([^\s#]+)/gm)].map((match) => {
    const [whole, id = ""] = match;
    const end = match.index + whole.length;
    return { id, span: { start: end - id.length, end } };
  });
}

/** The techniques of one layer, or of a file of several (layer format 4.5). */
function idsOfLayer(source: Source, diagnostics: Diagnostics): readonly Written[] {
  return loadYaml(source, diagnostics)
    .flatMap((root) => (root.kind === "sequence" ? root.items : [root]))
    .flatMap((layer) => {
      const domain = entryOf(layer, "domain")?.value;
      if (domain?.kind === "scalar" && domain.value !== "enterprise-attack") {
        diagnostics.report(source, domain.span, reviewMessages.layerDomain(domain.text));
        return [];
      }
      const techniques = entryOf(layer, "techniques")?.value ?? layer;
      if (techniques.kind !== "sequence") {
        const found = techniques === layer ? "none" : describeNode(techniques);
        diagnostics.report(source, techniques.span, reviewMessages.layerForm(found));
        return [];
      }
      return techniques.items.flatMap((technique): readonly Written[] => {
        const id = entryOf(technique, "techniqueID")?.value;
        if (id?.kind !== "scalar") {
          const found = id === undefined ? describeNode(technique) : describeNode(id);
          diagnostics.report(source, technique.span, reviewMessages.layerForm(found));
          return [];
        }
        return isTarget(technique) ? [{ id: id.text, span: id.span }] : [];
      });
    });
}

/** Not what is switched off, nor what is in the layer only because its sub-techniques are unfolded. */
function isTarget(technique: Node): boolean {
  const says = (key: string) => {
    const value = entryOf(technique, key)?.value;
    return value?.kind === "scalar" ? value.value : undefined;
  };
  if (says("enabled") === false) return false;
  const annotated = ["score", "color", "comment"].some((key) => (says(key) ?? "") !== "");
  return says("showSubtechniques") !== true || annotated;
}

/** Ids that an unknown one may be meant to be: of a technique in force its own, else techniques. */
function near(id: string): readonly string[] {
  const parent = id.slice(0, "T0000".length);
  const ids = [...TECHNIQUES.keys()];
  return id.includes(".") && TECHNIQUES.has(parent)
    ? ids.filter((each) => each.startsWith(parent))
    : ids.filter((each) => !each.includes("."));
}
