import { compile } from "../../../../compiler/compile";
import { parseRule } from "../../../support/rule-of";

/** What a rule of a log source becomes on Sentinel. */
function compiled(logsource: string, selection: string) {
  return compile(parseRule(logsource, selection), "sentinel", { accept: "wider" });
}

const AUDIT = "{product: azure, service: auditlogs}";
const ACTIVITY = "{product: azure, service: activitylogs}";

/** The lines of a query that keep rows. */
function conditions(logsource: string, selection: string): readonly string[] {
  const query = compiled(logsource, selection).output?.query ?? "";
  return query.split("\n").filter((line) => !line.startsWith("| extend"));
}

describe("columns that are parsed already", () => {
  test("are read as they are", () => {
    expect(conditions(AUDIT, "properties.initiatedBy.user.id: x")).toEqual([
      "AuditLogs",
      '| where tostring(InitiatedBy.user.id) =~ "x"',
    ]);
  });

  test("tell what is missing from what is empty", () => {
    const { verdict, reasons } = compiled(AUDIT, "properties.initiatedBy.user.id: ''");
    expect([verdict, reasons]).toEqual(["exact", []]);
    expect(compiled(AUDIT, "properties.resultReason: ''").reasons).toEqual([
      expect.objectContaining({ code: "DET603" }),
      expect.objectContaining({ code: "DET610" }),
    ]);
  });
});

describe("elements of an array that are called by a name", () => {
  test("are compared in the same element", () => {
    const lines = conditions(AUDIT, "ConsentContext.IsAdminConsent|contains: 'True'");
    expect(lines.join("\n")).toContain(
      'countif(tostring(EachModifiedProperties.displayName) == "ConsentContext.IsAdminConsent" and tostring(EachModifiedProperties.newValue) contains "True")',
    );
  });
});

describe("columns of numbers", () => {
  test("are compared as numbers, with texts that are one", () => {
    const found = (value: string) => conditions(AUDIT, `operationName: A, durationMs: ${value}`);
    expect(found("5")).toEqual([
      "AuditLogs",
      '| where OperationName =~ "A"',
      "  and DurationMs == 5",
    ]);
    expect(found("'5'")).toEqual(found("5"));
    // No number is written so.
    expect(compiled(AUDIT, "operationName: A, durationMs: '05'").verdict).toBe("unsupported");
  });

  test("are put in order", () => {
    expect(conditions(AUDIT, "operationName: A, durationMs|gte: 7").at(-1)).toBe(
      "  and DurationMs >= 7",
    );
  });
});

describe("a column in which the service changes the case of letters", () => {
  test("compares without case", () => {
    const { verdict } = compiled(ACTIVITY, "operationName: Microsoft.Web/sites/delete");
    expect(verdict).toBe("exact");
  });

  test("does not compare by case", () => {
    for (const test of ["operationName|cased: A/b", "operationName|re: A"]) {
      const { verdict, reasons } = compiled(ACTIVITY, `${test}, properties.message: x`);
      expect([verdict, reasons[0]?.code]).toEqual(["wider", "DET621"]);
    }
  });
});

describe("a field that no event has", () => {
  test("is missing from each: a test of it never holds, and its not always does", () => {
    const never = compiled(AUDIT, "operationName: A, Initiatied.By: x");
    expect(never).toMatchObject({
      verdict: "exact",
      assumptions: ["no event has Initiatied.By"],
    });
    expect(never.output?.query).toMatch(/^AuditLogs\n\| where false\n/);
    expect(conditions(AUDIT, "operationName: A, Initiatied.By: null")).toEqual([
      "AuditLogs",
      '| where OperationName =~ "A"',
    ]);
  });
});

describe("a log source without a table", () => {
  test("is not Sentinel's to watch, and says what is nearest", () => {
    const { verdict, reasons, output } = compiled(
      "{product: azure, service: pim}",
      "riskEventType: x",
    );
    expect([verdict, output]).toEqual(["not-applicable", null]);
    expect(reasons).toEqual([
      expect.objectContaining({
        code: "DET620",
        message: expect.stringContaining("Triggered PIM alert"),
      }),
    ]);
  });
});
