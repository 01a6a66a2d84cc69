import type { CodeTable } from "../compiler/core/code";
import { ATTACK_VERSION, TECHNIQUES } from "../compiler/attack/enterprise";
import { didYouMean, error, quotedList, quote, warning } from "../compiler/core/message";

const LAYER = "a Navigator layer has a list `techniques` of mappings with a `techniqueID`";

/** What is said about what a review is asked for: 94x, one function each; codes never change meaning. */
export const reviewMessages = {
  techniqueUnknown: (found: string, near: readonly string[]) =>
    error(
      "DET941",
      `${quote(found)} is no technique of ATT&CK Enterprise ${ATTACK_VERSION}; allowed: ids such as \`T1098\` or \`T1098.001\``,
      didYouMean(found.toUpperCase(), near),
    ),
  techniqueReplaced: (found: string, successor: string) =>
    warning(
      "DET942",
      `ATT&CK has revoked ${quote(found)}; ${named(successor)} is looked for in its place`,
      `write ${quote(successor)}`,
    ),
  layerForm: (found: string) => error("DET943", `${LAYER}; found ${found}`),
  layerDomain: (found: string) =>
    error(
      "DET944",
      `the layer is of ${quote(found)}; allowed: ${quotedList(["enterprise-attack"])}`,
    ),
  noTargets: () =>
    error(
      "DET945",
      "the list names no technique",
      "write one id a line, or give a Navigator layer",
    ),
  gap: (id: string, severity: "error" | "warning") =>
    (severity === "error" ? error : warning)("DET946", `no rule names ${named(id)}`),
} as const;

function named(id: string): string {
  return `${id} ${TECHNIQUES.get(id)?.name ?? ""}`.trim();
}

/** What the codes of reviews mean. */
export const reviewCodes: CodeTable<typeof reviewMessages> = {
  DET941: {
    meaning: "An id in a list of techniques that ATT&CK does not have.",
    example: reviewMessages.techniqueUnknown("T1O98", ["T1098"]),
  },
  DET942: {
    meaning: "A technique in a list that ATT&CK has replaced.",
    example: reviewMessages.techniqueReplaced("T1562.008", "T1685.002"),
  },
  DET943: {
    meaning: "A file of techniques that is no Navigator layer.",
    example: reviewMessages.layerForm("text"),
    fix: "Export the layer from the Navigator again.",
  },
  DET944: {
    meaning: "A Navigator layer of another domain than Enterprise.",
    example: reviewMessages.layerDomain("ics-attack"),
    fix: "Give a layer of Enterprise.",
  },
  DET945: { meaning: "A list of techniques that names none.", example: reviewMessages.noTargets() },
  DET946: {
    meaning: "A technique that no rule names, and should.",
    example: reviewMessages.gap("T1530", "warning"),
    fix: "Write a rule for it, or take it off the list.",
  },
};
