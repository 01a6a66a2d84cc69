import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import Ajv from "ajv";
import fc from "fast-check";

import { sarifLog } from "../../../cli/formats/sarif";
import { Diagnostics, type Diagnostic } from "../../../compiler/core/diagnostic";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { describeWithShared, shared } from "../../support/optional";

/** What loading a file with this text reports. */
function found(text: string, path = "rules/a.yml"): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  loadRules([{ path, text }], diagnostics);
  return diagnostics.all;
}

const RULE = `title: "😀 T"
id: 0e4dd6f4-4b6f-4a53-8a52-6a2f0b8a7c11
status: test
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { userAgent: "😀", readOnly: 'true', additionalEventData.MFAUsed: 'NO' }
  selection_b: { eventName: [A, A] }
  condition: 1 of selection*
`;
const BROKEN = RULE.replace("low", "lwo");

const results = (text: string, path?: string) => sarifLog(found(text, path)).runs[0]!.results;

describe("a finding", () => {
  test("stands where it is, in UTF-16 units, and its fix replaces what is between two places", () => {
    const fixed = results(RULE).flatMap(({ ruleId, fixes = [] }) =>
      fixes.map(({ artifactChanges: [change] }) => ({ ruleId, ...change!.replacements[0]! })),
    );
    expect(fixed.map(({ ruleId }) => ruleId)).toEqual(["DET427", "DET422"]);
    const lines = RULE.split("\n");
    // From the last to the first, so that none moves the place of another.
    for (const { deletedRegion, insertedContent } of [...fixed].reverse()) {
      const { startLine, startColumn, endLine, endColumn } = deletedRegion;
      expect(endLine).toBe(startLine);
      const line = lines[startLine - 1]!;
      lines[startLine - 1] =
        line.slice(0, startColumn - 1) + insertedContent.text + line.slice(endColumn - 1);
    }
    expect(lines.join("\n")).toBe(RULE.replace("'true'", "true").replace("'NO'", "'No'"));
  });

  test("keeps its level; a place of no width is one character wide", () => {
    const [error] = results(BROKEN);
    expect(error).toMatchObject({ ruleId: "DET304", level: "error" });
    const empty = results("# nothing\n")[0]!.locations[0]!.physicalLocation.region;
    expect(empty).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
  });

  test("comes after graver ones", () => {
    const mixed = [...found(RULE), ...found(BROKEN)];
    const levels = sarifLog(mixed).runs[0]!.results.map(({ level }) => level);
    expect(new Set(levels)).toEqual(new Set(["error", "warning"]));
    expect([...levels].sort()).toEqual(levels);
  });
});

describe("a finding that the rule allows", () => {
  const REASON = "The proxy writes it so.";
  const diagnostics = new Diagnostics();
  const allow = `allow: [{ code: DET422, reason: ${REASON} }]\ndetection:`;
  const text = RULE.replace("detection:", allow);
  loadRules([{ path: "rules/a.yml", text }], diagnostics);
  const { all, allowed } = diagnostics;

  test("is suppressed in its source with the reason, behind the others", () => {
    const [run] = sarifLog(all, allowed).runs;
    const last = run!.results.at(-1)!;
    expect(last).toMatchObject({
      ruleId: "DET422",
      level: "warning",
      suppressions: [{ kind: "inSource", justification: REASON }],
    });
    expect(run!.tool.driver.rules[last.ruleIndex]?.id).toBe("DET422");
    const others = run!.results.slice(0, -1);
    expect(others.map(({ ruleId }) => ruleId)).toEqual(all.map(({ code }) => code));
    for (const other of others) expect(other).not.toHaveProperty("suppressions");
  });

  test("has the fingerprint that it has where it is not allowed", () => {
    const of = (log: ReturnType<typeof sarifLog>) =>
      log.runs[0]!.results.find(({ ruleId }) => ruleId === "DET422")?.partialFingerprints;
    expect(of(sarifLog(all, allowed))).toEqual(of(sarifLog(found(RULE))));
  });
});

describe("a fingerprint", () => {
  const of = (text: string, path?: string) =>
    results(text, path).map(
      ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
    );

  test("stays when lines are added above, the line is indented, or the path is spelled otherwise", () => {
    const own = of(RULE);
    expect(own.length).toBeGreaterThan(2);
    expect(of(`# one\n# more\n${RULE}`)).toEqual(own);
    expect(of(RULE.replaceAll("\n  ", "\n    "))).toEqual(own);
    expect(of(RULE, "./rules/a.yml")).toEqual(own);
    expect(of(RULE, join(process.cwd(), "rules/a.yml"))).toEqual(own);
  });

  test("differs between findings of one run, also where their lines are the same", () => {
    const same = RULE.replace("[A, A]", "[A, A, A, A]");
    const all = [...of(same), ...of(RULE, "rules/b.yml")];
    expect(new Set(all).size).toBe(all.length);
  });
});

