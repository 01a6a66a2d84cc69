import { error } from "../compiler/core/message";
import type { Target, Verdict } from "../compiler/targets/verdict";

/** A gate of `check`: 91x; codes never change meaning. */
export const verdictBelow = (target: Target, found: Verdict, least: Verdict) =>
  error("DET911", `${target}: the verdict is ${found}; at least ${least} is asked for`);
