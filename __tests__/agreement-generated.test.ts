import fc from "fast-check";
import { Diagnostics } from "../compiler/diagnostic";
import { engineOf, type EngineName } from "../compiler/engine";
import type { Detection } from "../compiler/ir/detection";
import { loadRule } from "../compiler/load-rule";
import { arbitraryEvent, arbitraryRule } from "./support/arbitrary-rules";

/** Events that each generated rule meets. */
const EVENTS = 12;
const RULES = process.env["CI"] === undefined ? 100 : 3_000;

/** A generated rule; undefined where its parts cannot stand together, which the parser says. */
function detectionOf(rule: Parameters<typeof loadRule>[0]): Detection | undefined {
  return loadRule(rule, new Diagnostics());
}

const cases = fc.tuple(
  arbitraryRule,
  fc.array(arbitraryEvent, { minLength: EVENTS, maxLength: EVENTS }),
);

describe.each(["cloudwatch", "sentinel"] as const)("generated rules on %s", (name: EngineName) => {
  const seen = { rules: 0, exact: 0, wider: 0, matches: 0, others: 0 };

  test("match what the verdict promises and never miss what the rule matches", () => {
    fc.assert(
      fc.property(cases, ([rule, events]) => {
        const detection = detectionOf(rule);
        if (detection === undefined) return;
        seen.rules += 1;
        const engine = engineOf(detection, name);
        const reference = engineOf(detection, "reference");
        if (reference.kind !== "ready") throw new Error("a generated rule has an expression");
        // What is refused is not deployed; what is deployed can be read back.
        expect(engine.kind).not.toBe("unreadable");
        if (engine.kind !== "ready") return;
        if (engine.verdict === "exact") seen.exact += 1;
        else seen.wider += 1;
        for (const event of events) {
          const matches = engine.matches(event);
          const wanted = reference.matches(event);
          if (wanted) seen.matches += 1;
          else seen.others += 1;
          expect({ event, matches }).toEqual({ event, matches: engine.promised?.(event) });
          if (wanted || engine.verdict === "exact") {
            expect({ event, matches }).toEqual({ event, matches: wanted });
          }
        }
      }),
      { numRuns: RULES },
    );
  });

  test("are often enough of every kind for that to mean something", () => {
    expect(seen.rules).toBeGreaterThan(RULES / 2);
    expect(seen.exact).toBeGreaterThan(RULES / 20);
    expect(seen.wider).toBeGreaterThan(RULES / 40);
    expect(seen.matches).toBeGreaterThan(RULES / 10);
    expect(seen.others).toBeGreaterThan(RULES);
  });
});