describeWithShared("SARIF", () => {
  const facts = JSON.parse(readFileSync(shared("formats/github/code-scanning-sarif.json"), "utf8"));
  const schema = JSON.parse(
    readFileSync(shared("formats/sarif/sarif-schema-2.1.0.draft-07.json"), "utf8"),
  );
  const ajv = new Ajv({ strict: false });
  ajv.addFormat("uri", /^[a-z][a-z0-9+.-]*:\S+$/);
  // RFC 3986, 4.1: of a path, no colon in the first segment.
  ajv.addFormat(
    "uri-reference",
    /^(?![^/]*:)(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9A-F]{2})*$|^https:\/\/\S+$/,
  );
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT/);
  const validate = ajv.compile(schema);
  const problems = (log: unknown) => {
    // As a reader has it.
    const read: unknown = JSON.parse(JSON.stringify(log));
    return validate(read) ? [] : validate.errors;
  };
  const limit = (what: string): number =>
    facts.limits.find((each: { what: string }) => each.what === what).value;

  test("the check itself refuses what the format refuses", () => {
    const log = sarifLog(found(BROKEN));
    expect(problems(log)).toEqual([]);
    expect(problems({ ...log, version: "2.2.0" })).not.toEqual([]);
    const [run] = log.runs;
    expect(problems({ ...log, runs: [{ ...run, results: [{ level: "grave" }] }] })).not.toEqual([]);
    const uri = (path: string) => problems(sarifLog(found(BROKEN, path)));
    expect(uri("a b:c%/d.yml")).toEqual([]);
    expect(ajv.validate({ type: "string", format: "uri-reference" }, "a b.yml")).toBe(false);
  });

  test("has all that code scanning requires, and no empty text", () => {
    const [run] = sarifLog([...found(RULE), ...found(BROKEN)]).runs;
    const { rules } = run!.tool.driver;
    expect(rules.map(({ id }) => id)).toEqual([...new Set(rules.map(({ id }) => id))].sort());
    for (const rule of rules) {
      for (const { text } of [rule.shortDescription, rule.fullDescription, rule.help]) {
        expect(text).toMatch(/\w/);
        expect(text.length).toBeLessThanOrEqual(1024);
      }
      expect(rule.shortDescription.text).not.toContain(rule.id);
      expect(rule.properties.tags.length).toBeLessThanOrEqual(limit("tags per rule"));
    }
    expect(run!.automationDetails.id).toMatch(/^.+\/$/);
    for (const result of run!.results) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.message.text).toMatch(/\w/);
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:\d+$/);
      const { artifactLocation, region } = result.locations[0]!.physicalLocation;
      expect(artifactLocation.uri).toBe("rules/a.yml");
      const { startLine, startColumn, endLine, endColumn } = region;
      expect(startLine * 1e6 + startColumn).toBeLessThan(endLine * 1e6 + endColumn);
    }
  });

  test("is valid with findings that rules allow", () => {
    const allowed = found(RULE).map((each) => ({ ...each, reason: "A proxy writes it so." }));
    expect(problems(sarifLog(found(BROKEN), allowed))).toEqual([]);
  });

  test("keeps within its limits, the gravest first", () => {
    const [warning] = found(RULE);
    const [error] = found(BROKEN);
    const max = limit("results per run");
    const many = Array.from({ length: max }, (_, line) => ({ ...warning!, line: line + 1 }));
    const [run] = sarifLog([...many, error!]).runs;
    expect(run!.results).toHaveLength(max);
    expect(run!.results[0]?.level).toBe("error");
    expect(gzipSync(JSON.stringify(run)).length).toBeLessThan(10 * 1024 * 1024);
  });

  const text = fc.string({
    unit: fc.constantFrom(..."ab%: \\?#/'\"\n", "😀", "é", "\ud800"),
    maxLength: 8,
  });
  test("is valid whatever paths and messages hold", () => {
    const [finding] = found(BROKEN);
    fc.assert(
      fc.property(text, text, fc.nat(3), fc.nat(3), (path, message, line, column) => {
        const start = { line: line + 1, column: column + 1 };
        const each = { ...finding!, path: path.replaceAll("\ud800", ""), message: `m ${message}` };
        const log = sarifLog([{ ...each, ...start, end: { line: line + 1, column: 4 } }]);
        expect(problems(log)).toEqual([]);
      }),
    );
  });
});
