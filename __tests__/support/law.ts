import { engineOf, type EngineName } from "../../compiler/engine";
import type { Matcher } from "../../compiler/evaluate/evaluate";
import type { Detection } from "../../compiler/ir/detection";

/** A detection's rule, and what each target's printed text, read back, makes of an event. */
export interface Engines {
  readonly reference: Matcher;
  /** Undefined where a target deploys nothing. */
  readonly cloudwatch: Matcher | undefined;
  readonly sentinel: Matcher | undefined;
  /** R′ of the target's verdict, which its text must equal; the rule where nothing is dropped. */
  readonly promisedByCloudWatch: Matcher;
  readonly promisedBySentinel: Matcher;
}

/** The engines of a Sigma detection. */
export function enginesOf(detection: Detection): Engines {
  const ready = (name: EngineName) => {
    const engine = engineOf(detection, name);
    if (engine.kind === "unreadable") throw new Error(`${detection.title}: ${engine.message}`);
    return engine.kind === "ready" ? engine : undefined;
  };
  const reference = ready("reference");
  if (reference === undefined) throw new Error(`${detection.title} has no expression`);
  const [cloudwatch, sentinel] = [ready("cloudwatch"), ready("sentinel")];
  return {
    reference: reference.matches,
    cloudwatch: cloudwatch?.matches,
    sentinel: sentinel?.matches,
    promisedByCloudWatch: cloudwatch?.promised ?? reference.matches,
    promisedBySentinel: sentinel?.promised ?? reference.matches,
  };
}
