import type { Diagnostics } from "./diagnostic";
import type { Detection } from "./ir/detection";
import { predicatesOf } from "./ir/expression";
import { entryOf } from "./load/node";
import type { Span } from "./source";
import type { Compiled, Reason, Verdict } from "./verdict";

/** Clouds that a rule is deployed to, as their users call them. */
const TARGET_NAMES = {
  cloudwatch: "CloudWatch",
  sentinel: "Sentinel",
  "logs-insights": "Logs Insights",
} as const;

/** Reports why nothing may be deployed, at the places in the rule. Nothing, where something may. */
export function reportRefusal(
  detection: Detection,
  compiled: Compiled<unknown>,
  diagnostics: Diagnostics,
): void {
  if (compiled.output !== null || compiled.verdict === null) return;
  const refusal = REFUSALS[compiled.verdict];
  if (refusal === undefined) return;
  for (const reason of compiled.reasons) {
    diagnostics.report(detection.source, placeOf(detection, reason), {
      code: reason.code,
      severity: "error",
      message: `${TARGET_NAMES[compiled.target]}: ${refusal.verdict}: ${reason.message}`,
      ...(refusal.fix === undefined ? {} : { fix: refusal.fix }),
    });
  }
}

const REFUSALS: Readonly<Partial<Record<Verdict, { verdict: string; fix?: string }>>> = {
  unsupported: { verdict: "unsupported" },
  wider: {
    verdict: "wider, which nobody has accepted",
    fix: "accept that it alerts on more with `accept: wider`, or change the condition",
  },
};

/** A reason's place: the test it names, else the key. */
function placeOf({ matches, root }: Detection, { path }: Reason): Span {
  if (matches.kind === "expression") {
    const tests = [...matches.selections.values()].flatMap(predicatesOf);
    const test = tests.find(({ origin }) => origin.path === path);
    if (test !== undefined) return test.origin.span;
  }
  const key = /^\w+/.exec(path)?.[0] ?? "";
  return (entryOf(root, key) ?? entryOf(root, "detection"))?.keySpan ?? { start: 0, end: 0 };
}
