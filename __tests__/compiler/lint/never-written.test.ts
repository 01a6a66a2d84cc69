import { lints } from "./linting";

/** What is found in one test of a rule over a log source. */
function foundIn(of: string, item: string): readonly string[] {
  const [product = "", service = ""] = of.split("/");
  const logsource = `logsource: {product: ${product}, service: ${service}}`;
  const found = lints(`${logsource}\ndetection:\n  s:\n    ${item}\n  condition: s`);
  return [...new Set(found.map((each) => each.split(" ")[0] ?? ""))];
}

// Fields and texts of rules that never mean what they say, of each log source.
describe("what no event has is found", () => {
  test.each([
    // Fields that exist nowhere, or under another name.
    ["azure/auditlogs", "Initiatied.By: someone", "DET420"],
    ["azure/auditlogs", "properties.message: Update group", "DET450"],
    ["azure/auditlogs", "Status: success", "DET450"],
    ["azure/auditlogs", "Initiatedby|contains: someone", "DET450"],
    ["azure/auditlogs", "Target: someone", "DET450"],
    ["azure/auditlogs", "ActivityType: Update group", "DET450"],
    ["azure/auditlogs", "activityType: Update group", "DET450"],
    ["azure/auditlogs", "failure_status_reason|contains: x", "DET450"],
    ["azure/auditlogs", "ConsentContext.IsAdminConsent|contains: 'True'", "DET450"],
    ["azure/activitylogs", "ResourceId|contains: x", "DET450"],
    ["azure/activitylogs", "CategoryValue: Administrative", "DET450"],
    ["azure/activitylogs", "ResourceProviderValue: Microsoft.Web", "DET450"],
    ["azure/activitylogs", "ActivityStatus: Success", "DET450"],
    ["azure/auditlogs", "additionalDetails.additionalInfo|contains: x", "DET450"],
    ["azure/auditlogs", "category: Device", "DET451"],
    ["azure/signinlogs", "NetworkLocationDetails: '[]'", "DET451"],
    ["azure/riskdetection", "location.city: Dublin", "DET450"],
    ["m365/audit", "eventSource: Exchange", "DET450"],
    ["m365/audit", "eventName: New-InboxRule", "DET450"],
    ["m365/audit", "Parameters.ForwardTo|contains: x", "DET450"],
    ["azure/signinlogs", "ActivityDetails: Sign-ins", "DET420"],
    ["azure/signinlogs", "DeviceDetail.trusttype: ''", "DET450"],
    ["azure/signinlogs", "ClientApp: POP3", "DET450"],
    ["gcp/gcp.audit", "data.protoPayload.resource.type: k8s_cluster", "DET420"],
    ["gcp/gcp.audit", "protoPayload.logName|endswith: x", "DET420"],
    ["gcp/google_workspace.login", "protoPayload.Servicename: x", "DET450"],
    ["kubernetes/audit", "apiGroup: batch", "DET450"],
    ["kubernetes/audit", "hostPath: /", "DET450"],
    ["kubernetes/audit", "capabilities|contains: x", "DET450"],
    ["kubernetes/audit", "namespace: default", "DET420"],
    ["m365/threat_management", "Payload|contains: x", "DET420"],
    ["m365/threat_detection", "eventName: x", "DET450"],
    // Words outside of what a field can hold.
    ["azure/auditlogs", "category: UserManagement", "DET421"],
    ["azure/auditlogs", "properties.result: Sucess", "DET421"],
    ["azure/auditlogs", "properties.targetResources.type: Service Principal", "DET421"],
    ["azure/signinlogs", "conditionalAccessStatus: Failed", "DET421"],
    ["azure/signinlogs", "properties.message: Device Code", "DET421"],
    ["azure/signinlogs", "ResultType: Success", "DET423"],
    ["azure/activitylogs", "operationName: Delete device", "DET451"],
    ["kubernetes/audit", "verb: replace", "DET421"],
    ["kubernetes/audit", "responseStatus.code: ALLOW", "DET451"],
    ["kubernetes/audit", "responseStatus.code: Forbidden", "DET426"],
    // A name that was to be put in.
    ["azure/auditlogs", "Initiatedby: UPN", "DET451"],
    ["azure/auditlogs", "Target|contains: UPN", "DET451"],
    ["azure/auditlogs", "properties.initiatedBy.user.displayName: UPN", "DET451"],
    ["azure/signinlogs", "properties.userDisplayName: UPN", "DET451"],
    // Names of operations that are put together, of another log, or written otherwise.
    [
      "azure/auditlogs",
      "operationName: Create application - Certificates and secrets management",
      "DET451",
    ],
    ["azure/auditlogs", "operationName|endswith: Certificates and secrets management", "DET451"],
    ["azure/auditlogs", "operationName|startswith: Update application - Cert", "DET451"],
    ["azure/auditlogs", "operationName: Add member to role/Remove member from role", "DET451"],
    ["azure/auditlogs", "operationName|startswith: Microsoft.Authorization/", "DET451"],
    ["azure/auditlogs", "Category: Administrative", "DET451"],
    ["azure/auditlogs", "operationName|contains|all: [Delete user, Update group]", "DET431"],
    ["azure/activitylogs", "properties.message: Create device configuration", "DET451"],
    ["azure/signinlogs", "Status: Success", "DET451"],
    ["azure/signinlogs", "ClientAppUsed: IMAP", "DET451"],
    ["azure/riskdetection", "riskEventType: impossibleTravel", "DET451"],
    ["gcp/gcp.audit", "protoPayload.methodName: compute.firewalls.delete", "DET451"],
    ["gcp/gcp.audit", "protoPayload.methodName|startswith: Compute.", "DET451"],
    ["gcp/gcp.audit", "protoPayload.methodName|endswith: .serviceAccountKeys.create", "DET451"],
    ["gcp/gcp.audit", "protoPayload.methodName|startswith: io.k8s.api.apps.v", "DET451"],
    ["gcp/gcp.audit", "protoPayload.methodName|startswith: rbac.authorization.k8s.io.v", "DET451"],
    ["gcp/gcp.audit", "protoPayload.methodName: projects.content.deidentify", "DET451"],
    ["gcp/gcp.audit", "logName: cloudaudit.googleapis.com%2Factivity", "DET451"],
    ["gcp/gcp.audit", "logName|endswith: cloudaudit.googleapis.com/activity", "DET451"],
    ["m365/threat_management", "status: success", "DET451"],
    ["m365/exchange", "status: success", "DET451"],
    ["m365/audit", "Operation: Enable Strong Authentication", "DET451"],
  ])("%s %s", (of, item, code) => {
    expect(foundIn(of, item)).toContain(code);
  });

  test.each([
    ["azure/auditlogs", "operationName|contains: Certificates and secrets management"],
    ["azure/auditlogs", "operationName|contains|all: [Add member to role, permanent]"],
    ["azure/auditlogs", "operationName|contains|all: [Add member, Add member to role]"],
    ["azure/auditlogs", "operationName: [Add user, Add member to role]"],
    ["azure/activitylogs", "properties.message|endswith: /sites/delete"],
    ["gcp/gcp.audit", "protoPayload.methodName|endswith: .compute.firewalls.delete"],
    ["gcp/gcp.audit", "protoPayload.methodName: v*.compute.firewalls.delete"],
    ["gcp/gcp.audit", "protoPayload.methodName|startswith: io.k8s.apps.v"],
    ["gcp/gcp.audit", "protoPayload.methodName|endswith: .DisableServiceAccount"],
    ["gcp/gcp.audit", "logName|endswith: cloudaudit.googleapis.com%2Factivity"],
    ["m365/audit", "Operation: Set-Mailbox"],
    ["m365/audit", "Operation: Disable Strong Authentication."],
    ["kubernetes/audit", "verb: update"],
  ])("%s %s may be", (of, item) => {
    expect(foundIn(of, item)).toEqual([]);
  });
});
