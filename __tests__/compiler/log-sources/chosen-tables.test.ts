import { compile } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import type { LoadOptions } from "../../../compiler/rule-set/load-rules";
import { diagnose } from "../../support/kusto";

/** What a rule becomes on Sentinel, and what loading it reports. */
function compiled(keys: string, options: LoadOptions = {}) {
  const diagnostics = new Diagnostics();
  const rule = loadRule(`title: One\n${keys}`, diagnostics, options);
  const errors = diagnostics.all.filter(({ severity }) => severity === "error");
  return { errors, ...(rule && compile(rule, "sentinel", { accept: "wider" })) };
}

const okta = (selection: string, more = "") =>
  `${more}logsource: {product: okta, service: okta}\ndetection: {s: {${selection}}, condition: s}\n`;
const kubernetes = (selection: string, table: string) =>
  `sentinelTable: ${table}\nlogsource: {product: kubernetes, service: audit}\ndetection: {s: {${selection}}, condition: s}\n`;
const signIns = (selection: string, table: string) =>
  `sentinelTable: ${table}\nlogsource: {product: azure, service: signinlogs}\ndetection: {s: {${selection}}, condition: s}\n`;

describe("the table that a rule reads", () => {
  test("is the one that the rule names, with that one's columns", () => {
    const { verdict, output } = compiled(
      okta("eventType: user.session.start, target.displayName: x", "sentinelTable: Okta_CL\n"),
    );
    expect(verdict).toBe("exact");
    expect(output?.query.split("\n").slice(0, 3)).toEqual([
      "Okta_CL",
      '| where eventType_s =~ "user.session.start"',
      "| extend target_sJson = parse_json(target_s)",
    ]);
    expect(diagnose(output?.query ?? "")).toEqual([]);
  });

  test("is else the one that is given for its log source", () => {
    const options = { sentinelTables: { "okta/okta": "OktaSystemLogs" } };
    expect(compiled(okta("eventType: x"), options).output?.query).toContain("OktaSystemLogs\n");
    const own = okta("eventType: x", "sentinelTable: Okta_CL\n");
    expect(compiled(own, options).output?.query).toContain("Okta_CL\n");
  });

  test("holds the log source", () => {
    const { errors } = compiled(okta("eventType: x", "sentinelTable: Okta_Cl\n"));
    expect(errors).toMatchObject([{ code: "DET318", line: 2, fix: "write `Okta_CL`" }]);
    expect(errors[0]?.edit).toMatchObject({ text: "Okta_CL" });
    const pim =
      "sentinelTable: AuditLogs\nlogsource: {product: azure, service: pim}\ndetection: {s: {a: b}, condition: s}\n";
    expect(compiled(pim).errors).toMatchObject([{ code: "DET318" }]);
  });

  test("may lack a field, which makes a rule wider by name, or refuses it", () => {
    const exec = "verb: create, objectRef.resource: pods, objectRef.subresource: exec";
    expect(compiled(kubernetes(exec, "AKSAudit")).verdict).toBe("exact");
    const { verdict, reasons } = compiled(kubernetes(exec, "AWSEKSLogs_CL"));
    expect([verdict, reasons?.map(({ message }) => message)]).toEqual([
      "wider",
      [
        "`objectRef.resource: pods`: the table AWSEKSLogs_CL has no place for objectRef.resource",
        "`objectRef.subresource: exec`: the table AWSEKSLogs_CL has no place for objectRef.subresource",
      ],
    ]);
    expect(compiled(kubernetes("objectRef.resource: pods", "AWSEKSLogs_CL")).verdict).toBe(
      "unsupported",
    );
  });

  test("may not take in what the rule looks for", () => {
    const listed = compiled(kubernetes("verb: list, objectRef.resource: secrets", "AKSAuditAdmin"));
    expect(listed.reasons).toMatchObject([{ code: "DET622" }]);
    const deleted = compiled(kubernetes("verb: delete", "AKSAuditAdmin"));
    expect([deleted.verdict, deleted.assumptions]).toEqual([
      "exact",
      expect.arrayContaining([expect.stringContaining("none of get and list")]),
    ]);
  });

  test("of other sign-ins has objects as JSON text", () => {
    const { verdict, output, assumptions } = compiled(
      signIns("DeviceDetail.isCompliant: false", "AADNonInteractiveUserSignInLogs"),
    );
    expect(verdict).toBe("exact");
    expect(output?.query).toContain("parse_json(DeviceDetail)");
    expect(diagnose(output?.query ?? "")).toEqual([]);
    expect(assumptions).toContain(
      "interactive sign-ins of users are not seen: SigninLogs is not read",
    );
  });
});

describe("hand-written KQL over the tables of logs", () => {
  test.each([
    ["SigninLogs | where RiskSate == 'atRisk'", ["KS142"]],
    ["SigninLogs | where RiskState == 'atRisk' and DeviceDetail.trustType == ''", []],
    ["AuditLogs | where TargetResources has 'x' | project OperationName, Actor", ["KS142"]],
    // Custom logs get their columns with the data.
    ["Okta_CL | where debugContext_debugData_other_s == 'x'", []],
  ])("%s", (query, codes) => {
    expect(diagnose(query).map(({ code }) => code)).toEqual(codes);
  });
});
