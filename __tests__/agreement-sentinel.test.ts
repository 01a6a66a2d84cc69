import { compile } from "../compiler/compile";
import { diagnose, resultColumns } from "./support/kusto";
import { enginesOf } from "./support/law";
import { describeWithShared } from "./support/optional";
import { awsRules, recordedEvents } from "./support/recorded";

/** One hand-edited event has an empty error code, which AWS never writes (`assumptions.neverEmpty`). */
const BREAKS_A_CLAIM = ["panther-analysis.ndjson:305"];

describeWithShared("the public AWS rules on Sentinel", () => {
  const { published, ours } = awsRules();
  const rules = [...published, ...ours];

  test("are exact but for one, which reads through an array of objects", () => {
    const verdicts = published.map((rule) => compile(rule, "sentinel", { accept: "wider" }));
    expect(published).toHaveLength(38);
    expect(verdicts.filter(({ verdict }) => verdict === "exact")).toHaveLength(37);
    expect(
      verdicts.flatMap(({ verdict, reasons }) => (verdict === "exact" ? [] : reasons)),
    ).toEqual([expect.objectContaining({ code: "DET605" })]);
  });

  test("bind in Kusto's language service without a remark, with the columns that they map", () => {
    for (const rule of rules) {
      const { output } = compile(rule, "sentinel", { accept: "wider" });
      expect([rule.title, diagnose(output!.query)]).toEqual([rule.title, []]);
      const columns = resultColumns(output!.query).map(({ name }) => name);
      const mapped = output!.entityMappings.flatMap(({ fieldMappings }) =>
        fieldMappings.map(({ columnName }) => columnName),
      );
      expect(columns).toEqual(expect.arrayContaining(mapped));
    }
  });

  test("decide every recorded event as the law says", () => {
    const events = recordedEvents();
    expect(events.length).toBeGreaterThan(1_000);
    const violations = rules.flatMap((rule) => {
      const { sentinel, promisedBySentinel } = enginesOf(rule);
      return events
        .filter(({ event }) => sentinel?.(event) !== promisedBySentinel(event))
        .map(({ place }) => place);
    });
    expect([...new Set(violations)]).toEqual(BREAKS_A_CLAIM);
  });
});
