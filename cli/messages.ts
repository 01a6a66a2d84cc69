import type { CodeTable } from "../compiler/core/code";
import { error } from "../compiler/core/message";
import type { Target, Verdict } from "../compiler/targets/verdict";

/** What gates of `check` say: 91x; codes never change meaning. */
export const gateMessages = {
  verdictBelow: (target: Target, found: Verdict, least: Verdict) =>
    error("DET911", `${target}: the verdict is ${found}; at least ${least} is asked for`),
} as const;

/** What the codes of gates mean. */
export const gateCodes: CodeTable<typeof gateMessages> = {
  DET911: {
    meaning: "A verdict below the one that `--min-verdict` asks for.",
    example: gateMessages.verdictBelow("cloudwatch", "wider", "exact"),
    fix: "Change what the verdict's reasons name, or ask for less.",
  },
};
