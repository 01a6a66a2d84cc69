import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { findings, lints } from "./linting";

const AUDIT = "logsource: {product: azure, service: auditlogs}";

/** What a selection over Entra's audit log is warned of. */
const lintsOf = (selection: string) =>
  lints(`${AUDIT}\ndetection:\n  s:\n    ${selection}\n  condition: s`);

/** The codes of a correlation that groups by a field of the same log. */
function grouped(field: string): readonly string[] {
  const diagnostics = new Diagnostics();
  const rule = `title: A\nname: a\nlevel: low\n${AUDIT}\ndetection: {s: {operationName: x}, condition: s}`;
  const correlation = `title: B\nlevel: low\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [${field}]\n  timespan: 1h\n  condition: {gte: 2}`;
  loadRules([`${rule}\n---\n${correlation}\n`], diagnostics);
  const found = diagnostics.all.filter(({ code }) => code !== "DET402");
  return found.map(({ code, edit }) => (edit === undefined ? code : `${code} edit`));
}

describe("other names of fields", () => {
  test("are told at the key, once for each", () => {
    expect(lintsOf("OperationName: Add user")).toEqual(["DET450 OperationName"]);
    expect(lintsOf("OperationName: [Add user, Delete user]")).toEqual(["DET450 OperationName"]);
    expect(lintsOf("operationName: Add user")).toEqual([]);
  });

  test("are told in correlations, which may name elements, without an edit where there is none", () => {
    expect(grouped("Result")).toEqual(["DET450 edit"]);
    expect(grouped("properties.result")).toEqual([]);
    expect(grouped("ConsentContext.IsAdminConsent")).toEqual(["DET450"]);
    expect(grouped("Initiatied.By")).toEqual(["DET420"]);
  });
});

describe("texts that never stand at a field", () => {
  test("are mended in the part that a comparison names", () => {
    const rule = `logsource: {product: gcp, service: gcp.audit}\ndetection:\n  s: {protoPayload.methodName|startswith: admissionregistration.k8s.io.v}\n  condition: s`;
    expect(findings(rule).map(({ at, found }) => [at, found.edit?.text])).toEqual([
      ["admissionregistration.k8s.io.v", "io.k8s.admissionregistration.v"],
    ]);
  });

  test("are told where they are compared so, not in other comparisons", () => {
    expect(lintsOf("operationName: Add member from group")).toEqual([
      "DET451 Add member from group",
    ]);
    expect(lintsOf("operationName: add MEMBER from group")).toEqual([
      "DET451 add MEMBER from group",
    ]);
    expect(lintsOf("operationName|contains: Add member from group")).toEqual([]);
    expect(lintsOf("properties.loggedByService: Add member from group")).toEqual([]);
  });
});
