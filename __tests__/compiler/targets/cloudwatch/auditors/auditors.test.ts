import { readFileSync } from "node:fs";

import { compile } from "../../../../../compiler/compile";
import { monitoringControlsOf } from "../../../../../compiler/controls/controls";
import { Diagnostics } from "../../../../../compiler/core/diagnostic";
import { ruleFiles } from "../../../../../compiler/load/rule-files";
import { loadRules } from "../../../../../compiler/rule-set/load-rules";
import type { Auditor } from "../../../../../compiler/targets/cloudwatch/auditors/auditor";
import { auditWords } from "../../../../../compiler/targets/cloudwatch/auditors/words";
import { parsePattern } from "../../../../../compiler/targets/cloudwatch/parse";
import { packageRules } from "../../../../../constructs";
import { describeWithShared, shared } from "../../../../support/optional";

const RULES = loadRules(ruleFiles(packageRules("cis")), new Diagnostics()).map(
  ({ detection }) => detection,
);

/** The audits of the CIS pack, by the number of the control. */
function auditsBy(auditor: Auditor) {
  const found = RULES.flatMap((rule) => {
    const { output, verdict } = compile(rule, "cloudwatch", { auditor });
    const [control] = monitoringControlsOf(rule.document.controls);
    return (output?.audits ?? []).map((audit) => {
      return [control!.number, { ...audit, verdict, output: output! }] as const;
    });
  });
  return new Map([...found].sort(([a], [b]) => a - b));
}

const AUDITS = {
  "security-hub": auditsBy("security-hub"),
  prowler: auditsBy("prowler"),
  steampipe: auditsBy("steampipe"),
};

describe.each(["prowler", "steampipe"] as const)("the pack as %s reads it", (auditor) => {
  const audits = AUDITS[auditor];

  test("passes 15 of 15 by the detections' own filters, which stay exact", () => {
    expect(audits.size).toBe(15);
    for (const [number, { relation, patterns, output, copy, verdict }] of audits) {
      expect([number, relation, copy, verdict]).toEqual([number, "equal", undefined, "exact"]);
      expect(output.filters.map(({ pattern }) => pattern)).toEqual(patterns);
    }
  });

  test("has no pattern that the service would refuse", () => {
    for (const { patterns } of audits.values()) {
      for (const text of patterns) expect(parsePattern(text).kind).toBe("parsed");
    }
  });
});

describe("the pack as Security Hub reads it", () => {
  const audits = AUDITS["security-hub"];

  test("has a text for 14 controls; Organizations is none of its", () => {
    expect([...audits.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect([...audits.values()].map(({ control }) => control)).toEqual(
      [2, 3, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((number) => `CloudWatch.${number}`),
    );
  });

  test("leaves the detection as it is where the text counts something else, and copies the text", () => {
    for (const [number, { relation, patterns, output, copy }] of audits) {
      expect([number, copy === undefined]).toEqual([number, relation === "equal"]);
      if (copy === undefined) continue;
      const own = output.filters.map(({ pattern }) => pattern);
      expect(own).not.toEqual(expect.arrayContaining([...patterns]));
      expect(copy.filters).toEqual([
        { name: `${output.metric.name}-auditor`, pattern: patterns[0] },
      ]);
      expect(copy.metric.name).toBe(`${output.metric.name}-auditor`);
      expect(copy.alarm).toMatchObject({
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
      });
      expect(output.uses.metricFilters).toBe(output.filters.length + 1);
    }
  });

  test.each([
    [1, "`errorCode` `VpceAccessDenied`, `UnauthorizedException`; it also counts events with"],
    [2, "it does not count events with `userIdentity.type` `Root`; it also counts events with"],
    [3, "Security Hub CloudWatch.1 passes by the detection's own pattern"],
    [6, "it does not count events with `errorMessage` missing, another than is asked for;"],
    [7, "without a verdict: it does not count events with `eventName` `DeleteImportedKeyMaterial`"],
    [10, "it does not count events with `eventName` `ModifySecurityGroupRules`;"],
    [11, "without a verdict: it also counts events with `eventSource` another than is asked for"],
  ])("says what the text of control %i counts", (number, words) => {
    expect(auditWords(audits.get(number)!)).toContain(words);
  });
});

interface Published {
  readonly prowler: { readonly regex_current: string };
  readonly steampipe: { readonly regex_postgres_ARE: string | readonly string[] };
  readonly security_hub?: { readonly documented_exact_pattern: string };
}

describeWithShared("the auditors' own expressions", () => {
  /** In the order of the benchmark, which is that of the file. */
  const read = (): readonly Published[] =>
    Object.values(JSON.parse(readFileSync(shared("cloudwatch/auditors.json"), "utf8")).controls);

  test("accept 15 of 15 as Prowler searches for them", () => {
    const accepted = read().map(({ prowler }, index) =>
      new RegExp(prowler.regex_current, "s").test(AUDITS.prowler.get(index + 1)!.patterns[0]),
    );
    expect(accepted).toEqual(Array.from({ length: 15 }, () => true));
  });

  test("accept 15 of 15 as Steampipe searches for them", () => {
    const accepted = read().map(({ steampipe }, index) =>
      [steampipe.regex_postgres_ARE]
        .flat()
        .every((regex) =>
          new RegExp(regex, "s").test(AUDITS.steampipe.get(index + 1)!.patterns[0]),
        ),
    );
    expect(accepted).toEqual(Array.from({ length: 15 }, () => true));
  });

  test("are equal to 14 of 14 texts that Security Hub published", () => {
    const published = read().flatMap(
      ({ security_hub: hub }) => hub?.documented_exact_pattern ?? [],
    );
    expect([...AUDITS["security-hub"].values()].map(({ patterns }) => patterns[0])).toEqual(
      published,
    );
  });
});
