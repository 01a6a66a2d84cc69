import { readdirSync, readFileSync } from "node:fs";

import { compiledRule } from "../compiler/compile";
import { monitoringControlsOf } from "../compiler/controls/controls";
import { Diagnostics } from "../compiler/core/diagnostic";
import type { Json } from "../compiler/core/json";
import { ruleFiles } from "../compiler/load/rule-files";
import { loadRules } from "../compiler/rule-set/load-rules";
import { readBackPatterns } from "../compiler/targets/cloudwatch/read-back";
import { packageRules } from "../constructs";
import { enginesOf } from "./support/law";
import { describeWithShared, shared } from "./support/optional";

const RULES = loadRules(ruleFiles(packageRules("cis")), new Diagnostics()).map(
  ({ detection }) => detection,
);
const numberOf = (rule: (typeof RULES)[number]) =>
  monitoringControlsOf(rule.document.controls).map(({ number }) => number);

describe("the pack of the CIS monitoring controls", () => {
  test("has one rule for each control", () => {
    expect(RULES.flatMap(numberOf).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
  });

  test("is exact on CloudWatch and on Sentinel", () => {
    for (const rule of RULES) {
      const { compiled } = compiledRule(rule);
      const verdicts = [compiled("cloudwatch").verdict, compiled("sentinel").verdict];
      expect([rule.title, ...verdicts]).toEqual([rule.title, "exact", "exact"]);
    }
  });
});

describeWithShared("the rules of the CIS pack on recorded events", () => {
  /** What was counted by hand with the logic that each control means, and what is worth adding. */
  const MATCHES: Readonly<Record<number, number>> = {
    1: 296,
    // Of 20, one is not without MFA: a sample of the documentation writes `YES`.
    2: 19,
    3: 41,
    4: 42,
    5: 19,
    6: 15,
    // Of 13, three are changes of a key's policy, which destroy nothing.
    7: 10,
    8: 41,
    9: 8,
    10: 11,
    11: 8,
    12: 2,
    13: 3,
    14: 2,
    15: 3,
  };
  const read = (): readonly Json[] =>
    readdirSync(shared("cloudtrail"))
      .filter((name) => /^(awsdocs|panther|stratus|traildiscover).*\.ndjson$/.test(name))
      .flatMap((name) =>
        readFileSync(shared(`cloudtrail/${name}`), "utf8")
          .trim()
          .split("\n"),
      )
      .map((line) => JSON.parse(line));

  test("match as many as the controls mean", () => {
    const events = read();
    expect(events).toHaveLength(1_168);
    const found = RULES.map((rule) => {
      const { reference } = enginesOf(rule);
      return [numberOf(rule)[0], events.filter(reference).length];
    });
    expect(Object.fromEntries(found)).toEqual(MATCHES);
  });

  test.each(["prowler", "steampipe"] as const)(
    "are counted alike by the patterns that %s reads",
    (auditor) => {
      const events = read();
      for (const rule of RULES) {
        const { compiled } = compiledRule(rule);
        const [own, audited] = [{}, { auditor }].map((options) => {
          const { output } = compiled("cloudwatch", options);
          const readBack = readBackPatterns(output!);
          if (readBack.kind !== "ready") throw new Error(readBack.message);
          return events.map((event) => readBack.matches(event));
        });
        expect([rule.title, audited]).toEqual([rule.title, own]);
      }
    },
  );
});
