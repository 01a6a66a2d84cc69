import { compiledRule } from "../../../compiler/compile";
import { hasTable } from "../../../compiler/log-sources/log-source";
import { tablesWith } from "../../../compiler/log-sources/read-tables";
import { columnOf } from "../../../compiler/log-sources/sentinel-table";
import { engineOf } from "../../../compiler/run/engine";
import { fieldReader } from "../../../compiler/reference/event";
import { answered } from "../../support/answered";
import { describeWithShared } from "../../support/optional";
import { parseRule } from "../../support/rule-of";
import { contradictions } from "./claims";
import { nameOf, OTHERS, samples, samplesOf } from "./other-logs";

describe.each(OTHERS.map((logSource) => [nameOf(logSource), logSource] as const))(
  "%s",
  (_, { fields, sentinel, events, otherNames, mistakes = [] }) => {
    test("has rows that lie under objects, with a source and one spelling for each value", () => {
      for (const path of fields.paths) {
        const { source, spelling } = fields.field(path);
        expect(source.length).toBeGreaterThan(10);
        const above = path.split(".").slice(0, -1).join(".");
        if (above !== "") expect([path, fields.field(above).type]).toEqual([path, "object"]);
        if (spelling.kind !== "closed") continue;
        const folded = spelling.values.map((value) => value.toLowerCase());
        expect([...new Set(folded)]).toEqual(folded);
      }
    });

    test("knows the fields that it names: of bounds, events, columns, other names and mistakes", () => {
      const named = [
        ...fields.bounding,
        events.name,
        ...events.noisy,
        ...Object.values(events.example),
        ...Object.values(otherNames?.names ?? {}),
        ...mistakes.flatMap(({ paths = [] }) => paths),
        ...sentinel.tables.flatMap(({ columns }) =>
          columns.flatMap(({ holds }) => ("path" in holds ? holds.path : [])),
        ),
      ];
      const unknown = named.filter((path) => !fields.lists(path));
      expect(unknown.filter((path) => fields.field(path).type !== "object")).toEqual([]);
    });

    test("has an ordinary event that keeps to its model, with its marks and its bounds", () => {
      expect(contradictions(events.sample, fields)).toEqual([]);
      const [first = ""] = fields.bounding;
      expect(fieldReader(fields, first).texts(events.sample)).not.toEqual([]);
    });
  },
);

/** What samples that somebody edited by hand, or anonymised, contradict. */
const EDITED: Readonly<Record<string, readonly RegExp[]>> = {
  "aws/waf": [/^timestamp: number \("/],
  "azure/auditlogs": [/^properties.result: closed \(failed\)/],
  "azure/signinlogs": [/always \(missing\)/, /closed \(rpoc\)/],
  "gcp/gcp.audit": [/: object \("\.\.\."\)/],
  "github/audit": [/: number \("/, /^actor_is_bot: boolean \("False"\)/],
  "m365/audit": [
    // The whole command, in records of a workload that no table takes in.
    /^Parameters: objects \("/,
    /^ModifiedProperties: objects \(\["RecipientCollection"\]\)/,
  ],
  "m365/exchange": [/^ModifiedProperties: objects \(\["RecipientCollection"\]\)/],
  "okta/okta": [/^version: string \(0\)/, /^debugContext.debugData: object \(""\)/],
  "onelogin/onelogin.events": [/^event_type_id: number \("/],
};

describeWithShared("samples of other logs", () => {
  const all = samples();

  test.each(OTHERS.map((logSource) => [nameOf(logSource), logSource] as const))(
    "contradict no row of %s, but where somebody edited them",
    (name, logSource) => {
      const found = samplesOf(logSource, all).flatMap(({ event, at }) =>
        contradictions(event, logSource.fields).map((claim) => `${claim} at ${at}`),
      );
      const known = EDITED[name] ?? [];
      expect(found.filter((each) => !known.some((edited) => edited.test(each)))).toEqual([]);
    },
  );

  test("are each recognised as of one log source, or of two that share their logs", () => {
    const shared = (names: readonly string[]) =>
      names.every((name) => name.startsWith("gcp/")) ||
      names.every((name) => name.startsWith("m365/"));
    const found = all.map(({ event, at }) => ({
      at,
      names: OTHERS.filter((logSource) => samplesOf(logSource, [{ event, at }]).length > 0).map(
        nameOf,
      ),
    }));
    expect(found.filter(({ names }) => names.length > 1 && !shared(names))).toEqual([]);
    const unknown = found.filter(({ names }) => names.length === 0).length;
    // Those of logs without a log source, and what was edited beyond recognition.
    expect(unknown / all.length).toBeLessThan(0.4);
  });

  test.each(OTHERS.map((logSource) => [nameOf(logSource), logSource] as const))(
    "answer tests of every field of %s alike on the reference and on the printed query",
    (_, logSource) => {
      const { product, service, fields } = logSource;
      const own = samplesOf(logSource, all)
        .map(({ event }) => event)
        .filter((event) => contradictions(event, fields).length === 0)
        .filter((event) => !hasTable(logSource) || tablesWith(event, logSource).length > 0);
      const isTime = (path: string) =>
        logSource.sentinel.tables.some((table) => columnOf(table, path)?.type === "datetime");
      const asked = fields.paths.flatMap((path) => {
        // A verdict says that it rests on times that are such, and some were edited.
        if (isTime(path)) return [];
        const reader = fieldReader(fields, path);
        const text = own.flatMap((event) => reader.texts(event))[0] ?? "example";
        const part = text.slice(1, 6);
        const selections = [
          { [path]: null },
          { [path]: escaped(text) },
          { [`${path}|contains`]: escaped(part === "" ? "x" : part) },
        ];
        return selections.flatMap((selection) => {
          const written = JSON.stringify(selection).slice(1, -1);
          const compiled = compiledRule(
            parseRule(`{product: ${product}, service: ${service}}`, written),
          );
          if (compiled.compiled("sentinel").verdict !== "exact") return [];
          const [reference, sentinel] = (["reference", "sentinel"] as const).map((name) =>
            engineOf(compiled, name),
          );
          if (reference?.kind !== "ready" || sentinel?.kind !== "ready") {
            throw new Error(`${written} does not run`);
          }
          return [{ written, reference, sentinel }];
        });
      });
      // An event at a time: its row is made once for all tests.
      const otherwise = own.flatMap((event) =>
        asked.flatMap(({ written, reference, sentinel }) => {
          const [wanted, got] = [reference, sentinel].map(({ matches }) =>
            answered(matches(event)),
          );
          return got === wanted ? [] : [{ written, event, wanted }];
        }),
      );
      expect(otherwise).toEqual([]);
    },
  );
});

/** The text as a plain value of Sigma. */
function escaped(text: string): string {
  return text.replace(/[\\*?]/g, "\\$&");
}
