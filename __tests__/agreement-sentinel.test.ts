import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import type { Json } from "../compiler/json";
import { loadRule } from "../compiler/load-rule";
import { ruleFiles } from "../compiler/rule-files";
import { diagnose, resultColumns } from "./support/kusto";
import { enginesOf } from "./support/law";
import { describeWithShared, shared } from "./support/optional";

/** One hand-edited event has an empty error code, which AWS never writes (`assumptions.neverEmpty`). */
const BREAKS_A_CLAIM = ["panther-analysis.ndjson:305"];

function load(path: string): Detection {
  const diagnostics = new Diagnostics();
  const detection = loadRule(path, diagnostics);
  if (detection === undefined) throw new Error(`${path}: ${JSON.stringify(diagnostics.all)}`);
  return detection;
}

function recordedEvents(): readonly { readonly place: string; readonly event: Json }[] {
  const folder = shared("cloudtrail");
  // The other two files wrap the same records.
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(".ndjson") && !/^(labelled|createaccesskey)/.test(name),
  );
  return files.flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        line === "" ? [] : [{ place: `${name}:${index + 1}`, event: JSON.parse(line) as Json }],
      ),
  );
}

describeWithShared("the public AWS rules on Sentinel", () => {
  const rules = [
    ...ruleFiles(shared("sigma/rules/aws")),
    ...ruleFiles(resolve(__dirname, "../rules")),
  ].map(load);
  const published = rules.filter(({ source }) => source.path.includes("sigma/rules"));

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
