import { isObject, type JsonObject } from "../../../compiler/core/json";
import { eventIn } from "../../../compiler/log-sources/envelopes";
import { isEventOf } from "../../../compiler/log-sources/log-source";
import { LOG_SOURCES } from "../../../compiler/log-sources/registry";
import { describeWithShared } from "../../support/optional";
import { nameOf, recordsIn } from "./other-logs";

const source = (name: string) => {
  const found = LOG_SOURCES.find((each) => nameOf(each) === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const AUDIT = source("azure/auditlogs");
const KUBERNETES = source("kubernetes/audit");

describe("the event of a record", () => {
  test.each(LOG_SOURCES.map((each) => [nameOf(each), each] as const))(
    "is the record itself, or what it carries: %s",
    (_, each) => {
      const { sample } = each.events;
      const carrying: readonly JsonObject[] = [
        sample,
        { "detail-type": "x", detail: sample },
        { id: "1", timestamp: 1, message: JSON.stringify(sample) },
        { category: "kube-audit", properties: { log: JSON.stringify(sample) } },
      ];
      for (const record of carrying) expect(eventIn(record, [each])).toEqual(sample);
    },
  );

  test("is none where neither it nor what it carries is one of the logs that are asked", () => {
    const { sample } = KUBERNETES.events;
    expect(eventIn(sample, [AUDIT])).toBeUndefined();
    expect(eventIn({ message: JSON.stringify(sample) }, [AUDIT])).toBeUndefined();
    // What was cut is no JSON.
    const cut = `${JSON.stringify(sample).slice(0, -9)}[Truncated...]`;
    expect(eventIn({ message: cut }, [KUBERNETES])).toBeUndefined();
    expect(eventIn({ message: "I0101 controller.go" }, [KUBERNETES])).toBeUndefined();
  });

  test("is made of an object that an API hands out", () => {
    const audit = {
      id: "1",
      activityDateTime: "2026-01-01T12:00:00Z",
      activityDisplayName: "Add member to role",
      correlationId: "c",
      result: "success",
    };
    expect(eventIn(audit, [AUDIT])).toEqual({
      category: "AuditLogs",
      time: "2026-01-01T12:00:00Z",
      operationName: "Add member to role",
      correlationId: "c",
      properties: audit,
    });
    const signIn = {
      createdDateTime: "2026-01-01T12:00:00Z",
      appDisplayName: "Azure Portal",
      status: { errorCode: 50126 },
    };
    expect(eventIn(signIn, [source("azure/signinlogs")])).toMatchObject({
      resultType: "50126",
      properties: signIn,
    });
    const activity = {
      eventTimestamp: "2026-01-01T12:00:00Z",
      resourceId: "/subscriptions/1",
      category: { value: "Administrative", localizedValue: "Administrative" },
      operationName: { value: "Microsoft.Web/sites/delete", localizedValue: "Delete" },
      authorization: { action: "Microsoft.Web/sites/delete" },
    };
    expect(eventIn(activity, [source("azure/activitylogs")])).toMatchObject({
      category: "Administrative",
      operationName: "Microsoft.Web/sites/delete",
      identity: { authorization: { action: "Microsoft.Web/sites/delete" } },
    });
  });

  test("is an event by its marks, whatever it was made of", () => {
    for (const each of LOG_SOURCES) {
      const found = eventIn(each.events.sample, LOG_SOURCES);
      expect(isObject(found) && isEventOf(found, each)).toBe(true);
    }
  });
});

describeWithShared("samples of records", () => {
  test.each([
    ["AADUserRiskEvents.raw", "azure/riskdetection", 0],
    ["AKSAudit.raw", "kubernetes/audit", 0],
    ["AuditLogs.raw", "azure/auditlogs", 0],
    ["AuditLogs.graph", "azure/auditlogs", 0],
    // Storage and key vaults have logs of their own.
    ["AzureActivity.raw", "azure/activitylogs", 15],
    // Cut by hand, or in the form of older versions of the API.
    ["AzureActivity.rest", "azure/activitylogs", 3],
    ["CiscoDuo_CL.raw", "cisco/duo", 0],
    ["OneLoginEventsV2_CL.raw", "onelogin/onelogin.events", 0],
    // Cut by hand, to what a test of another product is about.
    ["GCPAuditLogs.raw", "gcp/gcp.audit", 2],
    ["GKEAudit.raw", "gcp/gcp.audit", 6],
    ["GitHubAuditLogsV2_CL.raw", "github/audit", 1],
    ["OktaV2_CL.raw", "okta/okta", 9],
    // A request for no resource.
    ["kubernetes_audit.raw", "kubernetes/audit", 1],
    // Rows, and another log's records.
    ["AuditLogs", "azure/auditlogs", 2],
    ["SigninLogs", "azure/signinlogs", 43],
    ["AuditLogs.raw", "azure/signinlogs", 21],
  ])("%s are told to be of %s, but for %i", (file, name, foreign) => {
    const found = recordsIn(`${file}.ndjson`).map((each) => eventIn(each, [source(name)]));
    expect(found.filter((each) => each === undefined)).toHaveLength(foreign);
  });
});
